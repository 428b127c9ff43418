// How far the spaces agree as numbers, and the memories on which they disagree most.

const FACTS = [
  ["overlap", (pair) => `kNN overlap@${pair.k}`, "Share of the nearest memories that both spaces have in common, 0 to 1"],
  ["cka", () => "CKA", "Linear centred kernel alignment of the vectors, up to 1"],
  ["rank", () => "rank corr", "Spearman's correlation of the distances between memories"],
  ["ari", () => "clusters ARI", "Adjusted Rand index of the clusters, up to 1"],
];

function showAgreement(view) {
  const pairs = view.model.get("agreements");
  if (!pairs.length) {
    view.agreement.replaceChildren(make("span", { class: "mkw-muted" }, "Agreement: being computed in the original dimensions …"));
    return;
  }
  const said = (pair) => FACTS.map(([key, name, help]) =>
    make("span", { class: "mkc-fact", title: help }, make("span", { class: "mkw-muted" }, `${name(pair)} `), make("b", {}, number(pair[key]))));
  view.agreement.replaceChildren(...pairs.map((pair) => make("div", { class: "mkc-pair" },
    make("span", { class: "mkc-pairname", dir: "auto" }, pairs.length > 1 ? `${pair.first} | ${pair.second}` : "Agreement"), ...said(pair))));
}

function showFindings(view) {
  const found = view.model.get("findings");
  if (!found.length) {
    view.findings.replaceChildren(make("p", { class: "mkw-note" }, "Finding the memories whose neighbours differ most …"));
    return;
  }
  view.findings.replaceChildren(
    make("p", { class: "mkw-note" }, "Memories whose nearest ones differ most from space to space, with how many they share."),
    ...found.map((one, place) => finding(view, one, place === 0)));
}

function finding(view, one, open) {
  const k = one.neighbours[0].length;
  const both = one.neighbours[0].filter(([, , same]) => same).length;
  const point = () => { view.hover = { panel: view.panels[0], row: one.row }; overlay(view); };
  return make("details", { open },
    make("summary", { onpointerenter: point, onpointerleave: () => hover(view, null) },
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
