// The colours of the page, which may turn light or dark at any time.

/**
 * A colour of the theme as the page has it now, e.g. "accent"; see memkit/notebook/style.py.
 * @param {Element} root
 * @param {string} name
 */
export const themeColour = (root, name) => getComputedStyle(root).getPropertyValue(`--mk-${name}`).trim();

/**
 * Calls `action` after the notebook or the system turns light or dark; returns what ends that.
 * @param {() => void} action
 */
export function followTheme(action) {
  const later = () => requestAnimationFrame(action);
  const watcher = new MutationObserver(later);
  const attributeFilter = ["data-jp-theme-light", "data-jp-theme-name", "class", "theme", "data-theme"];
  for (const node of [document.body, document.documentElement]) watcher.observe(node, { attributes: true, attributeFilter });
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", later);
  return () => { watcher.disconnect(); system.removeEventListener("change", later); };
}
