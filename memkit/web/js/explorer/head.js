// The head: where the memory is, whose memories and which space, and whether it is live.

import { fillSelect, makeCode, makeSelect } from "../common/controls.js";
import { make } from "../common/elements.js";
import { count, plural } from "../common/text.js";
import { SCOPES } from "./app.js";
import { makePicker } from "./picker.js";

/** @import { LineState } from "../common/types.js" */
/** @import { App, Status } from "./types.js" */

/** @type {Record<string, string>} */
const EVERY = { user: "everyone", agent: "any", app: "any", run: "any" };

/** @param {App} app */
export function makeHead(app) {
  const name = make("b", { dir: "auto" });
  const facts = make("span", {});
  // How much of the exact answer the store finds, once it was measured.
  const recall = make("span", { class: "mkx-recall" });
  const live = make("span", { class: "mkx-live", role: "status" });
  const space = makeSelect("Space", (key) => app.filter("use_space", { space: key }));
  const pickers = Object.fromEntries(Object.entries(SCOPES).map(([key, word]) => [key, makePicker({
    word, every: EVERY[word],
    onpick: (value) => app.filter("set_scope", { ...app.status.scope, [key]: value }),
  })]));
  const code = makeCode(() => app.lastCode ?? "");
  app.on("code", code.refresh);

  /** @param {Status} status */
  function show(status) {
    name.textContent = status.url.split("/").pop() || status.url;
    name.title = status.url;
    const chosen = status.spaces.find(({ key }) => key === status.space);
    facts.textContent = [
      chosen ? `${chosen.key} (${count(chosen.dim)} d)` : "no space yet",
      status.shown === status.total ? plural(status.total, "memory", "memories")
        : `${count(status.shown)} of ${plural(status.total, "memory", "memories")}`,
    ].join(" · ");
    recall.textContent = status.recall?.short ?? "";
    recall.title = status.recall?.said ?? "";
    fillSelect(space, status.spaces.map((one) => ({
      value: one.key, text: `${one.key}${one.ready ? "" : " (filling)"}`, disabled: !one.ready,
      title: `${count(one.dim)} dimensions, ${plural(one.count, "vector")}${one.default ? ", the default" : ""}`,
    })), chosen?.key ?? "");
    spaceLabel.hidden = status.spaces.length < 2;
    for (const [key, picker] of Object.entries(pickers)) {
      const entries = status.scopes[key] ?? [];
      picker.show(entries, status.scope[key]);
      // Ids that nobody uses need no room; a user is what a first memory needs.
      picker.element.hidden = key !== "user_id" && !entries.length && status.scope[key] == null;
    }
  }

  // What the dot says: "live", "busy", "gone", or news for a while.
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let fading;
  /**
   * @param {LineState} state
   * @param {string | null} text
   */
  function say(state, text = null) {
    clearTimeout(fading);
    live.dataset.state = state;
    live.textContent = text ?? { live: "live", busy: "waiting for the kernel", gone: "not connected" }[state];
    if (text) fading = setTimeout(() => say(state), 6000);
  }

  const spaceLabel = make("label", { class: "mkx-label" }, "Space ", space);
  const element = make("header", { class: "mkx-head" },
    make("div", { class: "mkx-what" }, name, facts, recall),
    make("div", { class: "mkx-controls" }, spaceLabel, ...Object.values(pickers).map((picker) => picker.element), code.button, live));
  app.on("status", show);
  say("live");
  return { element, code: code.box, say };
}
