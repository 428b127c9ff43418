// Time travel: a slider over the journal, with a bar for each piece: what the scope shown changed.

import { later, make } from "../common/elements.js";
import { count, minute } from "../common/text.js";

/** @import { App, Bucket, Histogram, Status } from "./types.js" */

const PIECES = 60; // bars over the whole journal
const HIGH = 16; // the highest bar, in px

const KINDS = /** @type {const} */ (["DELETE", "UPDATE", "ADD"]);

/** @param {Bucket} bucket */
const sum = (bucket) => KINDS.reduce((total, kind) => total + bucket[kind], 0);

/** @param {App} app */
export function makeSlider(app) {
  const bars = make("span", { class: "mkx-density", "aria-hidden": "true" });
  const slider = make("input", {
    type: "range", min: "0", step: "1", "aria-label": "Time, by changes",
    oninput: () => { moved = true; say(); go(); },
    onchange: () => go(),
  });
  const now = make("output", { class: "mkx-when" });
  const element = make("label", { class: "mkx-time", hidden: true }, make("span", { class: "mkw-muted" }, "time"),
    make("span", { class: "mkx-track" }, bars, slider), now);
  const text = make("span", {});
  const banner = make("div", { class: "mkx-banner mkx-then", role: "status", hidden: true }, text,
    make("button", { type: "button", onclick: () => { app.filter("set_at", { at: null }); slider.focus(); } }, "Back to now"));
  /** @type {Histogram} */
  let histogram = { head: 0, buckets: [] };
  let moved = false;

  /** @param {number} seq */
  function timeOf(seq) {
    return histogram.buckets.find((bucket) => seq <= bucket.last)?.at ?? histogram.last_at;
  }

  function say() {
    const seq = Number(slider.value);
    now.textContent = seq >= histogram.head ? "now" : minute(timeOf(seq));
    slider.setAttribute("aria-valuetext", seq >= histogram.head ? "now" : `after change ${count(seq)} of ${count(histogram.head)}, ${minute(timeOf(seq))}`);
  }

  const go = later(120, async () => {
    const seq = Number(slider.value);
    await app.filter("set_at", { at: seq >= histogram.head ? null : seq });
    moved = false;
  });

  async function load() {
    try {
      histogram = await app.read("histogram", { buckets: PIECES }, "histogram");
    } catch {
      return; // The table says what is wrong.
    }
    const most = Math.max(1, ...histogram.buckets.map((bucket) => sum(bucket)));
    bars.replaceChildren(...histogram.buckets.map((bucket) => {
      const bar = make("span", {}, ...KINDS.map((kind) => {
        const part = make("span", { class: `mkx-${kind.toLowerCase()}` });
        part.style.height = `${(HIGH * bucket[kind]) / most}px`;
        return part;
      }));
      bar.style.flexGrow = String(bucket.last - bucket.first + 1);
      return bar;
    }));
    slider.min = String(Math.min(1, histogram.head));
    slider.max = String(histogram.head);
    element.hidden = histogram.head < 2;
    show(app.status);
  }

  /** @param {Status} status */
  function show(status) {
    if (!moved) slider.value = String(status.at ?? histogram.head);
    say();
    banner.hidden = status.at == null;
    text.textContent = status.at == null ? ""
      : `This is the memory as of ${minute(status.at_time)} UTC, after change ${count(status.at)} of ${count(status.head)}. Read only.`;
  }

  app.on("status", show);
  app.on("journal", load);
  return { element, banner };
}
