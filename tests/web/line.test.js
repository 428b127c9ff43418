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
  /** @type {string[]} */
  const slow = [];
  const line = makeLine(model, {
    onstate: (state) => states.push(state), onnews: (what) => news.push(what), onslow: (text) => slow.push(text),
  });
  const say = (/** @type {any} */ message) => listeners.get("msg:custom")?.(message);
  const answer = (/** @type {number} */ place, /** @type {object} */ said) =>
    say({ view: sent[place].view, number: sent[place].number, ...said });
  return { line, sent, states, news, slow, say, answer, lose: () => listeners.get("comm:close")?.({}), listeners };
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

test("what changes nothing is asked again when its answer got lost, and says so", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { line, answer, sent, slow } = connected();
  const asked = line.read("picture", { width: 700 });
  line.ask("poll");
  answer(1, { answer: 1 });
  assert.match(slow.at(-1) ?? "", /asked for again/);
  context.mock.timers.tick(3000);
  assert.deepEqual([sent[2].method, sent[2].given], ["picture", { width: 700 }]);
  assert.notEqual(sent[2].number, sent[0].number);
  answer(2, { answer: "drawn" });
  assert.equal(await asked, "drawn");
  assert.equal(slow.at(-1), "");
});

test("an answer that is lost each time is given up, once", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { line, answer, sent, slow } = connected();
  const asked = line.read("picture");
  for (let tries = 0; tries <= 5; tries++) {
    line.ask("poll");
    answer(sent.length - 1, { answer: 1 });
    context.mock.timers.tick(3000);
  }
  await assert.rejects(asked, /lost on the way/);
  assert.equal(sent.filter(({ method }) => method === "picture").length, 6);
  assert.equal(slow.at(-1), "");
});

test("what was asked anew meanwhile is not asked again", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { line, answer, sent, slow } = connected();
  line.read("search", { query: "a" }, "search");
  line.ask("poll");
  answer(1, { answer: 1 });
  const newer = line.read("search", { query: "ab" }, "search");
  answer(2, { answer: "newer" });
  assert.equal(await newer, "newer");
  context.mock.timers.tick(3000);
  assert.equal(sent.length, 3);
  assert.equal(slow.at(-1), "");
});

test("what is asked again ends with the kernel, and with the line", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { line, answer, sent, lose } = connected();
  const asked = line.read("rows");
  line.ask("poll");
  answer(1, { answer: 1 });
  lose();
  await assert.rejects(asked, /Run the cell again/);
  context.mock.timers.tick(3000);
  assert.equal(sent.length, 2);
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
