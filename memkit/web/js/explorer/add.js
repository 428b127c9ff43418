// The box that adds: a preview of each change, to accept, edit, redirect or reject, then writing.

import { make } from "../common/elements.js";
import { messageOf } from "../common/text.js";
import { makeProposal } from "./proposals.js";

/** @import { App, Choice, Proposal } from "./types.js" */

/** @param {App} app */
export function makeAdd(app) {
  /** @type {Map<number, Choice>} */
  const choices = new Map();
  let again = false; // whether a preview may take the place of edited proposals
  const text = make("textarea", {
    rows: "1", placeholder: "Something to remember", "aria-label": "Text to add", dir: "auto", oninput: grow,
    onkeydown: (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      add();
    },
  });
  const metadata = make("input", {
    type: "text", placeholder: "none; e.g. category=food", "aria-label": "Metadata to add", autocomplete: "off", dir: "auto",
  });
  const preview = make("button", { type: "submit" }, "Preview");
  const straight = make("button", { type: "button", title: "Ctrl+Enter", onclick: () => add() }, "Add");
  const note = make("p", { class: "mkw-note mkx-trouble", role: "alert" });
  const said = make("p", { class: "mkw-note", role: "status" });
  const list = make("ul", { class: "mkx-proposals", "aria-label": "What would be written" });
  const write = make("button", { type: "button", class: "mkx-main", onclick: () => apply() });
  const drop = make("button", { type: "button", onclick: () => clear() }, "Discard");
  const foot = make("div", { class: "mkw-row mkx-write", hidden: true }, write, drop, said);
  const element = make("section", { class: "mkx-add", "aria-label": "Add" },
    make("form", { class: "mkx-line", onsubmit: (event) => { event.preventDefault(); show(); } },
      make("label", { class: "mkx-grow" }, make("span", { class: "mkx-word" }, "Add"), text),
      make("label", { class: "mkx-meta" }, make("span", { class: "mkw-muted" }, "metadata"), metadata),
      preview, straight),
    note, list, foot);

  function grow() {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight + 2, 160)}px`;
  }

  // What the box holds, or null when there is nothing to send.
  function given() {
    note.textContent = "";
    if (!text.value.trim()) {
      note.textContent = "There is nothing to add yet. Write a sentence first.";
      text.focus();
      return null;
    }
    return { text: text.value, ...(metadata.value.trim() ? { typed: metadata.value } : {}) };
  }

  async function add() {
    const what = given();
    if (what && await app.change("add", what, note)) clear(true);
  }

  async function show() {
    const what = given();
    if (!what) return;
    const edited = [...choices.values()].some((choice) => choice.text != null);
    if (edited && !again) {
      again = true;
      note.textContent = "You edited what is proposed below: another preview drops that. Press Preview once more to go on.";
      return;
    }
    again = false;
    said.textContent = "Looking for similar memories …";
    foot.hidden = false;
    write.hidden = true;
    try {
      const found = await app.read("preview", what, "preview");
      app.show(found);
      choices.clear();
      list.replaceChildren(...found.proposals.map((/** @type {Proposal} */ one) => {
        /** @type {Choice} */
        const choice = { action: one.event === "NONE" ? "reject" : "accept" };
        choices.set(one.index, choice);
        return makeProposal(one, choice, tally);
      }));
      said.textContent = found.said;
      tally();
    } catch (error) {
      note.textContent = messageOf(error);
      foot.hidden = true;
    }
  }

  function tally() {
    const number = [...choices.values()].filter(({ action }) => action === "accept").length;
    write.hidden = !choices.size;
    write.disabled = !number;
    write.textContent = number === 1 ? "Write 1 change" : `Write ${number} changes`;
  }

  async function apply() {
    const decided = [...choices].map(([index, choice]) => ({ index, ...choice }));
    if (await app.change("apply", { choices: decided }, note)) clear(true);
  }

  function clear(all = false) {
    choices.clear();
    list.replaceChildren();
    foot.hidden = true;
    note.textContent = "";
    if (all) text.value = "";
    grow();
    text.focus();
  }

  app.on("status", () => {
    for (const box of [text, metadata, preview, straight]) box.disabled = app.past();
    text.placeholder = app.past() ? "Go back to now to add"
      : app.whose() ? `Something to remember for ${app.whose()}`
        : "Pick a user above, then write something to remember";
  });
  return element;
}
