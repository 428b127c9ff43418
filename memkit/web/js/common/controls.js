// Lists, buttons, tabs and the box that shows Python.

import { make } from "./elements.js";

/** @import { Code, Entry } from "./types.js" */

/**
 * A list to choose from.
 * @param {string} label
 * @param {(value: string) => unknown} onchange
 */
export function makeSelect(label, onchange) {
  const select = make("select", { "aria-label": label });
  select.addEventListener("change", () => onchange(select.value));
  return select;
}

/**
 * Entries are {value, text, disabled?, title?}.
 * @param {HTMLSelectElement} select
 * @param {Entry[]} entries
 * @param {string} value
 */
export function fillSelect(select, entries, value) {
  select.replaceChildren(...entries.map((entry) =>
    make("option", { value: entry.value, dir: "auto", disabled: entry.disabled, title: entry.title }, entry.text)));
  select.value = value;
}

/**
 * Buttons of which one is pressed; entries are {value, text, title}.
 * @param {string} label
 * @param {Entry[]} entries
 * @param {(value: string) => unknown} onchange
 */
export function makeChoice(label, entries, onchange) {
  const group = make("span", { class: "mkw-choice", role: "group", "aria-label": label });
  const buttons = entries.map((entry) => make("button", {
    type: "button", title: entry.title, "data-value": entry.value, onclick: () => onchange(entry.value),
  }, entry.text));
  group.append(...buttons);
  /** @param {string} value */
  const show = (value) => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.value === value));
  };
  return Object.assign(group, { show });
}

// Tabs; entries are {name, text, panel}. Arrow keys go from tab to tab, as readers expect.
let tabsMade = 0;

/**
 * @param {string} label
 * @param {{ name: string, text: string, panel: HTMLElement }[]} entries
 */
export function makeTabs(label, entries) {
  const own = ++tabsMade;
  const list = make("div", { class: "mkw-tabs", role: "tablist", "aria-label": label });
  const root = make("section", { class: "mkw-tabbed" }, list);
  const tabs = entries.map((entry, place) => {
    const id = `mkw-${own}-${entry.name}`;
    const tab = make("button", {
      type: "button", role: "tab", id, "aria-controls": `${id}-panel`, "data-tab": entry.name,
      onclick: () => open(entry.name),
      onkeydown: (event) => {
        const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
        if (!step) return;
        event.preventDefault();
        const shown = tabs.filter((one) => !one.hidden);
        const next = shown[(shown.indexOf(tabs[place]) + step + shown.length) % shown.length];
        open(next.dataset.tab);
        next.focus();
      },
    }, entry.text);
    entry.panel.id = `${id}-panel`;
    entry.panel.setAttribute("role", "tabpanel");
    entry.panel.setAttribute("aria-labelledby", id);
    return tab;
  });
  list.append(...tabs);
  root.append(...entries.map((entry) => entry.panel));
  /** @param {string | undefined} name */
  const open = (name) => entries.forEach((entry, place) => {
    const chosen = entry.name === name;
    tabs[place].setAttribute("aria-selected", String(chosen));
    tabs[place].tabIndex = chosen ? 0 : -1;
    entry.panel.hidden = !chosen;
  });
  /**
   * @param {string} name
   * @param {string} text
   */
  const say = (name, text) => { tabs[entries.findIndex((entry) => entry.name === name)].textContent = text; };
  open(entries[0].name);
  return Object.assign(root, { say });
}

/**
 * "Show as Python": a button and the code that it opens. `write` returns the code as it is now.
 * @param {() => string} write
 * @returns {Code}
 */
export function makeCode(write) {
  const code = make("pre", { class: "mk-code", tabindex: "0", "aria-label": "Python" });
  const copied = make("span", { class: "mkw-note", role: "status" });
  const copy = make("button", {
    type: "button",
    onclick: () => navigator.clipboard.writeText(code.textContent).then(
      () => { copied.textContent = "Copied."; },
      () => { copied.textContent = "The browser does not allow it: mark the text and copy it."; },
    ),
  }, "Copy");
  const box = make("div", { class: "mkw-code", hidden: true }, code, make("div", { class: "mkw-row" }, copy, copied));
  const button = make("button", {
    type: "button", "aria-expanded": "false",
    onclick: () => { box.hidden = !box.hidden; button.setAttribute("aria-expanded", String(!box.hidden)); refresh(); },
  }, "Show as Python");
  const refresh = () => { if (!box.hidden) { code.textContent = write(); copied.textContent = ""; } };
  return { button, box, refresh };
}
