// What the parts of the explorer share, and what happens when something changes.

import { later } from "../common/elements.js";
import { makeLine } from "../common/line.js";
import { messageOf } from "../common/text.js";

/** @import { Model } from "../common/types.js" */
/** @import { App, State, Status } from "./types.js" */

/** @type {Status} */
const NOTHING = { url: "", total: 0, shown: 0, spaces: [], scope: {}, scopes: {}, metadata: [], where: "", kind: "all", standing: null, documents: false, document: null, facts: false, unused: [], waiting: 0, trouble: "", at: null, head: 0, selected: 0 };
/** @type {Record<string, string>} */
export const SCOPES = { user_id: "user", agent_id: "agent", app_id: "app", run_id: "run" };

/**
 * @param {Model<State>} model
 * @returns {App}
 */
export function makeApp(model) {
  /** @type {Record<string, ((value: any) => unknown)[]>} */
  const listeners = {};
  const line = makeLine(model, {
    onstate: (state) => app.tell("line", state),
    onnews: (news) => heard(news),
    onslow: (text) => app.tell("slow", text),
  });

  /** @type {App} */
  const app = {
    status: { ...NOTHING },
    open: null, // the id of the memory whose details are shown
    from: "table", // where it was opened
    lastCode: "",
    firstQuery: model.get("query"),
    ends: [line.close],
    ask: line.ask,
    read: line.read,
    on: (name, action) => { (listeners[name] ??= []).push(action); },
    tell: (name, value) => {
      if (name === "open") app.open = /** @type {string | null} */ (value);
      for (const action of listeners[name] ?? []) action(value);
    },
    past: () => app.status.at != null,
    // Keeps the Python of what was done or shown last.
    show: (answer) => {
      if (!answer?.code) return;
      app.lastCode = answer.code;
      app.tell("code");
    },

    // Changes what is looked at. What is wrong with a filter comes back in the status.
    filter: async (method, given) => {
      try {
        app.show(await app.ask(method, given, method));
        app.tell("trouble", "");
      } catch (error) {
        if (method === "set_where") refresh();
        else app.tell("trouble", messageOf(error));
      }
    },

    // Changes memories; returns whether it worked, and says in `note` why not.
    change: async (method, given, note) => {
      note.textContent = "";
      app.tell("changing", true);
      try {
        const done = await app.ask(method, given);
        app.show(done);
        app.seen = Math.max(app.seen ?? 0, ...(done.seqs ?? []));
        app.tell("done", done);
        return true;
      } catch (error) {
        note.textContent = messageOf(error);
        return false;
      } finally {
        app.tell("changing", false);
      }
    },

    // Changes of other processes and of other cells.
    watch: (element) => line.poll(element, async () => {
      const since = Math.max(app.status.head, app.seen ?? 0);
      const found = await app.ask("changes", { since }, "changes");
      if (!found.changed) return;
      app.seen = found.reset ? 0 : found.head;
      if (found.reset) app.status = { ...app.status, head: 0 };
      app.tell("others", found);
      refresh();
    }),

    emptiness: (find) => {
      const { status } = app;
      if (find) return `No memory holds “${find}”. Clear the filter above to see all.`;
      if (status.kind !== "all") return `No ${status.standing ? `fact here is ${status.standing === "served" ? "in use" : status.standing}` : status.kind === "facts" ? "facts here" : "messages here"}. Show “messages and facts” to see all.`;
      if (status.document && !status.where) return `Nothing that was read from “${status.document.title}” ${app.past() ? "was here then" : "is here any more"}. Show “All memories” to see the rest.`;
      if (status.where) return `No memory fits the filter ${status.where}. Clear it to see all.`;
      const whose = app.whose() ? ` for ${app.whose()}` : "";
      return app.past() ? `There were no memories${whose} then. Go back to now to see those of today.`
        : `No memories${whose} yet. Add one above or run %remember.`;
    },
    // The scope in words: "user mara, agent pilot", "" for everyone's.
    whose: () => Object.entries(SCOPES).filter(([key]) => app.status.scope[key] != null)
      .map(([key, word]) => `${word} ${app.status.scope[key]}`).join(", "),
    refresh: (what) => refresh(what),
  };

  // What Python says without being asked: this view, another cell or Python changed something.
  const refresh = later(20, async (what = "") => {
    const { head } = app.status;
    try {
      app.status = await app.read("status", {}, "status");
    } catch (error) {
      app.tell("trouble", messageOf(error));
      return;
    }
    app.tell("status", app.status);
    app.tell("data", what);
    if (app.status.head !== head) app.tell("journal");
  });

  /** @param {{ what: string, count: number, trouble: string }} news */
  function heard({ what, count: selected, trouble }) {
    if (what === "failed") app.tell("trouble", trouble);
    else if (what === "selection") { app.status.selected = selected; app.tell("selection", selected); }
    else refresh(what);
  }

  return app;
}
