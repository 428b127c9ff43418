// How far the spaces agree, the memories on which they don't, and duplicates that only one sees.

import { make } from "../common/elements.js";
import { count, number } from "../common/text.js";
import { hover, lightUp } from "./hover.js";
import { memory } from "./side.js";

/** @import { Agreement, Finding, Pair, View } from "./types.js" */

/** @type {[key: "overlap" | "cka" | "rank" | "ari", name: string, help: (pair: Agreement) => string][]} */
const FACTS = [
  ["overlap", "Neighbours in common", (pair) => `The share of its ${pair.k} nearest memories that a memory has in both spaces. ` +
    "1 is best: a search finds the same in both; below .3 the two find mostly different memories."],
  ["cka", "Similarity of geometry (CKA)", () => "Whether the vectors of all memories lie alike, however they are turned or scaled. " +
    "1 is the same, above .7 is alike, near 0 they have nothing to do with each other."],
  ["rank", "Order of distances (rank correlation)", () => "Whether what is farther apart in one space is so in the other, of 100,000 pairs at most. " +
    "1 is the same order, above .6 is alike, 0 is none."],
  ["ari", "Agreement of clusters (ARI)", (pair) => "Whether both spaces put the same memories together. 1 is the same groups, above .6 is alike, " +
    `0 is what chance gives.${pair.clustered && pair.clustered < pair.memories ? ` Found among ${count(pair.clustered)} of ${count(pair.memories)} memories, which the others joined.` : ""}`],
];

/** @param {View} view */
export function showAgreement(view) {
  const pairs = view.model.get("agreements");
  if (!pairs.length) {
    view.agreement.replaceChildren(make("span", { class: "mkw-muted" }, "Agreement: being measured in the original dimensions …"));
    return;
  }
  /** @param {Agreement} pair */
  const said = (pair) => FACTS.map(([key, name, help]) => {
    const value = pair[key];
    return make("span", { class: "mkc-fact", title: help(pair) },
      make("span", { class: "mkw-muted" }, `${name} `), make("b", {}, value === undefined ? "…" : number(value)));
  });
  const open = view.agreement.querySelector("details")?.open ?? false;
  view.agreement.replaceChildren(
    ...pairs.map((pair) => make("div", { class: "mkc-pair" },
      pairs.length > 1 ? make("span", { class: "mkc-pairname", dir: "auto" }, `${pair.first} | ${pair.second}`) : null, ...said(pair))),
    make("details", { class: "mkc-good", open }, make("summary", {}, "What is good?"),
      make("dl", {}, ...FACTS.flatMap(([, name, help]) => [make("dt", {}, name), make("dd", {}, help(pairs[0]))]))));
}

/** @param {View} view */
export function showFindings(view) {
  const found = view.model.get("findings");
  if (!found.length) {
    view.findings.replaceChildren(make("p", { class: "mkw-note" }, "Finding the memories whose neighbours differ most …"));
    return;
  }
  view.findings.replaceChildren(
    make("p", { class: "mkw-note" }, "Memories whose nearest ones differ most from space to space, with how many they share."),
    ...found.map((one, place) => finding(view, one, place === 0)));
}

/**
 * @param {View} view
 * @param {Finding} one
 * @param {boolean} open
 */
function finding(view, one, open) {
  const k = one.neighbours[0].length;
  const both = one.neighbours[0].filter(([, , same]) => same).length;
  return make("details", { open },
    make("summary", { onpointerenter: () => lightUp(view, one.row), onpointerleave: () => hover(view, null) },
      make("span", { class: "mkc-share", title: `${both} of ${k} nearest memories in common` }, `${both}/${k}`),
      make("span", { class: "mkc-subject", dir: "auto" }, view.texts[one.row])),
    make("div", { class: "mkc-lists" }, ...one.neighbours.map((near, i) =>
      make("div", {}, make("div", { class: "mkw-muted", dir: "auto" }, `Nearest in ${view.spaces[i]}`),
        make("ol", {}, ...near.map(([row, cosine, same]) => {
          const item = memory(view, row, make("span", { class: "mkc-cosine", title: "cosine" }, number(cosine)));
          if (same) { item.classList.add("mkc-same"); item.append(make("span", { class: "mkc-both" }, view.spaces.length > 2 ? "in all" : "in both")); }
          return item;
        }))))));
}

/**
 * Lists pairs that are near duplicates in one space only, to be merged or left.
 * @param {View} view
 */
export function showDuplicates(view) {
  const found = view.model.get("duplicates");
  const total = found.total ?? 0;
  view.tabs.say("duplicates", found.pairs ? `Duplicates only one space sees (${count(total)})` : "Duplicates only one space sees");
  if (!found.pairs) {
    view.duplicates.replaceChildren(make("p", { class: "mkw-note" }, "Looking for pairs that are nearly the same in one space and not in the others …"));
    return;
  }
  const said = `Pairs whose cosine is ${number(found.threshold)} or more in one space and less in ${view.spaces.length > 2 ? "all others" : "the other"}.`;
  if (!found.pairs.length) {
    view.duplicates.replaceChildren(make("p", { class: "mkw-note" }, `${said} There are none.`));
    return;
  }
  view.duplicates.replaceChildren(
    make("p", { class: "mkw-note" }, said + (total > found.pairs.length ? ` The first ${found.pairs.length} of ${count(total)}.` : "")),
    make("ul", { class: "mkc-pairs", "aria-label": "Duplicates" }, ...found.pairs.map((pair) => duplicate(view, pair))));
}

/**
 * @param {View} view
 * @param {Pair} pair
 */
function duplicate(view, pair) {
  const cosines = view.spaces.map((space) => make("span", { class: space === pair.space ? "mkc-seen" : "", dir: "auto" },
    `${space} `, make("b", {}, number(pair.cosines[space]))));
  const outcome = make("span", { class: "mkw-note", role: "status" }, pair.said ?? "");
  outcome.classList.toggle("mkw-trouble", Boolean(pair.failed));
  /**
   * @param {string} kind
   * @param {string} busy
   */
  const act = (kind, busy) => {
    outcome.textContent = busy;
    view.model.send({ kind, pair: pair.number });
  };
  const buttons = [];
  if (view.live && pair.mergeable) {
    const label = `${pair.merged ? "Undo the merge of" : "Merge"} “${view.texts[pair.rows[0]]}” and “${view.texts[pair.rows[1]]}”`;
    buttons.push(pair.merged
      ? make("button", { type: "button", "aria-label": label, onclick: () => act("unmerge", "Undoing …") }, "Undo")
      : make("button", { type: "button", "aria-label": label, title: "Keeps the first text, and both in the history", onclick: () => act("merge", "Merging …") }, "Merge"));
  }
  return make("li", { class: pair.merged ? "mkc-merged" : "" },
    make("ol", {}, ...pair.rows.map((row) => memory(view, row))),
    make("div", { class: "mkc-foot" }, make("span", { class: "mkc-cosines" }, ...cosines), ...buttons, outcome));
}
