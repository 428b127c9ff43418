// Below the plot: one change word by word, or the changes of a bar or of the selected time.

import { kindOf, marked } from "../common/changes.js";
import { makeCode } from "../common/controls.js";
import { make } from "../common/elements.js";
import { count, plural } from "../common/text.js";

/** @import { Part } from "../common/types.js" */
/** @import { Listed, Opened, OpenedActions } from "./types.js" */

/** @type {Record<string, string>} */
const LETTERS = { ADD: "A", UPDATE: "U", DELETE: "D" };

/**
 * A change's letter on its colour, and the word beside it for those who see neither.
 * @param {string} event
 */
export const kindMark = (event) =>
  make("span", { class: `mkt-kind mkt-${kindOf(event)}`, title: event, role: "img", "aria-label": event }, Object.hasOwn(LETTERS, event) ? LETTERS[event] : "?");

/** @param {Part[]} parts */
const differenceOf = (parts) => make("p", { class: "mk-text mkt-text", dir: "auto" }, ...marked(parts));

/**
 * @param {HTMLElement} box
 * @param {Partial<Opened>} given
 * @param {OpenedActions} actions
 */
export function showOpened(box, given, { open, undo, step, shut }) {
  if (!given.seq) { box.replaceChildren(); return; }
  const opened = /** @type {Opened} */ (given);
  const code = makeCode(() => `${opened.code}\n${opened.undo_code}`);
  const later = opened.later === 1 ? "The later change of this memory goes with it." : `The ${count(opened.later)} later changes of this memory go with it.`;
  const facts = [
    ...opened.whose, ["recorded", opened.at], ["occurred", opened.occurred], ["by", opened.actor],
    ["because", opened.reason],
  ].filter(([, value]) => value);
  box.replaceChildren(make("section", { class: "mkt-opened", "aria-label": `Change ${opened.seq}` },
    make("div", { class: "mkw-row mkt-openedhead" },
      kindMark(opened.event),
      make("b", {}, [opened.event, opened.happened, `change ${count(opened.seq)}`].filter(Boolean).join(" · ")),
      make("code", { class: "mk-id", title: opened.id }, opened.id.slice(-8)),
      make("span", { class: "mkw-row mkt-end" },
        make("button", { type: "button", onclick: () => step(-1), title: "The change before, in time" }, "‹ Previous"),
        make("button", { type: "button", onclick: () => step(1), title: "The change after, in time" }, "Next ›"),
        make("button", { type: "button", onclick: shut, "aria-label": "Close the change" }, "Close"))),
    differenceOf(opened.parts),
    ...opened.links.map(({ word, text, seq }) => make("div", { class: "mkt-link" }, make("span", { class: "mkw-muted" }, word),
      make("button", { type: "button", class: "mkt-item", dir: "auto", onclick: () => open(seq) }, text))),
    opened.fields.length
      ? make("ul", { class: "mkt-fields" }, ...opened.fields.map(({ name, old, new: now }) =>
        make("li", { dir: "auto" }, make("span", { class: "mkw-muted" }, `${name} `),
          old ? make("del", {}, old) : null, old && now ? " " : null, now ? make("ins", {}, now) : null)))
      : null,
    make("p", { class: "mkt-facts" }, ...facts.map(([name, value]) =>
      make("span", { dir: "auto" }, make("span", { class: "mkw-muted" }, `${name} `), value))),
    make("div", { class: "mkw-row" },
      ...undoing(opened, undo),
      opened.undoable && opened.later ? make("span", { class: "mkw-note" }, later) : null,
      opened.undoable ? null : make("span", { class: "mkw-note" }, "Nothing to undo: the memory is as it was before this change."),
      make("span", { class: "mkt-end" }, code.button)),
    code.box));
}

/**
 * The button that takes a change back; where that deletes the memory, it asks first.
 * @param {Opened} opened
 * @param {OpenedActions["undo"]} undo
 */
function undoing(opened, undo) {
  const asks = opened.event === "ADD" || opened.later > 0;
  let sure = false;
  /** @param {boolean} asked */
  const show = (asked) => {
    sure = asked;
    button.textContent = !asked ? "Undo" : opened.event === "ADD" ? "Delete the memory?" : `Undo ${plural(opened.later + 1, "change")}?`;
    button.classList.toggle("mkw-danger", asked);
    keep.hidden = !asked;
  };
  const button = make("button", {
    type: "button", disabled: !opened.undoable, onclick: () => { if (asks && !sure) show(true); else undo(opened.seq); },
    title: opened.undoable ? "Bring the memory back to what it was before this change" : "The memory is as it was before this change",
  }, "Undo");
  const keep = make("button", { type: "button", hidden: true, onclick: () => { show(false); button.focus(); } }, "Keep");
  return [button, keep];
}

/**
 * Changes as buttons that open them; `head` stands above.
 * @param {Listed} list
 * @param {(seq: number) => unknown} open
 * @param {...HTMLElement} head
 */
export function makeList(list, open, ...head) {
  return make("section", { class: "mkt-list" },
    make("div", { class: "mkw-row" }, ...head),
    make("ol", {}, ...list.items.map((item) => make("li", {},
      make("button", { type: "button", class: "mkt-item", onclick: () => open(item.seq) },
        kindMark(item.event),
        make("span", { class: "mkt-when" }, item.at),
        item.happened ? make("span", { class: "mkt-happened" }, item.happened) : null,
        make("span", { class: "mkt-said", dir: "auto" }, item.text, item.by ? make("span", { class: "mkw-muted" }, ` by ${item.by}`) : null))))),
    list.more ? make("p", { class: "mkw-note" }, `And ${count(list.more)} earlier ones. Zoom in to see them.`) : null);
}
