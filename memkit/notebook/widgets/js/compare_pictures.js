// Which picture is shown: projection, layout and dimensions, and the way from one to the next.

const PROJECTIONS = { pca: "PCA", umap: "UMAP", tsne: "t-SNE" };
const MOVE = 900; // how long points take from one picture to the next, in ms
const HIDES = "AlignedUMAP draws the panels together, so it can hide that the spaces really disagree: read the overlap beside it.";

const layoutsOf = (view) => ({
  independent: { text: "each for itself", title: "Every panel is drawn on its own." },
  started: { text: `started from ${view.spaces[0]}`, title: "Each panel begins where the first one ended." },
  aligned: { text: "aligned", title: HIDES },
});

const keyOf = ({ projection, layout, dims }) => `${projection}/${layout}/${dims}`;
function pictureOf(key) {
  const [projection, layout, dims] = key.split("/");
  return { projection, layout, dims: Number(dims) };
}

function makePictureControls(view) {
  view.projection = makeSelect("Projection", (projection) => want(view, { projection }));
  view.layout = makeSelect("Layout", (layout) => want(view, { layout }));
  view.disparity = make("span", {
    class: "mkc-disparity", title: "Procrustes disparity: how far a panel's shape is from the first one's, from 0 (the same) to 1",
  });
  view.flat = makeChoice("Dimensions",
    [{ value: "2", text: "2-D", title: "Two dimensions" }, { value: "3", text: "3-D", title: "Three dimensions, to be turned" }],
    (dims) => want(view, { dims: Number(dims) }));
}

// Asks for a picture; the kernel draws it unless it is here already.
function want(view, changes) {
  const wish = { ...(view.wish ?? view.picture), ...changes };
  if (!view.live && !view.pictures[keyOf(wish)]) {
    const at = Object.keys(changes)[0];
    const near = Object.keys(view.pictures).map(pictureOf).find((one) => one[at] === changes[at]);
    Object.assign(wish, near ?? view.picture);
  }
  view.wish = wish;
  view.model.send({ kind: "picture", ...wish });
  if (view.pictures[keyOf(wish)]) moveTo(view, wish);
  showPictureControls(view);
}

function showPictureControls(view) {
  const shown = view.wish ?? view.picture;
  const known = Object.keys(view.pictures).map(pictureOf);
  const absent = (name, value) => !view.live && !known.some((one) => one[name] === value);
  fillSelect(view.projection, Object.entries(PROJECTIONS).map(([value, text]) => (
    { value, text, disabled: absent("projection", value) })), shown.projection);
  fillSelect(view.layout, Object.entries(layoutsOf(view)).map(([value, one]) => (
    { value, ...one, disabled: absent("layout", value) })), shown.layout);
  view.layout.title = layoutsOf(view)[shown.layout].title;
  view.flat.show(String(shown.dims));
  view.flat.hidden = !view.live && new Set(known.map((one) => one.dims)).size < 2;
}

function takePictures(view) {
  for (const [key, made] of Object.entries(view.model.get("pictures"))) {
    view.pictures[key] ??= readPicture(made, pictureOf(key).dims);
  }
  takeRest(view);
  const wanted = view.model.get("wanted");
  if (!view.picture) {
    view.wish = pictureOf(wanted);
    const first = view.pictures[wanted] ? wanted : Object.keys(view.pictures)[0];
    moveTo(view, pictureOf(first), true);
  } else if (view.wish && view.pictures[keyOf(view.wish)]) moveTo(view, view.wish);
  showPictureControls(view);
}

function readPicture(made, dims) {
  const panels = made.positions.map((positions) => fitted(floats(positions), dims));
  return { panels, disparities: made.disparities, full: false };
}

// Places of memories that a large memory's sample leaves out: for the lasso, not for the eye.
function takeRest(view) {
  for (const [key, more] of Object.entries(view.model.get("rest"))) {
    const picture = view.pictures[key];
    if (!picture || picture.full) continue;
    picture.full = true;
    picture.panels.forEach((panel, index) => {
      const fit = panel.fit(floats(more[index]));
      const places = new Float32Array(panel.places.length + fit.length);
      places.set(panel.places);
      places.set(fit, panel.places.length);
      panel.places = places;
    });
    if (view.picture && key === keyOf(view.picture) && !view.root.dataset.moving) settle(view, picture);
  }
  view.root.dataset.reach = view.panels[0].places ? view.panels[0].places.length / 3 : 0;
}

function settle(view, picture) {
  view.panels.forEach((panel, index) => {
    const { places, wide, high, deep } = picture.panels[index];
    change(panel, { places, wide, high, deep });
  });
  view.root.dataset.reach = view.panels[0].places.length / 3;
}

function moveTo(view, wish, atOnce = false) {
  const target = view.pictures[keyOf(wish)];
  const before = view.dims;
  view.picture = wish;
  view.dims = wish.dims;
  if (view.wish && keyOf(view.wish) === keyOf(wish)) view.wish = null;
  Object.assign(view.root.dataset, { ...wish });
  view.turner.hidden = view.dims !== 3;
  takeTrails(view);
  view.said.textContent = "";
  if (before !== view.dims) {
    view.turn = SAME;
    if (view.dims === 3) useTool(view, "turn");
    else if (view.tool === "turn") useTool(view, "select");
  }
  showBadges(view);
  view.code.refresh();
  cancelAnimationFrame(view.running);
  const still = atOnce || !view.panels[0].places || matchMedia("(prefers-reduced-motion: reduce)").matches;
  view.panels.forEach((panel) => change(panel, { zoom: 1, x: 0, y: 0 }));
  view.closer = null;
  hover(view, null);
  if (still) { settle(view, target); draw(view); return; }
  travel(view, target);
}

function travel(view, target) {
  const from = view.panels.map(({ places, wide, high }) => ({ places, wide, high }));
  const began = performance.now();
  view.root.dataset.moving = "true";
  const frame = (now) => {
    const share = Math.max(0, Math.min(1, (now - began) / MOVE));
    const eased = share * share * (3 - 2 * share);
    if (share >= 1) { settle(view, target); delete view.root.dataset.moving; }
    else {
      view.panels.forEach((panel, index) => {
        const [a, b] = [from[index], target.panels[index]];
        const places = new Float32Array(3 * view.drawn);
        for (let j = 0; j < places.length; j++) places[j] = a.places[j] + (b.places[j] - a.places[j]) * eased;
        change(panel, { places, wide: a.wide + (b.wide - a.wide) * eased, high: a.high + (b.high - a.high) * eased });
      });
      view.running = requestAnimationFrame(frame);
    }
    paint(view);
  };
  view.running = requestAnimationFrame(frame);
}

function showBadges(view) {
  if (!view.picture) return;
  const all = view.model.get("badges")[keyOf(view.picture)];
  const { disparities } = view.pictures[keyOf(view.picture)];
  view.panels.forEach((panel, i) => {
    const found = all?.[i];
    panel.badge.textContent = found ? `trust ${number(found.trust)} · continuity ${number(found.continuity)}` : "trust …";
    panel.badge.classList.toggle("mkc-low", Boolean(found && Math.min(found.trust ?? 1, found.continuity ?? 1) < 0.8));
    panel.badge.title = found
      ? `How far to trust this picture, up to 1. Trust: what lies near here is near in ${panel.space}. ` +
        `Continuity: what is near in ${panel.space} lies near here. Among ${found.k} neighbours.`
      : "How far to trust this picture is being found.";
  });
  view.disparity.textContent = `disparity ${disparities.slice(1).map((value) => number(value)).join(" · ")}`;
  describe(view);
}

// The text alternative of each panel.
function describe(view) {
  if (!view.picture) return;
  const scheme = view.model.get("colours")[view.by];
  const sizes = scheme?.names?.map((name, group) => `${name} ${scheme.members.filter((one) => one === group).length}`) ?? [];
  for (const panel of view.panels) {
    const groups = sizes.length ? ` Coloured by ${scheme.title}: ${sizes.slice(0, 9).join(", ")}.` : "";
    panel.words.textContent = `${panel.space}: ${plural(view.drawn, "memory", "memories")} as points, ` +
      `${PROJECTIONS[view.picture.projection]} in ${view.dims} dimensions. ${panel.badge.textContent}.${groups}`;
    panel.over.setAttribute("aria-label", `${panel.words.textContent} Arrow keys go from point to point, Enter selects, ` +
      `plus and minus zoom, 0 shows all, Escape clears${view.dims === 3 ? ", Shift with arrow keys turns" : ""}.`);
  }
}
