// Embedding spaces side by side. All panels share one view, so what is pointed at or drawn around
// in one is the same memory in all of them, without asking the kernel.

function makeView(model) {
  const basics = model.get("basics");
  const drawn = basics.ids.length;
  return {
    model, basics, drawn,
    live: model.get("live"),
    spaces: basics.spaces, texts: basics.texts, about: basics.about, ids: basics.ids,
    tool: "select",
    by: null, // what colours mean
    touched: false, // whether the reader chose it
    colours: [], // the colour of each step
    member: new Uint16Array(drawn), // the step of each memory
    pictures: {}, // all that are here, by projection, layout and dimensions
    picture: null, // the one that is shown
    wish: null, // the one that is waited for
    dims: 2,
    turn: SAME,
    closer: null, // the panel that was zoomed into
    hover: null, // {panel, row}
    chosen: new Uint8Array(drawn + basics.hidden),
    near: [], // for each panel: rows of the nearest memories
    changes: [], // texts that were changed, with their memory
    trails: [], // for each panel: where they came from and went
    moving: false, // whether trails are drawn
    answer: {},
    question: 0,
    theme: {},
    running: 0, asked: 0, askedOver: 0, // frames
  };
}

function makeHeader(view) {
  view.stage = make("span", { class: "mkc-stage", role: "status" });
  view.notes = make("span", { class: "mkc-notes" });
  view.colour = makeSelect("Colour by", (by) => { view.touched = true; recolour(view, by); });
  makePictureControls(view);
  view.tools = makeChoice("What dragging does", TOOLS, (tool) => useTool(view, tool));
  view.turner = view.tools.lastElementChild;
  view.mover = make("button", {
    type: "button", "aria-pressed": "false", title: "Arrows from where a memory's old text lay to where its new text lies",
    onclick: () => {
      view.moving = !view.moving;
      view.mover.setAttribute("aria-pressed", String(view.moving));
      view.root.dataset.trails = view.moving;
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
    }[name];
  }
  if (name === "failed") { view.wish = null; if (view.picture) showPictureControls(view); }
}

function takeChanges(view) {
  view.changes = view.model.get("changes");
  takeTrails(view);
  view.mover.hidden = view.changes.length === 0;
  view.mover.textContent = `Movement (${count(view.changes.length)})`;
  overlay(view);
}

function takeTrails(view) {
  const ends = view.picture && view.model.get("trails")[keyOf(view.picture)];
  view.trails = ends ? view.pictures[keyOf(view.picture)].panels.map((panel, index) => panel.fit(floats(ends[index]))) : [];
  overlay(view);
}

function render({ model, el }) {
  const view = makeView(model);
  view.root = makeRoot("mkc", `Compare ${view.spaces.join(" and ")}`);
  view.said = make("div", { class: "mkw-said", "aria-live": "polite" });
  view.tip = make("div", { class: "mkc-tip", hidden: true });
  view.code = makeCode(() => pythonOf(view));
  const header = makeHeader(view);
  view.panels = view.spaces.map((space, index) => makePanel(view, space, index));
  view.root.append(...header,
    make("div", { class: "mkc-main" },
      make("div", { class: "mkc-panels", "data-panels": String(view.panels.length) }, ...view.panels.map((panel) => panel.frame)),
      makeSide(view)),
    makeQuery(view), makeTabsOf(view), view.tip, view.said);
  el.append(view.root);

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
  const sizes = new ResizeObserver(() => { resize(view); readTheme(view); paint(view); });
  view.panels.forEach((panel) => sizes.observe(panel.over.parentElement));
  undo.push(() => sizes.disconnect(), followTheme(() => { readTheme(view); paint(view); }));

  // Where a memory lies on the page and what is selected, for tests and for those who write extensions.
  view.root.locate = (index, row) => placeOf(view, view.panels[index], row);
  view.root.chosen = () => selected(view);

  return () => { undo.forEach((action) => action()); cancelAnimationFrame(view.running); };
}

export default { render };
