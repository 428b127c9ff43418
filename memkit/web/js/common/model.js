// What Python holds: following a value, and reading numbers that came as bytes.

/** @import { Model } from "./types.js" */

/**
 * Calls `action` now and whenever the model's value changes; returns what ends that.
 * @param {Model<any>} model
 * @param {string} name
 * @param {() => void} action
 */
export function follow(model, name, action) {
  model.on(`change:${name}`, action);
  action();
  return () => model.off(`change:${name}`, action);
}

/**
 * Numbers that came as bytes; a copy, because they need not begin at a multiple of four.
 * @param {DataView} view
 */
const bytesOf = (view) => view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);

/** @param {DataView} view */
export const floats = (view) => new Float32Array(bytesOf(view));

/** @param {DataView} view */
export const ints = (view) => new Int32Array(bytesOf(view));
