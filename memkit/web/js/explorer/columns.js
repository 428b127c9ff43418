// Which columns the table has: those that tell something, or those that were picked.

import { focusOn, holds, keepingFocus, make } from "../common/elements.js";

/** @import { Column, Status } from "./types.js" */

const FIELDS = [
  { name: "user_id", text: "User" },
  { name: "agent_id", text: "Agent" },
  { name: "app_id", text: "App" },
  { name: "run_id", text: "Run" },
  { name: "type", text: "Type" },
  { name: "occurred_at", text: "Occurred" },
  { name: "created_at", text: "Created" },
  { name: "updated_at", text: "Updated" },
];

const PLACE = { name: "place", text: "Place" };
const TEXT = { name: "memory", text: "Memory" };

/**
 * `onchange` is called when other columns were picked. Returns {element, list}; `list` gives
 * the columns for a status, `dated` says whether some memory tells when it was true.
 * @param {() => void} onchange
 */
export function makeColumns(onchange) {
  /** @type {string[] | null} */
  let picked = null;
  /** @type {Column[]} */
  let known = [];
  const options = make("div", { class: "mkx-options", role: "group", "aria-label": "Columns" });
  const usual = make("button", { type: "button", class: "mkw-link", onclick: () => { picked = null; onchange(); } }, "As usual");
  const pop = make("div", { class: "mkx-pop mkx-left", hidden: true }, options, usual);
  const button = make("button", {
    type: "button", class: "mkx-pickbutton", "aria-expanded": "false", onclick: () => show(Boolean(pop.hidden)),
  }, "Columns");
  const element = make("span", {
    class: "mkx-pick",
    onkeydown: (event) => { if (event.key === "Escape") { show(false); button.focus(); } },
    onfocusout: (event) => { if (event.relatedTarget && !holds(element, event.relatedTarget)) show(false); },
  }, button, pop);

  /** @param {boolean} open */
  function show(open) {
    pop.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) focusOn(options, "input");
  }

  /**
   * @param {Status} status
   * @param {boolean} dated
   * @returns {Column[]}
   */
  function list(status, dated) {
    const keys = status.metadata.map(({ key }) => ({ name: `metadata.${key}`, text: key }));
    known = [...(status.documents || status.document ? [PLACE] : []), ...FIELDS, ...keys];
    /** @param {string} name */
    const several = (name) => status.scope[name] == null && (status.scopes[name] ?? []).length > 1;
    const category = keys.find(({ text }) => text === "category") ?? keys[0];
    const usually = status.document ? [PLACE.name, "updated_at"] : [
      ...["user_id", "agent_id"].filter(several), ...(dated ? ["occurred_at"] : []), ...(category ? [category.name] : []), "updated_at",
    ];
    const chosen = picked ?? usually;
    draw(chosen);
    return [TEXT, ...chosen.flatMap((name) => known.find((one) => one.name === name) ?? [])];
  }

  /** @param {string[]} chosen */
  function draw(chosen) {
    usual.hidden = picked == null;
    keepingFocus(options, () => options.replaceChildren(...known.map(({ name, text }) =>
      make("label", { class: "mkx-check", dir: "auto" },
        make("input", { type: "checkbox", checked: chosen.includes(name), onchange: () => toggle(name, chosen) }), text))));
  }

  /**
   * @param {string} name
   * @param {string[]} chosen
   */
  function toggle(name, chosen) {
    picked = chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name];
    onchange();
  }

  return { element, list };
}
