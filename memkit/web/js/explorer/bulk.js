// What can be done with all selected memories: tag, delete, merge, export.

import { fillSelect } from "../common/controls.js";
import { focusOn, make } from "../common/elements.js";
import { count, messageOf, plural } from "../common/text.js";

/** @import { App, Selecting } from "./types.js" */

const FEWEST = 2; // to merge
const MOST = 20;

/**
 * @param {App} app
 * @param {{ select: (what: Selecting) => void }} table
 */
export function makeBulk(app, { select }) {
  /**
   * @param {string} word
   * @param {() => void} onclick
   */
  const button = (word, onclick) => make("button", { type: "button", onclick }, word);
  const number = make("b", { role: "status" });
  const note = make("p", { class: "mkw-note mkx-trouble", role: "alert" });
  const box = make("form", { class: "mkx-line", hidden: true, onsubmit: (event) => { event.preventDefault(); doing?.act(); } });
  const buttons = {
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
  /** @type {{ parts: HTMLElement[], act: () => void } | null} */
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
      parts: [make("span", {}, `Delete ${plural(selected, "memory", "memories")}? Undo brings ${selected === 1 ? "it" : "them"} back.`), go("Delete", "mkx-danger")],
      act: () => run("delete", {}),
    }),
    merge: () => {
      const keep = make("select", { "aria-label": "The memory to keep", class: "mkx-grow" });
      app.ask("chosen").then((/** @type {{ id: string, text: string }[]} */ rows) => fillSelect(keep, rows.map(({ id, text }) => ({ value: id, text })), rows[0]?.id),
        (error) => { note.textContent = messageOf(error); });
      return {
        parts: [make("label", { class: "mkx-grow" }, make("span", { class: "mkw-muted" }, "keep"), keep),
          make("span", { class: "mkw-muted" }, `and delete the other ${selected === 2 ? "one" : count(selected - 1)}`), go("Merge", "mkx-danger")],
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
    doing = WAYS[what]();
    box.replaceChildren(...doing.parts, make("button", { type: "button", onclick: () => { stop(); buttons[what].focus(); } }, "Cancel"));
    box.hidden = false;
    focusOn(box, box.querySelector("input") ? "input" : "button");
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
    for (const one of [buttons.tag, buttons.merge, buttons.remove]) one.disabled = app.past();
    if (!selected) stop();
  }

  app.on("selection", (next) => {
    // A question that names how many is not the same any more; a box to type in is.
    if (next !== selected && !box.querySelector("input")) stop();
    selected = next;
    show();
  });
  app.on("status", (status) => { selected = status.selected; show(); });
  return { element, remove: () => { if (selected && !app.past()) ask("remove"); } };
}
