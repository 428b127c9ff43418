// Thumbs to rate an answer by.

/**
 * A thumb, drawn: a character for it would be an emoji.
 * @param {"up" | "down"} way
 */
export function thumb(way) {
  const name = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(name, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 16 16", width: "16", height: "16", "aria-hidden": "true" })) picture.setAttribute(key, value);
  const path = document.createElementNS(name, "path");
  path.setAttribute("d", "M2 7h2.5v6.5H2zM4.5 7.2 7.6 2.2c1.2 0 1.7.9 1.4 2L8.4 6.5h4.2c.9 0 1.5.8 1.3 1.6l-1.1 4.3c-.2.7-.7 1.1-1.4 1.1H4.5");
  if (way === "down") path.setAttribute("transform", "rotate(180 8 8)");
  picture.append(path);
  return picture;
}
