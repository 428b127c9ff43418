// A change of a text, word by word.

import { make } from "./elements.js";

/** @import { Part } from "./types.js" */

const TAGS = /** @type {const} */ ({ added: "ins", removed: "del", same: "span" });

/**
 * The parts of a text as elements, what came and what went marked.
 * @param {Part[]} parts
 */
export const marked = (parts) => parts.map(([kind, text]) => make(TAGS[kind], {}, text));
