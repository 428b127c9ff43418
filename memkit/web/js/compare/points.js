// The points on the canvases of the panels.

import { make } from "../common/elements.js";
import { themeColour } from "../common/theme.js";
import { contextOf, penOf } from "./canvas.js";
import { drawContours } from "./contours.js";
import { behindFirst, inView, isShown, pointsIn, screenOf } from "./geometry.js";
import { cardOf, channels, drawPoints } from "./gl.js";
import { paintOver, radius } from "./overlay.js";

/** @import { Panel, View } from "./types.js" */

/** More points than this are drawn by the graphics card, where there is one. */
export const MOST_ON_CANVAS = 20_000;

/**
 * Takes over the colours that the page has now.
 * @param {View} view
 */
export function readTheme(view) {
  /** @param {string} name */
  const get = (name) => themeColour(view.root, name);
  view.theme = { text: get("text"), muted: get("muted"), surface: get("surface"), accent: get("accent") };
}

/**
 * The outline of a point: a circle, a square or a triangle.
 * @param {CanvasRenderingContext2D} pen
 * @param {number} shape
 * @param {number} middle
 * @param {number} size
 */
export function outline(pen, shape, middle, size) {
  pen.beginPath();
  if (shape === 1) pen.rect(middle - 0.87 * size, middle - 0.87 * size, 1.74 * size, 1.74 * size);
  else if (shape === 2) {
    pen.moveTo(middle, middle - 1.1 * size);
    pen.lineTo(middle + 1.05 * size, middle + 0.8 * size);
    pen.lineTo(middle - 1.05 * size, middle + 0.8 * size);
    pen.closePath();
  } else pen.arc(middle, middle, size, 0, 2 * Math.PI);
}

/**
 * One small picture a colour: stamping is much quicker than drawing circles.
 * @param {View} view
 * @param {number} size
 * @param {boolean} ring
 */
function stamps(view, size, ring) {
  const ratio = devicePixelRatio || 1;
  return view.colours.map((colour, step) => {
    const canvas = make("canvas", { width: Math.ceil((2 * size + 3) * ratio), height: Math.ceil((2 * size + 3) * ratio) });
    const pen = contextOf(canvas);
    pen.scale(ratio, ratio);
    outline(pen, view.shapes[step] ?? 0, size + 1.5, size);
    pen.fillStyle = colour;
    pen.fill();
    pen.lineWidth = ring && size > 3 ? 1.5 : 0.75;
    pen.strokeStyle = ring ? view.theme.text : view.theme.surface;
    pen.stroke();
    return canvas;
  });
}

/**
 * Draws the points with the next frame.
 * @param {View} view
 */
export function draw(view) {
  view.asked ||= requestAnimationFrame(() => { view.asked = 0; paint(view); });
}

/**
 * Calls `put` for each point that is drawn, those behind first, in two dimensions those that are
 * placed beside the sample, and selected ones last; with how strong it is and how large, as a share
 * of the usual.
 * @param {View} view
 * @param {Panel} panel
 * @param {(row: number, chosen: boolean, strength: number, size: number) => void} put
 */
function eachPoint(view, panel, put) {
  const screen = screenOf(view, panel);
  const { closer } = view;
  const some = view.chosen.includes(1);
  const n = pointsIn(view, panel);
  const order = view.dims === 3 ? behindFirst(screen, n) : null;
  for (const chosen of some ? [false, true] : [false]) {
    for (let place = 0; place < n; place++) {
      const row = order ? order[place] : n - 1 - place;
      if (Boolean(view.chosen[row]) !== chosen || !isShown(view, row)) continue;
      const [x, y, near] = [screen[3 * row], screen[3 * row + 1], screen[3 * row + 2]];
      if (x < -9 || y < -9 || x > panel.width + 9 || y > panel.height + 9) continue;
      const faint = !chosen && (some || (closer && closer !== panel && !inView(view, closer, row)));
      const strength = chosen ? 1 : faint ? 0.2 : view.dims === 3 ? 0.66 + 0.3 * near : 0.9;
      // Farther away is smaller.
      put(row, chosen, strength, view.dims === 3 ? 0.9 + 0.35 * near : 1);
    }
  }
}

/**
 * Draws the points now.
 * @param {View} view
 */
export function paint(view) {
  const size = radius(view);
  const card = view.drawn > MOST_ON_CANVAS ? cardOf() : null;
  view.root.dataset.renderer = card ? "webgl" : "canvas";
  const [plain, strong] = card ? [[], []] : [stamps(view, size, false), stamps(view, size + 0.6, true)];
  for (const panel of view.panels) {
    if (!panel.places || !panel.width) continue;
    const pen = penOf(panel.base, panel);
    if (view.dense) drawContours(view, panel, pen, "ground");
    if (card) paintByCard(view, panel, pen, card, size);
    else {
      const screen = screenOf(view, panel);
      eachPoint(view, panel, (row, chosen, strength, share) => {
        const half = (size + (chosen ? 2.1 : 1.5)) * share;
        pen.globalAlpha = strength;
        pen.drawImage((chosen ? strong : plain)[view.member[row]], screen[3 * row] - half, screen[3 * row + 1] - half, 2 * half, 2 * half);
      });
      pen.globalAlpha = 1;
    }
    if (view.dense) drawContours(view, panel, pen, "lines");
  }
  paintOver(view);
}

/**
 * @param {View} view
 * @param {Panel} panel
 * @param {CanvasRenderingContext2D} pen
 * @param {NonNullable<ReturnType<typeof cardOf>>} card
 * @param {number} size
 */
function paintByCard(view, panel, pen, card, size) {
  const most = pointsIn(view, panel);
  const screen = screenOf(view, panel);
  const colours = view.colours.map(channels);
  const points = {
    count: 0, places: new Float32Array(2 * most), sizes: new Float32Array(most),
    looks: new Uint8Array(4 * most), shapes: new Uint8Array(most),
  };
  eachPoint(view, panel, (row, chosen, strength, share) => {
    const at = points.count++;
    const step = view.member[row];
    points.places[2 * at] = screen[3 * row];
    points.places[2 * at + 1] = screen[3 * row + 1];
    points.sizes[at] = 2 * (size + (chosen ? 1.6 : 0.4)) * share;
    points.looks.set(colours[step], 4 * at);
    points.looks[4 * at + 3] = 255 * strength;
    points.shapes[at] = view.shapes[step] ?? 0;
  });
  drawPoints(card, pen, panel.width, panel.height, points, view.theme.surface);
}
