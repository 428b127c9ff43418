// The line to Python: numbered requests, their answers, and whether anyone is there to answer.

/** @import { Line, LineState, Model, Request } from "./types.js" */

const PATIENCE = 4000; // without an answer for so long, in ms, the kernel is said to be busy
const BEAT = 1000; // how often to ask for changes of others, in ms
const TRIES = 5; // how often to ask again for an answer that was lost
const AGAIN = 3000; // after how long, in ms
const LONG = 15_000; // after how long a poll without an answer is given up, in ms

export const LOST = "An answer of the kernel was lost on the way. Try it again.";
export const BUSY = "No answer from the kernel yet: it is at work, or was shut down. If none comes, run the cell again.";

export const SLOW = "An answer was lost on the way and is asked for again: this takes a little longer …";

export const GONE = "The kernel has lost this widget. Run the cell again.";

/**
 * Returns {ask, read, poll, close}. `onstate` is told "live", "busy" or "gone"; `onnews` what Python
 * says without being asked; `onslow` that an answer is asked for again, and "" when none is any more.
 * @param {Pick<Model<any>, "send" | "on" | "off">} model
 * @param {{ onstate: (state: LineState) => void, onnews: (news: any) => void, onslow?: (text: string) => void }} told
 * @returns {Line}
 */
export function makeLine(model, { onstate, onnews, onslow = () => {} }) {
  const view = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  /** @type {Map<number, Request>} */
  const waiting = new Map();
  /** @type {Map<Request, ReturnType<typeof setTimeout>>} what is asked again, and when */
  const again = new Map();
  /** @type {Map<string, Request>} */
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
  const ask = (method, given = {}, lane = null) => begin({ method, given, lane, tries: 0 });

  /**
   * As `ask`, for what changes nothing: if the answer is lost, as when Jupyter's server holds back
   * too much data, it is asked for again.
   * @param {string} method
   * @param {string | null} lane
   */
  const read = (method, given = {}, lane = null) => begin({ method, given, lane, tries: TRIES });

  /** @param {Pick<Request, "method" | "given" | "lane" | "tries">} what */
  function begin(what) {
    return new Promise((resolve, reject) => {
      const request = { ...what, resolve, reject, sent: 0 };
      if (request.lane) newest.set(request.lane, request);
      send(request);
    });
  }

  /** @param {Request} request */
  function send(request) {
    const number = ++numbers;
    const { method, given, lane } = request;
    request.sent = performance.now();
    waiting.set(number, request);
    try {
      if (lost) throw new Error(GONE);
      model.send({ view, number, lane, method, given });
    } catch {
      waiting.delete(number);
      again.delete(request);
      say("gone");
      request.reject(new Error(GONE));
    }
  }

  /** @param {Request} request */
  function repeat(request) {
    request.tries -= 1;
    again.set(request, setTimeout(() => {
      if (isOld(request)) end(request);
      else send(request);
    }, AGAIN));
    onslow(SLOW);
  }

  /**
   * Nothing more is waited for.
   * @param {Request} request
   */
  function end(request) {
    if (again.delete(request) && !again.size) onslow("");
  }

  /** @param {any} message */
  function heard(message) {
    if (message.news) { onnews(message.news); return; }
    const asked = message.view === view && waiting.get(message.number);
    if (!asked) return;
    waiting.delete(message.number);
    say("live");
    end(asked);
    settle(message.number);
    if (isOld(asked)) return;
    if (message.trouble) asked.reject(new Error(message.trouble));
    else asked.resolve(message.answer);
  }

  /** @param {Request} asked */
  const isOld = (asked) => Boolean(asked.lane) && newest.get(String(asked.lane)) !== asked;

  /**
   * Python answers in order: what was asked earlier was left out for a newer one, or got lost.
   * @param {number} answered
   */
  function settle(answered) {
    for (const [number, asked] of waiting) {
      if (number > answered) continue;
      waiting.delete(number);
      if (isOld(asked)) end(asked);
      else if (asked.tries) repeat(asked);
      else { end(asked); asked.reject(new Error(LOST)); }
    }
  }

  function look() {
    const oldest = Math.min(...[...waiting.values()].map((one) => one.sent));
    if (state !== "gone" && performance.now() - oldest > PATIENCE) say("busy");
  }

  function cut() {
    lost = true;
    say("gone");
    for (const { reject } of new Set([...waiting.values(), ...again.keys()])) reject(new Error(GONE));
    waiting.clear();
    forget();
  }

  function forget() {
    for (const timer of again.values()) clearTimeout(timer);
    again.clear();
  }

  // After the first drawing this is told only when the kernel has lost the widget.
  const signals = ["comm_live_update", "comm:close", "destroy"];
  model.on("msg:custom", heard);
  for (const name of signals) model.on(name, cut);
  const ends = [
    forget,
    () => model.off("msg:custom", heard),
    ...signals.map((name) => () => model.off(name, cut)),
  ];

  /**
   * Calls `action` once a second while someone can see `element`, or while an answer is waited for:
   * only a later one tells that it was lost. Never twice at a time, unless it takes very long.
   * @param {Element} element
   * @param {() => Promise<unknown>} action
   */
  function poll(element, action) {
    let seen = false;
    let since = 0;
    const watcher = new IntersectionObserver((entries) => { seen = entries[entries.length - 1].isIntersecting; });
    watcher.observe(element);
    const timer = setInterval(() => {
      look();
      const now = performance.now();
      if ((!seen && !waiting.size) || document.hidden || lost || (since && now - since < LONG)) return;
      since = now;
      action().catch(() => {}).finally(() => { since = 0; });
    }, BEAT);
    ends.push(() => watcher.disconnect(), () => clearInterval(timer));
  }

  return { ask, read, poll, close: () => ends.forEach((end) => end()) };
}
