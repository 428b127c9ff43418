// What is drawn over the points: lines, trails, the star of a query and the lasso.

import { penOf } from "./canvas.js";
import { placeOf, project } from "./geometry.js";
import { drawLabels } from "./labels.js";
import { neighboursOf } from "./state.js";

/** @import { Hover, Panel, View } from "./types.js" */

/** @typedef {readonly [x: number, y: number, ...more: number[]]} Place */

const MOST_TRAILS = 400;

/**
 * The size of a point: the more there are, the smaller.
 * @param {View} view
 */
export const radius = ({ drawn }) => (
  drawn < 300 ? 4.5 : drawn < 1500 ? 3.6 : drawn < 6000 ? 2.6 : drawn <= 20_000 ? 1.9 : drawn < 60_000 ? 1.6 : 1.3);

/**
 * Draws what lies over the points with the next frame.
 * @param {View} view
 */
export function overlay(view) {
  view.askedOver ||= requestAnimationFrame(() => { view.askedOver = 0; paintOver(view); });
}

/** @param {View} view */
export function paintOver(view) {
  for (const panel of view.panels) {
    if (!panel.places || !panel.width) continue;
    const pen = penOf(panel.over, panel);
    drawLabels(view, panel, pen);
    if (view.moving) drawTrails(view, panel, pen);
    if (view.answer.found) drawStar(view, panel, pen, view.answer.found[panel.index]);
    if (view.hover) drawHover(view, panel, pen, view.hover);
    if (panel.lasso) {
      pen.beginPath();
      panel.lasso.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      pen.strokeStyle = view.theme.accent;
      pen.lineWidth = 1.5;
      pen.stroke();
      pen.globalAlpha = 0.1;
      pen.fillStyle = view.theme.accent;
      pen.fill();
      pen.globalAlpha = 1;
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Place} from
 * @param {Place} to
 */
export function line(pen, from, to) {
  pen.beginPath();
  pen.moveTo(from[0], from[1]);
  pen.lineTo(to[0], to[1]);
  pen.stroke();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Place} centre
 * @param {number} size
 * @param {string} [fill]
 */
function circle(pen, [x, y], size, fill) {
  pen.beginPath();
  pen.arc(x, y, size, 0, 2 * Math.PI);
  if (fill) { pen.fillStyle = fill; pen.fill(); }
  pen.stroke();
}

/**
 * @param {View} view
 * @param {number} row
 */
const colourOf = (view, row) => view.colours[view.member[row]];

/**
 * @param {View} view
 * @param {Panel} panel
 * @param {CanvasRenderingContext2D} pen
 * @param {Hover} hover
 */
function drawHover(view, panel, pen, hover) {
  const { row } = hover;
  const centre = placeOf(view, panel, row);
  const near = neighboursOf(view, panel, row);
  pen.strokeStyle = view.theme.muted;
  pen.lineWidth = 1;
  for (const other of near) line(pen, centre, placeOf(view, panel, other));
  pen.strokeStyle = view.theme.text;
  for (const other of near) circle(pen, placeOf(view, panel, other), radius(view) + 0.6, colourOf(view, other));
  pen.lineWidth = 2;
  circle(pen, centre, radius(view) + 3, colourOf(view, row));
}

/**
 * Arrows from where a memory's old text lay to where its new text lies.
 * @param {View} view
 * @param {Panel} panel
 * @param {CanvasRenderingContext2D} pen
 */
function drawTrails(view, panel, pen) {
  const ends = view.trails[panel.index];
  if (!ends) return;
  const some = view.chosen.includes(1);
  const first = Math.max(0, view.changes.length - MOST_TRAILS);
  pen.lineWidth = 1.5;
  pen.lineJoin = "round";
  for (let i = first; i < view.changes.length; i++) {
    const { row } = view.changes[i];
    const from = project(view, panel, ends[6 * i], ends[6 * i + 1], ends[6 * i + 2]);
    const to = project(view, panel, ends[6 * i + 3], ends[6 * i + 4], ends[6 * i + 5]);
    const own = view.hover?.row === row || view.chosen[row];
    pen.globalAlpha = own || !some ? 0.9 : 0.2;
    pen.strokeStyle = view.theme.accent;
    arrow(pen, from, to);
  }
  pen.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Place} from
 * @param {Place} to
 */
export function arrow(pen, from, to) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const far = Math.hypot(dx, dy);
  line(pen, from, to);
  if (far < 4) return;
  const head = Math.min(7, far / 2);
  const [ux, uy] = [(dx / far) * head, (dy / far) * head];
  pen.beginPath();
  pen.moveTo(to[0] - ux - uy / 2, to[1] - uy + ux / 2);
  pen.lineTo(to[0], to[1]);
  pen.lineTo(to[0] - ux + uy / 2, to[1] - uy - ux / 2);
  pen.stroke();
}

/**
 * Between the nearest memories, the nearer the much heavier, as memkit.analysis.placing does.
 * @param {View} view
 * @param {Panel} panel
 * @param {[row: number, cosine: number][]} all
 */
function starOf(view, panel, all) {
  const { places } = panel;
  const found = all.slice(0, 6);
  const last = found.length > 1 ? found[found.length - 1][1] : 0;
  const at = [0, 0, 0];
  let sum = 0;
  for (const [row, cosine] of found) {
    if (row < 0 || !places) continue;
    const weight = Math.max(cosine - last, 0) / Math.max(1 - cosine, 1e-6) + 1e-9;
    for (let axis = 0; axis < 3; axis++) at[axis] += weight * places[3 * row + axis];
    sum += weight;
  }
  return sum ? project(view, panel, at[0] / sum, at[1] / sum, at[2] / sum) : null;
}

/**
 * @param {View} view
 * @param {Panel} panel
 * @param {CanvasRenderingContext2D} pen
 * @param {[row: number, cosine: number][]} found
 */
function drawStar(view, panel, pen, found) {
  const centre = starOf(view, panel, found);
  if (!centre) return;
  pen.strokeStyle = view.theme.accent;
  pen.lineWidth = 1.25;
  const rows = found.map(([row]) => row).filter((row) => row >= 0);
  pen.globalAlpha = 0.75;
  for (const row of rows) line(pen, centre, placeOf(view, panel, row));
  pen.globalAlpha = 1;
  pen.strokeStyle = view.theme.text;
  for (const row of rows) circle(pen, placeOf(view, panel, row), radius(view) + 1, colourOf(view, row));
  pen.beginPath();
  for (let i = 0; i < 10; i++) {
    const size = i % 2 ? 4.5 : 11;
    const turned = (i * Math.PI) / 5 - Math.PI / 2;
    pen.lineTo(centre[0] + size * Math.cos(turned), centre[1] + size * Math.sin(turned));
  }
  pen.closePath();
  pen.fillStyle = view.theme.accent;
  pen.fill();
  pen.lineWidth = 2;
  pen.strokeStyle = view.theme.surface;
  pen.stroke();
}
