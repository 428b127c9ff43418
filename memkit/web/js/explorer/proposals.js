// What an addition would do, change by change: to accept, edit, redirect or reject.

import { kindOf, marked } from "../common/changes.js";
import { make } from "../common/elements.js";
import { number } from "../common/text.js";
import { saidText } from "./values.js";

/** @import { Part } from "../common/types.js" */
/** @import { Choice, EventKind, Proposal } from "./types.js" */

const SIGNS = { ADD: "+", UPDATE: "~", DELETE: "−", NONE: "=" };

/**
 * What happened, always as a sign and a word besides the colour.
 * @param {EventKind} event
 */
export const badge = (event) => make("span", { class: `mk-badge mkx-badge mk-badge-${kindOf(event)}` },
  make("span", { class: "mkx-sign", "aria-hidden": "true" }, SIGNS[event]), event);

/**
 * Parts of a text, what came and what went marked.
 * @param {Part[]} parts
 */
export const difference = (parts) => make("span", { class: "mk-text", dir: "auto" }, ...marked(parts));

/**
 * A proposal and what was decided on it: `choice` is changed, and `ondecide` called, by its buttons.
 * @param {Proposal} one
 * @param {Choice} choice
 * @param {() => void} ondecide
 */
export function makeProposal(one, choice, ondecide) {
  const item = make("li", { class: "mkx-proposal" });
  let editing = false;

  /**
   * @param {string} word
   * @param {boolean | null} pressed
   * @param {() => void} action
   * @param {string | null} title
   */
  function button(word, pressed, action, title = null) {
    return make("button", { type: "button", "aria-pressed": pressed == null ? null : String(pressed), title, onclick: action }, word);
  }

  /** @param {Partial<Choice>} changed */
  function decide(changed) {
    Object.assign(choice, changed);
    draw();
    ondecide();
  }

  function draw() {
    const accepted = choice.action === "accept";
    const target = one.near.find(({ id }) => id === choice.updating);
    const event = target ? "UPDATE" : choice.text != null && one.event === "NONE" ? "ADD" : one.event;
    const shown = editing ? edited() : make("div", { class: "mkx-text" },
      !target && choice.text == null && one.event === "UPDATE" && one.parts.length ? difference(one.parts) : saidText(choice.text ?? one.text));
    item.dataset.event = event;
    item.classList.toggle("mkx-rejected", !accepted);
    item.replaceChildren(
      make("div", { class: "mkx-decision" }, badge(event), shown,
        make("span", { class: "mkx-buttons" },
          button("Accept", accepted, () => decide({ action: "accept" })),
          one.event === "DELETE" ? null : button("Edit", null, () => { editing = !editing; draw(); item.querySelector("textarea")?.focus(); }),
          button("Reject", !accepted, () => decide({ action: "reject" })))),
      near(target) ?? "");
  }

  function edited() {
    const box = make("textarea", {
      rows: "2", dir: "auto", "aria-label": "Text of this change", class: "mkx-grow",
      oninput: () => { choice.text = box.value === one.text ? null : box.value; },
      onkeydown: (event) => {
        if (event.key !== "Escape" && !(event.key === "Enter" && (event.ctrlKey || event.metaKey))) return;
        event.preventDefault();
        event.stopPropagation();
        if (event.key === "Escape") choice.text = null;
        editing = false;
        decide({ action: "accept" });
      },
    });
    box.value = choice.text ?? one.text;
    return box;
  }

  /** @param {Proposal["near"][number] | undefined} target */
  function near(target) {
    if (!one.near.length) return null;
    return make("div", { class: "mkx-near" }, make("span", { class: "mkw-muted" }, "near"),
      make("ul", {}, ...one.near.map((other) => make("li", { class: "mkw-row" },
        make("span", { class: "mkx-number", title: "Similarity: cosine, up to 1" }, number(other.similarity)),
        saidText(other.text),
        one.event === "DELETE" ? null : button(
          other === target ? "Updates this" : "Update this instead", other === target,
          () => decide({ action: "accept", updating: other === target ? null : other.id }))))));
  }

  draw();
  return item;
}
