// What one view of a comparison holds. All panels share it, so what is pointed at or drawn around
// in one is the same memory in all of them, without asking the kernel.

import { SAME } from "./geometry.js";

/** @import { Panel, Picture, View } from "./types.js" */

/**
 * What one view of a comparison holds; its elements are added as they are made.
 * @param {View["model"]} model
 * @returns {View}
 */
export function makeView(model) {
  const basics = model.get("basics");
  const drawn = basics.ids.length;
  /** @type {Partial<View>} */
  const view = {
    model, basics, drawn,
    live: model.get("live"),
    spaces: basics.spaces, texts: basics.texts, about: basics.about, ids: basics.ids,
    tool: "select",
    by: null, // what colours mean
    touched: false, // whether the reader chose it
    colours: [], // the colour of each step
    shapes: [], // the shape of each step: 0 a circle, 1 a square, 2 a triangle
    member: new Uint16Array(drawn), // the step of each memory
    hidden: new Uint8Array(1), // which steps are not shown
    clusters: [], // for each panel: what its space puts together
    named: true, // whether their names are on the picture
    dense: false, // whether lines of equal density are
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
    theme: { text: "", muted: "", surface: "", accent: "" },
    running: 0, asked: 0, askedOver: 0, // frames
  };
  return /** @type {View} */ (view);
}

/** @type {Record<string, string>} */
export const PROJECTIONS = { pca: "PCA", umap: "UMAP", tsne: "t-SNE" };

/**
 * A picture's name, as Python has it.
 * @param {Picture} picture
 */
export const keyOf = ({ projection, layout, dims }) => `${projection}/${layout}/${dims}`;

/**
 * The picture of a name.
 * @param {string} key
 * @returns {Picture}
 */
export function pictureOf(key) {
  const [projection, layout, dims] = key.split("/");
  return { projection, layout, dims: Number(dims) };
}

/**
 * The rows nearest to one in the space of a panel.
 * @param {View} view
 * @param {Panel} panel
 * @param {number} row
 * @returns {Int32Array}
 */
export function neighboursOf(view, panel, row) {
  const near = view.near[panel.index];
  const k = near ? near.length / view.basics.laid : 0;
  return near && row < view.basics.laid ? near.subarray(row * k, (row + 1) * k) : new Int32Array();
}
