// A panel for each space: what part of the picture it shows, and where a memory lies in it.

function makePanel(view, space, index) {
  const base = make("canvas", { class: "mkc-base", "aria-hidden": "true" });
  const over = make("canvas", { class: "mkc-over", tabindex: "0", role: "application" });
  const badge = make("span", { class: "mkc-badge" });
  // What a reader who can't see the picture is told of it.
  const words = make("p", { class: "mkw-said" });
  const panel = {
    space, index, base, over, badge, words, width: 0, height: 0, zoom: 1, x: 0, y: 0,
    places: null, wide: 1, high: 1, deep: 1, screen: null, stale: true, lasso: null, drag: null,
  };
  const button = (label, text, action) =>
    make("button", { type: "button", "aria-label": `${label} in ${space}`, title: label, onclick: action }, text);
  panel.frame = make("figure", { class: "mkc-panel", "data-space": space },
    make("figcaption", {},
      make("b", { dir: "auto", title: space }, space), badge,
      make("span", { class: "mkc-zoom" },
        button("Zoom in", "+", () => zoom(view, panel, 1.4)),
        button("Zoom out", "−", () => zoom(view, panel, 1 / 1.4)),
        button("Show all", "⤢", () => reset(view, panel)))),
    make("div", { class: "mkc-plot" }, base, over), words);
  listen(view, panel);
  return panel;
}

function change(panel, what) {
  Object.assign(panel, what, { stale: true });
}

function scaleOf(panel) {
  const edge = Math.min(24, panel.width / 12);
  return Math.min((panel.width / 2 - edge) / panel.wide, (panel.height / 2 - edge) / panel.high) * panel.zoom;
}

function project(view, panel, x, y, z) {
  const scale = scaleOf(panel);
  const [a, b, c, d, e, f, g, h, i] = view.turn;
  return [
    panel.width / 2 + panel.x + (a * x + b * y + c * z) * scale,
    panel.height / 2 + panel.y - (d * x + e * y + f * z) * scale,
    g * x + h * y + i * z,
  ];
}

// Where all memories lie in a panel, in pixels, and how near to the reader, from -1 to 1.
function screenOf(view, panel) {
  if (!panel.stale) return panel.screen;
  const { places } = panel;
  if (panel.screen?.length !== places.length) panel.screen = new Float32Array(places.length);
  const { screen } = panel;
  const scale = scaleOf(panel);
  const [a, b, c, d, e, f, g, h, i] = view.turn;
  const left = panel.width / 2 + panel.x;
  const top = panel.height / 2 + panel.y;
  for (let at = 0; at < places.length; at += 3) {
    const x = places[at];
    const y = places[at + 1];
    const z = places[at + 2];
    screen[at] = left + (a * x + b * y + c * z) * scale;
    screen[at + 1] = top - (d * x + e * y + f * z) * scale;
    screen[at + 2] = (g * x + h * y + i * z) / panel.deep;
  }
  panel.stale = false;
  return screen;
}

function placeOf(view, panel, row) {
  const screen = screenOf(view, panel);
  return [screen[3 * row], screen[3 * row + 1]];
}

function nearest(view, panel, x, y, most) {
  const screen = screenOf(view, panel);
  let best = -1;
  let least = most * most;
  for (let row = 0; row < view.drawn; row++) {
    const distance = (screen[3 * row] - x) ** 2 + (screen[3 * row + 1] - y) ** 2;
    if (distance < least) { least = distance; best = row; }
  }
  return best;
}

// All memories within a drawn line, those among them that are not drawn themselves.
function within(view, panel, path) {
  const screen = screenOf(view, panel);
  const rows = [];
  for (let row = 0; 3 * row < screen.length; row++) {
    if (inside(screen[3 * row], screen[3 * row + 1], path)) rows.push(row);
  }
  return rows;
}

function zoom(view, panel, by, [x, y] = [panel.width / 2, panel.height / 2]) {
  const factor = Math.max(0.5, Math.min(60, panel.zoom * by)) / panel.zoom;
  change(panel, {
    zoom: panel.zoom * factor,
    x: (panel.x + panel.width / 2 - x) * factor + x - panel.width / 2,
    y: (panel.y + panel.height / 2 - y) * factor + y - panel.height / 2,
  });
  looked(view, panel);
}

function reset(view, panel) {
  change(panel, { zoom: 1, x: 0, y: 0 });
  if (view.dims === 3) turn(view, SAME);
  looked(view, panel);
}

// A closer look at one panel dims, in the others, what it leaves out.
function looked(view, panel) {
  view.closer = panel.zoom > 1.05 ? panel : null;
  view.root.dataset.closer = view.closer ? panel.space : "";
  draw(view);
  showTip(view);
}

// All panels turn together.
function turn(view, matrix) {
  view.turn = matrix;
  for (const panel of view.panels) panel.stale = true;
  draw(view);
  showTip(view);
}

function inView(view, panel, row) {
  const [x, y] = placeOf(view, panel, row);
  return x >= 0 && y >= 0 && x <= panel.width && y <= panel.height;
}

function resize(view) {
  const ratio = devicePixelRatio || 1;
  for (const panel of view.panels) {
    const { clientWidth, clientHeight } = panel.over.parentElement;
    if (panel.width === clientWidth && panel.height === clientHeight) continue;
    const grown = panel.width ? clientWidth / panel.width : 1;
    change(panel, { width: clientWidth, height: clientHeight, x: panel.x * grown, y: panel.y * grown });
    for (const canvas of [panel.base, panel.over]) Object.assign(canvas, { width: clientWidth * ratio, height: clientHeight * ratio });
  }
}
