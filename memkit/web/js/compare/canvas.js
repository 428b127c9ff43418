// What draws on a canvas.

/** @import { Panel } from "./types.js" */

/**
 * What draws on a canvas.
 * @param {HTMLCanvasElement} canvas
 */
export function contextOf(canvas) {
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("This browser can't draw on a canvas.");
  return pen;
}

/**
 * What draws on a canvas that was wiped.
 * @param {HTMLCanvasElement} canvas
 * @param {Panel} panel
 */
export function penOf(canvas, panel) {
  const ratio = devicePixelRatio || 1;
  const pen = contextOf(canvas);
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, panel.width, panel.height);
  return pen;
}
