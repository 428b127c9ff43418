import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { inSight, placeAfter, ROW, scrolledTo, toAsk, toDraw } from "../../memkit/web/js/explorer/rows.js";

const HIGH = 10 * ROW; // the heading and nine rows
const TOTAL = 100_000;
const NONE = new Set();

/**
 * @param {number} from
 * @param {number} to
 */
const rows = (from, to) => new Set(Array.from({ length: to - from }, (_, i) => from + i));

test("only the rows in sight and a few around them are drawn", () => {
  assert.deepEqual(inSight(0, HIGH, TOTAL), [0, 10]);
  assert.deepEqual(inSight(1000 * ROW + 7, HIGH, TOTAL), [1000, 1010]);
  const [from, to] = toDraw([1000, 1010], TOTAL);
  assert.ok(from < 1000 && to > 1010);
  assert.ok(to - from < 50);
});

test("every row that can be seen at a place is in sight there", () => {
  for (const scrolled of [0, 1, ROW - 1, ROW, 12_345]) {
    const [first, end] = inSight(scrolled, HIGH, TOTAL);
    assert.ok(first * ROW <= scrolled);
    assert.ok(end * ROW >= scrolled + HIGH - ROW);
  }
});

test("at the ends nothing is drawn that is not there", () => {
  assert.deepEqual(inSight(TOTAL * ROW - HIGH, HIGH, TOTAL)[1], TOTAL);
  assert.deepEqual(toDraw([0, 10], 4), [0, 4]);
  assert.deepEqual(toDraw([TOTAL - 9, TOTAL], TOTAL)[1], TOTAL);
  assert.deepEqual(inSight(0, HIGH, 0), [0, 0]);
});

test("a table without a height shows a row, so that it can be measured", () => {
  assert.ok(inSight(0, 0, TOTAL)[1] >= 1);
});

test("nothing is asked for that is there, unless it is stale", () => {
  assert.equal(toAsk([0, 10], rows(0, 10), false), null);
  assert.deepEqual(toAsk([500, 510], rows(0, 1000), true)?.first, 440);
  assert.equal(toAsk([0, 0], NONE, false), null);
  assert.ok(toAsk([0, 0], NONE, true));
});

test("what is missing is asked for with what will be scrolled to", () => {
  const asked = toAsk([1000, 1010], NONE, false);
  assert.ok(asked);
  assert.ok(asked.first < 1000 && asked.first > 900);
  assert.ok(asked.first + asked.number > 1010 && asked.number < 200);
  // Only from the gap on.
  const rest = toAsk([1000, 1010], rows(900, 1006), false);
  assert.equal(rest?.first, 1006 - (1000 - asked.first));
  // Only up to the gap's end.
  assert.equal(toAsk([1000, 1010], rows(1004, 1100), false)?.number, asked.number - 6);
  assert.equal(toAsk([0, 10], NONE, false)?.first, 0);
});

test("a row is scrolled to only if it is out of sight, or under the heading", () => {
  assert.equal(scrolledTo(3, 0, HIGH), 0);
  assert.equal(scrolledTo(3, 5 * ROW, HIGH), 3 * ROW);
  // The heading and eight rows fit above the last.
  assert.equal(scrolledTo(9, 0, HIGH), ROW);
  assert.equal(scrolledTo(8, 0, HIGH), 0);
});

test("keys go from row to row, from page to page, and to the ends", () => {
  const after = (/** @type {string} */ key, place = 50) => placeAfter(key, place, HIGH, 100);
  assert.equal(after("ArrowDown"), 51);
  assert.equal(after("ArrowUp"), 49);
  assert.equal(after("PageDown"), 58);
  assert.equal(after("PageUp"), 42);
  assert.equal(after("Home"), 0);
  assert.equal(after("End"), 99);
  assert.equal(after("ArrowUp", 0), 0);
  assert.equal(after("ArrowDown", 99), 99);
  assert.equal(after("a"), null);
  assert.equal(placeAfter("End", 0, HIGH, 0), 0);
});

test("rows are as high as the style sheet makes them", () => {
  const sheet = readFileSync(new URL("../../memkit/web/css/explorer.css", import.meta.url), "utf8");
  assert.match(sheet, new RegExp(`\\.mkx-tr\\{[^}]*height:${ROW}px`));
});
