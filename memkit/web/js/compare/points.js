// The points on the canvases of the panels.

import { make } from "../common/elements.js";
import { themeColour } from "../common/theme.js";
import { inView, screenOf } from "./geometry.js";
import { contextOf, paintOver, penOf, radius } from "./overlay.js";

/** @import { View } from "./types.js" */

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
 * One small picture a colour: stamping is much quicker than drawing circles.
 * @param {View} view
 * @param {number} size
 * @param {boolean} ring
 */
function stamps(view, size, ring) {
  const ratio = devicePixelRatio || 1;
  return view.colours.map((colour) => {
    const canvas = make("canvas", { width: Math.ceil((2 * size + 3) * ratio), height: Math.ceil((2 * size + 3) * ratio) });
    const pen = contextOf(canvas);
    pen.scale(ratio, ratio);
    pen.beginPath();
    pen.arc(size + 1.5, size + 1.5, size, 0, 2 * Math.PI);
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
 * What lies behind is drawn first.
 * @param {View} view
 * @param {Float32Array} screen
 */
function orderOf(view, screen) {
  if (view.dims !== 3) return null;
  const rows = Uint32Array.from({ length: view.drawn }, (_, row) => row);
  return rows.sort((a, b) => screen[3 * a + 2] - screen[3 * b + 2]);
}

/**
 * Draws the points now.
 * @param {View} view
 */
export function paint(view) {
  const size = radius(view);
  const plain = stamps(view, size, false);
  const strong = stamps(view, size + 0.6, true);
  const some = view.chosen.includes(1);
  const { closer } = view;
  for (const panel of view.panels) {
    if (!panel.places || !panel.width) continue;
    const pen = penOf(panel.base, panel);
    const screen = screenOf(view, panel);
    /**
     * @param {HTMLCanvasElement[]} kind
     * @param {number} row
     * @param {number} half
     */
    const stamp = (kind, row, half) => {
      const [x, y] = [screen[3 * row], screen[3 * row + 1]];
      if (x < -9 || y < -9 || x > panel.width + 9 || y > panel.height + 9) return;
      // Farther away is smaller.
      const own = view.dims === 3 ? half * (0.9 + 0.35 * screen[3 * row + 2]) : half;
      pen.drawImage(kind[view.member[row]], x - own, y - own, 2 * own, 2 * own);
    };
    const order = orderOf(view, screen);
    for (let place = 0; place < view.drawn; place++) {
      const row = order ? order[place] : place;
      if (view.chosen[row]) continue;
      const faint = some || (closer && closer !== panel && !inView(view, closer, row));
      pen.globalAlpha = faint ? 0.2 : view.dims === 3 ? 0.66 + 0.3 * screen[3 * row + 2] : 0.9;
      stamp(plain, row, size + 1.5);
    }
    pen.globalAlpha = 1;
    if (some) {
      for (let place = 0; place < view.drawn; place++) {
        const row = order ? order[place] : place;
        if (view.chosen[row]) stamp(strong, row, size + 2.1);
      }
    }
  }
  paintOver(view);
}
