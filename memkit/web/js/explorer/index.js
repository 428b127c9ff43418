// The memory explorer: its parts put together.

import { make, makeRoot } from "../common/elements.js";
import { BUSY, GONE } from "../common/line.js";
import { standsFor } from "../common/picture.js";
import { count } from "../common/text.js";
import { makeAdd } from "./add.js";
import { makeApp } from "./app.js";
import { makeDetail } from "./detail.js";
import { makeHead } from "./head.js";
import { makeSearch } from "./search.js";
import { makeTable } from "./table.js";
import { makeSlider } from "./time.js";

/** @import { LineState, Model } from "../common/types.js" */
/** @import { State } from "./types.js" */

/** @param {{ model: Model<State>, el: HTMLElement }} given */
function render({ model, el }) {
  const app = makeApp(model);
  const root = makeRoot("mkx", "Memory explorer");
  const head = makeHead(app);
  const time = makeSlider(app);
  const trouble = make("p", { class: "mkw-note mkx-trouble mkx-all", role: "alert" });
  const said = make("span", {});
  const undo = make("button", { type: "button", class: "mkw-link" }, "Undo");
  const shut = make("button", { type: "button", class: "mkw-link", onclick: () => { done.hidden = true; app.tell("gone", []); } }, "Dismiss");
  const range = make("span", {});
  const some = make("div", { class: "mkx-banner", role: "status", hidden: true }, range,
    make("button", { type: "button", onclick: () => { app.filter("set_events", {}); app.tell("gone", []); } }, "Show all"));
  const done = make("div", { class: "mkx-done", role: "status", hidden: true }, said, undo, shut);
  // One line for whatever there is to say, which has its room before: nothing below moves.
  const hint = make("p", { class: "mkw-note mkx-hint" }, "What you add, change or delete can be undone here.");
  const slot = make("div", { class: "mkx-slot" }, hint, trouble, time.banner, some, done);
  root.append(head.element, head.code, makeAdd(app), slot, makeSearch(app, time.element),
    make("div", { class: "mkx-panes" }, makeTable(app), makeDetail(app)));
  el.append(root);
  const live = standsFor(root, model.get("key"));

  app.on("trouble", (text) => { trouble.textContent = text; });
  app.on("line", (/** @type {LineState} */ state) => {
    head.say(state);
    root.dataset.line = state;
    trouble.classList.toggle("mkx-trouble", state !== "busy");
    trouble.textContent = { gone: GONE, busy: BUSY, live: "" }[state];
  });
  app.on("slow", (/** @type {string} */ text) => {
    trouble.classList.toggle("mkx-trouble", !text);
    trouble.textContent = text;
  });
  app.on("others", (found) => head.say("live", found.said || "changed"));
  app.on("status", (status) => {
    root.classList.toggle("mkx-past", app.past());
    some.hidden = !status.events;
    range.textContent = status.events ? `Only memories that changed in changes ${count(status.events[0] + 1)} to ${count(status.events[1] ?? status.head)}.` : "";
    root.dataset.head = String(status.head);
    root.dataset.ready = "true";
    live();
  });
  // Until a change is answered, "Undo" would take back the one before it.
  let changing = 0;
  let held = false;
  app.on("changing", (/** @type {boolean} */ begun) => {
    held ||= begun && document.activeElement === undo;
    changing += begun ? 1 : -1;
    undo.disabled = changing > 0;
    if (changing) return;
    // Whoever went on elsewhere meanwhile stays there.
    const { activeElement: now } = document;
    if (held && !undo.hidden && (now === undo || now === document.body)) undo.focus();
    held = false;
  });
  app.on("done", ({ said: text, seqs }) => {
    said.textContent = text;
    done.hidden = false;
    undo.hidden = !seqs?.length;
    undo.onclick = () => app.change("undo", { seqs }, trouble);
  });

  app.watch(root);
  app.refresh();
  return () => app.ends.forEach((end) => end());
}

export default { render };
