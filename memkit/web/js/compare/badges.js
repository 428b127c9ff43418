// How far the panels can be trusted, and what readers are told who can't see them.

import { ints } from "../common/model.js";
import { count, number, plural } from "../common/text.js";
import { keyOf, PROJECTIONS } from "./state.js";

/** @import { View } from "./types.js" */

/**
 * Says how far each panel can be trusted.
 * @param {View} view
 */
export function showBadges(view) {
  if (!view.picture) return;
  const all = view.model.get("badges")[keyOf(view.picture)];
  const { disparities } = view.pictures[keyOf(view.picture)];
  view.panels.forEach((panel, i) => {
    const found = all?.[i];
    panel.badge.textContent = found ? `trust ${number(found.trust)} · continuity ${number(found.continuity)}` : "trust …";
    panel.badge.classList.toggle("mkc-low", Boolean(found && Math.min(found.trust ?? 1, found.continuity ?? 1) < 0.8));
    panel.badge.title = found
      ? `How far to trust this picture, up to 1. Trust: what lies near here is near in ${panel.space}. ` +
        `Continuity: what is near in ${panel.space} lies near here. Above .9 is good, below .8 read the numbers instead. ` +
        `Among ${found.k} neighbours${found.judged < found.of ? ` of ${count(found.judged)} memories, drawn from ${count(found.of)}` : ""}.`
      : "How far to trust this picture is being found.";
  });
  view.disparity.textContent = `disparity ${disparities.slice(1).map((value) => number(value)).join(" · ")}`;
  describe(view);
}

/**
 * The text alternative of each panel.
 * @param {View} view
 */
export function describe(view) {
  if (!view.picture) return;
  const scheme = view.by ? view.model.get("colours")[view.by] : undefined;
  /** @type {number[]} */
  const counted = [];
  if (scheme?.names) for (const member of ints(scheme.members)) counted[member] = (counted[member] ?? 0) + 1;
  const sizes = scheme?.names?.map((name, group) => `${name} ${counted[group] ?? 0}${view.hidden[group] ? " (hidden)" : ""}`) ?? [];
  for (const panel of view.panels) {
    const groups = scheme && sizes.length ? ` Coloured by ${scheme.title}: ${sizes.slice(0, 9).join(", ")}.` : "";
    panel.words.textContent = `${panel.space}: ${plural(view.drawn, "memory", "memories")} as points, ` +
      `${PROJECTIONS[view.picture.projection]} in ${view.dims} dimensions. ${panel.badge.textContent}.${groups}`;
    panel.over.setAttribute("aria-label", `${panel.words.textContent} Arrow keys go from point to point, Enter selects, ` +
      `plus and minus zoom, 0 shows all, Escape clears${view.dims === 3 ? ", Shift with arrow keys turns" : ""}.`);
  }
}
