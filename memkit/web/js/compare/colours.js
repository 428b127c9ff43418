// What a point's colour means, and the legend that says so.

import { fillSelect } from "../common/controls.js";
import { make } from "../common/elements.js";
import { floats, ints } from "../common/model.js";
import { count } from "../common/text.js";
import { describe } from "./badges.js";
import { hover } from "./hover.js";
import { draw } from "./points.js";
import { choose, dotClass, SHAPES } from "./side.js";

/** @import { Groups, Scheme, View } from "./types.js" */

const VIRIDIS = ["#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725"];
const DIVERGING = ["#d55e00", "#c98d5e", "#bbbbbb", "#5e97b7", "#0072b2"];

const STEPS = 32;
const UNKNOWN = "#8a929a";
const LONGEST = 32; // letters of a name in the legend
/** @type {Record<string, string>} */
const COLOUR_WORDS = {
  category: "category", source: "document", cluster: "cluster", overlap: "neighbours in common", hits: "hit count",
  user: "user", agent: "agent", age: "age",
};

/**
 * Colours the memories by what a name says.
 * @param {View} view
 * @param {string} by
 */
export function recolour(view, by) {
  const scheme = view.model.get("colours")[by];
  const other = view.by !== by;
  view.by = by;
  view.member.fill(0);
  view.shapes = [];
  if (!scheme) view.colours = ["#0072b2"];
  else if (scheme.names) {
    view.colours = scheme.colours;
    view.shapes = scheme.shapes.map((shape) => Math.max(0, SHAPES.indexOf(shape)));
    view.member.set(ints(scheme.members));
  } else {
    const stops = scheme.diverging ? DIVERGING : VIRIDIS;
    // The last one is for what was not measured.
    view.colours = [...Array.from({ length: STEPS }, (_, step) => blend(stops, step / (STEPS - 1))), UNKNOWN];
    floats(scheme.values).forEach((value, row) => {
      const share = (value - scheme.low) / (scheme.high - scheme.low);
      view.member[row] = Number.isNaN(share) ? STEPS : Math.round(Math.max(0, Math.min(1, share)) * (STEPS - 1));
    });
  }
  if (other || view.hidden.length !== view.colours.length) view.hidden = new Uint8Array(view.colours.length);
  view.root.dataset.colour = by ?? "";
  showLegend(view, scheme);
  /** @type {NodeListOf<HTMLElement>} */
  const dots = view.root.querySelectorAll(".mkc-dot[data-row]");
  for (const one of dots) {
    const row = Number(one.dataset.row);
    one.style.background = view.colours[view.member[row]];
    one.className = dotClass(view, row);
  }
  describe(view);
  view.code.refresh();
  draw(view);
}

/**
 * @param {View} view
 * @param {Scheme | undefined} scheme
 */
function showLegend(view, scheme) {
  const { legend } = view;
  if (!scheme) return legend.replaceChildren();
  const title = make("span", { class: "mkw-muted", title: scheme.about }, scheme.title);
  if (!scheme.names) {
    const bar = make("span", { class: "mkc-ramp", style: `background:linear-gradient(90deg,${view.colours.join(",")})` });
    const digits = scheme.high - scheme.low < 10 && !Number.isInteger(scheme.high) ? 1 : 0;
    /** @param {number} value */
    const end = (value) => (value === 0 ? "0" : value.toFixed(digits).replace(/\.0$/, ""));
    const about = scheme.about ? make("span", { class: "mkw-muted" }, scheme.about) : null;
    const missing = view.member.includes(STEPS) ? make("span", { class: "mkw-muted" }, "grey: not measured") : null;
    return legend.replaceChildren(...[title, end(scheme.low), bar, end(scheme.high), about, missing].filter((one) => one != null));
  }
  const members = ints(scheme.members);
  const sizes = new Array(scheme.names.length).fill(0);
  for (const member of members) sizes[member]++;
  const chips = scheme.names.map((name, group) => chip(view, scheme, group, name, sizes[group]));
  const all = make("button", {
    type: "button", class: "mkc-all", hidden: !view.hidden.includes(1), onclick: () => { show(view, () => true); all.hidden = true; },
  }, "Show all");
  legend.replaceChildren(title, ...chips, all);
}

/**
 * An entry of the legend: a click hides its memories or shows them again, a double click or one
 * with Alt shows these alone, one with Shift selects them. Enter does what a click does.
 * @param {View} view
 * @param {Groups} scheme
 * @param {number} group
 * @param {string} name
 * @param {number} size
 */
function chip(view, scheme, group, name, size) {
  const alone = () => {
    const isAlone = view.hidden.every((one, other) => Boolean(one) === (other !== group));
    show(view, (other) => isAlone || other === group);
  };
  const mark = make("i", { class: `mkc-dot mkc-shape-${scheme.shapes[group]}`, style: `background:${scheme.colours[group]}` });
  return make("button", {
    type: "button", class: "mkc-chip", "aria-pressed": String(!view.hidden[group]), "data-group": group,
    title: `${name}\nClick hides or shows these ${count(size)}, double click (or Alt) shows them alone, Shift selects them.`,
    onclick: (event) => {
      if (event.shiftKey) {
        /** @type {number[]} */
        const rows = [];
        ints(scheme.members).forEach((member, row) => { if (member === group) rows.push(row); });
        choose(view, rows);
      } else if (event.altKey) alone();
      else show(view, (other) => (other === group ? Boolean(view.hidden[group]) : !view.hidden[other]));
    },
    ondblclick: alone,
    // Browsers take no Enter with Alt for a click.
    onkeydown: (event) => {
      if (event.altKey && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); alone(); }
    },
  }, mark, name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name, make("span", { class: "mkw-muted" }, count(size)));
}

/**
 * Shows some groups and hides the others.
 * @param {View} view
 * @param {(group: number) => boolean} which
 */
function show(view, which) {
  view.hidden = view.hidden.map((_, group) => Number(!which(group)));
  /** @type {NodeListOf<HTMLElement>} */
  const chips = view.legend.querySelectorAll("[data-group]");
  for (const one of chips) one.setAttribute("aria-pressed", String(!view.hidden[Number(one.dataset.group)]));
  /** @type {HTMLElement | null} */
  const all = view.legend.querySelector(".mkc-all");
  if (all) all.hidden = !view.hidden.includes(1);
  view.root.dataset.hidden = String(view.hidden.reduce((sum, one) => sum + one, 0));
  hover(view, null);
  describe(view);
  draw(view);
}

/** @param {View} view */
export function showColours(view) {
  const all = view.model.get("colours");
  const names = Object.keys(COLOUR_WORDS).filter((name) => all[name]);
  /** @param {string} name */
  const empty = (name) => (all[name]?.names?.length ?? 2) < 2;
  // What the reader chose goes before; else something that tells memories apart.
  const chosen = names.find((name) => name === view.by && (view.touched || !empty(name)));
  const best = chosen ?? names.find((name) => !empty(name)) ?? names[0];
  fillSelect(view.colour, names.map((value) => ({ value, text: COLOUR_WORDS[value] })), best);
  recolour(view, best);
}

/**
 * A colour between those of a scale; `at` goes from 0 to 1.
 * @param {string[]} colours
 * @param {number} at
 */
export function blend(colours, at) {
  const place = Math.max(0, Math.min(1, at)) * (colours.length - 1);
  const low = Math.min(Math.floor(place), colours.length - 2);
  /**
   * @param {string} colour
   * @param {number} channel
   */
  const part = (colour, channel) => parseInt(colour.slice(1 + 2 * channel, 3 + 2 * channel), 16);
  const mixed = [0, 1, 2].map((channel) =>
    Math.round(part(colours[low], channel) * (1 - place + low) + part(colours[low + 1], channel) * (place - low)));
  return `rgb(${mixed.join(",")})`;
}
