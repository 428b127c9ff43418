// Embedding spaces side by side.

import { makeChoice, makeCode, makeSelect, makeTabs } from "../common/controls.js";
import { make, makeRoot } from "../common/elements.js";
import { follow, ints } from "../common/model.js";
import { standsFor } from "../common/picture.js";
import { count, plural } from "../common/text.js";
import { followTheme } from "../common/theme.js";
import { showBadges } from "./badges.js";
import { recolour, showColours } from "./colours.js";
import { showEvaluation } from "./evaluation.js";
import { showAgreement, showDuplicates, showFindings } from "./findings.js";
import { placeOf } from "./geometry.js";
import { labelsOf } from "./labels.js";
import { overlay } from "./overlay.js";
import { makePanel, resize } from "./panels.js";
import { makePictureControls, showPictureControls, takePictures, takePlaces, takeRest, takeTrails } from "./pictures.js";
import { listen, TOOLS, useTool } from "./pointer.js";
import { draw, paint, readTheme } from "./points.js";
import { pythonOf } from "./python.js";
import { makeQuery, showAnswer, showRating } from "./query.js";
import { rowsOf } from "./selection.js";
import { makeSide, takeChosen } from "./side.js";
import { makeView, pictureOf, PROJECTIONS } from "./state.js";

/** @import { Bar, Picture, Tool, View } from "./types.js" */

/** @param {View} view */
function makeHeader(view) {
  view.stage = makeBar();
  view.measuring = makeBar();
  view.notes = make("span", { class: "mkc-notes" });
  view.colour = makeSelect("Colour by", (by) => { view.touched = true; recolour(view, by); });
  makePictureControls(view);
  view.tools = makeChoice("What dragging does", TOOLS, (tool) => useTool(view, /** @type {Tool} */ (tool)));
  view.turner = /** @type {HTMLElement} */ (view.tools.lastElementChild);
  view.mover = make("button", {
    type: "button", "aria-pressed": "false", title: "Arrows from where a memory's old text lay to where its new text lies",
    onclick: () => {
      view.moving = !view.moving;
      view.mover.setAttribute("aria-pressed", String(view.moving));
      view.root.dataset.trails = String(view.moving);
      view.code.refresh();
      overlay(view);
    },
  });
  view.namer = makeToggle("Names", "What the words of each space's clusters are, where most of their memories lie", view.named, (on) => {
    view.named = on;
    overlay(view);
  });
  view.denser = makeToggle("Density", "Lines around where the points are dense", view.dense, (on) => { view.dense = on; draw(view); });
  view.agreement = make("div", { class: "mkc-agreement" });
  view.legend = make("div", { class: "mkc-legend", role: "group", "aria-label": "Colours" });
  return [
    make("header", { class: "mkc-head" },
      make("div", { class: "mkc-what" },
        make("b", { dir: "auto" }, view.spaces.join(" | ")), make("span", {}, plural(view.drawn + view.basics.hidden, "memory", "memories")),
        view.notes, view.stage, view.measuring),
      make("div", { class: "mkc-controls" },
        make("label", {}, "Colour ", view.colour),
        make("label", {}, "Layout ", view.layout), view.disparity,
        make("label", {}, "Projection ", view.projection), view.flat, view.tools, view.namer, view.denser, view.mover)),
    make("div", { class: "mkc-facts" }, view.agreement, view.code.button),
    view.code.box, view.legend,
  ];
}

/**
 * A button that is pressed or not.
 * @param {string} text
 * @param {string} title
 * @param {boolean} on
 * @param {(on: boolean) => void} action
 */
function makeToggle(text, title, on, action) {
  const button = make("button", {
    type: "button", title, "aria-pressed": String(on),
    onclick: () => {
      const now = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(now));
      action(now);
    },
  }, text);
  return button;
}

/**
 * Words with a bar; without words nothing is seen.
 * @returns {Bar}
 */
function makeBar() {
  const bar = make("progress", { max: "1" });
  const words = make("span", { role: "status" });
  const root = make("span", { class: "mkc-stage", hidden: true }, words, bar);
  /**
   * @param {string} text
   * @param {number} [done]
   */
  const show = (text, done) => {
    root.hidden = !text;
    if (words.textContent !== text) words.textContent = text;
    bar.hidden = done === undefined;
    bar.value = done ?? 0;
  };
  return Object.assign(root, { show });
}

/** @param {View} view */
function makeTabsOf(view) {
  view.findings = make("div", { class: "mkc-findings" });
  view.duplicates = make("div", { class: "mkc-duplicates" });
  view.evaluation = make("div", { class: "mkc-evaluation" });
  view.tabs = makeTabs("What the spaces see differently", [
    { name: "findings", text: "Most disagreeing", panel: view.findings },
    { name: "duplicates", text: "Duplicates only one space sees", panel: view.duplicates },
    { name: "evaluation", text: "Which answers better", panel: view.evaluation },
  ]);
  return view.tabs;
}

/** @type {Record<string, string>} */
const STEPS = {
  placing: "placing memories", neighbours: "finding neighbours", disagreements: "comparing neighbours", geometry: "measuring geometry",
  first: "judging the picture", changes: "following changes", clusters: "finding clusters", grouping: "comparing clusters",
  duplicates: "looking for duplicates",
};

/** @param {View} view */
function showStage(view) {
  const drawing = view.model.get("stage");
  const measuring = view.model.get("measuring");
  const busy = [drawing, measuring].find((one) => one.name && one.name !== "failed");
  view.root.dataset.stage = busy?.name ?? ([drawing, measuring].some((one) => one.name === "failed") ? "failed" : "done");
  for (const [bar, { name, trouble }] of /** @type {const} */ ([[view.stage, drawing], [view.measuring, measuring]])) {
    bar.classList.toggle("mkw-trouble", name === "failed");
    if (name === "failed") bar.show(trouble ?? "");
  }
  if (drawing.name === "failed") { view.wish = null; if (view.picture) showPictureControls(view); }
  else if (drawing.name?.includes("/")) view.stage.show(waitingFor(view, pictureOf(drawing.name)), drawing.done ?? 0);
  else view.stage.show("");
  if (measuring.name !== "failed") view.measuring.show(measuring.name ? `Numbers: ${STEPS[measuring.name] ?? measuring.name}` : "", measuring.done ?? 0);
}

/**
 * What is shown until a picture is drawn.
 * @param {View} view
 * @param {Picture} coming
 */
function waitingFor(view, coming) {
  const named = (/** @type {Picture} */ { projection, dims }) => `${PROJECTIONS[projection]}${view.picture && view.picture.dims !== coming.dims ? ` in ${dims}-D` : ""}`;
  const target = view.picture && view.picture.projection === coming.projection && view.picture.dims === coming.dims
    ? "the other layout" : named(coming);
  return view.picture ? `${named(view.picture)} until ${target} is ready` : `Drawing ${named(coming)}`;
}

/** @param {View} view */
function takeChanges(view) {
  view.changes = view.model.get("changes");
  takeTrails(view);
  view.mover.hidden = view.changes.length === 0;
  view.mover.textContent = `Movement (${count(view.changes.length)})`;
  overlay(view);
}

/** @param {{ model: View["model"], el: HTMLElement }} given */
function render({ model, el }) {
  const view = makeView(model);
  view.root = makeRoot("mkc", `Compare ${view.spaces.join(" and ")}`);
  view.said = make("div", { class: "mkw-said", "aria-live": "polite" });
  view.tip = make("div", { class: "mkc-tip", hidden: true });
  view.code = makeCode(() => pythonOf(view));
  const header = makeHeader(view);
  view.panels = view.spaces.map((space, index) => makePanel(view, space, index));
  for (const panel of view.panels) listen(view, panel);
  view.root.append(...header,
    make("div", { class: "mkc-main" },
      make("div", { class: "mkc-panels", "data-panels": String(view.panels.length) }, ...view.panels.map((panel) => panel.frame)),
      makeSide(view)),
    makeQuery(view), makeTabsOf(view), view.tip, view.said);
  el.append(view.root);
  const live = standsFor(view.root, model.get("key"));

  readTheme(view);
  useTool(view, "select");
  const watched = {
    stage: showStage, measuring: showStage, changes: takeChanges, trails: takeTrails, pictures: takePictures, rest: takeRest, clusters: takePlaces, places: takePlaces, colours: showColours, badges: showBadges,
    neighbours: () => { view.near = model.get("neighbours").map(ints); overlay(view); },
    notes: () => { view.notes.replaceChildren(...model.get("notes").map((note) => make("span", {}, note))); },
    agreements: showAgreement, findings: showFindings, duplicates: showDuplicates, evaluation: showEvaluation,
    answer: showAnswer, rated: showRating, chosen: takeChosen,
  };
  const undo = Object.entries(watched).map(([name, action]) => follow(model, name, () => action(view)));
  // Whatever comes from Python says that it is there; it need not have anything new to tell.
  const signs = [...Object.keys(watched).map((name) => `change:${name}`), "msg:custom"];
  for (const sign of signs) model.on(sign, live);
  undo.push(() => signs.forEach((sign) => model.off(sign, live)));
  model.send({ kind: "hello" });
  const sizes = new ResizeObserver(() => { resize(view); readTheme(view); paint(view); });
  view.panels.forEach((panel) => sizes.observe(panel.plot));
  undo.push(() => sizes.disconnect(), followTheme(() => { readTheme(view); paint(view); }));

  // Where a memory lies on the page and what is selected, for tests and for those who write extensions.
  view.root.locate = (index, row) => placeOf(view, view.panels[index], row);
  view.root.chosen = () => rowsOf(view.chosen);
  view.root.labels = (index) => labelsOf(view, view.panels[index]);

  return () => { undo.forEach((action) => action()); cancelAnimationFrame(view.running); };
}

export default { render };
