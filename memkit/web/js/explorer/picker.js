// A button that opens a list to choose from, with a search box: whose memories are shown.

import { holds, make } from "../common/elements.js";
import { count } from "../common/text.js";

/** @import { Counted } from "./types.js" */

let pickersMade = 0;

/**
 * `word` says what is picked, `every` what the empty choice is called. `onpick` gets a value or
 * null. Returns {element, show}; entries of `show` are {value, count}.
 * @param {{ word: string, every: string, onpick: (value: string | null) => void }} given
 */
export function makePicker({ word, every, onpick }) {
  const own = `mkx-pick-${++pickersMade}`;
  /** @type {Counted[]} */
  let entries = [];
  /** @type {{ value: string | null, count?: number, typed?: boolean }[]} */
  let shown = [];
  let at = 0;

  const button = make("button", {
    type: "button", class: "mkx-pickbutton", "aria-haspopup": "listbox", "aria-expanded": "false",
    onclick: () => (pop.hidden ? open() : shut(true)),
  });
  const box = make("input", {
    type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", dir: "auto", placeholder: `Search or type a ${word}`,
    "aria-label": `Search or type a ${word}`, "aria-controls": own, "aria-expanded": "true",
    oninput: () => { at = 0; draw(); },
    onkeydown: typed,
  });
  const list = make("ul", { class: "mkx-options", role: "listbox", id: own, "aria-label": word });
  const pop = make("div", { class: "mkx-pop", hidden: true }, box, list);
  const element = make("span", {
    class: "mkx-pick",
    onfocusout: (event) => { if (!holds(element, event.relatedTarget)) shut(false); },
  }, button, pop);

  function open() {
    pop.hidden = false;
    button.setAttribute("aria-expanded", "true");
    box.value = "";
    at = 0;
    draw();
    // To the left where it would leave the widget on the right.
    const room = element.closest(".mkx")?.getBoundingClientRect().right ?? Infinity;
    pop.classList.toggle("mkx-left", element.getBoundingClientRect().left + pop.offsetWidth > room);
    box.focus();
  }

  /** @param {boolean} back */
  function shut(back) {
    pop.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (back) button.focus();
  }

  function draw() {
    const sought = box.value.trim();
    const found = entries.filter((entry) => entry.value.toLowerCase().includes(sought.toLowerCase()));
    shown = sought ? found : [{ value: null }, ...found];
    // A name that is not in the list, or not in the part of it that was sent.
    if (sought && !entries.some((entry) => entry.value === sought)) shown = [...shown, { value: sought, typed: true }];
    at = Math.max(0, Math.min(at, shown.length - 1));
    list.replaceChildren(...shown.map((entry, place) => make("li", {
      role: "option", id: `${own}-${place}`, "aria-selected": String(place === at),
      onmousedown: (event) => event.preventDefault(),
      onclick: () => pick(entry.value),
    },
    make("span", { class: "mkx-option", dir: "auto" }, entry.value == null ? every : entry.typed ? `“${entry.value}”` : entry.value),
    entry.count == null ? null : make("span", { class: "mkw-muted" }, count(entry.count)))));
    box.setAttribute("aria-activedescendant", `${own}-${at}`);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  function typed(event) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) at = Math.max(0, Math.min(at + step, shown.length - 1));
    else if (event.key === "Enter") { if (shown[at]) pick(shown[at].value); }
    else if (event.key === "Escape") shut(true);
    else return;
    event.preventDefault();
    if (step) draw();
  }

  /** @param {string | null} value */
  function pick(value) {
    shut(true);
    onpick(value);
  }

  /**
   * @param {Counted[]} next
   * @param {string | null | undefined} value
   */
  function show(next, value) {
    entries = next;
    button.replaceChildren(
      make("span", { class: "mkw-muted" }, `${word[0].toUpperCase()}${word.slice(1)} `),
      make("span", { class: "mkx-picked", dir: "auto" }, value ?? every));
    button.setAttribute("aria-label", `${word}: ${value ?? every}`);
  }

  show([], null);
  return { element, show };
}
