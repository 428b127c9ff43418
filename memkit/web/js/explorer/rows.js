// Which rows of a long table are drawn and asked for. Numbers only: nothing here knows the page.

export const ROW = 30; // height of a row, in px, as the style sheet has it
const SPARE = 12; // rows drawn above and below what is in sight
const AHEAD = 60; // rows asked for above and below it
export const KEPT = 4000; // rows kept before those far away are forgotten

/** @typedef {[first: number, end: number]} Range */

/**
 * The rows in sight of a table that is `high` pixels high, its heading among them.
 * @param {number} scrolled
 * @param {number} high
 * @param {number} total
 * @returns {Range}
 */
export function inSight(scrolled, high, total) {
  const first = Math.floor(scrolled / ROW);
  const number = Math.ceil(Math.max(high - ROW, ROW) / ROW) + 1;
  return [Math.max(0, first), Math.min(total, first + number)];
}

/**
 * The rows to draw: those in sight and some around them.
 * @param {Range} sight
 * @param {number} total
 * @returns {Range}
 */
export const toDraw = ([first, end], total) => [Math.max(0, first - SPARE), Math.min(total, end + SPARE)];

/**
 * The rows to ask for, or null if all in sight are there. Those that are `stale` are asked for again.
 * @param {Range} sight
 * @param {{ has(place: number): boolean }} there
 * @param {boolean} stale
 * @returns {{ first: number, number: number } | null}
 */
export function toAsk([first, end], there, stale) {
  let [from, to] = [first, end];
  if (!stale) {
    while (from < to && there.has(from)) from++;
    while (to > from && there.has(to - 1)) to--;
    if (from >= to) return null;
  }
  const start = Math.max(0, from - AHEAD);
  return { first: start, number: Math.max(to + AHEAD - start, 2 * AHEAD) };
}

/**
 * How far to scroll so that a row is seen in a table of a height; its heading lies over the first row.
 * @param {number} place
 * @param {number} scrolled
 * @param {number} high
 */
export function scrolledTo(place, scrolled, high) {
  const top = place * ROW;
  if (top < scrolled) return top;
  return top + 2 * ROW > scrolled + high ? top + 2 * ROW - high : scrolled;
}

/**
 * Where a key leads from a row, or null if it leads nowhere.
 * @param {string} key
 * @param {number} place
 * @param {number} high
 * @param {number} total
 */
export function placeAfter(key, place, high, total) {
  const page = Math.max(1, Math.floor(high / ROW) - 2);
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
  if (!(key in steps)) return null;
  return Math.max(0, Math.min(place + steps[/** @type {keyof typeof steps} */ (key)], total - 1));
}
