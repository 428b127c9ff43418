// Which picture is shown: projection, layout and dimensions, and the way from one to the next.

import { fillSelect, makeChoice, makeSelect } from "../common/controls.js";
import { make } from "../common/elements.js";
import { floats, ints } from "../common/model.js";
import { showBadges } from "./badges.js";
import { between, fitted, SAME } from "./geometry.js";
import { hover } from "./hover.js";
import { overlay } from "./overlay.js";
import { change } from "./panels.js";
import { useTool } from "./pointer.js";
import { draw, paint } from "./points.js";
import { keyOf, pictureOf, PROJECTIONS } from "./state.js";

/** @import { Drawn, Picture, Shown, View } from "./types.js" */

const MOVE = 900; // how long points take from one picture to the next, in ms
const HIDES = "AlignedUMAP draws the panels together, so it can hide that the spaces really disagree: read the overlap beside it.";

/**
 * @param {View} view
 * @returns {Record<string, { text: string, title: string }>}
 */
const layoutsOf = (view) => ({
  independent: { text: "each for itself", title: "Every panel is drawn on its own." },
  started: { text: `started from ${view.spaces[0]}`, title: "Each panel begins where the first one ended." },
  aligned: { text: "aligned", title: HIDES },
});

/** @param {View} view */
export function makePictureControls(view) {
  view.projection = makeSelect("Projection", (projection) => want(view, { projection }));
  view.layout = makeSelect("Layout", (layout) => want(view, { layout }));
  view.disparity = make("span", {
    class: "mkc-disparity", title: "Procrustes disparity: how far a panel's shape is from the first one's, from 0 (the same) to 1",
  });
  view.flat = makeChoice("Dimensions",
    [{ value: "2", text: "2-D", title: "Two dimensions" }, { value: "3", text: "3-D", title: "Three dimensions, to be turned" }],
    (dims) => want(view, { dims: Number(dims) }));
}

/**
 * Asks for a picture; the kernel draws it unless it is here already.
 * @param {View} view
 * @param {Partial<Picture>} changes
 */
function want(view, changes) {
  const shown = view.wish ?? view.picture;
  if (!shown) return;
  const wish = { ...shown, ...changes };
  if (!view.live && !view.pictures[keyOf(wish)]) {
    const at = /** @type {keyof Picture} */ (Object.keys(changes)[0]);
    const near = Object.keys(view.pictures).map(pictureOf).find((one) => one[at] === changes[at]);
    Object.assign(wish, near ?? view.picture);
  }
  view.wish = wish;
  // What is drawn for an earlier wish ends with this message.
  view.model.send({ kind: "picture", ...wish });
  if (view.pictures[keyOf(wish)]) moveTo(view, wish);
  showPictureControls(view);
}

/**
 * The controls show what is drawn; what is still to come is said beside them.
 * @param {View} view
 */
export function showPictureControls(view) {
  const shown = view.picture;
  if (!shown) return;
  const known = Object.keys(view.pictures).map(pictureOf);
  /**
   * @param {keyof Picture} name
   * @param {string} value
   */
  const absent = (name, value) => !view.live && !known.some((one) => one[name] === value);
  fillSelect(view.projection, Object.entries(PROJECTIONS).map(([value, text]) => (
    { value, text, disabled: absent("projection", value) })), shown.projection);
  fillSelect(view.layout, Object.entries(layoutsOf(view)).map(([value, one]) => (
    { value, ...one, disabled: absent("layout", value) })), shown.layout);
  view.layout.title = layoutsOf(view)[shown.layout].title;
  view.flat.show(String(shown.dims));
  view.flat.hidden = !view.live && new Set(known.map((one) => one.dims)).size < 2;
}

/** @param {View} view */
export function takePictures(view) {
  for (const [key, made] of Object.entries(view.model.get("pictures"))) {
    view.pictures[key] ??= readPicture(made, pictureOf(key).dims);
  }
  takeRest(view);
  takePlaces(view);
  const wanted = view.model.get("wanted");
  if (!view.picture) {
    view.wish = pictureOf(wanted);
    const first = view.pictures[wanted] ? wanted : Object.keys(view.pictures)[0];
    moveTo(view, pictureOf(first), true);
  } else if (view.wish && view.pictures[keyOf(view.wish)]) moveTo(view, view.wish);
  showPictureControls(view);
}

/**
 * @param {Drawn} made
 * @param {number} dims
 * @returns {Shown}
 */
function readPicture(made, dims) {
  const panels = made.positions.map((positions) => fitted(floats(positions), dims));
  return { panels, disparities: made.disparities, full: false };
}

/**
 * Places of memories that a large memory's sample leaves out: for the lasso, not for the eye.
 * @param {View} view
 */
export function takeRest(view) {
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
    if (view.picture && key === keyOf(view.picture) && !view.root.dataset.moving) { settle(view, picture); draw(view); }
  }
  sayReach(view);
}

/**
 * Takes over what the spaces put together, and where its names belong.
 * @param {View} view
 */
export function takePlaces(view) {
  view.clusters = view.model.get("clusters").map((one) => ({ ...one, members: ints(one.members) }));
  for (const [key, places] of Object.entries(view.model.get("places"))) {
    const picture = view.pictures[key];
    if (picture) picture.names ??= picture.panels.map((panel, index) => panel.fit(floats(places[index])));
  }
  view.namer.disabled = view.clusters.length === 0;
  overlay(view);
}

/**
 * Says how many memories the lasso reaches, for tests and for those who write extensions.
 * @param {View} view
 */
const sayReach = (view) => { view.root.dataset.reach = String((view.panels[0].places?.length ?? 0) / 3); };

/**
 * Puts the points where a picture has them.
 * @param {View} view
 * @param {Shown} picture
 */
function settle(view, picture) {
  view.panels.forEach((panel, index) => {
    const { places, wide, high, deep } = picture.panels[index];
    change(panel, { places, wide, high, deep });
  });
  sayReach(view);
}

/**
 * Shows a picture that is here.
 * @param {View} view
 * @param {Picture} wish
 */
function moveTo(view, wish, atOnce = false) {
  const target = view.pictures[keyOf(wish)];
  const before = view.dims;
  view.picture = wish;
  view.dims = wish.dims;
  if (view.wish && keyOf(view.wish) === keyOf(wish)) view.wish = null;
  Object.assign(view.root.dataset, { ...wish });
  view.turner.hidden = view.dims !== 3;
  view.denser.hidden = view.dims !== 2;
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

/**
 * Moves the points to where a picture has them.
 * @param {View} view
 * @param {Shown} target
 */
function travel(view, target) {
  const from = view.panels.map(({ places, wide, high, deep }) => ({ places: places ?? new Float32Array(), wide, high, deep }));
  const began = performance.now();
  view.root.dataset.moving = "true";
  /** @param {number} now */
  const frame = (now) => {
    const share = Math.max(0, Math.min(1, (now - began) / MOVE));
    const eased = share * share * (3 - 2 * share);
    if (share >= 1) { settle(view, target); delete view.root.dataset.moving; }
    else {
      view.panels.forEach((panel, index) => {
        change(panel, between(from[index], target.panels[index], eased, view.drawn));
      });
      view.running = requestAnimationFrame(frame);
    }
    paint(view);
  };
  view.running = requestAnimationFrame(frame);
}

/**
 * Takes over where texts that were changed lay in the picture.
 * @param {View} view
 */
export function takeTrails(view) {
  const key = view.picture ? keyOf(view.picture) : "";
  const ends = view.model.get("trails")[key];
  view.trails = ends ? view.pictures[key].panels.map((panel, index) => panel.fit(floats(ends[index]))) : [];
  overlay(view);
}
