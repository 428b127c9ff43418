import assert from "node:assert/strict";
import { test } from "node:test";

import { makeLine } from "../../memkit/web/js/common/line.js";

/** A model that keeps what was sent, and says what Python would. */
function connected() {
  /** @type {Map<string, (message: any) => void>} */
  const listeners = new Map();
  /** @type {any[]} */
  const sent = [];
  /** @type {string[]} */
  const states = [];
  /** @type {any[]} */
  const news = [];
  const model = {
    send: (/** @type {any} */ message) => { sent.push(message); },
    on: (/** @type {string} */ event, /** @type {any} */ action) => { listeners.set(event, action); },
    off: (/** @type {string} */ event) => { listeners.delete(event); },
  };
  const line = makeLine(model, { onstate: (state) => states.push(state), onnews: (what) => news.push(what) });
  const say = (/** @type {any} */ message) => listeners.get("msg:custom")?.(message);
  const answer = (/** @type {number} */ place, /** @type {object} */ said) =>
    say({ view: sent[place].view, number: sent[place].number, ...said });
  return { line, sent, states, news, say, answer, lose: () => listeners.get("comm:close")?.({}), listeners };
}

/** @param {Promise<unknown>} promise */
async function settled(promise) {
  const open = Symbol("open");
  const found = await Promise.race([promise.then(() => "done", () => "failed"), new Promise((then) => { setTimeout(then, 5, open); })]);
  return found === open ? "open" : found;
}

test("an answer reaches who asked, a failure too", async () => {
  const { line, answer, sent } = connected();
  const [one, other] = [line.ask("rows", { first: 3 }), line.ask("rows")];
  assert.deepEqual(sent[0].given, { first: 3 });
  answer(0, { answer: 7 });
  answer(1, { trouble: "No such row." });
  assert.equal(await one, 7);
  await assert.rejects(other, /No such row/);
});

test("of requests in one lane only the newest is answered", async () => {
  const { line, answer } = connected();
  const old = line.ask("search", {}, "search");
  const newest = line.ask("search", {}, "search");
  answer(0, { answer: "old" });
  answer(1, { answer: "new" });
  assert.equal(await newest, "new");
  assert.equal(await settled(old), "open");
});

test("answers to other views are not taken", async () => {
  const { line, say, sent } = connected();
  const asked = line.ask("rows");
  say({ view: "another", number: sent[0].number, answer: 1 });
  assert.equal(await settled(asked), "open");
});

test("a request whose answer got lost on the way fails when a later one is answered", async () => {
  const { line, answer } = connected();
  const lost = line.ask("rows");
  const later = line.ask("status");
  answer(1, { answer: 1 });
  await later;
  await assert.rejects(lost, /lost on the way/);
});

test("when the kernel has lost the widget all that wait are told, and all that ask later", async () => {
  const { line, lose, states } = connected();
  const waiting = line.ask("rows");
  lose();
  await assert.rejects(waiting, /Run the cell again/);
  await assert.rejects(line.ask("rows"), /Run the cell again/);
  assert.deepEqual(states, ["gone"]);
});

test("news are passed on, and a closed line listens to nothing", () => {
  const { line, say, news, listeners } = connected();
  say({ news: { what: "selection" } });
  assert.deepEqual(news, [{ what: "selection" }]);
  line.close();
  assert.equal(listeners.size, 0);
});
