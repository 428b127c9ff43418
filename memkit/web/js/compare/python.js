// The Python that makes the picture, the selection and the query that are shown.

import { count, pythonText } from "../common/text.js";
import { rowsOf } from "./selection.js";

/** @import { View } from "./types.js" */

const MOST_IDS = 50;

/** @param {View} view */
export function pythonOf(view) {
  if (!view.picture) return "";
  const { projection, layout, dims } = view.picture;
  const options = [
    ...view.basics.call, `projection=${pythonText(projection)}`, `layout=${pythonText(layout)}`, ...(dims === 3 ? ["dims=3"] : []),
  ];
  const lines = [`comparison = m.compare(${options.join(", ")})`, "comparison.refine()"];
  const rows = rowsOf(view.chosen);
  const drawn = rows.filter((row) => row < view.drawn);
  if (drawn.length && rows.length <= MOST_IDS && drawn.length === rows.length) {
    lines.push("comparison.selection = [", ...drawn.map((row) => `    ${pythonText(view.ids[row])},`), "]");
  } else if (rows.length) lines.push(`# comparison.selection holds the ${count(rows.length)} ids that are selected.`);
  const figure = [];
  if (view.by && view.by !== "category") figure.push(`colour_by=${pythonText(view.by)}`);
  if (view.answer.query) {
    lines.push(`drift = comparison.query(${pythonText(view.answer.query)})`);
    figure.push("query=drift");
  }
  if (view.moving) figure.push("trails=True");
  lines.push(`comparison.figure(${figure.join(", ")})`);
  return lines.join("\n");
}
