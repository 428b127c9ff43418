// What a point's colour means, and the legend that says so.

import { fillSelect } from "../common/controls.js";
import { make } from "../common/elements.js";
import { count } from "../common/text.js";
import { describe } from "./badges.js";
import { draw } from "./points.js";
import { rowsOf } from "./selection.js";
import { choose } from "./side.js";

/** @import { Scheme, View } from "./types.js" */

const VIRIDIS = ["#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725"];
const DIVERGING = ["#d55e00", "#c98d5e", "#bbbbbb", "#5e97b7", "#0072b2"];

const STEPS = 32;
/** @type {Record<string, string>} */
const COLOUR_WORDS = {
  category: "category", cluster: "cluster", overlap: "neighbour overlap", hits: "hit count",
  user: "user", agent: "agent", age: "age",
};

/**
 * Colours the memories by what a name says.
 * @param {View} view
 * @param {string} by
 */
export function recolour(view, by) {
  const scheme = view.model.get("colours")[by];
  view.by = by;
  view.member.fill(0);
  if (!scheme) view.colours = ["#0072b2"];
  else if (scheme.names) { view.colours = scheme.colours; view.member.set(scheme.members); }
  else {
    const stops = scheme.diverging ? DIVERGING : VIRIDIS;
    view.colours = Array.from({ length: STEPS }, (_, step) => blend(stops, step / (STEPS - 1)));
    scheme.values.forEach((value, row) => {
      const share = (value - scheme.low) / (scheme.high - scheme.low);
      view.member[row] = Math.round(Math.max(0, Math.min(1, share)) * (STEPS - 1));
    });
  }
  view.root.dataset.colour = by ?? "";
  showLegend(view, scheme);
  /** @type {NodeListOf<HTMLElement>} */
  const dots = view.root.querySelectorAll(".mkc-dot[data-row]");
  for (const one of dots) one.style.background = view.colours[view.member[Number(one.dataset.row)]];
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
    return legend.replaceChildren(...[title, end(scheme.low), bar, end(scheme.high), about].filter((one) => one != null));
  }
  const sizes = new Array(scheme.names.length).fill(0);
  for (const member of scheme.members) sizes[member]++;
  return legend.replaceChildren(title, ...scheme.names.map((name, group) =>
    make("button", {
      type: "button", class: "mkc-chip", title: `Select all ${count(sizes[group])}`,
      onclick: (event) => {
        const rows = event.shiftKey ? rowsOf(view.chosen) : [];
        scheme.members.forEach((member, row) => { if (member === group) rows.push(row); });
        choose(view, rows);
      },
    }, make("i", { class: "mkc-dot", style: `background:${scheme.colours[group]}` }), name, make("span", { class: "mkw-muted" }, count(sizes[group])))));
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
