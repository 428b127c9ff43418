// From where a memory was read: a word in a row, and its place in the document with what stands
// around it.

import { make } from "../common/elements.js";
import { count } from "../common/text.js";
import { saidText } from "./values.js";

/** @import { App, DocumentName, Linked, MemorySummary, Passage } from "./types.js" */

/**
 * The document and the place in it: "Handbook, page 3, Methods".
 * @param {Pick<MemorySummary, "document">} record
 */
export const saidFrom = ({ document }) => (document ? [document.title, document.place].filter(Boolean).join(", ") : "");

/**
 * What marks a row that was read from a document; nothing where only one document is shown.
 * @param {App} app
 * @param {MemorySummary} record
 */
export function fromMark(app, record) {
  if (!record.document || app.status.document) return null;
  const said = saidFrom(record);
  return make("span", { class: "mkx-from", dir: "auto", title: `Read from ${said}` }, said);
}

/**
 * Shows only what was read from a document.
 * @param {App} app
 * @param {DocumentName} one
 */
export const choose = (app, { uri, user_id, agent_id, app_id, run_id }) => app.filter("set_document", { uri, user_id, agent_id, app_id, run_id });

/**
 * A link to a page of the web, which learns nothing of the notebook; nothing for anything else.
 * @param {string | null} link
 */
export const webLink = (link) => (link
  ? make("a", { class: "mkx-web", href: link, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer", title: link }, "Open the page") : null);

/**
 * Fields that the place in a document tells in other words.
 * @param {string[][]} rows
 * @param {MemorySummary} record
 * @param {Passage | null} passage
 */
export function withoutPlace(rows, record, passage) {
  if (!passage) return rows;
  const own = new Set(["data.source", "data.title", "data.media_type"]);
  return rows.filter(([word, value]) => !own.has(word) && !(word === "source" && value === record.sources[0])
    && !(word === "vouched for by" && value === "document"));
}

/**
 * Where a passage stands in its document, and a click to the ones before and after it.
 * @param {App} app
 * @param {Passage | null} passage
 */
export function passageOf(app, passage) {
  if (!passage) return [];
  const { start, end, number, passages } = passage;
  const told = [
    passage.place ? make("span", { dir: "auto" }, passage.place) : null,
    number ? make("span", {}, `passage ${count(number)} of ${count(passages)}`) : null,
    start == null || end == null ? null : make("span", {}, `characters ${count(start)} to ${count(end)}`),
    webLink(passage.link),
  ];
  return [make("div", { class: "mkx-part mkx-passage" }, make("h3", {}, "In the document"),
    make("div", { class: "mkx-did" },
      make("button", { type: "button", class: "mkx-memory mkx-title", title: `Show all that was read from ${passage.where}`, onclick: () => choose(app, passage) }, saidText(passage.title)),
      make("span", { class: "mkx-about" }, ...told)),
    ...(number ? [step(app, "before", passage.previous, "The document begins here."), step(app, "after", passage.next, "The document ends here.")] : []))];
}

/**
 * @param {App} app
 * @param {string} word
 * @param {Linked | null} one
 * @param {string} none
 */
function step(app, word, one, none) {
  const button = make("button", {
    type: "button", class: "mkx-memory", disabled: !one, title: one ? `The passage ${word} it` : null, "data-step": word,
    onclick: () => { if (one) { app.from = "near"; app.tell("open", one.id); } },
  }, saidText(one ? one.text : none));
  return make("div", { class: "mkx-step" }, make("span", { class: "mkw-muted" }, word), button);
}
