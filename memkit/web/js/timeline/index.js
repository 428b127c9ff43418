// The timeline: lanes of changes over time, a brush, and the change that was clicked.

import { fillSelect, makeChoice, makeCode, makeSelect } from "../common/controls.js";
import { make, makeRoot } from "../common/elements.js";
import { GONE, makeLine } from "../common/line.js";
import { follow } from "../common/model.js";
import { standsFor } from "../common/picture.js";
import { count, messageOf, plural } from "../common/text.js";
import { followTheme } from "../common/theme.js";
import { kindMark, makeList, showOpened } from "./detail.js";
import { makePlot, RANGES } from "./plot.js";
import { loadPlotly } from "./plotly.js";

/** @import { Model } from "../common/types.js" */
/** @import { Bar, Selection, Span, State } from "./types.js" */

/** @param {{ model: Model<State>, el: HTMLElement }} given */
function render({ model, el }) {
  const root = makeRoot("mkt", "Timeline of changes");
  const line = makeLine(model, {
    onstate: (now) => say({ live: "", busy: "The kernel is busy: this waits for it.", gone: GONE }[now], now !== "live"),
    onnews: () => {},
    onslow: (text) => say(text),
  });
  const { ask, read } = line;
  const undo = [line.close];
  /** @type {Bar | null} */
  let bar = null;

  /** @param {string} text */
  const say = (text, trouble = false) => {
    said.textContent = text;
    said.classList.toggle("mkw-trouble", trouble);
  };
  /**
   * @param {string} method
   * @param {object} [given]
   */
  const attempt = async (method, given, asks = ask) => {
    try { return await asks(method, given); }
    catch (error) { say(messageOf(error), true); return null; }
  };
  /** @param {number} seq */
  const open = (seq) => attempt("open", { seq });
  /** @param {number} by */
  const step = (by) => attempt("step", { by });
  /** @param {Span | null} span */
  const brush = (span) => attempt("brush", { span });

  // -- the parts
  const total = make("span", {});
  const lanes = makeSelect("Lanes", (by) => attempt("lay", { by }));
  const times = makeSelect("Time", (time) => { plot.show(null); attempt("lay", { time }); });
  const header = make("header", { class: "mkt-head" },
    make("div", { class: "mkt-what" }, make("b", {}, "Timeline"), total),
    make("div", { class: "mkw-row mkt-controls" },
      make("label", {}, "Lanes ", lanes), make("label", {}, "Time ", times)));
  const legend = make("div", { class: "mkt-legend" });
  const tools = makeChoice("What dragging does", [
    { value: "zoom", text: "Zoom", title: "Drag over a time to zoom in; double-click shows all; Ctrl and the wheel zoom" },
    { value: "move", text: "Move", title: "Drag to move; the wheel zooms" },
    { value: "select", text: "Select", title: "Drag over a time to select what changed in it" },
  ], (tool) => { tools.show(tool); root.dataset.tool = tool; plot.use(tool); });
  const ranges = make("span", { class: "mkt-ranges", role: "group", "aria-label": "Time shown" });
  const controls = make("div", { class: "mkw-row mkt-bar" }, legend,
    make("span", { class: "mkw-row mkt-end" }, ranges,
      make("span", { class: "mkw-choice" },
        make("button", { type: "button", "aria-label": "Zoom out", title: "Zoom out", onclick: () => plot.zoom(2) }, "−"),
        make("button", { type: "button", "aria-label": "Zoom in", title: "Zoom in", onclick: () => plot.zoom(0.5) }, "+")),
      tools));
  const empty = make("p", { class: "mkt-empty", hidden: true });
  const notes = make("p", { class: "mkw-note mkt-notes" });
  const said = make("p", { class: "mkw-note mkt-saidline", role: "status" });
  const detail = make("div", { "aria-live": "polite" });
  const listBox = make("div", {});
  const brushBox = make("div", {});
  const plot = makePlot(root, read, {
    open, step, brush,
    bar: async ([lane, low, high]) => {
      const found = await attempt("bar", { lane, low, high }, read);
      if (found) { bar = found; showBar(); }
    },
    drew: (answer) => {
      notes.textContent = [answer.bars, ...model.get("about").notes].filter(Boolean).join(" ");
      showRanges();
    },
    trouble: (text) => say(text, true),
  });
  const code = makeCode(() => model.get("brush").code ?? model.get("about").code);
  const foot = make("div", { class: "mkw-row mkt-foot" }, notes, make("span", { class: "mkt-end" }, code.button));
  root.append(header, controls, plot.box, empty, foot, code.box, said, brushBox, listBox, detail);
  el.append(root);
  const live = standsFor(root, model.get("key"));

  // -- what they show
  function showAbout() {
    const about = model.get("about");
    total.textContent = `${plural(about.total, "change")} of ${plural(about.memories, "memory", "memories")}`;
    fillSelect(lanes, about.lanes, about.by);
    fillSelect(times, about.times, about.time);
    legend.replaceChildren(...about.kinds.map(({ event, count: n }) =>
      make("span", { class: "mkt-key" }, kindMark(event), `${event} `, make("span", { class: "mkw-muted" }, count(n)))));
    if (about.links) {
      legend.append(make("span", { class: "mkt-key", title: "From a fact to the one that took its place" },
        make("span", { class: "mkt-arrow", "aria-hidden": "true" }, "→"), "superseded ", make("span", { class: "mkw-muted" }, count(about.links))));
    }
    empty.hidden = !about.empty;
    empty.textContent = about.empty;
    for (const part of [plot.box, controls]) part.hidden = Boolean(about.empty);
    notes.textContent = about.notes.join(" ");
    code.refresh();
  }

  function showRanges() {
    const fitting = RANGES.filter(([, length]) => length < plot.reaches());
    ranges.replaceChildren(
      ...fitting.map(([name, length]) => make("button", {
        type: "button", class: "mkw-link", title: `The last ${name.toLowerCase()}`, onclick: () => plot.last(length),
      }, name)),
      make("button", { type: "button", class: "mkw-link", title: "All of the time", onclick: () => plot.show(null) }, "All"));
  }

  /** @param {number} instant */
  const day = (instant) => new Date(instant).toISOString().slice(0, 16).replace("T", " ");

  function showBar() {
    const found = bar;
    if (!found) { listBox.replaceChildren(); return; }
    listBox.replaceChildren(makeList(found, open,
      make("b", { dir: "auto" }, `${found.lane}: ${plural(found.changes, "change")}`),
      make("span", { class: "mkw-muted" }, `${day(found.low)} to ${day(found.high)} UTC`),
      make("span", { class: "mkw-row mkt-end" },
        make("button", { type: "button", onclick: () => plot.show([found.low, found.high]) }, "Zoom in"),
        make("button", { type: "button", "aria-label": "Close the list", onclick: () => { bar = null; showBar(); plot.box.focus(); } }, "Close"))));
  }

  function showBrush() {
    const brushed = model.get("brush");
    root.dataset.selected = String(brushed.changes ?? "");
    code.refresh();
    if (brushed.low == null) { brushBox.replaceChildren(); return; }
    const chosen = /** @type {Selection} */ (brushed);
    const linked = model.get("about").linked ? "The explorer shows them." : "";
    const head = [
      make("b", {}, `Selected: ${plural(chosen.changes, "change")} of ${plural(chosen.memories, "memory", "memories")}`),
      make("span", { class: "mkw-muted" }, [`${day(chosen.low)} to ${day(chosen.high)} UTC`, linked].filter(Boolean).join(" · ")),
      make("span", { class: "mkw-row mkt-end" },
        make("button", { type: "button", onclick: () => plot.show([chosen.low, chosen.high]) }, "Zoom in"),
        make("button", { type: "button", onclick: () => { brush(null); plot.box.focus(); } }, "Clear")),
    ];
    brushBox.replaceChildren(makeList(chosen, open, ...head));
  }

  function showDetail() {
    const opened = model.get("opened");
    root.dataset.opened = String(opened.seq ?? "");
    showOpened(detail, opened, {
      open, step,
      shut: () => { attempt("shut"); plot.box.focus(); },
      undo: async (seq) => {
        const done = await attempt("undo", { seq });
        if (done) say(done.said);
      },
    });
  }

  // -- others' changes
  line.poll(root, async () => {
    const { new: fresh } = await ask("poll");
    if (fresh) say(`${plural(fresh, "new change")} taken over.`);
  });
  undo.push(plot.close);

  tools.show("zoom");
  root.dataset.tool = "zoom";
  showRanges();
  undo.push(
    follow(model, "about", showAbout),
    follow(model, "brush", showBrush),
    follow(model, "opened", showDetail),
    follow(model, "version", plot.draw),
    followTheme(plot.draw));
  read("poll").then(live, () => {});

  loadPlotly(() => read("script")).then(plot.begin, (error) => say(messageOf(error), true));

  return () => undo.forEach((action) => action());
}

export default { render };
