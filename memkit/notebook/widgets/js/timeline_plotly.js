// plotly.js: sent by the kernel when a page needs it, once a page however many timelines it shows.

const PLOTLY = Symbol.for("memkit.plotly");

async function unpacked(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const packed = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(packed).text();
}

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
    else delete window.Plotly;
  }
}

// Returns plotly; `ask` fetches the script from the kernel.
function loadPlotly(ask) {
  globalThis[PLOTLY] ??= ask().then(importPlotly).catch((error) => {
    delete globalThis[PLOTLY];
    throw error;
  });
  return globalThis[PLOTLY];
}
