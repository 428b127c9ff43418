// What stands beside an answer: what was recalled for it, and what was remembered of it.

import { makeCode } from "../common/controls.js";
import { focusOn, keepingFocus, make } from "../common/elements.js";
import { count, number, plural } from "../common/text.js";

/** @import { Actions, Fact, Now, Opened, Recalled, Sources, Stored, Turn } from "./types.js" */

/** @type {Record<string, string>} */
const PARTS = { facts: "fact", messages: "message", passages: "passage", notes: "note" };

/** @param {Actions} actions */
export function makeSide(actions) {
  const title = make("h3", { class: "mkd-title" });
  const body = make("div", { class: "mkd-body" });
  const opened = make("section", { class: "mkd-opened", "aria-label": "One memory", hidden: true, tabindex: "-1" });
  const element = make("aside", { class: "mkd-side", "aria-label": "Sources" }, title, body, opened);
  /** @type {Turn | null} */
  let turn = null;
  /** @type {Sources | null} */
  let sources = null;
  let sure = false;
  let waits = false;

  /**
   * @param {Now} now
   * @param {number | null} chosen
   * @param {Sources | null} found
   */
  function show(now, chosen, found) {
    const next = chosen === null ? null : now.turns[chosen] ?? null;
    if (next?.number !== turn?.number) { sure = false; shut(); }
    turn = next;
    sources = found;
    waits = now.asked != null;
    title.textContent = turn ? `Sources of answer ${turn.number + 1}` : "Sources";
    draw();
  }

  function draw() {
    keepingFocus(body, () => body.replaceChildren(...parts()));
  }

  function parts() {
    if (!turn && !waits) return [make("p", { class: "mkw-note" }, "What an answer is based on will stand here, and what was remembered of it.")];
    if (!sources) return [make("p", { class: "mkw-note" }, "…")];
    const { recalled } = sources;
    return [
      make("h4", { class: "mk-title" }, `Recalled: ${plural(recalled.length, "memory", "memories")}`),
      recalled.length ? make("ol", { class: "mkd-items" }, ...recalled.map(recalledItem))
        : make("p", { class: "mkw-note" }, "Nothing that is remembered fits the question."),
      ...(turn ? rememberedParts(turn, sources.stored) : []),
    ];
  }

  /** @param {Recalled} one */
  function recalledItem(one) {
    const why = one.relevance == null || one.reason.includes("relevance") ? one.reason : `${one.reason}, ${number(one.relevance)}`;
    return make("li", {}, memoryButton(one.id, one.text),
      make("div", { class: "mkd-facts" },
        make("span", { class: "mk-badge mk-badge-none" }, PARTS[one.part] ?? one.part),
        make("span", {}, one.day), one.who ? make("span", { dir: "auto" }, one.who) : null,
        one.outdated ? make("span", {}, "may not hold any more") : null,
        make("span", {}, why)));
  }

  /**
   * @param {Turn} shown
   * @param {Stored[]} stored
   */
  function rememberedParts(shown, stored) {
    const said = {
      off: "Nothing is remembered of this chat.", waiting: "It is being stored …", undone: "What was remembered of it was undone.",
      failed: "It is not stored yet.", stored: "",
    }[shown.remembering];
    const head = make("h4", { class: "mk-title" }, shown.remembering === "stored" ? `Remembered: ${plural(stored.length, "message")}` : "Remembered");
    if (said) return [head, make("p", { class: "mkw-note" }, said)];
    return [head, make("ol", { class: "mkd-items" }, ...stored.map(storedItem)), undoing(shown, stored)];
  }

  /** @param {Stored} one */
  function storedItem(one) {
    return make("li", {},
      one.there ? memoryButton(one.id, one.text) : make("span", { class: "mk-gone", dir: "auto" }, one.text),
      make("div", { class: "mkd-facts" }, one.who ? make("span", {}, one.who) : null,
        one.event === "NONE" ? make("span", {}, "stood there already") : null, one.there ? null : make("span", {}, "deleted")),
      one.facts.length ? make("ul", { class: "mkd-drawn", "aria-label": "Facts drawn from it" }, ...one.facts.map(factItem),
        one.more ? make("li", { class: "mkw-muted" }, `and ${count(one.more)} more`) : null) : null);
  }

  /** @param {Fact} fact */
  function factItem(fact) {
    const served = fact.standing === "served";
    return make("li", {}, make("span", { class: `mk-badge mk-badge-${served ? "add" : "update"}` }, served ? "fact" : fact.standing ?? "fact"), " ",
      memoryButton(fact.id, fact.text));
  }

  /**
   * @param {string} id
   * @param {string} text
   */
  const memoryButton = (id, text) => make("button", {
    type: "button", class: "mkd-memory", dir: "auto", "data-id": id, title: `Open memory ${id.slice(-8)}`, onclick: () => open(id),
  }, text);

  /**
   * As in the explorer, what deletes memories is asked about first.
   * @param {Turn} shown
   * @param {Stored[]} stored
   */
  function undoing(shown, stored) {
    const there = stored.filter((one) => one.there && one.event !== "NONE");
    if (!there.length) return make("p", { class: "mkw-note" }, "Nothing of it is left to undo.");
    const facts = there.reduce((sum, one) => sum + one.facts.length + one.more, 0);
    const word = sure ? `Forget ${plural(there.length, "message")}${facts ? ` and ${plural(facts, "fact")}` : ""}?` : "Undo";
    return make("div", { class: "mkw-row mkd-undo" },
      make("button", {
        type: "button", class: sure ? "mkw-danger" : "", "data-undo": "true", title: "Take back what was stored of this turn, and the facts that were drawn from it",
        onclick: async () => {
          if (!sure) { sure = true; draw(); focusOn(body, "[data-undo]"); return; }
          sure = false;
          if (!await actions.undo(shown.number)) draw();
        },
      }, word),
      sure ? make("button", { type: "button", class: "mkw-link", onclick: () => { sure = false; draw(); focusOn(body, "[data-undo]"); } }, "Keep") : null);
  }

  /** @param {string} id */
  async function open(id) {
    const found = await actions.open(id);
    if (found) showOpened(found);
  }

  function shut() {
    opened.hidden = true;
    opened.replaceChildren();
  }

  /** @param {Opened} memory */
  function showOpened(memory) {
    const code = makeCode(() => memory.code);
    opened.hidden = false;
    opened.replaceChildren(
      make("div", { class: "mkw-row" }, make("b", {}, "Memory "), make("code", { class: "mk-id", title: memory.id }, memory.id.slice(-8)),
        make("span", { class: "mkd-end mkw-row" }, code.button,
          make("button", { type: "button", onclick: () => { shut(); focusOn(body, `[data-id="${CSS.escape(memory.id)}"]`); } }, "Close"))),
      make("div", { class: "mk-text mkd-whole", dir: "auto" }, memory.text),
      make("dl", { class: "mk-facts" }, ...memory.facts.flatMap(([name, value]) => [make("dt", { dir: "auto" }, name), make("dd", { dir: "auto" }, value)])),
      code.box);
    opened.focus({ preventScroll: true });
    opened.scrollIntoView({ block: "nearest" });
  }

  return { element, show };
}
