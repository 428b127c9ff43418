// Points, lines and the star of a query on the canvases of the panels.

const MOST_TRAILS = 400;

function readTheme(view) {
  const get = (name) => themeColour(view.root, name);
  view.theme = { text: get("text"), muted: get("muted"), surface: get("surface"), accent: get("accent") };
}

const radius = (view) => (view.drawn < 300 ? 4.5 : view.drawn < 1500 ? 3.6 : view.drawn < 6000 ? 2.6 : 1.9);

// One small picture a colour: stamping is much quicker than drawing circles.
function stamps(view, size, ring) {
  const ratio = devicePixelRatio || 1;
  return view.colours.map((colour) => {
    const canvas = make("canvas", { width: Math.ceil((2 * size + 3) * ratio), height: Math.ceil((2 * size + 3) * ratio) });
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    pen.beginPath();
    pen.arc(size + 1.5, size + 1.5, size, 0, 2 * Math.PI);
    pen.fillStyle = colour;
    pen.fill();
    pen.lineWidth = ring && size > 3 ? 1.5 : 0.75;
    pen.strokeStyle = ring ? view.theme.text : view.theme.surface;
    pen.stroke();
    return canvas;
  });
}

function penOf(canvas, panel) {
  const ratio = devicePixelRatio || 1;
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, panel.width, panel.height);
  return pen;
}

function draw(view) {
  view.asked ||= requestAnimationFrame(() => { view.asked = 0; paint(view); });
}

function overlay(view) {
  view.askedOver ||= requestAnimationFrame(() => { view.askedOver = 0; paintOver(view); });
}

// What lies behind is drawn first.
function orderOf(view, screen) {
  if (view.dims !== 3) return null;
  const rows = Uint32Array.from({ length: view.drawn }, (_, row) => row);
  return rows.sort((a, b) => screen[3 * a + 2] - screen[3 * b + 2]);
}

function paint(view) {
  const size = radius(view);
  const plain = stamps(view, size, false);
  const strong = stamps(view, size + 0.6, true);
  const some = view.chosen.includes(1);
  const { closer } = view;
  for (const panel of view.panels) {
    if (!panel.places || !panel.width) continue;
    const pen = penOf(panel.base, panel);
    const screen = screenOf(view, panel);
    const stamp = (kind, row, half) => {
      const [x, y] = [screen[3 * row], screen[3 * row + 1]];
      if (x < -9 || y < -9 || x > panel.width + 9 || y > panel.height + 9) return;
      // Farther away is smaller.
      const own = view.dims === 3 ? half * (0.9 + 0.35 * screen[3 * row + 2]) : half;
      pen.drawImage(kind[view.member[row]], x - own, y - own, 2 * own, 2 * own);
    };
    const order = orderOf(view, screen);
    for (let place = 0; place < view.drawn; place++) {
      const row = order ? order[place] : place;
      if (view.chosen[row]) continue;
      const faint = some || (closer && closer !== panel && !inView(view, closer, row));
      pen.globalAlpha = faint ? 0.2 : view.dims === 3 ? 0.66 + 0.3 * screen[3 * row + 2] : 0.9;
      stamp(plain, row, size + 1.5);
    }
    pen.globalAlpha = 1;
    if (some) {
      for (let place = 0; place < view.drawn; place++) {
        const row = order ? order[place] : place;
        if (view.chosen[row]) stamp(strong, row, size + 2.1);
      }
    }
  }
  paintOver(view);
}

function paintOver(view) {
  for (const panel of view.panels) {
    if (!panel.places || !panel.width) continue;
    const pen = penOf(panel.over, panel);
    if (view.moving) drawTrails(view, panel, pen);
    if (view.answer.found) drawStar(view, panel, pen);
    if (view.hover) drawHover(view, panel, pen);
    if (panel.lasso) {
      pen.beginPath();
      panel.lasso.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      pen.strokeStyle = view.theme.accent;
      pen.lineWidth = 1.5;
      pen.stroke();
      pen.globalAlpha = 0.1;
      pen.fillStyle = view.theme.accent;
      pen.fill();
      pen.globalAlpha = 1;
    }
  }
}

function line(pen, from, to) {
  pen.beginPath();
  pen.moveTo(from[0], from[1]);
  pen.lineTo(to[0], to[1]);
  pen.stroke();
}

function circle(pen, [x, y], size, fill) {
  pen.beginPath();
  pen.arc(x, y, size, 0, 2 * Math.PI);
  if (fill) { pen.fillStyle = fill; pen.fill(); }
  pen.stroke();
}

const colourOf = (view, row) => view.colours[view.member[row]];

function drawHover(view, panel, pen) {
  const { row } = view.hover;
  const centre = placeOf(view, panel, row);
  const near = neighboursOf(view, panel, row);
  pen.strokeStyle = view.theme.muted;
  pen.lineWidth = 1;
  for (const other of near) line(pen, centre, placeOf(view, panel, other));
  pen.strokeStyle = view.theme.text;
  for (const other of near) circle(pen, placeOf(view, panel, other), radius(view) + 0.6, colourOf(view, other));
  pen.lineWidth = 2;
  circle(pen, centre, radius(view) + 3, colourOf(view, row));
}

// Arrows from where a memory's old text lay to where its new text lies.
function drawTrails(view, panel, pen) {
  const ends = view.trails[panel.index];
  if (!ends) return;
  const some = view.chosen.includes(1);
  const first = Math.max(0, view.changes.length - MOST_TRAILS);
  pen.lineWidth = 1.5;
  pen.lineJoin = "round";
  for (let i = first; i < view.changes.length; i++) {
    const { row } = view.changes[i];
    const from = project(view, panel, ends[6 * i], ends[6 * i + 1], ends[6 * i + 2]);
    const to = project(view, panel, ends[6 * i + 3], ends[6 * i + 4], ends[6 * i + 5]);
    const own = view.hover?.row === row || view.chosen[row];
    pen.globalAlpha = own || !some ? 0.9 : 0.2;
    pen.strokeStyle = view.theme.accent;
    arrow(pen, from, to);
  }
  pen.globalAlpha = 1;
}

function arrow(pen, from, to) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const far = Math.hypot(dx, dy);
  line(pen, from, to);
  if (far < 4) return;
  const head = Math.min(7, far / 2);
  const [ux, uy] = [(dx / far) * head, (dy / far) * head];
  pen.beginPath();
  pen.moveTo(to[0] - ux - uy / 2, to[1] - uy + ux / 2);
  pen.lineTo(to[0], to[1]);
  pen.lineTo(to[0] - ux + uy / 2, to[1] - uy - ux / 2);
  pen.stroke();
}

// Between the nearest memories, the nearer the much heavier, as memkit.analysis.placing does.
function starOf(view, panel) {
  const found = view.answer.found[panel.index].slice(0, 6);
  const last = found.length > 1 ? found[found.length - 1][1] : 0;
  const at = [0, 0, 0];
  let sum = 0;
  for (const [row, cosine] of found) {
    if (row < 0) continue;
    const weight = Math.max(cosine - last, 0) / Math.max(1 - cosine, 1e-6) + 1e-9;
    for (let axis = 0; axis < 3; axis++) at[axis] += weight * panel.places[3 * row + axis];
    sum += weight;
  }
  return sum ? project(view, panel, ...at.map((value) => value / sum)) : null;
}

function drawStar(view, panel, pen) {
  const centre = starOf(view, panel);
  if (!centre) return;
  pen.strokeStyle = view.theme.accent;
  pen.lineWidth = 1.25;
  const rows = view.answer.found[panel.index].map(([row]) => row).filter((row) => row >= 0);
  pen.globalAlpha = 0.75;
  for (const row of rows) line(pen, centre, placeOf(view, panel, row));
  pen.globalAlpha = 1;
  pen.strokeStyle = view.theme.text;
  for (const row of rows) circle(pen, placeOf(view, panel, row), radius(view) + 1, colourOf(view, row));
  pen.beginPath();
  for (let i = 0; i < 10; i++) {
    const size = i % 2 ? 4.5 : 11;
    const turned = (i * Math.PI) / 5 - Math.PI / 2;
    pen.lineTo(centre[0] + size * Math.cos(turned), centre[1] + size * Math.sin(turned));
  }
  pen.closePath();
  pen.fillStyle = view.theme.accent;
  pen.fill();
  pen.lineWidth = 2;
  pen.strokeStyle = view.theme.surface;
  pen.stroke();
}
