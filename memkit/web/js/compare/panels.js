// A panel for each space: which part of the picture it shows.

import { make } from "../common/elements.js";
import { SAME, zoomed } from "./geometry.js";
import { showTip } from "./hover.js";
import { draw } from "./points.js";

/** @import { Frame, Panel, Point, Turn, View } from "./types.js" */

/**
 * @param {View} view
 * @param {string} space
 * @param {number} index
 * @returns {Panel}
 */
export function makePanel(view, space, index) {
  const base = make("canvas", { class: "mkc-base", "aria-hidden": "true" });
  const over = make("canvas", { class: "mkc-over", tabindex: "0", role: "application" });
  const plot = make("div", { class: "mkc-plot" }, base, over);
  const badge = make("span", { class: "mkc-badge" });
  // What a reader who can't see the picture is told of it.
  const words = make("p", { class: "mkw-said" });
  /** @type {Panel} */
  const panel = {
    space, index, base, over, plot, badge, words, frame: make("figure", { class: "mkc-panel", "data-space": space }), width: 0, height: 0, zoom: 1, x: 0, y: 0,
    places: null, wide: 1, high: 1, deep: 1, screen: null, stale: true, lasso: null, drag: null,
  };
  /**
   * @param {string} label
   * @param {string} text
   * @param {() => void} action
   */
  const button = (label, text, action) =>
    make("button", { type: "button", "aria-label": `${label} in ${space}`, title: label, onclick: action }, text);
  panel.frame.append(
    make("figcaption", {},
      make("b", { dir: "auto", title: space }, space), badge,
      make("span", { class: "mkc-zoom" },
        button("Zoom in", "+", () => zoom(view, panel, 1.4)),
        button("Zoom out", "−", () => zoom(view, panel, 1 / 1.4)),
        button("Show all", "⤢", () => reset(view, panel)))),
    plot, words);
  return panel;
}

/**
 * Changes what a panel shows.
 * @param {Panel} panel
 * @param {Partial<Frame>} what
 */
export function change(panel, what) {
  Object.assign(panel, what, { stale: true });
}

/**
 * Zooms a panel; the place that is pointed at stays where it is.
 * @param {View} view
 * @param {Panel} panel
 * @param {number} by
 * @param {Point} [at]
 */
export function zoom(view, panel, by, at = [panel.width / 2, panel.height / 2]) {
  change(panel, zoomed(panel, by, at));
  looked(view, panel);
}

/**
 * Shows all of a panel.
 * @param {View} view
 * @param {Panel} panel
 */
export function reset(view, panel) {
  change(panel, { zoom: 1, x: 0, y: 0 });
  if (view.dims === 3) turn(view, SAME);
  looked(view, panel);
}

/**
 * A closer look at one panel dims, in the others, what it leaves out.
 * @param {View} view
 * @param {Panel} panel
 */
export function looked(view, panel) {
  view.closer = panel.zoom > 1.05 ? panel : null;
  view.root.dataset.closer = view.closer ? panel.space : "";
  draw(view);
  showTip(view);
}

/**
 * All panels turn together.
 * @param {View} view
 * @param {Turn} matrix
 */
export function turn(view, matrix) {
  view.turn = matrix;
  for (const panel of view.panels) panel.stale = true;
  draw(view);
  showTip(view);
}

/**
 * Takes over how large the panels are now.
 * @param {View} view
 */
export function resize(view) {
  const ratio = devicePixelRatio || 1;
  for (const panel of view.panels) {
    const { clientWidth, clientHeight } = panel.plot;
    if (panel.width === clientWidth && panel.height === clientHeight) continue;
    const grown = panel.width ? clientWidth / panel.width : 1;
    change(panel, { width: clientWidth, height: clientHeight, x: panel.x * grown, y: panel.y * grown });
    for (const canvas of [panel.base, panel.over]) Object.assign(canvas, { width: clientWidth * ratio, height: clientHeight * ratio });
  }
}
