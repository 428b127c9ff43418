"""What is wrong with the look of an element, found by a script on its page."""

from __future__ import annotations

# What a person would not be able to read below an element, or would not see all of.
FAULTS = """(root) => {
  const pen = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const colour = (named) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = named;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (top, below) => [0, 1, 2]
    .map((part) => top[part] * top[3] + below[part] * (1 - top[3])).concat(1);
  const above = function* (one) { for (; one; one = one.parentElement) yield one; };
  const ground = (one) => [...above(one)]
    .map((at) => colour(getComputedStyle(at).backgroundColor))
    .reduceRight((below, top) => over(top, below), [255, 255, 255, 1]);
  const luminance = (rgb) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, part) => {
    const value = rgb[part] / 255;
    return sum + weight * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  }, 0);
  const contrast = (one) => {
    const below = ground(one);
    const ink = colour(getComputedStyle(one).color);
    for (const at of above(one)) ink[3] *= getComputedStyle(at).opacity;
    const [dark, light] = [luminance(over(ink, below)), luminance(below)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const found = [];
  const edge = root.getBoundingClientRect();
  for (const one of [root, ...root.querySelectorAll("*")]) {
    const words = [...one.childNodes].filter((node) => node.nodeType === 3)
      .map((node) => node.data.trim()).join(" ").trim();
    const box = one.getBoundingClientRect();
    if (!words || !one.checkVisibility({visibilityProperty: true}) || !box.width) continue;
    if (["STYLE", "SCRIPT", "OPTION"].includes(one.tagName)) continue;
    const said = `${one.tagName.toLowerCase()}.${one.className}: ${words.slice(0, 40)}`;
    const ratio = contrast(one);
    if (ratio < 4.5) found.push(`contrast ${ratio.toFixed(2)} of ${said}`);
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (size < 11) found.push(`${size} px in ${said}`);
    if (box.right > edge.right + 1 || box.left < edge.left - 1) found.push(`outside: ${said}`);
  }
  const wide = root.closest(".jp-OutputArea-output") ?? root;
  if (wide.scrollWidth > wide.clientWidth + 1) {
    found.push(`${wide.scrollWidth} px in a width of ${wide.clientWidth} px`);
  }
  return found;
}"""
