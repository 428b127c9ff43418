// Places and colours as numbers: nothing here knows the page.

const SAME = [1, 0, 0, 0, 1, 0, 0, 0, 1];

// How a picture in three dimensions is first seen: a little from above, a little from the side.
const TILTED = turned(SAME, 0.5, 0.35);

// Centred, with the longer side from -1 to 1, always three numbers a point. `deep` is how far points
// may come towards the reader or go away when the picture is turned.
function fitted(raw, dims) {
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
  const fit = (points) => spread(points, dims).map((value, i) => (value - centre[i % 3]) / half);
  const places = fit(raw);
  let deep = 0;
  for (let i = 0; i < places.length; i += 3) deep = Math.max(deep, Math.hypot(places[i], places[i + 1], places[i + 2]));
  return { places, wide: Math.max(sides[0] / half, 0.05), high: Math.max(sides[1] / half, 0.05), deep: deep || 1, fit };
}

// Three numbers a point; those of three dimensions tilted.
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

// A turn by hand: across turns around the upright axis of the screen, down around the level one.
function turned(matrix, across, down) {
  const [ca, sa, cd, sd] = [Math.cos(across), Math.sin(across), Math.cos(down), Math.sin(down)];
  return multiplied([1, 0, 0, 0, cd, sd, 0, -sd, cd], multiplied([ca, 0, sa, 0, 1, 0, -sa, 0, ca], matrix));
}

function multiplied(a, b) {
  const made = [];
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      made.push(a[3 * row] * b[column] + a[3 * row + 1] * b[3 + column] + a[3 * row + 2] * b[6 + column]);
    }
  }
  return made;
}

function inside(x, y, path) {
  let within = false;
  for (let i = 0, j = path.length - 1; i < path.length; j = i++) {
    const [ax, ay] = path[i];
    const [bx, by] = path[j];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within;
  }
  return within;
}

function blend(colours, at) {
  const place = Math.max(0, Math.min(1, at)) * (colours.length - 1);
  const low = Math.min(Math.floor(place), colours.length - 2);
  const part = (colour, channel) => parseInt(colour.slice(1 + 2 * channel, 3 + 2 * channel), 16);
  const mixed = [0, 1, 2].map((channel) =>
    Math.round(part(colours[low], channel) * (1 - place + low) + part(colours[low + 1], channel) * (place - low)));
  return `rgb(${mixed.join(",")})`;
}
