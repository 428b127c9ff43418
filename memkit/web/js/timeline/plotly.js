// plotly.js: sent by the kernel when a page needs it, once a page however many timelines it shows.

/** @import { Plotly } from "./types.js" */

// All widgets of a page find what one of them loaded.
const SHARED = /** @type {Record<symbol, Promise<Plotly> | undefined>} */ (/** @type {unknown} */ (globalThis));
const PLOTLY = Symbol.for("memkit.plotly");

/** @param {string} base64 */
async function unpacked(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const packed = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(packed).text();
}

/**
 * @param {{ packed: string }} script
 * @returns {Promise<Plotly>}
 */
async function importPlotly({ packed }) {
  const text = await unpacked(packed);
  // As a module of its own, so that it neither finds nor leaves a global name.
  const module = `const module = { exports: {} }; const exports = module.exports; const define = undefined;
${text}
export default module.exports;`;
  const address = URL.createObjectURL(new Blob([module], { type: "text/javascript" }));
  const before = Object.getOwnPropertyDescriptor(window, "Plotly");
  try {
    return (await import(address)).default;
  } finally {
    URL.revokeObjectURL(address);
    if (before) Object.defineProperty(window, "Plotly", before);
    else Reflect.deleteProperty(window, "Plotly");
  }
}

/**
 * Returns plotly; `ask` fetches the script from the kernel.
 * @param {() => Promise<{ packed: string }>} ask
 * @returns {Promise<Plotly>}
 */
export function loadPlotly(ask) {
  SHARED[PLOTLY] ??= ask().then(importPlotly).catch((error) => {
    delete SHARED[PLOTLY];
    throw error;
  });
  return SHARED[PLOTLY];
}
