// Points drawn by the graphics card: for pictures of more points than a canvas draws at once.
//
// One hidden canvas serves all panels of all widgets on a page, for browsers allow only a few of
// its kind; what it drew is copied. It is given places in pixels, so that everything else of a
// panel (zoom, turns, lasso, what is pointed at) is the same with it and without it.

/** @import { Points } from "./types.js" */

const VERTEX = `#version 300 es
in vec2 place; in float size; in vec4 look; in float shape;
uniform vec2 field; uniform float ratio;
out vec4 colour; flat out float kind; flat out float wide;
void main() {
  gl_Position = vec4(place.x / field.x * 2.0 - 1.0, 1.0 - place.y / field.y * 2.0, 0.0, 1.0);
  gl_PointSize = wide = size * ratio;
  colour = look; kind = shape;
}`;

const FRAGMENT = `#version 300 es
precision highp float;
in vec4 colour; flat in float kind; flat in float wide;
uniform vec3 edge;
out vec4 drawn;
void main() {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  float far = kind < 0.5 ? length(p)
    : kind < 1.5 ? max(abs(p.x), abs(p.y)) * 1.15
    : 1.0 + max(p.y - 0.75, (abs(p.x) - (p.y + 1.0) * 0.56));
  // An edge as wide as the point would leave nothing of its colour.
  float soft = min(0.45, 1.8 / wide);
  float alpha = (1.0 - smoothstep(1.0 - soft, 1.0, far)) * colour.a;
  if (alpha < 0.004) discard;
  vec3 ink = mix(colour.rgb, edge, smoothstep(1.0 - 2.0 * soft, 1.0 - soft, far) * clamp((wide - 5.0) / 8.0, 0.0, 0.6));
  drawn = vec4(ink * alpha, alpha);
}`;

/** @typedef {{ canvas: HTMLCanvasElement, gl: WebGL2RenderingContext, buffers: Record<string, WebGLBuffer>, field: WebGLUniformLocation | null, ratio: WebGLUniformLocation | null, edge: WebGLUniformLocation | null }} Card */

/** @type {Card | null | undefined} */
let card;

/** What draws by the graphics card, or null where there is none. */
export function cardOf() {
  if (card === undefined || card?.gl.isContextLost()) card = make();
  return card;
}

/** @returns {Card | null} */
function make() {
  const canvas = document.createElement("canvas");
  const gl = canvas.getContext("webgl2", { antialias: false, depth: false, premultipliedAlpha: true });
  if (!gl) return null;
  const program = gl.createProgram();
  for (const [kind, text] of /** @type {const} */ ([[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]])) {
    const shader = gl.createShader(kind);
    if (!shader) return null;
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) return null;
  gl.useProgram(program);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  /** @type {Record<string, WebGLBuffer>} */
  const buffers = {};
  /** @type {[name: string, numbers: number, kind: number, whole: boolean][]} */
  const inputs = [["place", 2, gl.FLOAT, false], ["size", 1, gl.FLOAT, false], ["look", 4, gl.UNSIGNED_BYTE, true], ["shape", 1, gl.UNSIGNED_BYTE, false]];
  for (const [name, numbers, kind, whole] of inputs) {
    const at = gl.getAttribLocation(program, name);
    buffers[name] = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, buffers[name]);
    gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(at, numbers, kind, whole, 0, 0);
  }
  const [field, ratio, edge] = ["field", "ratio", "edge"].map((name) => gl.getUniformLocation(program, name));
  return { canvas, gl, buffers, field, ratio, edge };
}

/**
 * Draws points, those behind first, and puts them on a canvas.
 * @param {Card} card
 * @param {CanvasRenderingContext2D} pen
 * @param {number} width
 * @param {number} height
 * @param {Points} points
 * @param {string} surface
 */
export function drawPoints({ canvas, gl, buffers, field, ratio, edge }, pen, width, height, points, surface) {
  const scale = devicePixelRatio || 1;
  const [wide, high] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  gl.viewport(0, 0, wide, high);
  gl.clearColor(0, 0, 0, 0);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.uniform2f(field, width, height);
  gl.uniform1f(ratio, scale);
  const [red, green, blue] = channels(surface);
  gl.uniform3f(edge, red / 255, green / 255, blue / 255);
  for (const [name, values] of /** @type {const} */ ([["place", points.places], ["size", points.sizes], ["look", points.looks], ["shape", points.shapes]])) {
    gl.bindBuffer(gl.ARRAY_BUFFER, buffers[name]);
    gl.bufferData(gl.ARRAY_BUFFER, values, gl.STREAM_DRAW);
  }
  gl.drawArrays(gl.POINTS, 0, points.count);
  pen.drawImage(canvas, 0, 0, width, height);
}

/** @type {Map<string, [red: number, green: number, blue: number]>} */
const known = new Map();

/**
 * A colour of a style sheet as three numbers up to 255.
 * @param {string} colour
 * @returns {[red: number, green: number, blue: number]}
 */
export function channels(colour) {
  const found = known.get(colour);
  if (found) return found;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) return [0, 0, 0];
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
  known.set(colour, [red, green, blue]);
  return [red, green, blue];
}
