// The memory that is pointed at.

import { make } from "../common/elements.js";
import { count } from "../common/text.js";
import { placeOf } from "./geometry.js";
import { overlay } from "./overlay.js";
import { neighboursOf } from "./state.js";

/** @import { Hover, View } from "./types.js" */

/**
 * Points at a memory, or at none.
 * @param {View} view
 * @param {Hover | null} what
 */
export function hover(view, what, aloud = false) {
  if (view.hover?.row === what?.row && view.hover?.panel === what?.panel) return;
  view.hover = what;
  view.root.dataset.hover = what ? String(what.row) : "";
  overlay(view);
  showTip(view);
  if (aloud && what) view.said.textContent = `${view.texts[what.row]}. ${view.about[what.row]}`;
}

/**
 * Lights a memory up in all panels, while an entry of a list is pointed at.
 * @param {View} view
 * @param {number} row
 */
export function lightUp(view, row) {
  if (!view.panels[0].places) return;
  view.hover = { panel: view.panels[0], row };
  view.root.dataset.hover = String(row);
  overlay(view);
}

/** @param {View} view */
export function showTip(view) {
  const { tip, root, spaces } = view;
  tip.hidden = !view.hover;
  if (!view.hover) return;
  const { panel, row } = view.hover;
  /** @param {string} text */
  const muted = (text) => make("div", { class: "mkw-muted" }, text);
  const lines = [make("div", { class: "mkc-tiptext", dir: "auto" }, view.texts[row]), muted(view.about[row])];
  const ranks = view.answer.shifts?.find((shift) => shift.row === row)?.ranks;
  if (ranks) lines.push(muted(spaces.map((space, i) => `${space} #${count(ranks[i])}`).join("   ")));
  if (row >= view.basics.laid) lines.push(muted("Placed between its nearest; not measured."));
  else if (view.near.length) lines.push(muted(shared(view, row)));
  if (view.moving) for (const one of view.changes) if (one.row === row) lines.push(muted(`was: ${one.old}`));
  tip.replaceChildren(...lines);
  const frame = panel.over.getBoundingClientRect();
  const outer = root.getBoundingClientRect();
  const [x, y] = placeOf(view, panel, row);
  const left = frame.left - outer.left + x;
  const top = frame.top - outer.top + y;
  const right = left + 16 + tip.offsetWidth > outer.width;
  tip.style.left = `${Math.max(0, Math.min(outer.width - tip.offsetWidth, right ? left - 12 - tip.offsetWidth : left + 12))}px`;
  tip.style.top = `${top + 12 + tip.offsetHeight > outer.height ? top - 12 - tip.offsetHeight : top + 12}px`;
}

/**
 * @param {View} view
 * @param {number} row
 */
function shared(view, row) {
  const lists = view.panels.map((panel) => new Set(neighboursOf(view, panel, row)));
  const same = [...lists[0]].filter((other) => lists.every((near) => near.has(other))).length;
  return `${same} of ${lists[0].size} nearest in common`;
}
