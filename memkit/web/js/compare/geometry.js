// Where memories lie: fitting, turning, projecting, and what is near a place or inside of a line.
// Numbers only: nothing here knows the page.

/** @import { Fitted, Frame, Point, Shape, Turn, View } from "./types.js" */

/** @typedef {Pick<View, "turn" | "drawn"> & Partial<Pick<View, "hidden" | "member">>} Turning */

export const SAME = [1, 0, 0, 0, 1, 0, 0, 0, 1];

// How a picture in three dimensions is first seen: a little from above, a little from the side.
const TILTED = turned(SAME, 0.5, 0.35);

/**
 * Centred, with the longer side from -1 to 1, always three numbers a point. `deep` is how far points
 * may come towards the reader or go away when the picture is turned.
 * @param {Float32Array} raw
 * @param {number} dims
 * @returns {Fitted}
 */
export function fitted(raw, dims) {
  const own = spread(raw, dims);
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < own.length; i++) {
    if (own[i] < low[i % 3]) low[i % 3] = own[i];
    if (own[i] > high[i % 3]) high[i % 3] = own[i];
  }
  const centre = low.map((value, axis) => (own.length ? (value + high[axis]) / 2 : 0));
  const sides = low.map((value, axis) => (own.length ? (high[axis] - value) / 2 : 0));
  const half = Math.max(sides[0], sides[1], 1e-9);
  /** @param {Float32Array} points */
  const fit = (points) => spread(points, dims).map((value, i) => (value - centre[i % 3]) / half);
  const places = fit(raw);
  let deep = 0;
  for (let i = 0; i < places.length; i += 3) deep = Math.max(deep, Math.hypot(places[i], places[i + 1], places[i + 2]));
  return { places, wide: Math.max(sides[0] / half, 0.05), high: Math.max(sides[1] / half, 0.05), deep: deep || 1, fit };
}

/**
 * Three numbers a point; those of three dimensions tilted.
 * @param {Float32Array} raw
 * @param {number} dims
 */
function spread(raw, dims) {
  const n = raw.length / dims;
  const made = new Float32Array(3 * n);
  const [a, b, c, d, e, f, g, h, i] = dims === 3 ? TILTED : SAME;
  for (let row = 0; row < n; row++) {
    const x = raw[dims * row];
    const y = raw[dims * row + 1];
    const z = dims === 3 ? raw[dims * row + 2] : 0;
    made[3 * row] = a * x + b * y + c * z;
    made[3 * row + 1] = d * x + e * y + f * z;
    made[3 * row + 2] = g * x + h * y + i * z;
  }
  return made;
}

/**
 * A turn by hand: across turns around the upright axis of the screen, down around the level one.
 * @param {Turn} matrix
 * @param {number} across
 * @param {number} down
 * @returns {Turn}
 */
export function turned(matrix, across, down) {
  const [ca, sa, cd, sd] = [Math.cos(across), Math.sin(across), Math.cos(down), Math.sin(down)];
  return multiplied([1, 0, 0, 0, cd, sd, 0, -sd, cd], multiplied([ca, 0, sa, 0, 1, 0, -sa, 0, ca], matrix));
}

/**
 * @param {Turn} a
 * @param {Turn} b
 * @returns {Turn}
 */
function multiplied(a, b) {
  const made = [];
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      made.push(a[3 * row] * b[column] + a[3 * row + 1] * b[3 + column] + a[3 * row + 2] * b[6 + column]);
    }
  }
  return made;
}

/**
 * How many pixels one is.
 * @param {Frame} panel
 */
function scaleOf(panel) {
  const edge = Math.min(24, panel.width / 12);
  return Math.min((panel.width / 2 - edge) / panel.wide, (panel.height / 2 - edge) / panel.high) * panel.zoom;
}

/**
 * Where a point lies in a frame, in pixels, and how near to the reader.
 * @param {Turning} view
 * @param {Frame} panel
 * @param {number} x
 * @param {number} y
 * @param {number} z
 * @returns {[x: number, y: number, near: number]}
 */
export function project(view, panel, x, y, z) {
  const scale = scaleOf(panel);
  const [a, b, c, d, e, f, g, h, i] = view.turn;
  return [
    panel.width / 2 + panel.x + (a * x + b * y + c * z) * scale,
    panel.height / 2 + panel.y - (d * x + e * y + f * z) * scale,
    g * x + h * y + i * z,
  ];
}

/**
 * Where all memories lie in a panel, in pixels, and how near to the reader, from -1 to 1.
 * @param {Turning} view
 * @param {Frame} panel
 * @returns {Float32Array}
 */
export function screenOf(view, panel) {
  if (!panel.stale && panel.screen) return panel.screen;
  const places = panel.places ?? new Float32Array();
  const screen = panel.screen?.length === places.length ? panel.screen : new Float32Array(places.length);
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
  panel.screen = screen;
  return screen;
}

/**
 * How many points a frame has: those that are laid out, and those placed beside them once they are.
 * @param {Turning} view
 * @param {Frame} panel
 */
export const pointsIn = (view, panel) => Math.min(view.drawn, (panel.places?.length ?? 0) / 3);

/**
 * Whether a memory's group is shown.
 * @param {Turning} view
 * @param {number} row
 */
export const isShown = (view, row) => !view.hidden || !view.member || !view.hidden[view.member[row]];

const DEPTHS = 512;

/**
 * Rows in the order of their depth, the farthest first; counted into levels, which is much quicker
 * than sorting.
 * @param {Float32Array} screen
 * @param {number} n
 */
export function behindFirst(screen, n) {
  const level = (/** @type {number} */ row) => Math.max(0, Math.min(DEPTHS - 1, Math.floor(((screen[3 * row + 2] + 1) / 2) * DEPTHS)));
  const starts = new Uint32Array(DEPTHS + 1);
  for (let row = 0; row < n; row++) starts[level(row) + 1]++;
  for (let at = 1; at <= DEPTHS; at++) starts[at] += starts[at - 1];
  const order = new Uint32Array(n);
  for (let row = 0; row < n; row++) order[starts[level(row)]++] = row;
  return order;
}

/**
 * Where a memory lies in a frame, in pixels.
 * @param {Turning} view
 * @param {Frame} panel
 * @param {number} row
 * @returns {Point}
 */
export function placeOf(view, panel, row) {
  const screen = screenOf(view, panel);
  return [screen[3 * row], screen[3 * row + 1]];
}

/**
 * The drawn memory nearest to a place and less than `most` pixels away, or -1.
 * @param {Turning} view
 * @param {Frame} panel
 * @param {number} x
 * @param {number} y
 * @param {number} most
 */
export function nearest(view, panel, x, y, most) {
  const screen = screenOf(view, panel);
  let best = -1;
  let least = most * most;
  const n = pointsIn(view, panel);
  for (let row = 0; row < n; row++) {
    if (!isShown(view, row)) continue;
    const distance = (screen[3 * row] - x) ** 2 + (screen[3 * row + 1] - y) ** 2;
    if (distance < least) { least = distance; best = row; }
  }
  return best;
}

/**
 * All memories within a drawn line, those among them that are not drawn themselves.
 * @param {Turning} view
 * @param {Frame} panel
 * @param {Point[]} path
 */
export function within(view, panel, path) {
  const screen = screenOf(view, panel);
  const rows = [];
  for (let row = 0; 3 * row < screen.length; row++) {
    if ((row >= view.drawn || isShown(view, row)) && inside(screen[3 * row], screen[3 * row + 1], path)) rows.push(row);
  }
  return rows;
}

/**
 * Whether a memory lies in the part that a frame shows.
 * @param {Turning} view
 * @param {Frame} panel
 * @param {number} row
 */
export function inView(view, panel, row) {
  const [x, y] = placeOf(view, panel, row);
  return x >= 0 && y >= 0 && x <= panel.width && y <= panel.height;
}

/**
 * Whether a place lies inside of a closed path, by the even-odd rule.
 * @param {number} x
 * @param {number} y
 * @param {Point[]} path
 */
export function inside(x, y, path) {
  let odd = false;
  for (let i = 0, j = path.length - 1; i < path.length; j = i++) {
    const [ax, ay] = path[i];
    const [bx, by] = path[j];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
  }
  return odd;
}

/**
 * The drawn memory that comes next in the direction of a key, those straight ahead first; the one
 * that it starts from if there is none.
 * @param {Turning} view
 * @param {Frame} panel
 * @param {number} from
 * @param {Point} way
 */
export function nextTo(view, panel, from, [dx, dy]) {
  const [x, y] = placeOf(view, panel, from);
  let best = from;
  let least = Infinity;
  const n = pointsIn(view, panel);
  for (let row = 0; row < n; row++) {
    if (!isShown(view, row)) continue;
    const [px, py] = placeOf(view, panel, row);
    const ahead = (px - x) * dx + (py - y) * dy;
    const aside = Math.abs((px - x) * dy) + Math.abs((py - y) * dx);
    if (ahead > 0.5 && aside <= 2 * ahead && ahead + 2 * aside < least) { least = ahead + 2 * aside; best = row; }
  }
  return best;
}

/**
 * A frame zoomed; the place that is pointed at stays where it is.
 * @param {Frame} frame
 * @param {number} by
 * @param {Point} at
 * @returns {Pick<Frame, "zoom" | "x" | "y">}
 */
export function zoomed(frame, by, [x, y]) {
  const factor = Math.max(0.5, Math.min(60, frame.zoom * by)) / frame.zoom;
  return {
    zoom: frame.zoom * factor,
    x: (frame.x + frame.width / 2 - x) * factor + x - frame.width / 2,
    y: (frame.y + frame.height / 2 - y) * factor + y - frame.height / 2,
  };
}

/**
 * A shape on the way from one to the other, for the memories that both have, `most` at most; `share`
 * goes from 0 to 1.
 * @param {Shape} from
 * @param {Shape} to
 * @param {number} share
 * @param {number} most
 */
export function between(from, to, share, most) {
  const n = Math.min(most, from.places.length / 3, to.places.length / 3);
  const part = (/** @type {number} */ a, /** @type {number} */ b) => a + (b - a) * share;
  const places = new Float32Array(3 * n);
  for (let i = 0; i < places.length; i++) places[i] = part(from.places[i], to.places[i]);
  return { places, wide: part(from.wide, to.wide), high: part(from.high, to.high) };
}
