import assert from "node:assert/strict";
import { test } from "node:test";

import { isSelected, rowsOf, setRows, toggled } from "../../memkit/web/js/compare/selection.js";

/** @param {...number} rows */
function selected(...rows) {
  const chosen = new Uint8Array(6);
  setRows(chosen, rows);
  return chosen;
}

test("rows come back in their order, each once, and replace those before", () => {
  const chosen = selected(5, 0, 5);
  assert.deepEqual(rowsOf(chosen), [0, 5]);
  setRows(chosen, [2]);
  assert.deepEqual(rowsOf(chosen), [2]);
});

test("a click selects one memory alone, and a second click none", () => {
  assert.deepEqual(toggled(selected(), 3, false), [3]);
  assert.deepEqual(toggled(selected(1, 2), 3, false), [3]);
  assert.deepEqual(toggled(selected(1, 3), 3, false), [3]);
  assert.deepEqual(toggled(selected(3), 3, false), []);
});

test("a click with Shift adds a memory and takes it away again", () => {
  assert.deepEqual(toggled(selected(1), 3, true), [1, 3]);
  assert.deepEqual(toggled(selected(1, 3), 3, true), [1]);
});

test("a selection is itself in any order, and no other", () => {
  assert.ok(isSelected(selected(1, 4), [4, 1]));
  assert.ok(isSelected(selected(), []));
  assert.ok(!isSelected(selected(1, 4), [1]));
  assert.ok(!isSelected(selected(1), [1, 4]));
  assert.ok(!isSelected(selected(1, 4), [1, 3]));
});
