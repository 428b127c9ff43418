// What can be done with all selected memories: tag, delete, merge, export.

import { fillSelect } from "../common/controls.js";
import { focusOn, make } from "../common/elements.js";
import { count, messageOf, plural } from "../common/text.js";
import { readMetadata } from "./values.js";

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
    none: button("Clear", () => select({ how: "none" })),
  };
  const element = make("div", { class: "mkx-bulk", role: "group", "aria-label": "Selected memories", hidden: true },
    make("div", { class: "mkw-row" }, number, ...Object.values(buttons)), box, note);
  let selected = 0;
  /** @type {{ parts: HTMLElement[], act: () => void } | null} */
  let doing = null;

  /** @param {string} word */
  const go = (word, kind = "mkx-main") => make("button", { type: "submit", class: kind }, word);
  const WAYS = {
    tag: () => {
      const field = make("input", { type: "text", class: "mkx-grow", placeholder: "category=food, old=null removes a key", "aria-label": "Metadata to set" });
      return {
        parts: [make("label", { class: "mkx-grow" }, make("span", { class: "mkw-muted" }, "set"), field), go("Set")],
        act: () => {
          let read;
          try { read = readMetadata(field.value); } catch (error) { note.textContent = messageOf(error); return; }
          const remove = Object.keys(read).filter((key) => read[key] === null);
          run("tag", { metadata: Object.fromEntries(Object.entries(read).filter(([, value]) => value !== null)), remove });
        },
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
      const field = make("input", { type: "text", class: "mkx-grow", "aria-label": "File to write", value: "memories.jsonl" });
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
    box.replaceChildren(...doing.parts, make("button", { type: "button", onclick: stop }, "Cancel"));
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
    if (await app.change(method, these, note)) stop();
  }

  function show() {
    number.textContent = `${count(selected)} selected`;
    element.hidden = selected === 0;
    buttons.merge.hidden = selected < FEWEST || selected > MOST;
    for (const one of [buttons.tag, buttons.merge, buttons.remove]) one.disabled = app.past();
    if (!selected) stop();
  }

  app.on("selection", (next) => { if (next !== selected) stop(); selected = next; show(); });
  app.on("status", (status) => { selected = status.selected; show(); });
  return { element, remove: () => { if (selected && !app.past()) ask("remove"); } };
}
