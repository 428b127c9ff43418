// What mouse, pen, finger and keys do in a panel.

import { nearest, nextTo, turned, within } from "./geometry.js";
import { hover } from "./hover.js";
import { overlay } from "./overlay.js";
import { change, looked, reset, turn, zoom } from "./panels.js";
import { rowsOf } from "./selection.js";
import { choose, toggle } from "./side.js";

/** @import { Entry } from "../common/types.js" */
/** @import { Panel, Point, Tool, View } from "./types.js" */

const NEAR = 10; // how far from a point, in pixels, still means the point
/** @type {(Entry & { value: Tool })[]} */
export const TOOLS = [
  { value: "select", text: "Lasso", title: "Draw around points; Shift adds to the selection" },
  { value: "move", text: "Move", title: "Drag moves, the wheel zooms" },
  { value: "turn", text: "Turn", title: "Drag turns all panels, the wheel zooms" },
];

/**
 * @param {MouseEvent} event
 * @returns {Point}
 */
const at = (event) => [event.offsetX, event.offsetY];

/**
 * @param {View} view
 * @param {Panel} panel
 */
export function listen(view, panel) {
  const { over } = panel;
  over.addEventListener("pointermove", (event) => moved(view, panel, event));
  over.addEventListener("pointerdown", (event) => pressed(view, panel, event));
  over.addEventListener("pointerup", (event) => released(view, panel, event));
  over.addEventListener("pointercancel", () => { panel.lasso = panel.drag = null; overlay(view); });
  over.addEventListener("pointerleave", () => { if (!panel.lasso && !panel.drag) hover(view, null); });
  over.addEventListener("blur", () => hover(view, null));
  over.addEventListener("dblclick", () => reset(view, panel));
  over.addEventListener("wheel", (event) => {
    // Without a modifier the wheel goes on scrolling the notebook.
    if (view.tool === "select" && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(view, panel, Math.exp(-event.deltaY / 400), at(event));
  }, { passive: false });
  over.addEventListener("keydown", (event) => typed(view, panel, event));
}

/**
 * Says what dragging does.
 * @param {View} view
 * @param {Tool} tool
 */
export function useTool(view, tool) {
  view.tool = tool;
  view.tools.show(tool);
  view.root.dataset.tool = tool;
}

/**
 * @param {View} view
 * @param {Panel} panel
 * @param {PointerEvent} event
 */
export function pressed(view, panel, event) {
  if (event.button !== 0 || !panel.places) return;
  panel.over.setPointerCapture(event.pointerId);
  if (view.tool === "select") panel.lasso = [at(event)];
  else panel.drag = { from: at(event), x: panel.x, y: panel.y, turn: view.turn };
}

/**
 * @param {View} view
 * @param {Panel} panel
 * @param {PointerEvent} event
 */
export function moved(view, panel, event) {
  if (!panel.places) return;
  const [x, y] = at(event);
  if (panel.drag) {
    const [dx, dy] = [x - panel.drag.from[0], y - panel.drag.from[1]];
    if (view.tool === "turn") turn(view, turned(panel.drag.turn, dx / 120, dy / 120));
    else { change(panel, { x: panel.drag.x + dx, y: panel.drag.y + dy }); looked(view, panel); }
  } else if (panel.lasso) {
    panel.lasso.push([x, y]);
    overlay(view);
  } else {
    const row = nearest(view, panel, x, y, NEAR);
    hover(view, row < 0 ? null : { panel, row });
  }
}

/**
 * @param {View} view
 * @param {Panel} panel
 * @param {PointerEvent} event
 */
function released(view, panel, event) {
  const path = panel.lasso;
  const start = panel.drag?.from ?? path?.[0];
  panel.lasso = panel.drag = null;
  if (!start) return;
  const [x, y] = at(event);
  const far = Math.max(...(path ?? [[x, y]]).map(([px, py]) => Math.hypot(px - start[0], py - start[1])));
  if (far < 5) {
    const row = nearest(view, panel, x, y, NEAR);
    if (row >= 0) toggle(view, row, event.shiftKey || event.ctrlKey || event.metaKey);
    else if (path) choose(view, []);
  } else if (path) {
    choose(view, [...(event.shiftKey ? rowsOf(view.chosen) : []), ...within(view, panel, path)]);
  }
  overlay(view);
}

/** @type {Record<string, Point>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {View} view
 * @param {Panel} panel
 * @param {KeyboardEvent} event
 */
function typed(view, panel, event) {
  if (!panel.places) return;
  const way = WAYS[event.key];
  if (way && event.shiftKey && view.dims === 3) turn(view, turned(view.turn, way[0] / 8, way[1] / 8));
  else if (way) step(view, panel, way);
  else if (event.key === "Enter" || event.key === " ") { if (view.hover) toggle(view, view.hover.row, event.shiftKey); }
  else if (event.key === "+" || event.key === "=") zoom(view, panel, 1.4);
  else if (event.key === "-") zoom(view, panel, 1 / 1.4);
  else if (event.key === "0") reset(view, panel);
  else if (event.key === "Escape") { hover(view, null); choose(view, []); }
  else return;
  event.preventDefault();
}

/**
 * The nearest point in the direction of the key, those straight ahead first.
 * @param {View} view
 * @param {Panel} panel
 * @param {Point} way
 */
export function step(view, panel, way) {
  if (view.hover?.panel !== panel) {
    hover(view, { panel, row: nearest(view, panel, panel.width / 2, panel.height / 2, Infinity) }, true);
    return;
  }
  hover(view, { panel, row: nextTo(view, panel, view.hover.row, way) }, true);
}
