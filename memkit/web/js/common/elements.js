// Making elements, and what they do when they are touched.

/** @import { Attributes, Child } from "./types.js" */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  // Strings become text nodes: a memory is never read as HTML.
  element.append(...children.filter((child) => child != null));
  return element;
}

/**
 * The element that holds a widget. JupyterLab would take letters typed inside for commands.
 * @param {string} name
 * @param {string} label
 */
export function makeRoot(name, label) {
  const root = make("section", {
    class: `memkit mkw ${name}`, "aria-label": label, "data-lm-suppress-shortcuts": "true",
  });
  for (const kind of ["keydown", "keypress", "keyup"]) root.addEventListener(kind, (event) => event.stopPropagation());
  return root;
}

/**
 * Gives the first element that a selector finds the focus.
 * @param {Element} part
 * @param {string} selector
 */
export function focusOn(part, selector) {
  /** @type {HTMLElement | null} */
  const found = part.querySelector(selector);
  found?.focus();
}

/**
 * Whether an element holds what an event came from or went to.
 * @param {Element} element
 * @param {EventTarget | null} target
 */
export const holds = (element, target) => target instanceof Node && element.contains(target);

/**
 * Redraws a part; the button or box in it that had the focus has it again.
 * @param {Element} part
 * @param {() => void} redraw
 */
export function keepingFocus(part, redraw) {
  /** @returns {NodeListOf<HTMLElement>} */
  const all = () => part.querySelectorAll("button, input, select, textarea");
  const before = document.activeElement;
  const place = [...all()].findIndex((one) => one === before);
  redraw();
  if (place < 0) return;
  // What was left where it is has it still; what was only put back may have lost it.
  const now = before instanceof HTMLElement && before.isConnected ? before : all()[place];
  if (now && now !== document.activeElement) now.focus({ preventScroll: true });
}

/**
 * Calls `action` when nothing has called it again for `pause` ms.
 * @template {any[]} Given
 * @param {number} pause
 * @param {(...given: Given) => unknown} action
 * @returns {(...given: Given) => void}
 */
export function later(pause, action) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return (...given) => { clearTimeout(timer); timer = setTimeout(() => action(...given), pause); };
}
