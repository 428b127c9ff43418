// A table of any length: only the rows in sight are there, and are asked for.

import { make } from "../common/elements.js";
import { messageOf } from "../common/text.js";
import { inSight, KEPT, placeAfter, ROW, scrolledTo, toAsk, toDraw } from "./rows.js";

/** @import { App, Long, LongRow, Window } from "./types.js" */

let made = 0;

/**
 * `ask` gets a window of rows; `row` says how one looks (undefined if it is not there yet), and `look`
 * by what it is told from its looks before. `took` hears of rows that came, `note` says what went
 * wrong, `typed` gets keys that do not go through the rows; `moved` hears which row was gone to.
 * @template Row
 * @param {App} app
 * @param {{
 *   label: string, note: HTMLElement, ask: (wanted: { first: number, number: number }) => Promise<Window<Row>>,
 *   row: (record: Row | undefined, place: number) => LongRow, look: (record: Row) => string,
 *   took: (found: Window<Row>) => void, typed: (event: KeyboardEvent) => boolean, moved?: (further: boolean) => void,
 * }} given
 * @returns {Long<Row>}
 */
export function makeLong(app, { label, note, ask, row, look, took, typed, moved }) {
  /** @type {Map<number, Row>} */
  const rows = new Map();
  const view = { total: 0, at: 0, asking: false, stale: false, high: 420 };
  /** @type {Map<number, { element: HTMLElement, look: string }>} */
  const drawn = new Map();
  const head = make("div", { class: "mkx-tr mkx-th", role: "row", "aria-rowindex": "1" });
  const space = make("div", { class: "mkx-space", role: "rowgroup" });
  const grid = make("div", {
    class: "mkx-grid", role: "grid", tabindex: "0", "aria-label": label, id: `mkx-grid-${++made}`,
    onscroll: () => draw(), onkeydown: pressed, onfocus: () => mark(),
  }, make("div", { role: "rowgroup", class: "mkx-head2" }, head), space);

  const sight = () => inSight(grid.scrollTop, view.high, view.total);

  let asked = 0;
  function draw() {
    asked ||= requestAnimationFrame(() => { asked = 0; paint(); fetch(); });
  }

  function paint() {
    const [from, to] = toDraw(sight(), view.total);
    space.style.height = `${view.total * ROW}px`;
    for (const [place, one] of drawn) {
      if (place >= from && place < to && one.look === lookOf(place)) continue;
      one.element.remove();
      drawn.delete(place);
    }
    // Rows stand in their order, for those who have them read aloud.
    let next = space.firstChild;
    for (let place = from; place < to; place++) {
      const one = drawn.get(place) ?? { element: elementOf(place), look: lookOf(place) };
      drawn.set(place, one);
      if (one.element === next) next = one.element.nextSibling;
      else space.insertBefore(one.element, next);
    }
    mark();
  }

  /**
   * Rows that look the same are not drawn again: scrolling stays smooth.
   * @param {number} place
   */
  function lookOf(place) {
    const record = rows.get(place);
    return record ? look(record) : "";
  }

  /** @param {number} place */
  function elementOf(place) {
    const { attributes, cells } = row(rows.get(place), place);
    const element = make("div", { class: "mkx-tr", role: "row", id: `${grid.id}-${place}`, "aria-rowindex": String(place + 2), ...attributes }, ...cells);
    element.style.top = `${place * ROW}px`;
    return element;
  }

  // One window at a time: what was scrolled past meanwhile is never asked for.
  async function fetch() {
    const wanted = toAsk(sight(), rows, view.stale);
    if (view.asking || !wanted) return;
    view.asking = true;
    const fresh = view.stale;
    view.stale = false;
    try {
      take(await ask(wanted), fresh);
    } catch (error) {
      note.textContent = messageOf(error);
      view.asking = false;
      return;
    }
    view.asking = false;
    draw();
  }

  /**
   * @param {Window<Row>} found
   * @param {boolean} fresh
   */
  function take(found, fresh) {
    note.textContent = found.trouble ?? "";
    if (fresh || found.total !== view.total || rows.size > KEPT) rows.clear();
    found.rows.forEach((record, place) => { if (record) rows.set(found.first + place, record); });
    view.total = found.total;
    view.at = Math.min(view.at, Math.max(0, view.total - 1));
    grid.setAttribute("aria-rowcount", String(view.total + 1));
    took(found);
    grid.hidden = !view.total;
  }

  // What is there stays in sight until the new rows are.
  function reload() {
    view.stale = true;
    fetch();
  }

  function restart() {
    grid.scrollTop = 0;
    view.at = 0;
    reload();
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (event.target !== grid) return;
    const place = placeAfter(event.key, view.at, grid.clientHeight, view.total);
    if (place !== null) go(place, event.shiftKey);
    else if (!typed(event)) return;
    event.preventDefault();
  }

  /**
   * @param {number} place
   * @param {boolean} further
   */
  function go(place, further) {
    view.at = place;
    const top = scrolledTo(place, grid.scrollTop, grid.clientHeight);
    if (top !== grid.scrollTop) grid.scrollTop = top;
    moved?.(further);
    draw();
  }

  function mark() {
    const own = `${grid.id}-${view.at}`;
    for (const one of space.children) one.classList.toggle("mkx-at", one.id === own);
    grid.setAttribute("aria-activedescendant", own);
  }

  // The height as it was last seen: asked for in between, it may be nought for a moment, as when
  // JupyterLab changes its theme, and nobody tells when that is over.
  const sizes = new ResizeObserver((entries) => { view.high = entries[entries.length - 1].contentRect.height; draw(); });
  sizes.observe(grid);
  app.ends.push(() => sizes.disconnect());
  return { grid, head, rows, view, draw, reload, restart };
}
