// Search as you type: hits, what just missed, and another space beside.

import { fillSelect, makeCode, makeSelect } from "../common/controls.js";
import { keepingFocus, later, make } from "../common/elements.js";
import { messageOf, number, plural } from "../common/text.js";
import { makeHit, makeLegend } from "./hits.js";

/** @import { App, SearchResponse, Hit, Status } from "./types.js" */

const PAUSE = 150; // after the last letter, in ms

/**
 * The box, and what it finds; `slider` stands beside the filter.
 * @param {App} app
 * @param {HTMLElement} slider
 */
export function makeSearch(app, slider) {
  const query = make("input", {
    type: "search", placeholder: "Ask in your own words, e.g. where does she live?", "aria-label": "Search", autocomplete: "off", dir: "auto",
    oninput: later(PAUSE, () => ask()),
    onkeydown: (event) => { if (event.key === "Enter") ask(); },
  });
  const k = make("input", { type: "number", min: "1", max: "100", value: "10", "aria-label": "k, how many hits", onchange: () => ask() });
  const threshold = make("input", {
    type: "range", min: "0", max: "1", step: "0.01", value: "0", "aria-label": "Least score",
    oninput: () => { sayThreshold(); askLater(); },
  });
  const least = make("output", { class: "mkx-number" });
  const other = makeSelect("Compare with", () => ask());
  const rerank = make("input", { type: "checkbox", onchange: () => ask() });
  const where = make("input", {
    type: "text", placeholder: "no filter; e.g. category = 'food' and priority >= 3", "aria-label": "where, a filter", autocomplete: "off", dir: "auto",
    spellcheck: "false", oninput: later(400, () => filter()),
    onkeydown: (event) => { if (event.key === "Enter") filter(); },
  });
  const whereNote = make("p", { class: "mkw-note mkx-trouble", role: "alert" });
  const note = make("p", { class: "mkw-note mkx-trouble", role: "alert" });
  const said = make("p", { class: "mkw-note", role: "status" });
  const results = make("div", { class: "mkx-results" });
  const code = makeCode(() => found?.code ?? "# Nothing was searched yet.");
  const otherLabel = make("label", { class: "mkx-label", hidden: true }, "compare with ", other);
  const rerankLabel = make("label", { class: "mkx-label", hidden: true }, rerank, " rerank");
  const askLater = later(PAUSE, () => ask());
  /** @type {SearchResponse | null} */
  let found = null;
  // One for all questions: one that gave way to a newer one is never answered.
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  const controls = make("div", { class: "mkx-options2" },
    make("label", { class: "mkx-label" }, "k ", k),
    make("label", { class: "mkx-label" }, "score at least ", threshold, least),
    otherLabel, rerankLabel);
  const element = make("section", { class: "mkx-search", "aria-label": "Search" },
    make("form", { class: "mkx-line", onsubmit: (event) => event.preventDefault() },
      make("label", { class: "mkx-grow" }, make("span", { class: "mkx-word" }, "Search"), query), controls),
    make("div", { class: "mkx-line" },
      make("label", { class: "mkx-grow" }, make("span", { class: "mkx-word" }, "where"), where), slider),
    whereNote, note,
    make("div", { class: "mkw-row mkx-found" }, said, code.button), results, code.box);
  code.button.hidden = true;

  function sayThreshold() {
    least.textContent = threshold.value === "0" ? "any" : number(Number(threshold.value));
  }

  // -- asking -------------------------------------------------------------------------------------

  async function filter() {
    if (where.value.trim() === (app.status.where ?? "")) { whereNote.textContent = app.status.trouble ?? ""; return; }
    await app.filter("set_where", { where: where.value.trim() });
  }

  async function ask() {
    note.textContent = "";
    clearTimeout(waiting);
    if (!query.value.trim()) {
      found = null;
      results.replaceChildren();
      said.textContent = "";
      code.button.hidden = code.box.hidden = true;
      return;
    }
    waiting = setTimeout(() => { said.textContent = "Searching …"; }, 300);
    try {
      /** @type {SearchResponse} */
      const answer = await app.read("search", {
        query: query.value, k: Math.max(1, Math.min(100, Number(k.value) || 10)),
        threshold: threshold.value === "0" ? null : Number(threshold.value),
        other: other.value || null, rerank: rerank.checked,
      }, "search");
      clearTimeout(waiting);
      // The box was emptied meanwhile.
      if (!query.value.trim()) return;
      found = answer;
      show(answer);
    } catch (error) {
      clearTimeout(waiting);
      said.textContent = "";
      note.textContent = messageOf(error);
    }
  }

  // -- showing ------------------------------------------------------------------------------------

  /** @param {SearchResponse} found */
  function show(found) {
    app.show(found);
    code.button.hidden = false;
    code.refresh();
    said.classList.toggle("mkx-nothing", found.weak);
    said.textContent = found.weak ? `${found.said} ${saidFound(found)}.` : found.said || saidFound(found);
    const made = (/** @type {Hit} */ one) => makeHit(app, found, one, (text) => { note.textContent = text; });
    /**
     * @param {string} label
     * @param {Hit[]} hits
     */
    const list = (label, hits, pale = false) => (hits.length
      ? make("ol", { class: `mkx-hits${pale ? " mkx-pale" : ""}`, "aria-label": label }, ...hits.map(made)) : null);
    keepingFocus(results, () => results.replaceChildren(...[
      found.hits.length || found.below.length ? makeLegend(found.signals) : null,
      list("Hits", found.hits),
      divider(found.below.length, found.below[0]?.why === "threshold" ? "below the threshold" : `after the best ${found.k}`),
      list("Just missed", found.below, true),
      divider(found.other_only.length, `only in ${found.other_space}`),
      list(`Only in ${found.other_space}`, found.other_only, true),
    ].filter((one) => one != null)));
    element.dataset.query = found.query;
    // Scores are sums: they may be above 1.
    threshold.max = String(Math.max(1, Number(threshold.value), Math.ceil(found.best * 10) / 10));
  }

  /** @param {SearchResponse} found */
  function saidFound(found) {
    const beside = found.other_space ? `, with their ranks in ${found.other_space}` : "";
    return `${plural(found.hits.length, "hit")} among ${plural(app.status.shown, "memory", "memories")} in ${found.space}${beside}`;
  }

  /**
   * @param {number} wanted
   * @param {string} text
   */
  const divider = (wanted, text) => (wanted ? make("div", { class: "mkx-divider" }, text) : null);

  app.on("status", (/** @type {Status} */ status) => {
    const spaces = status.spaces.filter((one) => one.ready && one.key !== status.space);
    fillSelect(other, [{ value: "", text: "no space" }, ...spaces.map(({ key }) => ({ value: key, text: key }))],
      spaces.some(({ key }) => key === other.value) ? other.value : "");
    otherLabel.hidden = !spaces.length;
    rerankLabel.hidden = !status.reranker;
    // What can't be read yet stays there to be mended.
    if (document.activeElement !== where && !status.trouble) where.value = status.where;
    whereNote.textContent = status.trouble;
    where.setAttribute("aria-invalid", String(Boolean(status.trouble)));
  });
  app.on("data", (what) => {
    if (what === "query") query.value = app.status.query ?? "";
    if (query.value.trim() || what === "query") ask();
  });
  sayThreshold();
  query.value = app.firstQuery;
  return element;
}
