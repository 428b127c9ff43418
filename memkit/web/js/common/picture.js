// The picture that stands for a widget in a saved notebook, until the widget is alive.

/** @param {Element} element */
function hostOf(element) {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

/**
 * Names a widget on its page, as its picture's style sheet knows it; returns what says that it is
 * alive, so that the picture goes. Elements that hide what is inside them are marked as well.
 * @param {Element} root
 * @param {string | undefined} key
 */
export function standsFor(root, key) {
  /** @param {string} name */
  const mark = (name) => {
    for (let at = /** @type {Element | null} */ (root); at && key; at = hostOf(at)) at.setAttribute(`data-memkit-${name}`, key);
  };
  mark("widget");
  // It is not on the page yet.
  requestAnimationFrame(() => mark("widget"));
  return () => { mark("live"); requestAnimationFrame(() => mark("live")); };
}
