// The documents beside the memories: a list to choose from, and the one whose passages are shown.

import { makeChoice } from "../common/controls.js";
import { focusOn, later, make } from "../common/elements.js";
import { count, day, minute, plural } from "../common/text.js";
import { makeLong } from "./long.js";
import { choose, webLink } from "./passages.js";
import { SCOPES } from "./app.js";

/** @import { App, DocumentSummary, DocumentWindow, Long, Status } from "./types.js" */

const COLUMNS = [
  { name: "title", text: "Document", width: "minmax(0,1fr)" },
  { name: "type", text: "Type", width: "72px" },
  { name: "passages", text: "Passages", width: "80px" },
  { name: "characters", text: "Characters", width: "88px" },
  { name: "added_at", text: "Added", width: "88px" },
  { name: "updated_at", text: "Changed", width: "88px" },
];
const NUMBERS = new Set(["passages", "characters"]);

/**
 * The choice between memories and documents, and the list of documents. `memories` is what is shown
 * otherwise; `focus` gives it the focus.
 * @param {App} app
 * @param {{ memories: HTMLElement, focus: () => void }} given
 */
export function makeDocuments(app, { memories, focus }) {
  const order = { sort: "title", descending: false, find: "" };
  let listed = false;
  // Whether somebody has just opened the list: to scroll, or to hear of changes, is no action.
  let opening = false;
  const find = make("input", {
    type: "search", placeholder: "Find by name", "aria-label": "Find documents by name", autocomplete: "off", dir: "auto",
    oninput: later(150, () => { order.find = find.value; long.restart(); }),
  });
  const total = make("span", { class: "mkw-note", role: "status" });
  const note = make("p", { class: "mkw-note mkx-trouble", role: "alert" });
  const empty = make("p", { class: "mkw-note mkx-empty" });
  /** @type {Long<DocumentSummary>} */
  const long = makeLong(app, {
    label: "Documents", note, row, took, typed, look: (one) => JSON.stringify([one, app.status.document?.uri, app.status.scope]),
    ask: async (wanted) => {
      const found = await app.read("documents", { ...wanted, ...order });
      if (opening) app.show(found);
      opening = false;
      return found;
    },
  });
  const { grid, head, rows } = long;
  grid.classList.add("mkx-docs");
  grid.style.setProperty("--columns", COLUMNS.map(({ width }) => width).join(" "));
  grid.setAttribute("aria-colcount", String(COLUMNS.length));
  const element = make("div", { class: "mkx-listed", hidden: true }, make("div", { class: "mkx-bar" }, find, total), note, grid, empty);
  const choice = makeChoice("What is listed", [
    { value: "memories", text: "Memories" }, { value: "documents", text: "Documents" },
  ], (value) => { list(value === "documents"); if (listed) find.focus({ preventScroll: true }); });
  choice.classList.add("mkx-listing");
  choice.hidden = true;

  /** @param {boolean} wanted */
  function list(wanted) {
    listed = opening = wanted;
    memories.hidden = listed;
    element.hidden = !listed;
    choice.show(listed ? "documents" : "memories");
    if (listed) long.reload();
  }

  function drawHead() {
    head.replaceChildren(...COLUMNS.map(({ name, text }) => {
      const sorted = order.sort === name;
      return make("span", {
        role: "columnheader", class: `mkx-td${NUMBERS.has(name) ? " mkx-right" : ""}`, "aria-sort": sorted ? (order.descending ? "descending" : "ascending") : "none",
      }, make("button", { type: "button", class: "mkx-sort", "data-sort": name, onclick: () => sortBy(name) },
        text, make("span", { "aria-hidden": "true" }, sorted ? (order.descending ? " ▼" : " ▲") : "")));
    }));
  }

  /** @param {string} name */
  function sortBy(name) {
    order.descending = order.sort === name ? !order.descending : name !== "title" && name !== "type";
    order.sort = name;
    drawHead();
    focusOn(head, `[data-sort="${name}"]`);
    long.restart();
  }

  /**
   * @param {DocumentSummary | undefined} one
   * @param {number} place
   */
  function row(one, place) {
    const { document } = app.status;
    const open = one && document && one.uri === document.uri && Object.keys(SCOPES).every((name) => one[name] === document[name]);
    return {
      attributes: {
        "data-uri": one?.uri, "data-open": open ? "true" : null, "data-problem": one?.problem ? "true" : null,
        onclick: () => { long.view.at = place; take(place); },
      },
      cells: COLUMNS.map(({ name }) => cell(one, name)),
    };
  }

  /**
   * @param {DocumentSummary | undefined} one
   * @param {string} name
   */
  function cell(one, name) {
    if (!one) return make("span", { role: "gridcell", class: "mkx-td mkw-muted" }, name === "title" ? "…" : "");
    if (name === "title") {
      const whose = Object.keys(SCOPES).filter((id) => one[id] != null && app.status.scope[id] == null).map((id) => String(one[id]));
      return make("span", { role: "gridcell", class: "mkx-td", title: [one.title, one.where, one.problem].filter(Boolean).join("\n") },
        one.problem ? make("span", { class: "mkx-fact mkx-incomplete" }, "incomplete") : null,
        make("bdi", {}, one.title), make("bdi", { class: "mkw-muted" }, [...whose, one.where].join(" · ")));
    }
    const value = one[name];
    const said = NUMBERS.has(name) ? (value == null ? "" : count(Number(value))) : name.endsWith("_at") ? day(String(value)) : String(value);
    return make("span", {
      role: "gridcell", class: `mkx-td mkw-muted${NUMBERS.has(name) ? " mkx-right" : ""}`, dir: "auto", title: name.endsWith("_at") ? minute(String(value)) : said,
    }, said);
  }

  /** @param {DocumentWindow} found */
  function took(found) {
    total.textContent = `${plural(found.total, "document")}${order.find ? " found" : ""}${app.past() ? ", as they were then" : ""}`;
    element.dataset.loaded = "true";
    const whose = app.whose() ? ` for ${app.whose()}` : "";
    empty.textContent = found.total ? "" : order.find ? `No document is called “${order.find}”. Clear the box above to see all.`
      : app.past() ? `There were no documents${whose} then. Go back to now to see those of today.`
        : `No documents${whose} yet. Read some with m.ingest("folder") or %memkit ingest.`;
  }

  /** @param {KeyboardEvent} event */
  function typed(event) {
    if (event.key !== "Enter") return false;
    take(long.view.at);
    return true;
  }

  /** @param {number} place */
  async function take(place) {
    const one = rows.get(place);
    if (!one) return;
    await choose(app, one);
    list(false);
    focus();
  }

  app.on("status", (/** @type {Status} */ status) => {
    choice.hidden = !status.documents && !status.document && !listed;
    drawHead();
  });
  app.on("data", () => { if (listed) long.reload(); });
  list(false);
  return { choice, element };
}

/**
 * The line above the table while it shows one document: what that is, the way back, and forgetting it.
 * @param {App} app
 */
export function makeChosen(app) {
  const note = make("p", { class: "mkw-note mkx-trouble", role: "alert" });
  const what = make("span", { class: "mkx-what2" });
  const question = make("span", { role: "status" });
  const all = make("button", { type: "button", onclick: async () => { await app.filter("set_document", { uri: null }); app.tell("gone", []); } }, "All memories");
  const forget = make("button", { type: "button", class: "mkx-forget", onclick: () => (asked ? act() : ask(true)) });
  const keep = make("button", { type: "button", onclick: () => { ask(false); forget.focus(); } }, "Keep");
  const element = make("div", { class: "mkx-document", role: "group", "aria-label": "The document that is shown", hidden: true },
    what, question, make("span", { class: "mkx-buttons" }, keep, forget, all), note);
  let asked = false;

  /** @param {boolean} wanted */
  function ask(wanted) {
    asked = wanted;
    const { document } = app.status;
    const deletes = plural(document?.deletes ?? 0, "passage");
    question.textContent = asked ? `Forget it? ${deletes} will be deleted; Undo brings ${document?.deletes === 1 ? "it" : "them"} back.` : "";
    question.hidden = keep.hidden = !asked;
    all.hidden = asked;
    forget.textContent = asked ? `Forget ${deletes}` : "Forget this document";
    forget.classList.toggle("mkw-danger", asked);
  }

  async function act() {
    const { document } = app.status;
    if (!document) return;
    const { uri, user_id, agent_id, app_id, run_id } = document;
    const done = await app.change("forget_source", { uri, user_id, agent_id, app_id, run_id }, note);
    ask(false);
    if (done) app.tell("gone", []);
  }

  let shown = "";
  app.on("status", (/** @type {Status} */ { document }) => {
    element.hidden = !document;
    forget.disabled = app.past() || !document?.deletes;
    const now = JSON.stringify(document);
    if (now === shown) return;
    shown = now;
    note.textContent = "";
    ask(false);
    what.replaceChildren(...(document ? [
      make("span", { class: "mkw-muted" }, "Read from "), make("b", { class: "mkx-title" }, make("bdi", {}, document.title)), " ",
      make("bdi", { class: "mkw-muted mkx-where", title: document.where }, document.where), webLink(document.link) ?? "",
    ] : []));
  });
  return { element };
}
