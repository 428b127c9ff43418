// Values of memories: read from what was typed, and written for people.

import { make } from "../common/elements.js";

/** @import { MemorySummary } from "./types.js" */

/**
 * Reads "category=food, priority=3" or JSON; throws what to write instead.
 * @param {string} text
 * @returns {Record<string, unknown>}
 */
export function readMetadata(text) {
  const said = text.trim();
  if (!said) return {};
  if (said.startsWith("{")) {
    try {
      return JSON.parse(said);
    } catch {
      throw new Error('This is not JSON yet. For example: {"category": "food", "priority": 3}');
    }
  }
  return Object.fromEntries(said.split(/[,\n]/).map((part) => part.trim()).filter(Boolean).map((part) => {
    const [, key, value] = part.match(/^([^=]+)=(.*)$/s) ?? [];
    if (!key) throw new Error(`“${part}” is no key=value. For example: category=food, priority=3`);
    // Numbers, true, false and null as what they are; anything else is a text.
    try { return [key.trim(), JSON.parse(value)]; } catch { return [key.trim(), value.trim()]; }
  }));
}

/**
 * What a row has in a column.
 * @param {MemorySummary} record
 * @param {string} name
 */
export const valueOf = (record, name) =>
  name === "memory" ? record.text : name.startsWith("metadata.") ? record.metadata[name.slice(9)] : record[name];

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
