// A question in every space: who finds what, and how ranks move.

import { make } from "../common/elements.js";
import { count } from "../common/text.js";
import { thumb } from "../common/thumbs.js";
import { overlay } from "./overlay.js";
import { memory } from "./side.js";

/** @import { Answer, Shift, View } from "./types.js" */

/** @typedef {Required<Omit<Answer, "trouble">>} Answered */

/** @param {View} view */
export function makeQuery(view) {
  view.box = make("input", {
    type: "search", placeholder: "Ask every space, e.g. where does she live?", "aria-label": "Query", autocomplete: "off",
    // The cross of a search box empties it.
    oninput: () => { if (!view.box.value && view.answer.query) ask(view); },
  });
  view.results = make("div", { class: "mkc-results", "aria-live": "polite" });
  return make("section", { class: "mkc-query", "aria-label": "Query", hidden: !view.live },
    make("form", { onsubmit: (event) => { event.preventDefault(); ask(view); } },
      make("label", {}, "Query ", view.box), make("button", { type: "submit" }, "Ask")),
    view.results);
}

/** @param {View} view */
function ask(view) {
  view.question += 1;
  view.results.replaceChildren(make("p", { class: "mkw-note" }, view.box.value.trim() ? "Asking …" : ""));
  view.model.send({ kind: "query", text: view.box.value, number: view.question });
}

/** @param {View} view */
export function showAnswer(view) {
  const answer = view.model.get("answer");
  // An answer to an earlier question comes too late.
  if ((answer.number ?? 0) < view.question) return;
  view.question = answer.number ?? 0;
  view.answer = answer.found ? answer : {};
  view.root.dataset.query = view.answer.query ?? "";
  if (answer.trouble) view.results.replaceChildren(make("p", { class: "mkw-note mkw-trouble" }, answer.trouble));
  else if (!answer.found) view.results.replaceChildren();
  else view.results.replaceChildren(shiftTable(view, /** @type {Answered} */ (answer)));
  view.code.refresh();
  overlay(view);
}

/**
 * @param {View} view
 * @param {Answered} answer
 */
function shiftTable(view, answer) {
  const { spaces } = view;
  const rows = [...answer.shifts].sort((a, b) => Math.min(...a.ranks) - Math.min(...b.ranks));
  const two = spaces.length === 2;
  return make("table", { class: "mkc-table" },
    make("caption", {}, `Ranks of the best ${answer.k} of each space for “${answer.query}”`, weakness(answer, spaces)),
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "memory"),
      ...spaces.map((space) => make("th", { scope: "col", class: "mkc-num", dir: "auto" }, space)),
      make("th", { scope: "col", class: "mkc-num" }, two ? "moved" : "span"),
      answer.rateable ? make("th", { scope: "col", title: "Ratings are what “Which answers better” stands on" }, "answers it?") : null)),
    make("tbody", {}, ...rows.map((shift) => {
      const by = two ? shift.ranks[0] - shift.ranks[1] : Math.max(...shift.ranks) - Math.min(...shift.ranks);
      const sign = !two || by === 0 ? "" : by > 0 ? "▲ +" : "▼ −";
      return make("tr", { class: shift.weak ? "mkc-weak" : null },
        make("td", { dir: "auto" }, shift.row >= 0 ? make("ol", { class: "mkc-one" }, memory(view, shift.row)) : `${shift.text} (not drawn)`),
        ...shift.ranks.map((rank) => make("td", { class: `mkc-num${rank <= answer.k ? " mkc-top" : ""}` }, `#${count(rank)}`)),
        make("td", { class: `mkc-num ${by > 0 && two ? "mkc-up" : by < 0 ? "mkc-down" : ""}` }, by === 0 ? "–" : `${sign}${count(Math.abs(by))}`),
        answer.rateable ? make("td", {}, thumbs(view, answer, shift)) : null);
    })));
}

/**
 * Says which spaces found nothing close.
 * @param {Answered} answer
 * @param {string[]} spaces
 */
function weakness({ weak }, spaces) {
  if (!weak.length) return null;
  const where = weak.length === spaces.length ? "" : ` in ${weak.join(", ")}`;
  return make("div", { class: "mkc-nothing", role: "status" }, `Nothing close was found${where}; the nearest are shown.`);
}

/**
 * @param {View} view
 * @param {Answered} answer
 * @param {Shift} shift
 */
function thumbs(view, answer, shift) {
  const entries = /** @type {const} */ ([[true, "Relevant", "up"], [false, "Not relevant", "down"]]);
  return make("span", { class: "mkc-thumbs", role: "group", "aria-label": `Rate “${shift.text.slice(0, 60)}”`, "data-id": shift.id },
    ...entries.map(([good, label, way]) => make("button", {
      type: "button", class: `mkc-thumb mkc-${way}thumb`, "aria-label": label, title: `${label} to this question`,
      "aria-pressed": String(shift.rated === good),
      onclick: () => {
        view.model.send({ kind: "rate", query: answer.query, id: shift.id, number: answer.number, relevant: shift.rated === good ? null : good });
      },
    }, thumb(way))));
}

/**
 * Shows a rating once it is stored.
 * @param {View} view
 */
export function showRating(view) {
  const { id, number, relevant, trouble } = view.model.get("rated");
  const shift = view.answer.number === number ? view.answer.shifts?.find((one) => one.id === id) : undefined;
  if (!shift) return;
  if (trouble) { view.said.textContent = trouble; return; }
  shift.rated = relevant ?? null;
  const part = [...view.results.querySelectorAll(".mkc-thumbs")].find((one) => /** @type {HTMLElement} */ (one).dataset.id === id);
  part?.querySelectorAll("button").forEach((button, place) => button.setAttribute("aria-pressed", String(shift.rated === (place === 0))));
  view.said.textContent = shift.rated == null ? "Rating taken back." : "Rated.";
}
