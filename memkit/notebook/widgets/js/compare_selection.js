// The memory that is pointed at, those that are selected, and memories as entries of lists.

const LISTED = 100;

function hover(view, what, aloud = false) {
  if (view.hover?.row === what?.row && view.hover?.panel === what?.panel) return;
  view.hover = what;
  view.root.dataset.hover = what ? what.row : "";
  overlay(view);
  showTip(view);
  if (aloud && what) view.said.textContent = `${view.texts[what.row]}. ${view.about[what.row]}`;
}

function showTip(view) {
  const { tip, root, spaces } = view;
  tip.hidden = !view.hover;
  if (!view.hover) return;
  const { panel, row } = view.hover;
  const muted = (text) => make("div", { class: "mkw-muted" }, text);
  const lines = [make("div", { class: "mkc-tiptext", dir: "auto" }, view.texts[row]), muted(view.about[row])];
  const ranks = view.answer.shifts?.find((shift) => shift.row === row)?.ranks;
  if (ranks) lines.push(muted(spaces.map((space, i) => `${space} #${count(ranks[i])}`).join("   ")));
  if (view.near.length) lines.push(muted(shared(view, row)));
  if (view.moving) for (const one of view.changes) if (one.row === row) lines.push(muted(`was: ${one.old}`));
  tip.replaceChildren(...lines);
  const frame = panel.over.getBoundingClientRect();
  const outer = root.getBoundingClientRect();
  const [x, y] = placeOf(view, panel, row);
  const left = frame.left - outer.left + x;
  const top = frame.top - outer.top + y;
  const right = left + 16 + tip.offsetWidth > outer.width;
  tip.style.left = `${Math.max(0, Math.min(outer.width - tip.offsetWidth, right ? left - 12 - tip.offsetWidth : left + 12))}px`;
  tip.style.top = `${top + 12 + tip.offsetHeight > outer.height ? top - 12 - tip.offsetHeight : top + 12}px`;
}

function neighboursOf(view, panel, row) {
  const near = view.near[panel.index];
  const k = near ? near.length / view.drawn : 0;
  return near ? near.subarray(row * k, (row + 1) * k) : [];
}

function shared(view, row) {
  const lists = view.panels.map((panel) => new Set(neighboursOf(view, panel, row)));
  const same = [...lists[0]].filter((other) => lists.every((near) => near.has(other))).length;
  return `${same} of ${lists[0].size} nearest in common`;
}

function selected(view) {
  const rows = [];
  for (let row = 0; row < view.chosen.length; row++) if (view.chosen[row]) rows.push(row);
  return rows;
}

function choose(view, rows, tell = true) {
  view.chosen.fill(0);
  for (const row of rows) view.chosen[row] = 1;
  draw(view);
  listSelected(view);
  view.code.refresh();
  if (tell) {
    view.model.set("chosen", new DataView(Int32Array.from(selected(view)).buffer));
    view.model.save_changes();
  }
}

function toggle(view, row, more) {
  const rows = selected(view);
  const only = rows.length === 1 && rows[0] === row;
  if (more) choose(view, view.chosen[row] ? rows.filter((other) => other !== row) : [...rows, row]);
  else choose(view, only ? [] : [row]);
}

// What Python selects; what this view said itself comes back here too.
function takeChosen(view) {
  const rows = [...ints(view.model.get("chosen"))];
  const own = selected(view);
  if (rows.length !== own.length || rows.some((row) => !view.chosen[row])) choose(view, rows, false);
  else listSelected(view);
}

function makeSide(view) {
  view.chosenTitle = make("b", { class: "mkc-count" });
  view.clear = make("button", { type: "button", onclick: () => choose(view, []) }, "Clear");
  view.list = make("ol", { class: "mkc-list", tabindex: "0", "aria-label": "Selected memories" });
  view.sideNote = make("p", { class: "mkw-note" });
  return make("aside", { class: "mkc-side", "aria-label": "Selection" },
    make("div", { class: "mkc-sidehead" }, view.chosenTitle, view.clear), view.list, view.sideNote);
}

function listSelected(view) {
  const rows = selected(view);
  const drawn = rows.filter((row) => row < view.drawn);
  view.root.dataset.selected = rows.length;
  view.chosenTitle.textContent = `Selected: ${count(rows.length)}`;
  view.clear.hidden = rows.length === 0;
  view.list.hidden = drawn.length === 0;
  view.list.replaceChildren(...drawn.slice(0, LISTED).map((row) => memory(view, row)));
  if (!rows.length) {
    view.sideNote.textContent = "Draw around points in any panel: the same memories light up in all of them. " +
      "Lines from a point go to its nearest memories in that space.";
    return;
  }
  const notes = [];
  if (drawn.length > LISTED) notes.push(`The first ${LISTED} of ${count(drawn.length)}.`);
  if (rows.length > drawn.length) notes.push(`${count(rows.length - drawn.length)} of them are not drawn.`);
  if (view.live) notes.push("In Python: comparison.selection");
  view.sideNote.textContent = notes.join(" ");
}

// A memory that lights up in all panels while it is pointed at.
function memory(view, row, ...after) {
  const { texts, about, ids } = view;
  const point = () => {
    if (!view.panels[0].places) return;
    view.hover = { panel: view.panels[0], row };
    view.root.dataset.hover = row;
    overlay(view);
  };
  const leave = () => hover(view, null);
  return make("li", { onpointerenter: point, onpointerleave: leave },
    make("button", {
      type: "button", class: "mkc-memory", dir: "auto", title: `${texts[row]}\n${about[row]}\n${ids[row]}`, onfocus: point, onblur: leave,
      onclick: (event) => { leave(); toggle(view, row, event.shiftKey); },
    }, dot(view, row), make("span", {}, texts[row])),
    ...after);
}

const dot = (view, row) =>
  make("i", { class: "mkc-dot", style: `background:${view.colours[view.member[row]] ?? "transparent"}`, "data-row": row });
