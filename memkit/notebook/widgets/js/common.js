// What the widgets share: making elements, writing numbers, following the theme and the model.

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  // Strings become text nodes: a memory is never read as HTML.
  element.append(...children.filter((child) => child != null));
  return element;
}

const number = (value, digits = 2) =>
  value == null ? "–" : value.toFixed(digits).replace(/^(-?)0\./, "$1.");
const count = (value) => value.toLocaleString("en");
const plural = (n, word, many = `${word}s`) => `${count(n)} ${n === 1 ? word : many}`;

// The element that holds a widget. JupyterLab would take letters typed inside for commands.
function makeRoot(name, label) {
  const root = make("section", {
    class: `memkit mkw ${name}`, "aria-label": label, "data-lm-suppress-shortcuts": "true",
  });
  for (const kind of ["keydown", "keypress", "keyup"]) root.addEventListener(kind, (event) => event.stopPropagation());
  return root;
}

// Calls `action` now and whenever the model's value changes; returns what ends that.
function follow(model, name, action) {
  model.on(`change:${name}`, action);
  action();
  return () => model.off(`change:${name}`, action);
}

// A colour of the theme as the page has it now, e.g. "accent"; see memkit/notebook/style.py.
const themeColour = (root, name) => getComputedStyle(root).getPropertyValue(`--mk-${name}`).trim();

// Calls `action` after the notebook or the system turns light or dark; returns what ends that.
function followTheme(action) {
  const later = () => requestAnimationFrame(action);
  const watcher = new MutationObserver(later);
  const attributeFilter = ["data-jp-theme-light", "data-jp-theme-name", "class", "theme", "data-theme"];
  for (const node of [document.body, document.documentElement]) watcher.observe(node, { attributes: true, attributeFilter });
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", later);
  return () => { watcher.disconnect(); system.removeEventListener("change", later); };
}

// Numbers that came as bytes; a copy, because they need not begin at a multiple of four.
const bytesOf = (view) => view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
const floats = (view) => new Float32Array(bytesOf(view));
const ints = (view) => new Int32Array(bytesOf(view));

function makeSelect(label, onchange) {
  const select = make("select", { "aria-label": label, onchange: () => onchange(select.value) });
  return select;
}

// Entries are {value, text, disabled?, title?}.
function fillSelect(select, entries, value) {
  select.replaceChildren(...entries.map((entry) =>
    make("option", { value: entry.value, disabled: entry.disabled, title: entry.title }, entry.text)));
  select.value = value;
}

// Buttons of which one is pressed; entries are {value, text, title}.
function makeChoice(label, entries, onchange) {
  const group = make("span", { class: "mkw-choice", role: "group", "aria-label": label });
  const buttons = entries.map((entry) => make("button", {
    type: "button", title: entry.title, "data-value": entry.value, onclick: () => onchange(entry.value),
  }, entry.text));
  group.append(...buttons);
  group.show = (value) => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.value === value));
  };
  return group;
}

// Tabs; entries are {name, text, panel}. Arrow keys go from tab to tab, as readers expect.
let tabsMade = 0;
function makeTabs(label, entries) {
  const own = ++tabsMade;
  const list = make("div", { class: "mkw-tabs", role: "tablist", "aria-label": label });
  const root = make("section", { class: "mkw-tabbed" }, list);
  const tabs = entries.map((entry, place) => {
    const id = `mkw-${own}-${entry.name}`;
    const tab = make("button", {
      type: "button", role: "tab", id, "aria-controls": `${id}-panel`, "data-tab": entry.name,
      onclick: () => root.open(entry.name),
      onkeydown: (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        const shown = tabs.filter((one) => !one.hidden);
        const next = shown[(shown.indexOf(tabs[place]) + step + shown.length) % shown.length];
        root.open(next.dataset.tab);
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
  root.open = (name) => entries.forEach((entry, place) => {
    const chosen = entry.name === name;
    tabs[place].setAttribute("aria-selected", String(chosen));
    tabs[place].tabIndex = chosen ? 0 : -1;
    entry.panel.hidden = !chosen;
  });
  root.say = (name, text) => { tabs[entries.findIndex((entry) => entry.name === name)].textContent = text; };
  root.open(entries[0].name);
  return root;
}

// "Show as Python": a button and the code that it opens. `write` returns the code as it is now.
function makeCode(write) {
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

// A string as Python writes it: JSON's escapes are Python's too.
const pythonText = (text) => JSON.stringify(text);
