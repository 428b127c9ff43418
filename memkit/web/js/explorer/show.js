// Which memories are shown: messages, facts, or facts of one standing; and how many facts wait.

import { fillSelect, makeSelect } from "../common/controls.js";
import { make } from "../common/elements.js";
import { plural } from "../common/text.js";

/** @import { App, MemorySummary, Standing, Status } from "./types.js" */

/** @type {[Standing, string][]} */
const STANDINGS = [
  ["served", "in use"], ["proposed", "proposed, to decide"], ["unsupported", "unsupported"],
  ["stale", "stale: the message changed"], ["rejected", "rejected"], ["superseded", "superseded by others"],
];

/** @type {Record<Standing, string>} */
const MEANINGS = {
  served: "A fact that searches find", proposed: "A fact that waits for your decision",
  unsupported: "A fact that its message does not say", stale: "A fact whose message has changed",
  rejected: "A fact that was refused", superseded: "A fact whose place another one took",
};

/**
 * The word that marks a fact; nothing for a message.
 * @param {App} app
 * @param {Pick<MemorySummary, "standing" | "derived_by">} record
 */
export function factMark(app, { standing, derived_by: by }) {
  if (!standing) return null;
  if (standing === "served" && by && app.status.unused.includes(by)) {
    return mark("unused", "not in use", `A fact of ${by}, whose facts are not in use: searches do not find it`);
  }
  return mark(standing, standing === "served" ? "fact" : standing, MEANINGS[standing]);
}

/**
 * @param {string} name
 * @param {string} word
 * @param {string} title
 */
const mark = (name, word, title) => make("span", { class: "mkx-fact", "data-standing": name, title }, word);

/** @param {App} app */
export function makeShow(app) {
  const choice = makeSelect("Show", (value) => {
    const [kind, standing] = value.split(" ");
    app.filter("set_kind", { kind, standing: standing ?? null });
  });
  const label = make("label", { class: "mkx-label", hidden: true }, "Show ", choice);
  const waiting = make("button", {
    type: "button", class: "mkx-waiting", hidden: true, title: "Show the facts that wait for your decision",
    onclick: () => app.filter("set_kind", { kind: "facts", standing: "proposed" }),
  });
  fillSelect(choice, [
    { value: "all", text: "messages and facts" }, { value: "messages", text: "messages" }, { value: "facts", text: "facts" },
    ...STANDINGS.map(([name, text]) => ({ value: `facts ${name}`, text: `facts: ${text}` })),
  ], "all");

  app.on("status", (/** @type {Status} */ status) => {
    label.hidden = !status.facts && status.kind === "all";
    choice.value = [status.kind, status.standing].filter(Boolean).join(" ");
    // Where they are shown already, nothing leads there.
    const there = status.kind === "facts" && status.standing === "proposed";
    if (waiting === document.activeElement && (there || !status.waiting)) choice.focus({ preventScroll: true });
    waiting.hidden = !status.waiting || there;
    waiting.textContent = `${plural(status.waiting, "fact")} to decide`;
  });
  return [label, waiting];
}
