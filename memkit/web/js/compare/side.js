// The memories that are selected, and memories as entries of lists.

import { make } from "../common/elements.js";
import { ints } from "../common/model.js";
import { count } from "../common/text.js";
import { hover, lightUp } from "./hover.js";
import { draw } from "./points.js";
import { isSelected, rowsOf, setRows, toggled } from "./selection.js";

/** @import { View } from "./types.js" */

const LISTED = 100;

/** The shapes of points, as Python names them. */
export const SHAPES = ["circle", "square", "triangle-up"];

/**
 * Selects rows; `tell` says whether Python is to know.
 * @param {View} view
 * @param {number[]} rows
 */
export function choose(view, rows, tell = true) {
  setRows(view.chosen, rows);
  draw(view);
  listSelected(view);
  view.code.refresh();
  if (tell) {
    view.model.set("chosen", new DataView(Int32Array.from(rowsOf(view.chosen)).buffer));
    view.model.save_changes();
  }
}

/**
 * @param {View} view
 * @param {number} row
 * @param {boolean} more
 */
export function toggle(view, row, more) {
  choose(view, toggled(view.chosen, row, more));
}

/**
 * What Python selects; what this view said itself comes back here too.
 * @param {View} view
 */
export function takeChosen(view) {
  const rows = [...ints(view.model.get("chosen"))];
  if (isSelected(view.chosen, rows)) listSelected(view);
  else choose(view, rows, false);
}

/** @param {View} view */
export function makeSide(view) {
  view.chosenTitle = make("b", { class: "mkc-count" });
  view.clear = make("button", { type: "button", onclick: () => choose(view, []) }, "Clear");
  view.list = make("ol", { class: "mkc-list", tabindex: "0", "aria-label": "Selected memories" });
  view.sideNote = make("p", { class: "mkw-note" });
  return make("aside", { class: "mkc-side", "aria-label": "Selection" },
    make("div", { class: "mkc-sidehead" }, view.chosenTitle, view.clear), view.list, view.sideNote);
}

/** @param {View} view */
function listSelected(view) {
  const rows = rowsOf(view.chosen);
  const drawn = rows.filter((row) => row < view.drawn);
  view.root.dataset.selected = String(rows.length);
  view.chosenTitle.textContent = `Selected: ${count(rows.length)}`;
  view.clear.hidden = rows.length === 0;
  view.list.hidden = drawn.length === 0;
  view.list.replaceChildren(...drawn.slice(0, LISTED).map((row) => memory(view, row)));
  if (!rows.length) {
    view.sideNote.textContent = "Draw around points in any panel: the same memories light up in all of them. " +
      "Lines from a point go to its nearest memories in that space.";
    return;
  }
  const notes = [];
  if (drawn.length > LISTED) notes.push(`The first ${LISTED} of ${count(drawn.length)}.`);
  if (rows.length > drawn.length) notes.push(`${count(rows.length - drawn.length)} of them are not drawn.`);
  if (view.live) notes.push("In Python: comparison.selection");
  view.sideNote.textContent = notes.join(" ");
}

/**
 * A memory that lights up in all panels while it is pointed at.
 * @param {View} view
 * @param {number} row
 * @param {...HTMLElement} after
 */
export function memory(view, row, ...after) {
  const { texts, about, ids } = view;
  const point = () => lightUp(view, row);
  const leave = () => hover(view, null);
  return make("li", { onpointerenter: point, onpointerleave: leave },
    make("button", {
      type: "button", class: "mkc-memory", dir: "auto", title: `${texts[row]}\n${about[row]}\n${ids[row]}`, onfocus: point, onblur: leave,
      onclick: (event) => { leave(); toggle(view, row, event.shiftKey); },
    }, dot(view, row), make("span", {}, texts[row])),
    ...after);
}

/**
 * @param {View} view
 * @param {number} row
 */
export const dot = (view, row) =>
  make("i", { class: dotClass(view, row), style: `background:${view.colours[view.member[row]] ?? "transparent"}`, "data-row": row });

/**
 * @param {View} view
 * @param {number} row
 */
export const dotClass = (view, row) => `mkc-dot mkc-shape-${SHAPES[view.shapes[view.member[row]] ?? 0]}`;
