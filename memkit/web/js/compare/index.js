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
import { overlay } from "./overlay.js";
import { makePanel, resize } from "./panels.js";
import { makePictureControls, showPictureControls, takePictures, takeRest, takeTrails } from "./pictures.js";
import { listen, TOOLS, useTool } from "./pointer.js";
import { paint, readTheme } from "./points.js";
import { pythonOf } from "./python.js";
import { makeQuery, showAnswer } from "./query.js";
import { rowsOf } from "./selection.js";
import { makeSide, takeChosen } from "./side.js";
import { makeView, pictureOf, PROJECTIONS } from "./state.js";

/** @import { Tool, View } from "./types.js" */

/** @param {View} view */
function makeHeader(view) {
  view.stage = make("span", { class: "mkc-stage", role: "status" });
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
  view.agreement = make("div", { class: "mkc-agreement" });
  view.legend = make("div", { class: "mkc-legend", role: "group", "aria-label": "Colours" });
  return [
    make("header", { class: "mkc-head" },
      make("div", { class: "mkc-what" },
        make("b", { dir: "auto" }, view.spaces.join(" | ")), make("span", {}, plural(view.drawn + view.basics.hidden, "memory", "memories")),
        view.notes, view.stage),
      make("div", { class: "mkc-controls" },
        make("label", {}, "Colour ", view.colour),
        make("label", {}, "Layout ", view.layout), view.disparity,
        make("label", {}, "Projection ", view.projection), view.flat, view.tools, view.mover)),
    make("div", { class: "mkc-facts" }, view.agreement, view.code.button),
    view.code.box, view.legend,
  ];
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

/** @param {View} view */
function showStage(view) {
  const { name, done, trouble } = view.model.get("stage");
  const picture = name?.includes("/") ? pictureOf(name) : null;
  view.root.dataset.stage = name ?? "done";
  view.stage.classList.toggle("mkw-trouble", name === "failed");
  if (!name) view.stage.textContent = "";
  else if (picture) view.stage.textContent = `Drawing ${PROJECTIONS[picture.projection]}${done ? ` ${Math.round(done * 100)} %` : ""} …`;
  else {
    view.stage.textContent = {
      neighbours: "Finding neighbours …", agreement: "Measuring agreement …", duplicates: "Looking for duplicates …",
      rest: "Placing the memories that are not drawn …", failed: trouble,
    }[name] ?? "";
  }
  if (name === "failed") { view.wish = null; if (view.picture) showPictureControls(view); }
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
    stage: showStage, changes: takeChanges, trails: takeTrails, pictures: takePictures, rest: takeRest, colours: showColours, badges: showBadges,
    neighbours: () => { view.near = model.get("neighbours").map(ints); overlay(view); },
    notes: () => { view.notes.replaceChildren(...model.get("notes").map((note) => make("span", {}, note))); },
    agreements: showAgreement, findings: showFindings, duplicates: showDuplicates, evaluation: showEvaluation,
    answer: showAnswer, chosen: takeChosen,
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

  return () => { undo.forEach((action) => action()); cancelAnimationFrame(view.running); };
}

export default { render };
