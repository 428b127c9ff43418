// What the details tell of a fact: the words that say so, what it did, why it is there; and what is
// decided of it. Of a message: the facts that were drawn from it.

import { kindOf } from "../common/changes.js";
import { focusOn, make } from "../common/elements.js";
import { count, minute, plural } from "../common/text.js";
import { factMark } from "./show.js";
import { saidText, saidValue } from "./values.js";

/** @import { App, Decision, Detail, DrawnFact, Evidence, Fact, Linked, Origin } from "./types.js" */

/** @type {Record<string, string>} What a fact did to what was known. */
const DID = { new: "is new", adds: "adds to", changes: "took the place of", corrects: "corrected", same: "says the same as" };
/** @type {Record<string, string>} What one would do that waits. */
const WOULD = { new: "would be new", adds: "would add to", changes: "would take the place of", corrects: "would correct", same: "says the same as" };

/**
 * A button that opens another memory.
 * @param {App} app
 * @param {{ id: string, text: string }} one
 */
const link = (app, { id, text }) => make("button", {
  type: "button", class: "mkx-memory", title: "Show all about it", onclick: () => { app.from = "near"; app.tell("open", id); },
}, saidText(text));

/**
 * @param {string} title
 * @param {...(Node | null)} parts
 */
const part = (title, ...parts) => make("div", { class: "mkx-part" }, make("h3", {}, title), ...parts);

/** Fields of a fact that are told in other words, or are for programs. */
const ELSEWHERE = new Set(["start", "end", "precision", "choice", "old", "adds", "problems", "speaker"]);

/**
 * The fields of a fact, with their names.
 * @param {Record<string, unknown>} data
 */
export const saidData = (data) => Object.entries(data).filter(([key]) => !ELSEWHERE.has(key))
  .map(([key, value]) => [key, Array.isArray(value) ? value.map(saidValue).join(", ") : saidValue(value)]);

/**
 * All that is told of a fact, below its text.
 * @param {App} app
 * @param {Detail} shown
 * @param {HTMLElement[]} review what can be decided of it
 */
export function aboutFact(app, { fact, record }, review) {
  if (!fact) return [];
  const said = make("div", { class: "mkx-standing" }, factMark(app, record), make("span", {}, `${standingOf(app, fact, record.derived_by)}.`), ...review);
  const problems = fact.problems.map((text) => make("p", { class: "mkw-note mkx-problem", dir: "auto" }, text));
  return [said, ...problems, ...didOf(app, fact), evidenceOf(app, fact.evidence)];
}

/**
 * @param {App} app
 * @param {Fact} fact
 * @param {string | null} by
 */
function standingOf(app, fact, by) {
  if (fact.standing === "served" && by && app.status.unused.includes(by)) return `“${by}” is not in use, so searches do not find it`;
  return fact.meaning;
}

/**
 * What it did to other facts, and what other facts did to it, with links to them.
 * @param {App} app
 * @param {Fact} fact
 */
function didOf(app, fact) {
  /**
   * @param {string} word
   * @param {Linked} other
   */
  const row = (word, other) => make("div", { class: "mkx-did" }, make("span", { class: "mkw-muted" }, word), link(app, other));
  const words = fact.standing === "proposed" ? WOULD : DID;
  return [
    ...(fact.old ? [row(words[fact.choice] ?? fact.choice, fact.old)] : []),
    ...fact.superseded.map((other) => row(words[fact.choice] ?? "took the place of", other)),
    ...(fact.superseded_by ? [row("superseded by", fact.superseded_by)] : []),
  ];
}

/**
 * The messages with the words that say so.
 * @param {App} app
 * @param {Evidence[]} found
 */
function evidenceOf(app, found) {
  if (!found.length) return part("Evidence", make("p", { class: "mkw-note" }, "It names no message."));
  return part("Evidence", make("ul", { class: "mkx-evidence" }, ...found.map((one) => make("li", { "data-stands": String(one.stands) },
    make("p", { class: "mkx-quoted", dir: "auto" }, one.before, one.quote ? make("mark", {}, one.quote) : null, one.after),
    make("div", { class: "mkx-about" },
      one.who ? make("span", { dir: "auto" }, `said by ${one.who}`) : null,
      one.at ? make("span", {}, minute(one.at)) : null,
      make("span", { class: one.stands === false ? "mkx-problem" : null }, one.said),
      one.id ? make("button", { type: "button", class: "mkw-link", onclick: () => { app.from = "near"; app.tell("open", one.id); } }, "Open the message")
        : make("span", { dir: "auto" }, one.source))))));
}

/**
 * Why a fact is there; what was opened stays open.
 * @param {App} app
 * @param {Fact | null} fact
 * @param {{ why: boolean }} opened
 */
export function whyOf(app, fact, opened) {
  if (!fact) return [];
  const box = make("details", { class: "mkx-part mkx-why", open: opened.why, ontoggle: () => { opened.why = box.open; } },
    make("summary", {}, "Why is this here?"), ...originOf(fact.origin), ...decisionOf(app, fact.origin.decision));
  return [box];
}

/** @param {Origin} origin */
function originOf(origin) {
  const model = [origin.provider, origin.model].filter((one, place, all) => one && all.indexOf(one) === place).join(": ");
  const rows = [["drawn by", `${origin.derivation}${origin.in_use ? "" : " (not in use)"}`], ["model", model], ["prompts", origin.prompts],
    ["profile", origin.profile], ["drawn", `${minute(origin.drawn_at)}, change ${count(origin.seq)}`], ...origin.wishes.map((said) => ["asked for", said])];
  return [make("div", { class: "mk-about" }, ...rows.filter(([, value]) => value).map(([word, value]) =>
    make("span", { class: "mk-pair", dir: "auto" }, make("b", {}, word), " ", value)))];
}

/**
 * What a model was asked about the fact, and answered.
 * @param {App} app
 * @param {Decision | null} decision
 */
function decisionOf(app, decision) {
  if (!decision) return [make("p", { class: "mkw-note" }, "No decision of a model is recorded: no old fact was near enough to be compared with it, or the record is gone.")];
  const by = [decision.model, decision.prompt].filter(Boolean).join(", ");
  return [
    make("p", { class: "mkx-decided", dir: "auto" }, make("span", { class: "mkw-muted" }, `decided (${by}) `), make("b", {}, decision.choice),
      decision.why ? `: ${decision.why}` : ""),
    make("p", { class: "mkw-muted" }, `Compared with ${plural(decision.candidates.length, "old fact")}:`),
    make("ol", { class: "mkx-candidates" }, ...decision.candidates.map((one) => make("li", { "data-chosen": String(one.id === decision.old) },
      make("span", { class: "mkx-sign", "aria-hidden": "true" }, one.id === decision.old ? "→" : ""), link(app, one),
      one.id === decision.old ? make("span", { class: "mkw-said" }, "the one that was chosen") : null))),
  ];
}

/**
 * The facts that were drawn from a message.
 * @param {App} app
 * @param {DrawnFact[]} drawn
 * @param {number} total
 */
export function drawnOf(app, drawn, total) {
  if (!drawn.length) return [];
  const more = total - drawn.length;
  return [part(`${plural(total, "fact")} drawn from this`,
    make("ul", { class: "mkx-drawn" }, ...drawn.map((one) => make("li", {}, factMark(app, one), link(app, one)))),
    more > 0 ? make("p", { class: "mkw-note" }, `And ${count(more)} more.`) : null)];
}

/**
 * Accept, Edit and Reject for a fact that waits; Reject alone for another one.
 * @param {App} app
 * @param {Detail} shown
 * @param {{ note: HTMLElement, editing: Map<string, HTMLElement>, draw: () => void, pane: HTMLElement }} given `editing`:
 *   what is being written of facts, by memory: it stays as it is when the rest is drawn anew
 */
export function reviewOf(app, shown, { note, editing, draw, pane }) {
  const { fact, id } = shown;
  if (!fact || !shown.there || app.past() || fact.standing === "rejected") return [];
  /**
   * @param {string} method
   * @param {object} given
   */
  const decide = async (method, given) => {
    if (!await app.change(method, { ids: [id], ...given }, note)) return;
    editing.delete(id);
    draw();
    // Where only those that wait are shown it is gone, and the next one has its place.
    if (app.status.standing === "proposed") app.tell("gone", [id]);
    else focusOn(pane, ".mkx-review button, .mkx-first");
  };
  const reject = make("button", {
    type: "button", title: "No search finds it any more, and it does not come back from the same words", onclick: () => decide("reject", {}),
  }, "Reject");
  if (fact.standing !== "proposed") return [make("div", { class: "mkw-row mkx-review" }, reject)];
  const form = editing.get(id);
  if (form) return [form];
  const leave = make("button", { type: "button", title: "Escape", onclick: () => cancel() }, "Cancel");
  const sure = "Discard what you wrote?";
  const cancel = () => {
    if (words.value !== shown.text && leave.textContent !== sure) {
      leave.textContent = sure;
      leave.focus();
      return;
    }
    editing.delete(id);
    draw();
    focusOn(pane, ".mkx-review button");
  };
  const accept = () => decide("accept", { text: words.value });
  const words = make("textarea", {
    rows: "2", dir: "auto", "aria-label": "Text of this fact", oninput: () => { leave.textContent = "Cancel"; },
    onkeydown: (event) => {
      if (event.key === "Escape") cancel();
      else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) accept();
      else return;
      event.preventDefault();
    },
  });
  words.value = shown.text;
  const edited = make("form", { class: "mkx-review mkx-editor", onsubmit: (event) => { event.preventDefault(); accept(); } }, words,
    make("div", { class: "mkw-row" }, make("button", { type: "submit", class: "mkx-main", title: "Ctrl+Enter" }, "Accept this text"),
      leave));
  return [make("div", { class: "mkw-row mkx-review" },
    make("button", { type: "button", class: "mkx-main", onclick: () => decide("accept", {}) }, "Accept"),
    make("button", { type: "button", onclick: () => { editing.set(id, edited); draw(); focusOn(edited, "textarea"); } }, "Edit, then accept"),
    reject)];
}

/**
 * What an event was to a fact, beside its kind.
 * @param {string} happened
 * @param {string} event
 */
export const happenedOf = (happened, event) => (happened ? make("span", { class: `mkx-happened mkx-of-${kindOf(event)}` }, happened) : null);
