// The names of clusters on the picture, where most of their memories lie, none over another.

import { contextOf } from "./canvas.js";
import { pointsIn, isShown, project } from "./geometry.js";
import { keyOf } from "./state.js";

/** @import { Box, Panel, View } from "./types.js" */

const SIZE = 12;
const FONT = `500 ${SIZE}px system-ui, sans-serif`;
const HIGH = SIZE + 4;
const APART = 4; // pixels between two names
const WIDEST = 0.4; // of a panel
const ROOM = 14_000; // square pixels of a panel for each name
const LEAST_SHOWN = 0.2; // of a cluster, so that its name is shown

/**
 * A name as it fits: all of it, its first words, or its beginning.
 * @param {string} name
 * @param {number} most
 * @param {(text: string) => number} widthOf
 */
export function shortened(name, most, widthOf) {
  const parts = name.split(", ");
  for (let count = parts.length; count > 0; count--) {
    const text = parts.slice(0, count).join(", ");
    if (widthOf(text) <= most) return text;
  }
  let text = parts[0];
  while (text.length > 1 && widthOf(`${text}…`) > most) text = text.slice(0, -1);
  return `${text}…`;
}

/**
 * Places names: the first ones before the others, each above its place or below it, or not at all. Numbers only: nothing here knows the page.
 * @param {{ text: string, x: number, y: number, width: number }[]} names
 * @param {{ width: number, height: number }} panel
 * @returns {Box[]}
 */
export function spread(names, panel) {
  /** @type {Box[]} */
  const taken = [];
  for (const { text, x, y, width } of names) {
    if (taken.length >= Math.max(3, (panel.width * panel.height) / ROOM)) break;
    if (x < 0 || y < 0 || x > panel.width || y > panel.height) continue;
    const left = Math.max(2, Math.min(panel.width - width - 2, x - width / 2));
    // Above its points rather than over them.
    for (const shift of [-HIGH, HIGH, -2 * HIGH, 0]) {
      const top = y - HIGH / 2 + shift;
      const box = { text, x: left, y: top, width, height: HIGH };
      if (top < 2 || top + HIGH > panel.height - 2 || taken.some((other) => meets(box, other))) continue;
      taken.push(box);
      break;
    }
  }
  return taken;
}

/**
 * @param {Box} a
 * @param {Box} b
 */
const meets = (a, b) =>
  a.x < b.x + b.width + APART && b.x < a.x + a.width + APART && a.y < b.y + b.height + APART && b.y < a.y + a.height + APART;

/**
 * The names of a panel as they are drawn now.
 * @param {View} view
 * @param {Panel} panel
 * @returns {Box[]}
 */
export function labelsOf(view, panel) {
  const clusters = view.clusters[panel.index];
  const places = view.picture && view.pictures[keyOf(view.picture)]?.names?.[panel.index];
  if (!view.named || !clusters || !places || !panel.width) return [];
  const pen = contextOf(panel.over);
  pen.font = FONT;
  const seen = new Array(clusters.names.length).fill(0);
  const n = Math.min(pointsIn(view, panel), clusters.members.length);
  for (let row = 0; row < n; row++) {
    const cluster = clusters.members[row];
    if (cluster >= 0 && isShown(view, row)) seen[cluster]++;
  }
  const names = clusters.names.flatMap((name, cluster) => {
    if (!seen[cluster] || seen[cluster] < LEAST_SHOWN * clusters.sizes[cluster]) return [];
    const [x, y] = project(view, panel, places[3 * cluster], places[3 * cluster + 1], places[3 * cluster + 2]);
    const text = shortened(name, panel.width * WIDEST, (one) => pen.measureText(one).width);
    return [{ text, x, y, width: pen.measureText(text).width }];
  });
  return spread(names, panel);
}

/**
 * @param {View} view
 * @param {Panel} panel
 * @param {CanvasRenderingContext2D} pen
 */
export function drawLabels(view, panel, pen) {
  if (view.root.dataset.moving) return;
  const boxes = labelsOf(view, panel);
  pen.font = FONT;
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 4;
  pen.strokeStyle = view.theme.surface;
  pen.fillStyle = view.theme.text;
  for (const { text, x, y, height } of boxes) {
    pen.globalAlpha = 0.9;
    pen.strokeText(text, x, y + height / 2);
    pen.globalAlpha = 1;
    pen.fillText(text, x, y + height / 2);
  }
}
