// Values of memories, written for people; what was typed is read by Python, which rounds no number.

import { make } from "../common/elements.js";

/** @import { MemorySummary } from "./types.js" */

/**
 * A text that was edited in a box, which writes every end of a line in one way: what was not edited
 * has the ends that it had.
 * @param {string} before
 * @param {string} edited
 */
export function keepingLineEnds(before, edited) {
  const lines = before.match(/\r\n|\r|[^\r]/gs) ?? [];
  const shown = lines.map((one) => (one[0] === "\r" ? "\n" : one));
  const now = edited.match(/[^]/g) ?? [];
  let first = 0;
  while (first < shown.length && first < now.length && shown[first] === now[first]) first++;
  let last = 0;
  while (last < shown.length - first && last < now.length - first && shown[shown.length - 1 - last] === now[now.length - 1 - last]) last++;
  return [...lines.slice(0, first), ...now.slice(first, now.length - last), ...lines.slice(lines.length - last)].join("");
}

/**
 * What a row has in a column.
 * @param {MemorySummary} record
 * @param {string} name
 */
export const valueOf = (record, name) =>
  name === "memory" ? record.text : name === "place" ? record.document?.place : name.startsWith("metadata.") ? record.metadata[name.slice(9)] : record[name];

/**
 * A value as people write it: a text bare, anything else as JSON.
 * @param {unknown} value
 */
export const saidValue = (value) => (value == null ? "" : typeof value === "string" ? value : JSON.stringify(value));

/**
 * A text of a memory.
 * @param {string} text
 */
export const saidText = (text) => make("span", { class: "mk-text", dir: "auto" }, text);
