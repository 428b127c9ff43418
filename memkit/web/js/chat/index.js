// A chat: the conversation, its sources beside it, and where the next message is written.

import { makeCode } from "../common/controls.js";
import { make, makeRoot } from "../common/elements.js";
import { BUSY, GONE, makeLine } from "../common/line.js";
import { follow } from "../common/model.js";
import { standsFor } from "../common/picture.js";
import { messageOf, plural } from "../common/text.js";
import { makeComposer } from "./composer.js";
import { makeLog } from "./log.js";
import { after, nothing } from "./now.js";
import { makeSide } from "./side.js";

/** @import { LineState, Model } from "../common/types.js" */
/** @import { News, Sources, State } from "./types.js" */

/** @param {{ model: Model<State>, el: HTMLElement }} given */
function render({ model, el }) {
  const root = makeRoot("mkd", "Chat");
  const line = makeLine(model, {
    onstate: (/** @type {LineState} */ state) => say({ live: "", busy: BUSY, gone: GONE }[state], state === "gone"),
    onnews: (news) => (news.what === "state" ? heard(news) : say(news.trouble, true)),
    onslow: (text) => say(text),
  });
  let now = nothing();
  /** @type {number | null} the turn whose sources are shown; null for the one under way */
  let chosen = null;
  let follows = true; // whether the newest turn is the one that is shown
  /** @type {Sources | null} */
  let sources = null;
  let asked = ""; // what the sources were read for
  let read = -1; // how many turns there were when the last one was read aloud
  let changed = ""; // the memory as it was when they were

  /** @param {string} text */
  function say(text, trouble = false) {
    said.textContent = text;
    said.classList.toggle("mkw-trouble", trouble);
  }

  /**
   * @param {string} method
   * @param {object} [given]
   */
  async function attempt(method, given, asks = line.ask) {
    try { const found = await asks(method, given); say(""); return found; }
    catch (error) { say(messageOf(error), true); return null; }
  }

  // -- the parts
  const about = make("div", { class: "mkd-what" });
  const code = makeCode(() => `for piece in chat.stream("..."):\n    print(piece, end="")\nturn = chat.turns[-1]\nturn.recalled, turn.remembered`);
  const header = make("header", { class: "mkw-row mkd-head" }, about, make("span", { class: "mkd-end" }, code.button));
  const actions = {
    /** @param {number | null} turn */
    choose: (turn) => { follows = turn === null || turn === now.turns.length - 1; chosen = turn; sources = null; show(); },
    again: () => attempt("again"),
    dismiss: () => attempt("dismiss"),
    retry: () => attempt("retry"),
    /** @param {number} turn */
    undo: async (turn) => {
      const done = await attempt("undo", { turn });
      if (done) { asked = ""; say(`${plural(done.count, "memory is", "memories are")} undone.`); }
      return Boolean(done);
    },
    /** @param {string} id */
    open: (id) => attempt("open", { id }, line.read),
  };
  const log = makeLog(actions);
  const side = makeSide(actions);
  const composer = makeComposer({
    send: async (text) => {
      follows = true;
      log.end();
      return Boolean(await attempt("send", { text }));
    },
    stop: () => attempt("stop"),
  });
  const said = make("p", { class: "mkw-note mkd-saidline", role: "status" });
  const spoken = make("p", { class: "mkw-said", "aria-live": "polite" });
  root.append(header, code.box,
    make("div", { class: "mkd-panes" },
      make("div", { class: "mkd-main" }, log.box, composer.element, said, spoken), side.element));
  el.append(root);
  const live = standsFor(root, model.get("key"));

  // -- what they show
  function showAbout() {
    const { model: name, scope } = model.get("about");
    about.replaceChildren(make("b", {}, "Chat"), make("span", { dir: "auto" }, name),
      ...scope.map(([word, id]) => make("span", { dir: "auto" }, `${word} ${id}`)));
  }

  /** @param {News} news */
  function heard(news) {
    const next = after(now, news);
    if (!next) { catchUp(); return; }
    now = next;
    // The whole answer at once: word by word nobody could follow it. None of what stood there.
    const number = now.turns.length;
    if (read >= 0 && number > read) spoken.textContent = now.turns[number - 1].answer;
    read = number;
    show();
  }

  function show() {
    if (follows) chosen = now.asked != null || !now.turns.length ? null : now.turns.length - 1;
    root.dataset.turns = String(now.turns.length);
    root.dataset.answering = String(now.asked != null);
    log.show(now, chosen);
    composer.show(now);
    readSources();
    side.show(now, chosen, sources);
  }

  const catchUp = () => line.read("state", { since: 0 }, "state").then((news) => {
    now = nothing();
    heard(news);
    root.dataset.ready = "true";
    live();
  }, (error) => say(messageOf(error), true));

  /** What is read anew when the turn changed, another one is chosen, or the memory changed. */
  function readSources() {
    const turn = chosen === null ? null : now.turns[chosen];
    const wanted = turn ? `${turn.number} ${turn.remembering} ${changed}` : now.recalled == null ? "" : `now ${now.asked}`;
    if (!wanted) { sources = null; asked = ""; return; }
    if (wanted === asked && sources) return;
    if (wanted.split(" ")[0] !== asked.split(" ")[0]) sources = null;
    if (wanted === asked) return;
    asked = wanted;
    line.read("sources", { turn: turn ? turn.number : null }, "sources").then((found) => {
      sources = found;
      side.show(now, chosen, sources);
    }, (error) => { asked = ""; say(messageOf(error), true); });
  }

  // Facts come later, and others may change what was remembered.
  line.poll(root, async () => {
    const found = await line.read("poll", {}, "poll");
    if (found.changed === changed) return;
    changed = found.changed;
    readSources();
  });
  const ends = [line.close, follow(model, "about", showAbout)];
  catchUp();
  return () => ends.forEach((end) => end());
}

export default { render };
