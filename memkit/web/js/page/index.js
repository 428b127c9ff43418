// A widget on a page of its own, without a kernel: what Python would hold is written into the page.

/** @import { Model, Widget } from "../common/types.js" */

/**
 * Reads what Python wrote; bytes are objects with base64 in them.
 * @param {string} text
 * @returns {Record<string, any>}
 */
export function readState(text) {
  return JSON.parse(text, (_key, value) => {
    if (!value || typeof value.base64 !== "string") return value;
    const bytes = Uint8Array.from(atob(value.base64), (letter) => letter.charCodeAt(0));
    return new DataView(bytes.buffer);
  });
}

/**
 * Draws a widget into the element "widget", from what the element "state" holds. Nothing is sent,
 * and nothing changes by itself.
 * @param {Widget<any>} widget
 */
function show(widget) {
  const [said, el] = ["state", "widget"].map((id) => document.getElementById(id));
  if (!said || !el) throw new Error("This page needs an element “state” and an element “widget”.");
  const state = readState(said.textContent ?? "");
  /** @type {Model<any>} */
  const model = {
    get: (name) => state[String(name)], set() {}, save_changes() {}, send() {}, on() {}, off() {},
  };
  widget.render({ model, el });
}

export default { show };
