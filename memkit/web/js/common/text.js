// Numbers, times and texts as the widgets write them.

/** @param {number | null | undefined} value */
export const number = (value, digits = 2) =>
  value == null ? "–" : value.toFixed(digits).replace(/^(-?)0\./, "$1.");

/**
 * What went wrong, in words.
 * @param {unknown} error
 */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/** @param {number} value */
export const count = (value) => value.toLocaleString("en");

/**
 * @param {number} n
 * @param {string} word
 */
export const plural = (n, word, many = `${word}s`) => `${count(n)} ${n === 1 ? word : many}`;

/**
 * A string as Python writes it: JSON's escapes are Python's too.
 * @param {string} text
 */
export const pythonText = (text) => JSON.stringify(text);

/**
 * The day of a time.
 * @param {string | null | undefined} iso
 */
export const day = (iso) => (iso ? iso.slice(0, 10) : "");

/**
 * The minute of a time.
 * @param {string | null | undefined} iso
 */
export const minute = (iso) => (iso ? iso.slice(0, 16).replace("T", " ") : "");
