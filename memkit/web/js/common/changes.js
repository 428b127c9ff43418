// A change of a text, word by word.

import { make } from "./elements.js";

/** @import { Part } from "./types.js" */

const TAGS = /** @type {const} */ ({ added: "ins", removed: "del", same: "span" });

const KINDS = new Set(["add", "update", "delete", "none"]);

/**
 * A change's kind, for the name of a class; a file may have any word for it.
 * @param {string} event
 */
export const kindOf = (event) => {
  const kind = event.toLowerCase();
  return KINDS.has(kind) ? kind : "other";
};

/**
 * The parts of a text as elements, what came and what went marked.
 * @param {Part[]} parts
 */
export const marked = (parts) => parts.map(([kind, text]) => make(TAGS[kind], {}, text));
