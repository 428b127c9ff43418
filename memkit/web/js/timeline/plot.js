// The plot: what is drawn comes from Python for the part of the time in view; dragging, the wheel
// and keys only say which part.

import { make } from "../common/elements.js";
import { messageOf } from "../common/text.js";
import { themeColour } from "../common/theme.js";

/** @import { Line } from "../common/types.js" */
/** @import { Picture, PlotBox, PlotEvents, Plotly, Span } from "./types.js" */

const DAY = 86_400_000;
/** @type {[name: string, length: number][]} */
export const RANGES = [["Day", DAY], ["Week", 7 * DAY], ["Month", 30 * DAY], ["Year", 365 * DAY]];

const LABELS = 130; // pixels that the names of lanes take, about, until they are drawn
const CONFIG = {
  displayModeBar: false, displaylogo: false, showSendToCloud: false, doubleClick: false,
  scrollZoom: true, responsive: false, showTips: false,
};

/** @type {Record<string, string>} What dragging does, as plotly calls it. */
const DRAGS = { zoom: "zoom", move: "pan", select: "select" };

/**
 * plotly writes times as "2025-03-01 10:00", in UTC.
 * @param {string | number} value
 */
function instantOf(value) {
  if (typeof value === "number") return value;
  const said = value.replace(" ", "T");
  return Date.parse(said.length > 10 ? `${said}Z` : said);
}

/**
 * @param {[string | number, string | number]} range
 * @returns {Span}
 */
function spanOf([a, b]) {
  const [first, last] = [instantOf(a), instantOf(b)];
  return first <= last ? [first, last] : [last, first];
}

/**
 * Returns the plot; `read` asks Python, `on` is told what happens.
 * @param {HTMLElement} root
 * @param {Line["read"]} read
 * @param {PlotEvents} on
 */
export function makePlot(root, read, on) {
  const box = /** @type {PlotBox} */ (/** @type {unknown} */ (make("div", {
    class: "mkt-plot", tabindex: "0", role: "group",
    "aria-label": "Timeline. Left and right arrow keys open the change before and after, plus and minus zoom, 0 shows all.",
  })));
  /** @type {{ Plotly: Plotly | null, span: Span | null, whole: Span | null, tool: string, busy: boolean, again: boolean, closed: boolean }} */
  const state = { Plotly: null, span: null, whole: null, tool: "zoom", busy: false, again: false, closed: false };

  const colours = () => Object.fromEntries(
    ["add", "update", "delete", "text", "muted", "line", "accent"].map((name) => [name, themeColour(root, name)])
      .concat([["letter", themeColour(root, "surface")]]));
  const width = () => box._fullLayout?._size?.w || Math.max(box.clientWidth - LABELS, 200);

  // One question at a time; if more was wanted meanwhile, the last word counts.
  async function draw() {
    if (state.busy) { state.again = true; return; }
    state.busy = true;
    try {
      const { Plotly } = state;
      if (!Plotly || state.closed || !box.clientWidth) return;
      const asked = width();
      /** @type {Picture} */
      const answer = await read("picture", { span: state.span, width: asked, colours: colours() });
      if (state.closed) return;
      if (!state.span) state.whole = answer.span;
      const { data, layout } = answer.spec;
      layout.dragmode = DRAGS[state.tool];
      layout.selectdirection = "h";
      layout.selections = [];
      layout.font.family = getComputedStyle(root).fontFamily;
      layout.width = box.clientWidth;
      layout.hoverlabel.font = { family: layout.font.family, size: 12, color: themeColour(root, "text") };
      layout.hoverlabel.bgcolor = themeColour(root, "raised");
      layout.hoverlabel.bordercolor = themeColour(root, "line");
      const first = !box._fullLayout;
      await Plotly.react(box, data, layout, CONFIG);
      if (first) listen();
      root.dataset.drawn = String(Number(root.dataset.drawn ?? 0) + 1);
      on.drew(answer);
      // Names of other lengths leave more or less room than was asked for.
      if (Math.abs(width() - asked) > 24) state.again = true;
    } catch (error) {
      on.trouble(messageOf(error));
    } finally {
      state.busy = false;
      if (state.again) { state.again = false; draw(); }
    }
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const later = () => { clearTimeout(waiting); waiting = setTimeout(draw, 60); };

  function listen() {
    box.on("plotly_click", ({ points }) => {
      // So that the arrow keys go on from there.
      box.focus({ preventScroll: true });
      const where = points.find((/** @type {{ customdata?: unknown }} */ point) => point.customdata != null)?.customdata;
      if (where == null) return;
      if (Array.isArray(where)) on.bar(/** @type {[number, number, number]} */ (where));
      else on.open(where);
    });
    box.on("plotly_relayout", (change) => {
      const range = change["xaxis.range"] ?? [change["xaxis.range[0]"], change["xaxis.range[1]"]];
      if (range[0] == null) return;
      state.span = spanOf(range);
      later();
      box.focus({ preventScroll: true });
    });
    box.on("plotly_doubleclick", () => show(null));
    box.on("plotly_selected", (event) => {
      const range = event?.range?.x;
      if (range) on.brush(spanOf(range));
    });
  }

  /** @param {Span | null} span */
  function show(span) { state.span = span; later(); }

  /** @param {number} by */
  function zoom(by) {
    const [low, high] = state.span ?? state.whole ?? [0, 1];
    const [middle, half] = [(low + high) / 2, ((high - low) / 2) * by];
    show([middle - half, middle + half]);
  }

  /** @param {number} length */
  function last(length) {
    if (!state.whole) return;
    show([state.whole[1] - length, state.whole[1]]);
  }

  // The wheel turns the page, unless Ctrl or the Move tool says that it zooms.
  box.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && state.tool !== "move") event.stopPropagation();
  }, { capture: true });
  box.addEventListener("keydown", (event) => {
    const act = {
      ArrowRight: () => on.step(1), ArrowLeft: () => on.step(-1), "+": () => zoom(0.5), "=": () => zoom(0.5),
      "-": () => zoom(2), 0: () => show(null),
    }[event.key];
    if (!act || event.target !== box || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });

  const sizes = new ResizeObserver(later);
  sizes.observe(box);
  return {
    box, draw: later, show, zoom, last,
    reaches: () => (state.whole ? state.whole[1] - state.whole[0] : 0),
    use: (/** @type {string} */ tool) => { state.tool = tool; if (box._fullLayout) state.Plotly?.relayout(box, { dragmode: DRAGS[tool] }); },
    begin: (/** @type {Plotly} */ Plotly) => { state.Plotly = Plotly; draw(); },
    close: () => {
      state.closed = true;
      clearTimeout(waiting);
      sizes.disconnect();
      if (box._fullLayout) state.Plotly?.purge(box);
    },
  };
}
