// What a point's colour means, and the legend that says so.

const VIRIDIS = ["#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725"];
const DIVERGING = ["#d55e00", "#c98d5e", "#bbbbbb", "#5e97b7", "#0072b2"];
const STEPS = 32;
const COLOUR_WORDS = {
  category: "category", cluster: "cluster", overlap: "neighbour overlap", hits: "hit count",
  user: "user", agent: "agent", age: "age",
};

function recolour(view, by) {
  const scheme = view.model.get("colours")[by];
  view.by = by;
  view.member.fill(0);
  if (!scheme) view.colours = ["#0072b2"];
  else if (scheme.names) { view.colours = scheme.colours; view.member.set(scheme.members); }
  else {
    const stops = scheme.diverging ? DIVERGING : VIRIDIS;
    view.colours = Array.from({ length: STEPS }, (_, step) => blend(stops, step / (STEPS - 1)));
    scheme.values.forEach((value, row) => {
      const share = (value - scheme.low) / (scheme.high - scheme.low);
      view.member[row] = Math.round(Math.max(0, Math.min(1, share)) * (STEPS - 1));
    });
  }
  view.root.dataset.colour = by ?? "";
  showLegend(view, scheme);
  for (const one of view.root.querySelectorAll(".mkc-dot[data-row]")) one.style.background = view.colours[view.member[one.dataset.row]];
  describe(view);
  view.code.refresh();
  draw(view);
}

function showLegend(view, scheme) {
  const { legend } = view;
  if (!scheme) return legend.replaceChildren();
  const title = make("span", { class: "mkw-muted", title: scheme.about }, scheme.title);
  if (!scheme.names) {
    const bar = make("span", { class: "mkc-ramp", style: `background:linear-gradient(90deg,${view.colours.join(",")})` });
    const digits = scheme.high - scheme.low < 10 && !Number.isInteger(scheme.high) ? 1 : 0;
    const end = (value) => (value === 0 ? "0" : value.toFixed(digits).replace(/\.0$/, ""));
    const about = scheme.about ? make("span", { class: "mkw-muted" }, scheme.about) : null;
    return legend.replaceChildren(...[title, end(scheme.low), bar, end(scheme.high), about].filter(Boolean));
  }
  const sizes = new Array(scheme.names.length).fill(0);
  for (const member of scheme.members) sizes[member]++;
  return legend.replaceChildren(title, ...scheme.names.map((name, group) =>
    make("button", {
      type: "button", class: "mkc-chip", title: `Select all ${count(sizes[group])}`,
      onclick: (event) => {
        const rows = event.shiftKey ? selected(view) : [];
        scheme.members.forEach((member, row) => { if (member === group) rows.push(row); });
        choose(view, rows);
      },
    }, make("i", { class: "mkc-dot", style: `background:${scheme.colours[group]}` }), name, make("span", { class: "mkw-muted" }, count(sizes[group])))));
}

function showColours(view) {
  const all = view.model.get("colours");
  const names = Object.keys(COLOUR_WORDS).filter((name) => all[name]);
  const empty = (name) => all[name]?.names && all[name].names.length < 2;
  // What the reader chose goes before; else something that tells memories apart.
  const chosen = names.includes(view.by) && !(empty(view.by) && !view.touched);
  const best = chosen ? view.by : names.find((name) => !empty(name)) ?? names[0];
  fillSelect(view.colour, names.map((value) => ({ value, text: COLOUR_WORDS[value] })), best);
  recolour(view, best);
}
