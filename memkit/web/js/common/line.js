// The line to Python: numbered requests, their answers, and whether anyone is there to answer.

/** @import { Line, LineState, Model } from "./types.js" */

const PATIENCE = 4000; // without an answer for so long, in ms, the kernel is said to be busy
const BEAT = 1000; // how often to ask for changes of others, in ms

export const LOST = "An answer of the kernel was lost on the way. Try it again.";
export const BUSY = "No answer from the kernel yet: it is at work, or was shut down. If none comes, run the cell again.";

export const GONE = "The kernel has lost this widget. Run the cell again.";

/**
 * Returns {ask, poll, close}. `onstate` is told "live", "busy" or "gone"; `onnews` what Python says
 * without being asked.
 * @param {Pick<Model<any>, "send" | "on" | "off">} model
 * @param {{ onstate: (state: LineState) => void, onnews: (news: any) => void }} told
 * @returns {Line}
 */
export function makeLine(model, { onstate, onnews }) {
  const view = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  const waiting = new Map();
  const newest = new Map();
  let numbers = 0;
  /** @type {LineState} */
  let state = "live";
  let lost = false;

  /** @param {LineState} next */
  function say(next) {
    if (next === state) return;
    state = next;
    onstate(state);
  }

  /**
   * Asks for a method of the explorer. Of requests in one lane only the newest is answered: the
   * promise of an older one stays open for good, so that whoever waits for it never goes on.
   * @param {string} method
   * @param {string | null} lane
   */
  function ask(method, given = {}, lane = null) {
    const number = ++numbers;
    if (lane) newest.set(lane, number);
    return new Promise((resolve, reject) => {
      waiting.set(number, { resolve, reject, lane, sent: performance.now() });
      try {
        if (lost) throw new Error(GONE);
        model.send({ view, number, lane, method, given });
      } catch {
        waiting.delete(number);
        say("gone");
        reject(new Error(GONE));
      }
    });
  }

  /** @param {any} message */
  function heard(message) {
    if (message.news) { onnews(message.news); return; }
    const asked = message.view === view && waiting.get(message.number);
    if (!asked) return;
    waiting.delete(message.number);
    say("live");
    settle(message.number);
    if (isOld(message.number, asked)) return;
    if (message.trouble) asked.reject(new Error(message.trouble));
    else asked.resolve(message.answer);
  }

  /**
   * @param {number} number
   * @param {{ lane: string | null }} asked
   */
  const isOld = (number, { lane }) => lane && newest.get(lane) !== number;

  /**
   * Python answers in order: what was asked earlier was left out for a newer one, or got lost, as
   * when Jupyter's server holds back too much data.
   * @param {number} answered
   */
  function settle(answered) {
    for (const [number, asked] of waiting) {
      if (number > answered) continue;
      waiting.delete(number);
      if (!isOld(number, asked)) asked.reject(new Error(LOST));
    }
  }

  function look() {
    const oldest = Math.min(...[...waiting.values()].map((one) => one.sent));
    if (state !== "gone" && performance.now() - oldest > PATIENCE) say("busy");
  }

  function cut() {
    lost = true;
    say("gone");
    for (const { reject } of waiting.values()) reject(new Error(GONE));
    waiting.clear();
  }

  // After the first drawing this is told only when the kernel has lost the widget.
  const signals = ["comm_live_update", "comm:close", "destroy"];
  model.on("msg:custom", heard);
  for (const name of signals) model.on(name, cut);
  const ends = [
    () => model.off("msg:custom", heard),
    ...signals.map((name) => () => model.off(name, cut)),
  ];

  /**
   * Calls `action` once a second while someone can see `element`, never twice at a time.
   * @param {Element} element
   * @param {() => Promise<unknown>} action
   */
  function poll(element, action) {
    let seen = false;
    let under = false;
    const watcher = new IntersectionObserver((entries) => { seen = entries[entries.length - 1].isIntersecting; });
    watcher.observe(element);
    const timer = setInterval(() => {
      look();
      if (!seen || document.hidden || lost || under) return;
      under = true;
      action().catch(() => {}).finally(() => { under = false; });
    }, BEAT);
    ends.push(() => watcher.disconnect(), () => clearInterval(timer));
  }

  return { ask, poll, close: () => ends.forEach((end) => end()) };
}
