// Names on the picture, density behind it, and which points are drawn in which order.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ringsOf } from "../../memkit/web/js/compare/contours.js";
import { behindFirst, between, fitted, isShown, nearest, within } from "../../memkit/web/js/compare/geometry.js";
import { shortened, spread } from "../../memkit/web/js/compare/labels.js";

const PANEL = { width: 400, height: 300 };

/** @type {(text: string) => number} */
const widthOf = (text) => 6 * text.length;

test("no name lies over another or outside of the panel, whatever their places", () => {
  let state = 7;
  const chance = () => { state = (state * 16807) % 2147483647; return state / 2147483647; };
  for (let round = 0; round < 50; round++) {
    const names = Array.from({ length: 40 }, (_, i) => (
      { text: `name ${i}`, x: chance() * 440 - 20, y: chance() * 340 - 20, width: 30 + chance() * 120 }));
    const boxes = spread(names, PANEL);
    assert.ok(boxes.length > 2);
    for (const [i, a] of boxes.entries()) {
      assert.ok(a.x >= 0 && a.y >= 0 && a.x + a.width <= PANEL.width && a.y + a.height <= PANEL.height);
      for (const b of boxes.slice(0, i)) {
        assert.ok(a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height || b.y >= a.y + a.height);
      }
    }
  }
});

test("the first names are the last to give way, and one out of sight takes no room", () => {
  const at = { x: 200, y: 150, width: 100 };
  const boxes = spread([{ text: "away", ...at, x: 900 }, { text: "first", ...at }, ...Array.from({ length: 9 }, () => ({ text: "next", ...at }))], PANEL);
  assert.equal(boxes[0].text, "first");
  assert.ok(boxes.length < 6);
});

test("a name that is too wide loses its last words, then its last letters", () => {
  assert.equal(shortened("anchor, harbour, keel", 200, widthOf), "anchor, harbour, keel");
  assert.equal(shortened("anchor, harbour, keel", 100, widthOf), "anchor, harbour");
  assert.equal(shortened("anchor, harbour, keel", 40, widthOf), "anchor");
  assert.equal(shortened("Donaudampfschiff", 48, widthOf), "Donauda…");
});

test("the densest ring lies around most of the points", () => {
  const places = new Float32Array(3 * 400);
  for (let row = 0; row < 400; row++) {
    const dense = row < 300;
    places[3 * row] = (dense ? 0.5 : -0.6) + (dense ? 0.03 : 0.3) * Math.sin(row * 12.9898);
    places[3 * row + 1] = (dense ? 0.25 : -0.5) + (dense ? 0.03 : 0.3) * Math.cos(row * 78.233);
  }
  const rings = ringsOf(places, 400);
  assert.ok(rings.length > 2);
  const [innermost] = rings[rings.length - 1];
  for (let at = 0; at < innermost.length; at += 2) {
    assert.ok(Math.hypot(innermost[at] - 0.5, innermost[at + 1] - 0.25) < 0.2);
  }
});

test("what lies behind is drawn first", () => {
  const depths = [0.4, -0.9, 0.99, 0, -0.3];
  const order = behindFirst(Float32Array.from(depths.flatMap((depth) => [0, 0, depth])), depths.length);
  assert.deepEqual([...order], [1, 4, 3, 0, 2]);
});

test("what is hidden is neither pointed at nor drawn around", () => {
  const shape = fitted(Float32Array.from([0, 0, 1, 0, 1, 1, 0, 1]), 2);
  const panel = { ...shape, width: 200, height: 200, zoom: 1, x: 0, y: 0, screen: null, stale: true };
  const view = { turn: [1, 0, 0, 0, 1, 0, 0, 0, 1], drawn: 4, member: Uint16Array.from([0, 1, 0, 1]), hidden: Uint8Array.from([0, 1]) };
  assert.deepEqual([0, 1, 2, 3].map((row) => isShown(view, row)), [true, false, true, false]);
  /** @type {[number, number][]} */
  const all = [[-10, -10], [210, -10], [210, 210], [-10, 210]];
  assert.deepEqual(within(view, panel, all), [0, 2]);
  for (let row = 0; row < 4; row++) {
    const found = nearest(view, panel, panel.screen?.[3 * row] ?? 0, panel.screen?.[3 * row + 1] ?? 0, 5);
    assert.equal(found, row % 2 ? -1 : row);
  }
});

test("a way between two pictures is for the points that both have", () => {
  const few = fitted(Float32Array.from([0, 0, 1, 1]), 2);
  const many = fitted(Float32Array.from([0, 0, 1, 1, 2, 2]), 2);
  assert.equal(between(few, many, 0.5, 3).places.length, 6);
  assert.equal(between(many, few, 0.5, 3).places.length, 6);
  assert.equal(between(many, many, 0.5, 3).places.length, 9);
});
