// Pairs that are near duplicates in one space only, to be merged or left.

function showDuplicates(view) {
  const found = view.model.get("duplicates");
  view.tabs.say("duplicates", found.pairs ? `Duplicates only one space sees (${count(found.total)})` : "Duplicates only one space sees");
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
    make("p", { class: "mkw-note" }, said + (found.total > found.pairs.length ? ` The first ${found.pairs.length} of ${count(found.total)}.` : "")),
    make("ul", { class: "mkc-pairs", "aria-label": "Duplicates" }, ...found.pairs.map((pair) => duplicate(view, pair))));
}

function duplicate(view, pair) {
  const cosines = view.spaces.map((space) => make("span", { class: space === pair.space ? "mkc-seen" : "", dir: "auto" },
    `${space} `, make("b", {}, number(pair.cosines[space]))));
  const outcome = make("span", { class: "mkw-note", role: "status" }, pair.said ?? "");
  outcome.classList.toggle("mkw-trouble", Boolean(pair.failed));
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
