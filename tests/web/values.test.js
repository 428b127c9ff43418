import assert from "node:assert/strict";
import { test } from "node:test";

import { blend } from "../../memkit/web/js/compare/colours.js";
import { count, day, minute, number, plural, pythonText } from "../../memkit/web/js/common/text.js";
import { keepingLineEnds, saidValue, valueOf } from "../../memkit/web/js/explorer/values.js";
import { readState } from "../../memkit/web/js/page/index.js";

test("an edited text keeps the line ends that were not edited", () => {
  const before = "one\r\ntwo\nthree\r\nfour\rfive  \t";
  const shown = before.replace(/\r\n?/g, "\n");
  assert.equal(keepingLineEnds(before, shown), before);
  assert.equal(keepingLineEnds(before, shown.replace("three", "3")), before.replace("three", "3"));
  assert.equal(keepingLineEnds(before, `${shown}\nsix`), `${before}\nsix`);
  assert.equal(keepingLineEnds(before, `zero\n${shown}`), `zero\n${before}`);
  assert.equal(keepingLineEnds("a\r\na\r\na", "a\na"), "a\r\na");
  assert.equal(keepingLineEnds("", "x"), "x");
  assert.equal(keepingLineEnds("x\r\n", ""), "");
  assert.equal(keepingLineEnds("😀\r\n", "😀!\n"), "😀!\r\n");
});

test("a cell of the table shows the text, a field or a key of metadata", () => {
  const row = /** @type {any} */ ({ text: "tea", user_id: "mara", metadata: { n: [1, null], word: "x" } });
  assert.equal(valueOf(row, "memory"), "tea");
  assert.equal(valueOf(row, "user_id"), "mara");
  assert.equal(saidValue(valueOf(row, "metadata.n")), "[1,null]");
  assert.equal(saidValue(valueOf(row, "metadata.word")), "x");
  assert.equal(saidValue(valueOf(row, "metadata.none")), "");
});

test("numbers are short, and what is not known is a dash", () => {
  assert.deepEqual([0.614, -0.08, 1.2, 0, null].map((value) => number(value)), [".61", "-.08", "1.20", ".00", "–"]);
  assert.equal(count(1234567), "1,234,567");
  assert.equal(plural(1, "memory", "memories"), "1 memory");
  assert.equal(plural(0, "hit"), "0 hits");
});

test("times are cut to the day and the minute", () => {
  assert.equal(day("2025-03-01T10:20:30+00:00"), "2025-03-01");
  assert.equal(minute("2025-03-01T10:20:30+00:00"), "2025-03-01 10:20");
  assert.equal(minute(null), "");
});

test("texts are written as Python writes them", () => {
  assert.equal(pythonText('say "hi"\n\\'), '"say \\"hi\\"\\n\\\\"');
});

test("a colour between two is mixed of both", () => {
  assert.equal(blend(["#000000", "#ffffff"], 0.5), "rgb(128,128,128)");
  assert.equal(blend(["#000000", "#ffffff", "#ff0000"], 1), "rgb(255,0,0)");
  assert.equal(blend(["#000000", "#ffffff"], -3), "rgb(0,0,0)");
});

test("the state of a page has its bytes as numbers", () => {
  const { chosen, text } = readState('{"chosen": {"base64": "AQAAAP8AAAA="}, "text": {"base64": 1}}');
  assert.deepEqual([chosen.getInt32(0, true), chosen.getInt32(4, true)], [1, 255]);
  assert.deepEqual(text, { base64: 1 });
});
