// The memories of the scope as a table, or the passages of one document; and the documents beside.

import { focusOn, later, make } from "../common/elements.js";
import { count, day, messageOf, minute, plural } from "../common/text.js";
import { makeBulk } from "./bulk.js";
import { makeColumns } from "./columns.js";
import { makeChosen, makeDocuments } from "./documents.js";
import { makeLong } from "./long.js";
import { fromMark } from "./passages.js";
import { factMark, makeShow } from "./show.js";
import { saidValue, valueOf } from "./values.js";

/** @import { App, Column, Long, MemorySummary, Selecting, Status, TableWindow } from "./types.js" */

// As they were read, and as they were before somebody looked at a document.
const AS_READ = { sort: "place", descending: false };

/** @param {App} app */
export function makeTable(app) {
  const order = { sort: "updated_at", descending: true, find: "" };
  const view = { anchor: 0, dated: false, layout: "" };
  /** @type {Column[]} */
  let columns = [];
  let before = { ...order };
  /** @type {string | null} the document whose passages are shown */
  let shownUri = null;

  const find = make("input", {
    type: "search", placeholder: "Filter the rows", "aria-label": "Filter the rows", autocomplete: "off", dir: "auto",
    oninput: later(150, () => { order.find = find.value; restart(); }),
  });
  const total = make("span", { class: "mkw-note", role: "status" });
  const all = make("button", { type: "button", onclick: () => select({ how: "all" }) }, "Select all");
  const note = make("p", { class: "mkw-note mkx-trouble", role: "alert" });
  const empty = make("p", { class: "mkw-note mkx-empty" });
  /** @type {Long<MemorySummary>} */
  const long = makeLong(app, {
    label: "Memories", note, row, took, typed, look: lookOf,
    ask: (wanted) => app.read("rows", { ...wanted, ...order }),
    moved: (further) => { if (further) extend(long.view.at); else view.anchor = long.view.at; },
  });
  const { grid, head, rows, draw } = long;
  grid.setAttribute("aria-multiselectable", "true");
  const picker = makeColumns(() => { chooseColumns(); draw(); });
  // Selections that Python has not answered yet.
  let selecting = 0;
  const bulk = makeBulk(app, { select, coming: () => selecting > 0 });
  const memories = make("div", { class: "mkx-listed" },
    make("div", { class: "mkx-bar" }, find, ...makeShow(app), total, all, picker.element), makeChosen(app).element, bulk.element, note, grid, empty);
  const documents = makeDocuments(app, {
    memories, focus: () => (grid.hidden ? find : grid).focus({ preventScroll: true }),
  });
  const element = make("section", { class: "mkx-table", "aria-label": "All memories" }, documents.choice, memories, documents.element);

  // -- columns ------------------------------------------------------------------------------------

  function chooseColumns() {
    columns = picker.list(app.status, view.dated);
    const widths = columns.slice(1).map(({ name }) => (name.endsWith("_at") ? "88px" : name === "place" ? "minmax(0,.6fr)" : "minmax(0,96px)"));
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

  /** @param {MemorySummary} record */
  function lookOf(record) {
    return `${record.id} ${record.seq} ${app.status.unused} ${record.selected} ${record.id === app.open} ${shownUri} ${view.layout}`;
  }

  /**
   * @param {MemorySummary | undefined} record
   * @param {number} place
   */
  function row(record, place) {
    return {
      attributes: {
        "aria-selected": String(Boolean(record?.selected)), "data-id": record?.id, "data-open": record && record.id === app.open ? "true" : null,
        onclick: (/** @type {MouseEvent} */ event) => clicked(place, event),
      },
      cells: [
        make("span", { role: "gridcell", class: "mkx-td mkx-mark", onclick: (event) => { event.stopPropagation(); toggle(place); } },
          make("span", { class: "mkx-tick", "aria-hidden": "true" })),
        ...columns.map(({ name }) => cell(record, name)),
      ],
    };
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
    }, ...(name === "memory" ? [factMark(app, record), fromMark(app, record)] : []), said);
  }

  /** @param {TableWindow} found */
  function took(found) {
    element.dataset.loaded = "true";
    total.textContent = saidTotal();
    // When it was true says more than when it was stored, where it is known.
    if (!view.dated && found.rows.some((record) => record?.occurred_at)) { view.dated = true; chooseColumns(); }
    element.classList.toggle("mkx-none", !long.view.total);
    empty.textContent = long.view.total ? "" : app.emptiness(order.find);
  }

  function saidTotal() {
    const column = columns.find(({ name }) => name === order.sort)?.text ?? order.sort;
    const { shown } = app.status;
    const all = order.find && long.view.total < shown ? `${count(long.view.total)} of ${plural(shown, "memory", "memories")}` : plural(long.view.total, "memory", "memories");
    return `${all}, by ${column.toLowerCase()}`;
  }

  function restart() {
    view.anchor = 0;
    long.restart();
  }

  // A document is shown as it reads, and what was there before as it was.
  /** @param {Status} status */
  function follow({ document }) {
    const asRead = document != null;
    if (asRead !== (shownUri != null)) {
      if (asRead) before = { ...order };
      Object.assign(order, asRead ? AS_READ : { sort: before.sort, descending: before.descending });
    }
    const uri = document?.uri ?? null;
    if (uri !== shownUri) { grid.scrollTop = 0; long.view.at = view.anchor = 0; }
    shownUri = uri;
    chooseColumns();
  }

  // -- selecting ----------------------------------------------------------------------------------

  /**
   * @param {number} place
   * @param {MouseEvent} event
   */
  function clicked(place, event) {
    grid.focus({ preventScroll: true });
    if (event.shiftKey) return extend(place);
    long.view.at = view.anchor = place;
    if (event.ctrlKey || event.metaKey) return toggle(place);
    open(place);
    const record = rows.get(place);
    return record && select({ how: "only", id: record.id });
  }

  /** @param {number} place */
  function open(place) {
    const record = rows.get(place);
    if (!record) return;
    app.from = "table";
    app.tell("open", record.id);
  }

  /** @param {number} place */
  function toggle(place) {
    long.view.at = view.anchor = place;
    const record = rows.get(place);
    if (!record) return null;
    record.selected = !record.selected;
    draw();
    return select({ how: "toggle", id: record.id });
  }

  /** @param {number} place */
  function extend(place) {
    long.view.at = place;
    const [first, last] = [Math.min(place, view.anchor), Math.max(place, view.anchor)];
    for (const [at, record] of rows) if (record) record.selected = at >= first && at <= last;
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
    if (event.key === "Enter") open(long.view.at);
    else if (event.key === " ") toggle(long.view.at);
    else if (event.key === "a" && (event.ctrlKey || event.metaKey)) select({ how: "all" });
    else if (event.key === "Escape") select({ how: "none" });
    else if (event.key === "Delete") bulk.remove();
    else return false;
    return true;
  }

  /**
   * After rows or buttons went that may have had the focus: the row that takes the place has it.
   * @param {string[] | null} ids those that went; null for those that are selected
   */
  function takeFocus(ids) {
    const gone = [...rows].filter(([, one]) => one && (ids ? ids.includes(one.id) : one.selected)).map(([place]) => place);
    if (gone.length) long.view.at = view.anchor = Math.min(...gone);
    (grid.hidden ? find : grid).focus({ preventScroll: true });
  }

  app.on("status", follow);
  app.on("data", long.reload);
  app.on("selection", long.reload);
  app.on("open", draw);
  app.on("gone", takeFocus);
  return element;
}
