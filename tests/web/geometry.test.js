import assert from "node:assert/strict";
import { test } from "node:test";

import {
  between, fitted, inside, inView, nearest, nextTo, placeOf, project, SAME, turned, within, zoomed,
} from "../../memkit/web/js/compare/geometry.js";

/** @import { Frame, Point } from "../../memkit/web/js/compare/types.js" */

/**
 * A frame of 200 by 100 pixels on points; with 12 pixels left free at the edges.
 * @param {number[]} places
 * @param {Partial<Frame>} [more]
 * @returns {Frame}
 */
const frame = (places, more = {}) => ({
  width: 200, height: 100, zoom: 1, x: 0, y: 0, wide: 1, high: 1, deep: 1,
  places: Float32Array.from(places), screen: null, stale: true, ...more,
});

const THREE = [0, 0, 0, 1, 1, 0, -1, -1, 0];
const SEEN = { turn: SAME, drawn: 3 };

/**
 * @param {ArrayLike<number>} found
 * @param {number[]} expected
 */
function near(found, expected) {
  assert.equal(found.length, expected.length);
  expected.forEach((value, i) => assert.ok(Math.abs(found[i] - value) < 1e-4, `${[...Array.from(found)]} is not ${expected}`));
}

test("a picture is centred, and its longer side goes from -1 to 1", () => {
  const { places, wide, high, fit } = fitted(Float32Array.from([10, 0, 14, 1, 12, 2]), 2);
  near(places, [-1, -0.5, 0, 1, 0, 0, 0, 0.5, 0]);
  near([wide, high], [1, 0.5]);
  near(fit(Float32Array.from([12, 1])), [0, 0, 0]);
});

test("pictures of one point, of equal points and of none have places that are numbers", () => {
  for (const raw of [[], [3, 4], [3, 4, 3, 4]]) {
    const { places, deep } = fitted(Float32Array.from(raw), 2);
    assert.ok([...places].every((value) => value === 0));
    assert.equal(deep, 1);
  }
});

test("what lies in the middle is drawn there, and what lies above it above", () => {
  near(placeOf(SEEN, frame(THREE), 0), [100, 50]);
  // 50 pixels to the edge, less a twelfth of the width up to 24.
  near(placeOf(SEEN, frame(THREE), 1), [100 + 50 - 200 / 12, 200 / 12]);
});

test("places follow zooming and moving, and are kept until something changes", () => {
  const panel = frame(THREE, { zoom: 2, x: 7, y: -3 });
  near(placeOf(SEEN, panel, 0), [107, 47]);
  panel.x = 0;
  near(placeOf(SEEN, panel, 0), [107, 47]);
  panel.stale = true;
  near(placeOf(SEEN, panel, 0), [100, 47]);
});

test("one point is projected as all are", () => {
  const view = { turn: turned(SAME, 0.7, -0.3), drawn: 3 };
  const panel = frame([0.3, -0.4, 0.5, 1, 1, 0, -1, -1, 0], { zoom: 3, x: 5, y: 9 });
  near(project(view, panel, 0.3, -0.4, 0.5).slice(0, 2), placeOf(view, panel, 0));
});

test("a turn keeps lengths, and its opposite undoes it", () => {
  const there = turned(SAME, 0.7, 0);
  near(turned(there, -0.7, 0), SAME);
  near([Math.hypot(there[0], there[3], there[6])], [1]);
  // A quarter to the side: what was on the right is far away or near.
  near(turned(SAME, Math.PI / 2, 0), [0, 0, 1, 0, 1, 0, -1, 0, 0]);
});

test("the nearest point is found within reach, and never one that is not drawn", () => {
  const panel = frame([...THREE, 0, 0, 0]);
  assert.equal(nearest(SEEN, panel, 103, 50, 10), 0);
  assert.equal(nearest(SEEN, panel, 103, 50, 2), -1);
  assert.equal(nearest({ turn: SAME, drawn: 0 }, panel, 100, 50, Infinity), -1);
  assert.equal(nearest(SEEN, panel, 199, 0, Infinity), 1);
});

test("a lasso holds what lies inside of it, drawn or not", () => {
  const panel = frame([...THREE, 0.1, 0, 0]);
  /** @type {Point[]} */
  const box = [[90, 40], [110, 40], [110, 60], [90, 60]];
  assert.deepEqual(within(SEEN, panel, box), [0, 3]);
  assert.deepEqual(within(SEEN, panel, [...box].reverse()), [0, 3]);
  assert.deepEqual(within(SEEN, panel, []), []);
  assert.deepEqual(within(SEEN, panel, [[90, 40], [110, 60]]), []);
});

test("a lasso may be hollow and may cross itself", () => {
  /** @type {Point[]} */
  const hollow = [[0, 0], [9, 0], [9, 9], [6, 9], [6, 3], [3, 3], [3, 9], [0, 9]];
  assert.ok(inside(1, 8, hollow));
  assert.ok(inside(8, 8, hollow));
  assert.ok(!inside(4.5, 8, hollow));
  // A bow: both wings are inside, above and below its knot is not.
  /** @type {Point[]} */
  const bow = [[0, 0], [10, 10], [10, 0], [0, 10]];
  assert.ok(inside(1, 5, bow));
  assert.ok(inside(9, 5, bow));
  assert.ok(!inside(5, 1, bow));
  assert.ok(!inside(5, 9, bow));
});

test("arrow keys go to what lies ahead, rather than to what is nearer but aside", () => {
  // From the first: one straight to the right, one nearer but steep, one behind, one nearer but
  // aside.
  const panel = frame([0, 0, 0, 0.6, 0, 0, 0.1, 0.22, 0, -0.5, 0, 0, 0.3, -0.3, 0]);
  const view = { turn: SAME, drawn: 5 };
  assert.equal(nextTo(view, panel, 0, [1, 0]), 1);
  assert.equal(nextTo(view, panel, 0, [-1, 0]), 3);
  assert.equal(nextTo(view, panel, 0, [0, -1]), 2);
  assert.equal(nextTo(view, panel, 1, [1, 0]), 1);
});

test("zooming leaves the place that is pointed at where it is", () => {
  const panel = frame(THREE, { x: 4, y: -9 });
  /** @type {Point} */
  const at = [30, 80];
  const after = { ...panel, ...zoomed(panel, 1.5, at), stale: true };
  const [x, y] = placeOf(SEEN, panel, 2);
  const [u, v] = placeOf(SEEN, after, 2);
  near([u - at[0], v - at[1]], [1.5 * (x - at[0]), 1.5 * (y - at[1])]);
});

test("zooming ends at half and at sixty times", () => {
  assert.equal(zoomed(frame(THREE), 1000, [0, 0]).zoom, 60);
  assert.equal(zoomed(frame(THREE), 0.001, [0, 0]).zoom, 0.5);
});

test("what is outside of the part that is shown is known", () => {
  assert.ok(inView(SEEN, frame(THREE), 1));
  assert.ok(!inView(SEEN, frame(THREE, { zoom: 9 }), 1));
});

test("halfway between two pictures is in the middle of both, for those that are drawn", () => {
  const shape = (/** @type {number[]} */ places) => ({ places: Float32Array.from(places), wide: 1, high: 0.5, deep: 1 });
  const half = between(shape([0, 0, 0, 9, 9, 9]), { ...shape([1, -1, 2, 9, 9, 9]), high: 1 }, 0.5, 1);
  near(half.places, [0.5, -0.5, 1]);
  near([half.wide, half.high], [1, 0.75]);
});
