// All about one memory: its text and metadata to edit, its history, what is near it in each space.

import { makeCode } from "../common/controls.js";
import { focusOn, keepingFocus, make } from "../common/elements.js";
import { messageOf, minute, number, plural } from "../common/text.js";
import { aboutFact, drawnOf, happenedOf, reviewOf, saidData, whyOf } from "./facts.js";
import { passageOf, withoutPlace } from "./passages.js";
import { badge, difference } from "./proposals.js";
import { keepingLineEnds, saidText, saidValue } from "./values.js";

/** @import { App, Detail, Draft, Nearest, Version } from "./types.js" */

const FACTS = { user_id: "user", agent_id: "agent", app_id: "app", run_id: "run", type: "type", role: "said by" };

/** @param {App} app */
export function makeDetail(app) {
  const note = make("p", { class: "mkw-note mkx-trouble", role: "alert" });
  const pane = make("div", { class: "mkx-pane" });
  const code = makeCode(() => shown?.code ?? "");
  const element = make("section", { class: "mkx-detail", "aria-label": "One memory", tabindex: "-1" }, note, pane, code.box);
  /** @type {Detail | null} */
  let shown = null;
  /** @type {string | null} why nothing is shown */
  let trouble = null;
  /** @type {Map<string, Draft>} what is being written, by memory: it outlasts a look at another */
  const drafts = new Map();
  // What is asked about before it is done: "delete", "discard", or the number of a change to undo.
  /** @type {string | number | null} */
  let sure = null;
  /** @type {Map<string, HTMLElement>} where facts are edited to be accepted, by memory */
  const reviewed = new Map();
  const opened = { why: false };

  const editing = () => (shown?.there && !app.past() ? drafts.get(shown.id) : undefined);

  async function load() {
    if (!app.open) { shown = null; draw(); return; }
    try {
      shown = await app.read("detail", { id: app.open }, "detail");
      trouble = null;
      code.refresh();
    } catch (error) {
      shown = null;
      trouble = messageOf(error);
    }
    draw();
  }

  /** @param {string} id */
  async function open(id) {
    if (id !== shown?.id) { sure = null; note.textContent = ""; }
    await load();
    reveal();
  }

  // Below the hits or the table it may be out of sight; beside the table it is where one looks.
  function reveal() {
    const head = pane.firstElementChild ?? element;
    const beside = element.previousElementSibling && element.getBoundingClientRect().left >= element.previousElementSibling.getBoundingClientRect().right;
    element.scrollTop = 0;
    if (app.from === "table" && beside) return;
    head.scrollIntoView({ block: "nearest" });
    (pane.querySelector(".mkx-whole, .mkx-editor") ?? head).scrollIntoView({ block: "nearest" });
  }

  // -- drawing ------------------------------------------------------------------------------------

  function draw() {
    element.dataset.id = shown?.id ?? "";
    const draft = editing();
    const others = [...drafts].filter(([, other]) => other !== draft && isEdited(other));
    if (!shown) {
      const said = trouble ?? (app.open ? "Loading …" : "Click a memory to see its history and what is near it.");
      pane.replaceChildren(...unsaved(others), make("p", { class: `mkw-note mkx-empty${trouble ? " mkx-trouble" : ""}`, role: trouble ? "alert" : null }, said),
        trouble && app.past() ? make("button", { type: "button", onclick: () => app.filter("set_at", { at: null }) }, "Back to now") : "");
      return;
    }
    const one = shown;
    keepingFocus(pane, () => {
      const above = [heading(one), ...unsaved(others)];
      const below = [...passageOf(app, one.passage), ...drawnOf(app, one.drawn, one.drawn_total), ...whyOf(app, one.fact, opened), history(one), ...one.nearest.map(nearest)];
      if (!draft) {
        const review = reviewOf(app, one, { note, editing: reviewed, draw, pane });
        pane.replaceChildren(...above, text(one), ...aboutFact(app, one, review), facts(one), ...below);
        return;
      }
      const form = editorOf(one, draft);
      if (form.parentNode !== pane) { pane.replaceChildren(...above, form, ...below); return; }
      // Somebody is writing there: it stays where it is, with the cursor in it.
      for (const part of [...pane.children]) if (part !== form) part.remove();
      form.before(...above);
      form.after(...below);
    });
  }

  /** @param {Draft} draft */
  const isEdited = (draft) => draft.text !== draft.textBefore || draft.about !== draft.aboutBefore;

  /**
   * What is being written about other memories, to go on with.
   * @param {[id: string, draft: Draft][]} others
   */
  const unsaved = (others) => others.map(([id, draft]) => make("div", { class: "mkx-unsaved", role: "status" },
    make("span", {}, "Not saved yet: ", make("span", { dir: "auto" }, `“${draft.text.slice(0, 60)}${draft.text.length > 60 ? "…" : ""}”`)),
    make("button", {
      type: "button", class: "mkw-link",
      onclick: async () => {
        if (app.past()) await app.filter("set_at", { at: null });
        app.from = "near";
        app.tell("open", id);
      },
    }, "Go on"),
    make("button", { type: "button", class: "mkw-link", onclick: () => { drafts.delete(id); draw(); element.focus(); } }, "Discard")));

  /** @param {Detail} shown */
  function heading(shown) {
    const can = shown.there && !app.past();
    const asked = sure === "delete";
    const buttons = editing() ? [] : [
      // One takes the place of the other, so that no button moves below a hand.
      asked ? make("button", { type: "button", class: "mkx-first", onclick: () => { sure = null; draw(); focusOn(pane, ".mkx-remove"); } }, "Keep")
        : make("button", { type: "button", class: "mkx-first", disabled: !can, onclick: () => edit(shown) }, "Edit"),
      make("button", {
        type: "button", class: `mkx-remove${asked ? " mkw-danger" : ""}`, disabled: !can,
        onclick: () => { if (asked) remove(shown); else { sure = "delete"; draw(); focusOn(pane, ".mkx-remove"); } },
      }, asked ? "Delete it?" : "Delete"),
      code.button,
    ];
    return make("div", { class: "mkx-bar" },
      make("code", { class: "mk-id", title: shown.id }, `#${shown.id.slice(-8)}`),
      hitOf(shown.id) ? make("button", { type: "button", class: "mkw-link", onclick: () => { const hit = hitOf(shown.id); hit?.scrollIntoView({ block: "nearest" }); hit?.focus({ preventScroll: true }); } }, "Back to the hits") : null,
      shown.there ? null : make("span", { class: "mkw-note" }, app.past() ? "not there at that time" : "deleted; undo brings it back"),
      make("span", { class: "mkx-buttons" }, ...buttons));
  }

  /**
   * The button of a hit, if that is where it was opened.
   * @param {string} id
   * @returns {HTMLElement | null | undefined}
   */
  const hitOf = (id) => (app.from === "hit" ? element.closest(".mkx")?.querySelector(`.mkx-hit[data-id="${CSS.escape(id)}"] .mkx-memory`) : null);

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
    // Of a fact, what stands around them says more.
    const named = shown.fact ? [["said by", record.said_by ?? ""], ...saidData(record.data)]
      : [["withheld", record.withheld ?? ""], ["superseded by", record.superseded_by ?? ""], ["vouched for by", record.said_by ?? ""],
        ["derived by", record.derived_by ?? ""], ...record.sources.map((source) => ["source", source]),
        ...Object.entries(record.data).map(([key, value]) => [`data.${key}`, saidValue(value)])];
    const rare = withoutPlace([["pinned", record.pinned ? "yes" : ""], ...named].filter(([, value]) => value), record, shown.passage);
    const rows = [...own, ...rare, ...Object.entries(record.metadata).map(([key, value]) => [key, Array.isArray(value) ? value.map(saidValue).join(", ") : saidValue(value)]), ...times];
    return make("div", { class: "mk-about mkx-facts" }, ...rows.map(([word, value]) =>
      make("span", { class: "mk-pair", dir: "auto" }, make("b", {}, word), " ", value)));
  }

  // -- editing ------------------------------------------------------------------------------------

  /** @param {Detail} shown */
  function edit(shown) {
    drafts.set(shown.id, {
      seen: shown.record.seq, text: shown.text, textBefore: shown.text, about: shown.metadata_text, aboutBefore: shown.metadata_text,
    });
    draw();
    focusOn(pane, "textarea");
  }

  /** @type {WeakMap<Draft, { form: HTMLElement, show: (shown: Detail) => void }>} */
  const editors = new WeakMap();

  /**
   * @param {Detail} shown
   * @param {Draft} draft
   */
  function editorOf(shown, draft) {
    const made = editors.get(draft) ?? editor(shown, draft);
    editors.set(draft, made);
    made.show(shown);
    return made.form;
  }

  /**
   * @param {Detail} shown
   * @param {Draft} draft
   */
  function editor(shown, draft) {
    const words = make("textarea", { rows: "3", "aria-label": "Text", dir: "auto", oninput: () => { draft.text = keepingLineEnds(draft.textBefore, words.value); wrote(); } });
    const about = make("textarea", { rows: "4", "aria-label": "Metadata as JSON", class: "mkx-mono", spellcheck: "false", dir: "auto", oninput: () => { draft.about = about.value; wrote(); } });
    words.value = draft.text;
    about.value = draft.about;
    const wrong = make("p", { class: "mkw-note mkx-trouble", role: "alert" });
    const discard = make("button", { type: "button", title: "Escape", onclick: () => cancel() }, "Cancel");

    function wrote() {
      sure = null;
      discard.textContent = "Cancel";
    }

    async function save() {
      if (!isEdited(draft)) { close(); return; }
      const given = {
        id: shown.id, seen: draft.seen,
        ...(draft.text === draft.textBefore ? {} : { text: draft.text }),
        ...(draft.about === draft.aboutBefore ? {} : { typed: draft.about.trim() || "{}" }),
      };
      if (!await app.change("edit", given, wrong)) return;
      close();
      load();
    }

    function close() {
      sure = null;
      drafts.delete(shown.id);
      draw();
      element.focus({ preventScroll: true });
    }

    function cancel() {
      if (sure === "discard" || !isEdited(draft)) { close(); return; }
      sure = "discard";
      discard.textContent = "Discard what you wrote?";
      discard.focus();
    }

    const moved = make("p", { class: "mkw-note mkx-moved", role: "status" });
    const form = make("form", {
      class: "mkx-editor",
      onsubmit: (event) => { event.preventDefault(); save(); },
      onkeydown: (event) => {
        if (event.key === "Escape") cancel();
        else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
        else return;
        event.preventDefault();
      },
    },
    moved,
    make("label", {}, make("span", { class: "mkw-muted" }, "Text"), words),
    make("label", {}, make("span", { class: "mkw-muted" }, "Metadata"), about),
    wrong,
    make("div", { class: "mkw-row" },
      make("button", { type: "submit", class: "mkx-main", title: "Ctrl+Enter" }, "Save"), discard));
    return {
      form,
      show: (/** @type {Detail} */ now) => {
        moved.textContent = now.record.seq === draft.seen ? ""
          : "This memory was changed elsewhere since you began: see its history below. What you do not touch stays as it is there.";
      },
    };
  }

  /** @param {Detail} shown */
  async function remove(shown) {
    sure = null;
    if (await app.change("delete", { ids: [shown.id] }, note)) app.tell("gone", [shown.id]);
  }

  // -- history and neighbours ---------------------------------------------------------------------

  /** @param {Detail} shown */
  function history(shown) {
    return make("div", { class: "mkx-part" }, make("h3", {}, "History"),
      make("ol", { class: "mkx-history" }, ...shown.history.map((one, place) => make("li", {},
        make("div", { class: "mkw-row" }, make("span", { class: "mkx-number mkw-muted" }, `v${one.version}`), badge(one.event), happenedOf(one.happened, one.event),
          make("span", { class: "mkw-muted", title: `${one.at}, change ${one.seq}` },
            `${minute(one.at)}${one.actor ? ` by ${one.actor}` : ""}`),
          ...(one.undoable && !app.past() ? undo(one, place) : [])),
        one.reason ? make("div", { class: "mkw-note", dir: "auto" }, one.reason) : null,
        one.text.length ? (one.event === "UPDATE" ? difference(one.text) : saidText(one.text.map(([, text]) => text).join(""))) : null,
        ...one.fields.map((field) => make("div", { class: "mkx-field" }, make("span", { class: "mkw-muted" }, `${field.name.replace("metadata.", "")} `),
          field.old ? make("del", { dir: "auto" }, field.old) : null, field.new ? make("ins", { dir: "auto" }, field.new) : null))))));
  }

  /**
   * The button that takes a change back; it asks first where that deletes the memory, or takes back
   * what came after it.
   * @param {Version} one
   * @param {number} later how many changes came after it
   */
  function undo(one, later) {
    const asks = one.event === "ADD" || later > 0;
    const asked = sure === one.seq;
    const word = !asked ? "Undo" : one.event === "ADD" ? "Delete it?" : `Undo ${plural(later + 1, "change")}?`;
    return [
      asked ? make("button", { type: "button", class: "mkw-link", onclick: () => { sure = null; draw(); element.focus({ preventScroll: true }); } }, "Keep") : null,
      make("button", {
        type: "button", class: `mkx-undo${asked ? " mkw-danger" : " mkw-link"}`, "data-seq": String(one.seq),
        title: `Back to the state before this change, as m.undo(${one.seq})`,
        onclick: async () => {
          if (asks && !asked) { sure = one.seq; draw(); focusOn(pane, `[data-seq="${one.seq}"]`); return; }
          sure = null;
          if (await app.change("undo", { seqs: [one.seq] }, note)) element.focus({ preventScroll: true });
        },
      }, word),
    ];
  }

  /** @param {Nearest} one */
  function nearest(one) {
    return make("div", { class: "mkx-part" }, make("h3", { dir: "auto" }, `Nearest in ${one.space}`),
      one.neighbours.length
        ? make("ol", { class: "mkx-neighbours" }, ...one.neighbours.map((other) => make("li", {},
          make("span", { class: "mkx-number", title: "Cosine, up to 1" }, number(other.cosine)),
          make("button", { type: "button", class: "mkx-memory", onclick: () => { app.from = "near"; app.tell("open", other.id); } }, saidText(other.text)))))
        : make("p", { class: "mkw-note" }, "No other memory is here to be near."));
  }

  app.on("open", open);
  // What is being written is kept in its draft, whatever else changes.
  app.on("data", load);
  draw();
  return element;
}
