// Which space answers labelled questions better, with intervals and how many questions they stand on.

import { make } from "../common/elements.js";
import { number, plural } from "../common/text.js";

/** @import { Evaluation, Interval, Measure, SpaceScores, View } from "./types.js" */

/** @typedef {Evaluation & Required<Pick<Evaluation, "k" | "queries" | "spaces">>} Evaluated */

/** @type {[key: Measure, name: (k: number) => string, help: string][]} */
const MEASURES = [
  ["recall", (k) => `Found (recall@${k})`, "Share of the right memories among the first k; 1 is best"],
  ["mrr", () => "First right one (MRR)", "One over the rank of the first right memory, on average; 1 is best"],
  ["ndcg", (k) => `Order (nDCG@${k})`, "As found, but a higher rank counts more; 1 is best"],
];

/** @param {View} view */
export function showEvaluation(view) {
  const made = view.model.get("evaluation");
  view.root.dataset.evaluated = String(made.queries ?? "");
  const again = make("button", { type: "button", hidden: !view.live, onclick: () => askEvaluation(view) }, made.queries ? "Evaluate again" : "Evaluate");
  if (!isEvaluated(made)) {
    const text = made.trouble ?? "Which space answers better? Say which memories are right for some questions, then evaluate: " +
      "m.rate(query, id, True), or comparison.evaluate({query: [ids]}).";
    view.evaluation.replaceChildren(make("p", { class: "mkw-note" }, text), make("div", { class: "mkw-row" }, again));
    return;
  }
  const caption = `${plural(made.queries, "labelled query", "labelled queries")}${made.rated ? " from ratings" : ""}; ` +
    "bars are 95 % bootstrap intervals." + (made.queries < 20 ? " So few queries say little." : "");
  view.evaluation.replaceChildren(
    make("p", { class: "mkw-note" }, caption),
    make("div", { class: "mkc-scroll" }, make("table", { class: "mkc-table mkc-scores" },
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "space"),
        ...MEASURES.map(([, name, help]) => make("th", { scope: "col", title: help }, name(made.k))))),
      make("tbody", {}, ...made.spaces.flatMap((one) => scoreRows(made, one))))),
    make("div", { class: "mkw-row" }, again));
}

/**
 * @param {Evaluation} made
 * @returns {made is Evaluated}
 */
const isEvaluated = (made) => Boolean(made.queries);

/**
 * @param {Evaluated} made
 * @param {SpaceScores} one
 */
function scoreRows(made, one) {
  const cells = MEASURES.map(([key]) => make("td", {}, interval(one[key], 0, 1)));
  const rows = [make("tr", {}, make("th", { scope: "row", dir: "auto" }, one.space), ...cells)];
  const { difference } = one;
  if (difference) {
    rows.push(make("tr", { class: "mkc-difference" },
      make("th", { scope: "row", dir: "auto" }, `${one.space} less ${made.spaces[0].space}`),
      ...MEASURES.map(([key]) => make("td", {}, interval(difference[key], -1, 1), make("div", { class: "mkw-muted" }, verdict(difference[key]))))));
  }
  return rows;
}

/** @param {Interval} interval */
function verdict({ low, high }) {
  if (low > 0) return "better";
  return high < 0 ? "worse" : "no clear difference";
}

/**
 * A mean as a dot on its interval, between the ends of the scale.
 * @param {Interval} measured
 * @param {number} from
 * @param {number} to
 */
function interval({ mean, low, high }, from, to) {
  /** @param {number} value */
  const place = (value) => `${(100 * (value - from)) / (to - from)}%`;
  const sign = from < 0 && mean > 0 ? "+" : "";
  const said = `${sign}${number(mean)}, interval ${number(low)} to ${number(high)}`;
  return make("div", { class: "mkc-interval", title: said },
    make("b", {}, `${sign}${number(mean)}`),
    make("span", { class: "mkc-track", role: "img", "aria-label": said },
      from < 0 ? make("i", { class: "mkc-zero" }) : null,
      make("i", { class: "mkc-range", style: `left:${place(low)};width:calc(${place(high)} - ${place(low)})` }),
      make("i", { class: "mkc-mean", style: `left:${place(mean)}` })));
}

/** @param {View} view */
function askEvaluation(view) {
  view.evaluation.replaceChildren(make("p", { class: "mkw-note" }, "Asking every labelled query in every space …"));
  view.model.send({ kind: "evaluate" });
}
