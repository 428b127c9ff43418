// All memories of the scope as a table: only the rows in sight are there, and are asked for.

import { focusOn, later, make } from "../common/elements.js";
import { count, day, messageOf, minute, plural } from "../common/text.js";
import { makeBulk } from "./bulk.js";
import { makeColumns } from "./columns.js";
import { inSight, KEPT, placeAfter, ROW, scrolledTo, toAsk, toDraw } from "./rows.js";
import { factMark, makeShow } from "./show.js";
import { saidValue, valueOf } from "./values.js";

/** @import { App, Column, MemorySummary, Selecting, TableWindow } from "./types.js" */

/** @param {App} app */
export function makeTable(app) {
  const order = { sort: "updated_at", descending: true, find: "" };
  const view = { total: 0, rows: new Map(), at: 0, anchor: 0, asking: false, stale: false, dated: false, layout: "", high: 420 };
  const drawn = new Map();
  /** @type {Column[]} */
  let columns = [];

  const find = make("input", {
    type: "search", placeholder: "Filter the rows", "aria-label": "Filter the rows", autocomplete: "off", dir: "auto",
    oninput: later(150, () => { order.find = find.value; restart(); }),
  });
  const total = make("span", { class: "mkw-note", role: "status" });
  const all = make("button", { type: "button", onclick: () => select({ how: "all" }) }, "Select all");
  const note = make("p", { class: "mkw-note mkx-trouble", role: "alert" });
  const head = make("div", { class: "mkx-tr mkx-th", role: "row", "aria-rowindex": "1" });
  const space = make("div", { class: "mkx-space", role: "rowgroup" });
  const empty = make("p", { class: "mkw-note mkx-empty" });
  const grid = make("div", {
    class: "mkx-grid", role: "grid", tabindex: "0", "aria-label": "Memories", "aria-multiselectable": "true",
    onscroll: () => draw(), onkeydown: typed, onfocus: () => mark(),
  }, make("div", { role: "rowgroup", class: "mkx-head2" }, head), space);
  const picker = makeColumns(() => { chooseColumns(); draw(); });
  // Selections that Python has not answered yet.
  let selecting = 0;
  const bulk = makeBulk(app, { select, coming: () => selecting > 0 });
  const element = make("section", { class: "mkx-table", "aria-label": "All memories" },
    make("div", { class: "mkx-bar" }, find, ...makeShow(app), total, all, picker.element), bulk.element, note, grid, empty);

  // -- columns ------------------------------------------------------------------------------------

  function chooseColumns() {
    columns = picker.list(app.status, view.dated);
    const widths = columns.slice(1).map(({ name }) => (name.endsWith("_at") ? "88px" : "minmax(0,96px)"));
    grid.style.setProperty("--columns", ["28px", "minmax(0,1fr)", ...widths].join(" "));
    view.layout = columns.map(({ name }) => name).join();
    grid.setAttribute("aria-colcount", String(columns.length + 1));
    drawHead();
  }

  function drawHead() {
    head.replaceChildren(make("span", { role: "columnheader", class: "mkx-td" }, make("span", { class: "mkw-said" }, "Selected")),
      ...columns.map(({ name, text }) => {
        const sorted = order.sort === name;
        return make("span", {
          role: "columnheader", class: "mkx-td", dir: "auto", "aria-sort": sorted ? (order.descending ? "descending" : "ascending") : "none",
        }, make("button", { type: "button", class: "mkx-sort", "data-sort": name, onclick: () => sortBy(name) },
          text, make("span", { "aria-hidden": "true" }, sorted ? (order.descending ? " ▼" : " ▲") : "")));
      }));
  }

  /** @param {string} name */
  function sortBy(name) {
    order.descending = order.sort === name ? !order.descending : name.endsWith("_at");
    order.sort = name;
    drawHead();
    focusOn(head, `[data-sort="${CSS.escape(name)}"]`);
    restart();
  }

  // -- rows ---------------------------------------------------------------------------------------

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
      const one = drawn.get(place) ?? { element: row(place), look: lookOf(place) };
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
    const record = view.rows.get(place);
    return record ? `${record.id} ${record.seq} ${app.status.unused} ${record.selected} ${record.id === app.open} ${view.layout}` : "";
  }

  /** @param {number} place */
  function row(place) {
    const record = view.rows.get(place);
    const cells = columns.map(({ name }) => cell(record, name));
    const element = make("div", {
      class: "mkx-tr", role: "row", id: `${grid.id}-${place}`, "aria-rowindex": String(place + 2),
      "aria-selected": String(Boolean(record?.selected)), "data-id": record?.id, "data-open": record && record.id === app.open ? "true" : null,
      onclick: (event) => clicked(place, event),
    },
    make("span", { role: "gridcell", class: "mkx-td mkx-mark", onclick: (event) => { event.stopPropagation(); toggle(place); } },
      make("span", { class: "mkx-tick", "aria-hidden": "true" })),
    ...cells);
    element.style.top = `${place * ROW}px`;
    return element;
  }

  /**
   * @param {MemorySummary | undefined} record
   * @param {string} name
   */
  function cell(record, name) {
    if (!record) return make("span", { role: "gridcell", class: "mkx-td mkw-muted" }, name === "memory" ? "…" : "");
    const value = valueOf(record, name);
    const time = name.endsWith("_at") ? String(value ?? "") : null;
    const said = time == null ? saidValue(value) : day(time);
    return make("span", {
      role: "gridcell", class: `mkx-td${name === "memory" ? "" : " mkw-muted"}`, dir: "auto",
      title: time == null ? said : minute(time),
    }, name === "memory" ? factMark(app, record) : null, said);
  }

  // One window at a time: what was scrolled past meanwhile is never asked for.
  async function fetch() {
    const wanted = toAsk(sight(), view.rows, view.stale);
    if (view.asking || !wanted) return;
    view.asking = true;
    const fresh = view.stale;
    view.stale = false;
    try {
      take(await app.read("rows", { ...wanted, ...order }), fresh);
    } catch (error) {
      note.textContent = messageOf(error);
      view.asking = false;
      return;
    }
    view.asking = false;
    draw();
  }

  /**
   * @param {TableWindow} found
   * @param {boolean} fresh
   */
  function take(found, fresh) {
    note.textContent = found.trouble ?? "";
    if (fresh || found.total !== view.total || view.rows.size > KEPT) view.rows.clear();
    found.rows.forEach((record, place) => { if (record) view.rows.set(found.first + place, record); });
    view.total = found.total;
    view.at = Math.min(view.at, Math.max(0, view.total - 1));
    grid.setAttribute("aria-rowcount", String(view.total + 1));
    element.dataset.loaded = "true";
    total.textContent = saidTotal();
    // When it was true says more than when it was stored, where it is known.
    if (!view.dated && found.rows.some((record) => record?.occurred_at)) { view.dated = true; chooseColumns(); }
    element.classList.toggle("mkx-none", !view.total);
    empty.textContent = view.total ? "" : app.emptiness(order.find);
    grid.hidden = !view.total;
  }

  function saidTotal() {
    const column = columns.find(({ name }) => name === order.sort)?.text ?? order.sort;
    const { shown } = app.status;
    const all = order.find && view.total < shown ? `${count(view.total)} of ${plural(shown, "memory", "memories")}` : plural(view.total, "memory", "memories");
    return `${all}, by ${column.toLowerCase()}`;
  }

  // What is there stays in sight until the new rows are.
  function reload() {
    view.stale = true;
    fetch();
  }

  function restart() {
    grid.scrollTop = 0;
    view.at = view.anchor = 0;
    reload();
  }

  // -- selecting ----------------------------------------------------------------------------------

  /**
   * @param {number} place
   * @param {MouseEvent} event
   */
  function clicked(place, event) {
    grid.focus({ preventScroll: true });
    if (event.shiftKey) return extend(place);
    view.at = view.anchor = place;
    if (event.ctrlKey || event.metaKey) return toggle(place);
    open(place);
    const record = view.rows.get(place);
    return record && select({ how: "only", id: record.id });
  }

  /** @param {number} place */
  function open(place) {
    const record = view.rows.get(place);
    if (!record) return;
    app.from = "table";
    app.tell("open", record.id);
  }

  /** @param {number} place */
  function toggle(place) {
    view.at = view.anchor = place;
    const record = view.rows.get(place);
    if (!record) return null;
    record.selected = !record.selected;
    draw();
    return select({ how: "toggle", id: record.id });
  }

  /** @param {number} place */
  function extend(place) {
    view.at = place;
    const [first, last] = [Math.min(place, view.anchor), Math.max(place, view.anchor)];
    for (const [at, record] of view.rows) if (record) record.selected = at >= first && at <= last;
    draw();
    return select({ how: "range", first, last });
  }

  /** @param {Selecting} what */
  async function select(what) {
    selecting++;
    const answered = await app.ask("select", { ...what, ...order }).catch((error) => {
      note.textContent = messageOf(error);
      return null;
    });
    selecting--;
    app.tell("selection", answered ? answered.count : app.status.selected);
  }

  // -- keys ---------------------------------------------------------------------------------------

  /** @param {KeyboardEvent} event */
  function typed(event) {
    if (event.target !== grid) return;
    const place = placeAfter(event.key, view.at, grid.clientHeight, view.total);
    if (place !== null) go(place, event.shiftKey);
    else if (event.key === "Enter") open(view.at);
    else if (event.key === " ") toggle(view.at);
    else if (event.key === "a" && (event.ctrlKey || event.metaKey)) select({ how: "all" });
    else if (event.key === "Escape") select({ how: "none" });
    else if (event.key === "Delete") bulk.remove();
    else return;
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
    if (further) extend(view.at);
    else view.anchor = view.at;
    draw();
  }

  function mark() {
    const own = `${grid.id}-${view.at}`;
    for (const one of space.children) one.classList.toggle("mkx-at", one.id === own);
    grid.setAttribute("aria-activedescendant", own);
  }

  /**
   * After rows or buttons went that may have had the focus: the row that takes the place has it.
   * @param {string[] | null} ids those that went; null for those that are selected
   */
  function takeFocus(ids) {
    const gone = [...view.rows].filter(([, one]) => one && (ids ? ids.includes(one.id) : one.selected)).map(([place]) => place);
    if (gone.length) view.at = view.anchor = Math.min(...gone);
    (grid.hidden ? find : grid).focus({ preventScroll: true });
  }

  grid.id = `mkx-grid-${++gridsMade}`;
  app.on("status", chooseColumns);
  app.on("data", reload);
  app.on("selection", reload);
  app.on("open", draw);
  app.on("gone", takeFocus);
  // The height as it was last seen: asked for in between, it may be nought for a moment, as when
  // JupyterLab changes its theme, and nobody tells when that is over.
  const sizes = new ResizeObserver((entries) => { view.high = entries[entries.length - 1].contentRect.height; draw(); });
  sizes.observe(grid);
  app.ends.push(() => sizes.disconnect());
  return element;
}

let gridsMade = 0;
