// What can be done with all selected memories: tag, delete, merge, export.

import { fillSelect } from "../common/controls.js";
import { focusOn, keepingFocus, make } from "../common/elements.js";
import { count, messageOf, plural } from "../common/text.js";

/** @import { App, Selecting } from "./types.js" */

const FEWEST = 2; // to merge
const MOST = 20;

/**
 * @param {App} app
 * @param {{ select: (what: Selecting) => void, coming: () => boolean }} table `coming`: whether more
 *   is selected than was told so far
 */
export function makeBulk(app, { select, coming }) {
  /**
   * @param {string} word
   * @param {() => void} onclick
   */
  const button = (word, onclick) => make("button", { type: "button", onclick }, word);
  const number = make("b", { role: "status" });
  const note = make("p", { class: "mkw-note mkx-trouble", role: "alert" });
  const box = make("form", { class: "mkx-line", hidden: true, onsubmit: (event) => { event.preventDefault(); doing?.act(); } });
  const buttons = {
    accept: button("Accept", () => ask("accept")),
    reject: button("Reject", () => ask("reject")),
    tag: button("Tag", () => ask("tag")),
    merge: button("Merge", () => ask("merge")),
    remove: button("Delete", () => ask("remove")),
    export: button("Export", () => ask("export")),
    none: button("Clear", () => { select({ how: "none" }); app.tell("gone", null); }),
  };
  const hint = make("p", { class: "mkw-note mkx-hint" }, "Click a row to open it, Shift+click to select as far as there, Ctrl+click for one more.");
  const element = make("div", { class: "mkx-bulkslot" }, hint);
  const bar = make("div", { class: "mkx-bulk", role: "group", "aria-label": "Selected memories", hidden: true },
    make("div", { class: "mkw-row" }, number, ...Object.values(buttons)), box, note);
  element.append(bar);
  let selected = 0;
  // What was typed is there again when a box is opened again.
  const kept = { tag: "", file: "memories.jsonl" };
  /** @type {{ what: keyof typeof WAYS, act: () => void } | null} */
  let doing = null;

  /** @param {string} word */
  const go = (word, kind = "mkx-main") => make("button", { type: "submit", class: kind }, word);
  const WAYS = {
    tag: () => {
      const field = make("input", {
        type: "text", class: "mkx-grow", placeholder: "e.g. category=food; old=null removes a key",
        "aria-label": "Metadata to set", dir: "auto", oninput: () => { kept.tag = field.value; },
      });
      field.value = kept.tag;
      return {
        parts: [make("label", { class: "mkx-grow" }, make("span", { class: "mkw-muted" }, "set"), field), go("Set")],
        act: async () => { if (await run("tag", { typed: field.value })) kept.tag = ""; },
      };
    },
    remove: () => ({
      parts: [make("span", {}, selected ? `Delete ${plural(selected, "memory", "memories")}? Undo brings ${selected === 1 ? "it" : "them"} back.` : "Delete what is selected?"), go("Delete", "mkw-danger")],
      act: () => run("delete", {}),
    }),
    accept: () => ({
      parts: [make("span", {}, `Accept the proposed facts of ${plural(selected, "memory", "memories")}?`), go("Accept")],
      act: () => run("accept", {}),
    }),
    reject: () => ({
      parts: [make("span", {}, `Reject the facts among ${plural(selected, "memory", "memories")}? No search finds them then.`), go("Reject", "mkw-danger")],
      act: () => run("reject", {}),
    }),
    merge: () => {
      const keep = make("select", { "aria-label": "The memory to keep", class: "mkx-grow" });
      app.read("chosen").then((/** @type {{ id: string, text: string }[]} */ rows) => fillSelect(keep, rows.map(({ id, text }) => ({ value: id, text })), rows[0]?.id),
        (error) => { note.textContent = messageOf(error); });
      return {
        parts: [make("label", { class: "mkx-grow" }, make("span", { class: "mkw-muted" }, "keep"), keep),
          make("span", { class: "mkw-muted" }, `and delete the other ${selected === 2 ? "one" : count(selected - 1)}`), go("Merge", "mkw-danger")],
        act: () => run("merge", { keep: keep.value }),
      };
    },
    export: () => {
      const field = make("input", { type: "text", class: "mkx-grow", "aria-label": "File to write", value: kept.file, oninput: () => { kept.file = field.value; } });
      return {
        parts: [make("label", { class: "mkx-grow" }, make("span", { class: "mkw-muted" }, "file"), field), go("Write")],
        act: () => run("export", { path: field.value.trim() }),
      };
    },
  };

  /** @param {keyof typeof WAYS} what */
  function ask(what) {
    note.textContent = "";
    pose(what);
    bar.hidden = box.hidden = false;
    focusOn(box, box.querySelector("input") ? "input" : "button");
  }

  /** @param {keyof typeof WAYS} what */
  function pose(what) {
    const { parts, act } = WAYS[what]();
    doing = { what, act };
    box.replaceChildren(...parts, make("button", { type: "button", onclick: () => { stop(); buttons[what].focus(); } }, "Cancel"));
  }

  function stop() {
    doing = null;
    box.hidden = true;
    note.textContent = "";
  }

  /**
   * @param {string} method
   * @param {object} given
   */
  async function run(method, given) {
    const these = method === "merge" ? given : { ...given, selected: true };
    const done = await app.change(method, these, note);
    if (done) {
      stop();
      // The rows that had the focus, or the buttons, are gone.
      app.tell("gone", null);
    }
    return done;
  }

  function show() {
    number.textContent = `${count(selected)} selected`;
    bar.hidden = selected === 0;
    hint.hidden = selected !== 0;
    buttons.merge.hidden = selected < FEWEST || selected > MOST;
    buttons.accept.hidden = !app.status.waiting;
    buttons.reject.hidden = !app.status.facts || app.status.kind === "messages";
    for (const one of [buttons.accept, buttons.reject, buttons.tag, buttons.merge, buttons.remove]) one.disabled = app.past();
  }

  /** @param {number} next */
  function take(next) {
    const changed = next !== selected;
    selected = next;
    const asked = doing;
    show();
    if (!asked) return;
    const { hidden, disabled } = buttons[asked.what];
    const possible = !hidden && !disabled && (selected || coming());
    if (possible) {
      bar.hidden = false;
      // A box to type in stays; a question that names how many is asked anew.
      if (changed && !box.querySelector("input")) keepingFocus(box, () => pose(asked.what));
      return;
    }
    const focused = box.contains(document.activeElement);
    stop();
    if (focused) app.tell("gone", []);
  }

  app.on("selection", take);
  app.on("status", (status) => take(status.selected));
  return { element, remove: () => { if ((selected || coming()) && !app.past()) ask("remove"); } };
}
