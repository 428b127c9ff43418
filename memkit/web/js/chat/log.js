// The conversation: turns one below the other, the answer under way last.

import { make } from "../common/elements.js";
import { minute, plural } from "../common/text.js";
import { showAnswer } from "./answer.js";

/** @import { Actions, Now, Turn } from "./types.js" */

const NEAR = 32; // so near to the end, in pixels, the end is what is read
/** @type {Record<string, string>} */
const STOPS = { stopped: "stopped", length: "cut off: it was too long", refused: "the model refused" };

/** @param {Actions} actions */
export function makeLog(actions) {
  const list = make("ol", { class: "mkd-turns" });
  const empty = make("p", { class: "mkw-note mkd-empty" }, "Nothing was said yet. What is remembered is looked up before each answer, and both are remembered after it.");
  const box = make("div", { class: "mkd-log", tabindex: "0", role: "log", "aria-live": "off", "aria-label": "Conversation" }, empty, list);
  /** @type {{ shown: Turn, part: ReturnType<typeof makeTurn> }[]} */
  const turns = [];
  /** @type {ReturnType<typeof makeTurn> | null} */
  let under = null;
  /** @type {HTMLElement | null} */
  let failed = null;
  let failure = "";

  /**
   * @param {Now} now
   * @param {number | null} chosen the turn whose sources are shown; null for the one under way
   */
  function show(now, chosen) {
    const follows = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    empty.hidden = Boolean(now.turns.length || now.asked || now.failed);
    for (const turn of now.turns) {
      const known = turns[turn.number];
      if (known?.shown === turn) continue;
      const part = known?.part ?? makeTurn(actions, turn.number);
      part.show(turn);
      turns[turn.number] = { shown: turn, part };
      if (!known) list.append(part.element);
    }
    for (const [number, { part }] of turns.entries()) part.choose(number === chosen);
    showUnder(now, chosen);
    showFailure(now);
    if (follows) box.scrollTop = box.scrollHeight;
  }

  /**
   * @param {Now} now
   * @param {number | null} chosen
   */
  function showUnder(now, chosen) {
    if (now.asked == null) { under?.element.remove(); under = null; return; }
    if (!under) { under = makeTurn(actions, null); }
    // After turns that came meanwhile.
    if (list.lastElementChild !== under.element) list.append(under.element);
    under.wait(now);
    under.choose(chosen === null);
  }

  /** @param {Now} now */
  function showFailure({ failed: shown }) {
    const said = JSON.stringify(shown);
    if (said === failure) return;
    failure = said;
    failed?.remove();
    failed = null;
    if (!shown) return;
    const question = make("div", { class: "mkd-question" });
    showAnswer(question, shown.question);
    failed = make("li", { class: "mkd-turn mkd-failed" }, question,
      make("p", { class: "mkw-note mkw-trouble", role: "alert" }, `No answer. ${shown.trouble}`),
      make("div", { class: "mkw-row" },
        make("button", { type: "button", onclick: () => actions.again() }, "Try again"),
        make("button", { type: "button", class: "mkw-link", onclick: () => actions.dismiss() }, "Dismiss")));
    list.append(failed);
  }

  return { box, show, end: () => { box.scrollTop = box.scrollHeight; } };
}

/**
 * @param {Actions} actions
 * @param {number | null} number null for the one under way
 */
function makeTurn(actions, number) {
  const question = make("div", { class: "mkd-question" });
  const answer = make("div", { class: "mkd-answer" });
  const sources = make("button", { type: "button", class: "mkw-link mkd-choose", "aria-pressed": "false", onclick: () => actions.choose(number) });
  const about = make("span", { class: "mkw-muted" });
  const again = make("button", { type: "button", hidden: true, onclick: () => actions.retry() }, "Try to store it again");
  const trouble = make("p", { class: "mkw-note mkw-trouble", hidden: true });
  const element = make("li", { class: "mkd-turn" },
    make("span", { class: "mkw-said" }, "You:"), question,
    make("span", { class: "mkw-said" }, "Answer:"), answer,
    make("div", { class: "mkw-row mkd-about" }, sources, about), trouble, again);

  /** @param {Turn} turn */
  function show(turn) {
    showAnswer(question, turn.question);
    showAnswer(answer, turn.answer);
    sources.textContent = saidOf(turn);
    sources.title = "Show what was recalled for this answer, and what was remembered of it";
    about.textContent = [
      turn.stop ? STOPS[turn.stop] : "",
      turn.remembering === "waiting" ? "being stored …" : "",
      turn.remembering === "undone" ? "what was remembered was undone" : "",
      turn.left_out ? `without the first ${plural(turn.left_out, "turn")}, which did not fit` : "",
      minute(turn.at),
    ].filter(Boolean).join(" · ");
    trouble.hidden = again.hidden = turn.remembering !== "failed";
    trouble.textContent = turn.remembering === "failed" ? `Not stored yet. ${turn.error}` : "";
  }

  /** @param {Now} now */
  function wait(now) {
    element.classList.add("mkd-under");
    showAnswer(question, now.asked ?? "");
    showAnswer(answer, now.answer);
    sources.hidden = now.recalled == null;
    sources.textContent = `${now.recalled ?? 0} recalled`;
    about.textContent = now.stopping ? "stopping …"
      : now.recalled == null ? "looking up what is remembered …"
      : now.answer ? "answering …" : "waiting for the model …";
  }

  /** @param {boolean} chosen */
  const choose = (chosen) => {
    sources.setAttribute("aria-pressed", String(chosen));
    element.classList.toggle("mkd-chosen", chosen);
  };
  return { element, show, wait, choose };
}

/** @param {Turn} turn */
function saidOf(turn) {
  const kept = turn.remembering === "stored" ? ` · ${turn.remembered} remembered` : "";
  return `${turn.recalled} recalled${kept}`;
}
