// All about one memory: its text and metadata to edit, its history, what is near it in each space.

import { makeCode } from "../common/controls.js";
import { focusOn, keepingFocus, make } from "../common/elements.js";
import { messageOf, minute, number } from "../common/text.js";
import { badge, difference } from "./proposals.js";
import { readMetadata, saidText, saidValue } from "./values.js";

/** @import { App, Detail, Nearest } from "./types.js" */

const FACTS = { user_id: "user", agent_id: "agent", app_id: "app", run_id: "run", type: "type", role: "said by" };

/** @param {App} app */
export function makeDetail(app) {
  const note = make("p", { class: "mkw-note mkx-trouble", role: "alert" });
  const pane = make("div", { class: "mkx-pane" });
  const code = makeCode(() => shown?.code ?? "");
  const element = make("section", { class: "mkx-detail", "aria-label": "One memory", tabindex: "-1" }, note, pane, code.box);
  /** @type {Detail | null} */
  let shown = null;
  let editing = false;
  let sure = false;

  async function load() {
    if (!app.open) { shown = null; draw(); return; }
    try {
      shown = await app.ask("detail", { id: app.open }, "detail");
      note.textContent = "";
      code.refresh();
      draw();
    } catch (error) {
      shown = null;
      draw();
      note.textContent = messageOf(error);
    }
  }

  /** @param {string} id */
  function open(id) {
    if (id !== shown?.id) editing = sure = false;
    return load();
  }

  // -- drawing ------------------------------------------------------------------------------------

  function draw() {
    element.dataset.id = shown?.id ?? "";
    if (!shown) {
      pane.replaceChildren(make("p", { class: "mkw-note mkx-empty" },
        app.open ? "Loading …" : "Click a memory to see its history and what is near it."));
      return;
    }
    const one = shown;
    keepingFocus(pane, () => pane.replaceChildren(heading(one), ...(editing ? [editor(one)] : [text(one), facts(one)]),
      history(one), ...one.nearest.map(nearest)));
  }

  /** @param {Detail} shown */
  function heading(shown) {
    const can = shown.there && !app.past();
    const buttons = editing ? [] : [
      make("button", { type: "button", disabled: !can, onclick: () => { editing = true; draw(); focusOn(pane, "textarea"); } }, "Edit"),
      make("button", {
        type: "button", class: sure ? "mkx-danger" : null, disabled: !can,
        onclick: () => { if (sure) remove(shown); else { sure = true; draw(); focusOn(pane, ".mkx-danger"); } },
      }, sure ? "Delete it?" : "Delete"),
      sure ? make("button", { type: "button", onclick: () => { sure = false; draw(); } }, "Keep") : null,
      code.button,
    ];
    return make("div", { class: "mkx-bar" },
      make("code", { class: "mk-id", title: shown.id }, `#${shown.id.slice(-8)}`),
      shown.there ? null : make("span", { class: "mkw-note" }, app.past() ? "not there at that time" : "deleted; undo brings it back"),
      make("span", { class: "mkx-buttons" }, ...buttons));
  }

  /** @param {Detail} shown */
  const text = (shown) => make("p", { class: `mkx-whole${shown.there ? "" : " mk-gone"}`, dir: "auto" }, shown.record.text);

  /** @param {Detail} shown */
  function facts(shown) {
    const { record } = shown;
    const own = Object.entries(FACTS).filter(([key]) => record[key] && !(key === "type" && record.type === "semantic"))
      .map(([key, word]) => [word, String(record[key])]);
    const times = [["occurred", record.occurred_at], ["created", record.created_at],
      ["updated", record.updated_at === record.created_at ? null : record.updated_at], ["expires", record.expires_at],
      ["valid from", record.valid_from], ["valid to", record.valid_to]]
      .filter(([, when]) => when).map(([word, when]) => [word, minute(when)]);
    const rare = [["pinned", record.pinned ? "yes" : ""], ["superseded by", record.superseded_by ?? ""], ["vouched for by", record.said_by ?? ""],
      ["derived by", record.derived_by ?? ""], ...record.sources.map((source) => ["source", source]),
      ...Object.entries(record.data).map(([key, value]) => [`data.${key}`, saidValue(value)])].filter(([, value]) => value);
    const rows = [...own, ...rare, ...Object.entries(record.metadata).map(([key, value]) => [key, Array.isArray(value) ? value.map(saidValue).join(", ") : saidValue(value)]), ...times];
    return make("div", { class: "mk-about mkx-facts" }, ...rows.map(([word, value]) =>
      make("span", { class: "mk-pair", dir: "auto" }, make("b", {}, word), " ", value)));
  }

  // -- editing ------------------------------------------------------------------------------------

  /** @param {Detail} shown */
  function editor(shown) {
    const { record } = shown;
    const words = make("textarea", { rows: "3", "aria-label": "Text" });
    const about = make("textarea", { rows: "4", "aria-label": "Metadata as JSON", class: "mkx-mono", spellcheck: "false" });
    words.value = shown.text;
    const before = words.value;
    about.value = JSON.stringify(record.metadata, null, 2);
    const wrong = make("p", { class: "mkw-note mkx-trouble", role: "alert" });

    async function save() {
      let metadata;
      try {
        metadata = readMetadata(about.value);
      } catch (error) {
        wrong.textContent = messageOf(error);
        about.focus();
        return;
      }
      const same = JSON.stringify(metadata) === JSON.stringify(record.metadata);
      const given = { id: record.id, text: words.value === before ? null : words.value, metadata: same ? null : metadata };
      if (given.text == null && same) { cancel(); return; }
      if (await app.change("update", given, wrong)) { editing = false; element.focus(); load(); }
    }

    function cancel() {
      editing = false;
      draw();
      element.focus();
    }

    return make("form", {
      class: "mkx-editor",
      onsubmit: (event) => { event.preventDefault(); save(); },
      onkeydown: (event) => {
        if (event.key === "Escape") cancel();
        else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
        else return;
        event.preventDefault();
      },
    },
    make("label", {}, make("span", { class: "mkw-muted" }, "Text"), words),
    make("label", {}, make("span", { class: "mkw-muted" }, "Metadata"), about),
    wrong,
    make("div", { class: "mkw-row" },
      make("button", { type: "submit", class: "mkx-main", title: "Ctrl+Enter" }, "Save"),
      make("button", { type: "button", title: "Escape", onclick: cancel }, "Cancel")));
  }

  /** @param {Detail} shown */
  async function remove(shown) {
    sure = false;
    if (await app.change("delete", { ids: [shown.id] }, note)) element.focus();
  }

  // -- history and neighbours ---------------------------------------------------------------------

  /** @param {Detail} shown */
  function history(shown) {
    return make("div", { class: "mkx-part" }, make("h3", {}, "History"),
      make("ol", { class: "mkx-history" }, ...shown.history.map((one) => make("li", {},
        make("div", { class: "mkw-row" }, make("span", { class: "mkx-number mkw-muted" }, `v${one.version}`), badge(one.event),
          make("span", { class: "mkw-muted", title: `${one.at}, change ${one.seq}` },
            `${minute(one.at)}${one.actor ? ` by ${one.actor}` : ""}`),
          one.undoable && !app.past() ? make("button", {
            type: "button", class: "mkw-link mkx-undo", title: `Back to the state before this change, as m.undo(${one.seq})`,
            onclick: () => app.change("undo", { seqs: [one.seq] }, note),
          }, "Undo") : null),
        one.reason ? make("div", { class: "mkw-note", dir: "auto" }, one.reason) : null,
        one.text.length ? (one.event === "UPDATE" ? difference(one.text) : saidText(one.text.map(([, text]) => text).join(""))) : null,
        ...one.fields.map((field) => make("div", { class: "mkx-field" }, make("span", { class: "mkw-muted" }, `${field.name.replace("metadata.", "")} `),
          field.old ? make("del", { dir: "auto" }, field.old) : null, field.new ? make("ins", { dir: "auto" }, field.new) : null))))));
  }

  /** @param {Nearest} one */
  function nearest(one) {
    return make("div", { class: "mkx-part" }, make("h3", { dir: "auto" }, `Nearest in ${one.space}`),
      one.neighbours.length
        ? make("ol", { class: "mkx-neighbours" }, ...one.neighbours.map((other) => make("li", {},
          make("span", { class: "mkx-number", title: "Cosine, up to 1" }, number(other.cosine)),
          make("button", { type: "button", class: "mkx-memory", onclick: () => app.tell("open", other.id) }, saidText(other.text)))))
        : make("p", { class: "mkw-note" }, "No other memory is here to be near."));
  }

  app.on("open", open);
  // What is being written is not thrown away because something else changed.
  app.on("data", () => { if (!editing) load(); });
  draw();
  return element;
}
