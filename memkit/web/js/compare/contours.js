// Where the points are dense: lines of equal density behind them.

import { contourDensity } from "d3-contour";
import { pointsIn, project } from "./geometry.js";

/** @import { Panel, View } from "./types.js" */

// The picture, from -1 to 1 and a little more, on so many cells a side.
const CELLS = 320;
const REACH = 1.15;
const BANDWIDTH = 7;
const LEVELS = 8;

/** @typedef {{ places: Float32Array, count: number, rings: number[][][] }} Density */

/** @type {WeakMap<Panel, Density>} */
const known = new WeakMap();

/**
 * Rings of equal density, from the outermost to the innermost, as places in the picture.
 * @param {Float32Array} places
 * @param {number} count
 * @returns {number[][][]}
 */
export function ringsOf(places, count) {
  const rows = Array.from({ length: count }, (_, row) => row);
  /** @param {number} value */
  const cell = (value) => ((value + REACH) / (2 * REACH)) * CELLS;
  /** @param {number} value */
  const back = (value) => (value / CELLS) * 2 * REACH - REACH;
  const density = contourDensity()
    .x((row) => cell(places[3 * Number(row)])).y((row) => cell(places[3 * Number(row) + 1]))
    .size([CELLS, CELLS]).cellSize(2).bandwidth(BANDWIDTH).thresholds(LEVELS);
  // d3's types take points alone; it hands over whatever it is given.
  const levels = density(/** @type {any} */ (rows));
  return levels.map((level) => level.coordinates.flat().map((ring) => ring.flatMap(([x, y]) => [back(x), back(y)])));
}

/**
 * Draws them in two dimensions, while nothing moves: the ground behind the points, the lines over
 * them, where many points would hide them.
 * @param {View} view
 * @param {Panel} panel
 * @param {CanvasRenderingContext2D} pen
 * @param {"ground" | "lines"} part
 */
export function drawContours(view, panel, pen, part) {
  if (view.dims !== 2 || view.root.dataset.moving || !panel.places) return;
  const count = pointsIn(view, panel);
  let found = known.get(panel);
  if (!found || found.places !== panel.places || found.count !== count) {
    found = { places: panel.places, count, rings: ringsOf(panel.places, count) };
    known.set(panel, found);
  }
  pen.fillStyle = view.theme.muted;
  pen.strokeStyle = view.theme.text;
  pen.lineWidth = 1;
  for (const level of found.rings) {
    pen.beginPath();
    for (const ring of level) {
      for (let at = 0; at < ring.length; at += 2) {
        const [x, y] = project(view, panel, ring[at], ring[at + 1], 0);
        if (at) pen.lineTo(x, y);
        else pen.moveTo(x, y);
      }
      pen.closePath();
    }
    pen.globalAlpha = part === "ground" ? 0.06 : 0.4;
    if (part === "ground") pen.fill("evenodd");
    else pen.stroke();
  }
  pen.globalAlpha = 1;
}
