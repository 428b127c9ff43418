// Hits: the bar of their signals, their rank in another space, and thumbs to rate them.

import { make } from "../common/elements.js";
import { count, day, messageOf, number, plural } from "../common/text.js";
import { thumb } from "../common/thumbs.js";
import { SCOPES } from "./app.js";
import { saidFrom } from "./passages.js";
import { factMark } from "./show.js";
import { saidText, saidValue } from "./values.js";

/** @import { App, SearchResponse, Hit, Status } from "./types.js" */

/** @type {Record<string, string>} */
const SIGNALS = { semantic: "semantic", bm25: "BM25", role: "role", context: "context", recency: "recency", rerank: "reranker" };

/** @param {string} name */
const signal = (name) => SIGNALS[name] ?? name;

/**
 * The class of a signal's colour.
 * @param {string} name
 */
const colourOf = (name) => `mk-${["semantic", "bm25", "context", "recency", "rerank"].includes(name) ? name : "other"}`;

/** @param {string} name */
const key = (name) => make("span", { class: `mk-key ${colourOf(name)}` });

/**
 * In which colour each signal is drawn; the numbers stand beside each hit.
 * @param {string[]} signals
 */
export const makeLegend = (signals) => make("div", { class: "mkx-legend", "aria-hidden": "true" },
  ...signals.map((name) => make("span", {}, key(name), signal(name))));

/**
 * A hit of what was found, faint if it is not close. `trouble` is told what went wrong when it was
 * rated.
 * @param {App} app
 * @param {SearchResponse} found
 * @param {Hit} one
 * @param {(text: string) => void} trouble
 */
export function makeHit(app, found, one, trouble) {
  return make("li", { class: `mkx-hit${found.other_space ? " mkx-two" : ""}${one.weak ? " mkx-weak" : ""}`, "data-id": one.id },
    make("span", { class: "mkx-rank" }, String(one.rank)),
    make("div", { class: "mkx-what2" },
      make("button", { type: "button", class: "mkx-memory", title: "Show all about it", onclick: () => { app.from = "hit"; app.tell("open", one.id); } }, saidText(one.text)),
      make("span", { class: "mkx-about" }, factMark(app, one), ...about(one, app.status))),
    found.other_space ? elsewhere(one, found.other_space) : null,
    make("span", { class: "mkx-score" }, make("b", { class: "mkx-number" }, number(one.score)), bar(one)),
    thumbs(app, found.query, one, trouble));
}

/**
 * @param {Hit} one
 * @param {Status} status
 */
function about(one, { scope, document }) {
  // Of what was read from one document it is known from which.
  const from = document ? one.document?.place : saidFrom(one);
  const facts = [...(from ? [["", from]] : []), ["", day(one.occurred_at ?? one.created_at)]];
  for (const [name, word] of Object.entries(SCOPES)) if (one[name] && scope[name] == null) facts.push([word, String(one[name])]);
  for (const [name, value] of Object.entries(one.metadata).slice(0, 2)) facts.push([name, saidValue(value)]);
  for (const note of one.notes) facts.push(["", note]);
  return facts.map(([name, value]) => make("span", { dir: "auto", title: name ? `${name}: ${value}` : null }, value));
}

/**
 * One bar for all signals, as long as the hit is close to the query; each in its colour.
 * @param {Hit} one
 */
function bar(one) {
  const parts = Object.entries(one.reasons).filter(([, value]) => Math.abs(value) >= 0.005);
  const close = one.relevance == null ? "" : `relevance ${number(one.relevance)}`;
  const label = [close, parts.map(([name, value]) => `${signal(name)} ${number(value)}`).join(", ")].filter(Boolean).join("; ");
  // What a signal took away shortens the last parts, as in the tables.
  let left = one.score;
  const drawn = parts.filter(([, value]) => value > 0).map(([name, value]) => {
    const kept = Math.max(0, Math.min(value, left));
    left -= kept;
    const part = make("span", { class: colourOf(name) });
    part.style.width = `${(100 * kept) / one.full_bar}%`;
    return part;
  });
  return make("span", { class: "mkx-bars", title: label },
    make("span", { class: "mk-bar", role: "img", "aria-label": label }, ...drawn),
    make("span", { class: "mkx-values", "aria-hidden": "true" },
      close ? make("span", {}, close) : null, ...parts.map(([name, value]) => make("span", {}, key(name), number(value)))));
}

/**
 * The rank of a hit in another space.
 * @param {Hit} one
 * @param {string} space
 */
function elsewhere(one, space) {
  const rank = one.other?.rank ?? null;
  const shift = one.other?.shift ?? 0;
  const there = rank == null ? "not near" : `#${count(rank)}`;
  const moved = !shift ? "" : shift > 0 ? ` ▲ ${count(shift)}` : ` ▼ ${count(-shift)}`;
  const inwords = rank == null ? `Not near the top in ${space}`
    : `Rank ${rank} in ${space}${shift ? `, ${plural(Math.abs(shift), "place")} ${shift > 0 ? "higher" : "lower"}` : ", the same"}`;
  return make("span", { class: "mkx-there", title: inwords, "aria-label": inwords, role: "img" },
    there, make("span", { class: shift > 0 ? "mkx-up" : shift < 0 ? "mkx-down" : "" }, moved));
}

/**
 * @param {App} app
 * @param {string} query
 * @param {Hit} one
 * @param {(text: string) => void} trouble
 */
function thumbs(app, query, one, trouble) {
  const entries = /** @type {const} */ ([[true, "Relevant", "up"], [false, "Not relevant", "down"]]);
  const buttons = entries.map(([good, label, way]) =>
    make("button", {
      type: "button", class: `mkx-thumb mkx-${way}thumb`, "aria-label": label, title: `${label} to this question`,
      "aria-pressed": String(one.rated === good), disabled: app.past(), onclick: () => rate(one.rated === good ? null : good),
    }, thumb(way)));

  /** @param {boolean | null} relevant */
  async function rate(relevant) {
    try {
      app.show(await app.ask("rate", { query, id: one.id, relevant }));
      one.rated = relevant;
      buttons.forEach((button, place) => button.setAttribute("aria-pressed", String(one.rated === (place === 0))));
    } catch (error) {
      trouble(messageOf(error));
    }
  }

  return make("span", { class: "mkx-thumbs", role: "group", "aria-label": "Rate this hit" }, ...buttons);
}
