// The memory explorer: its parts, what they share, and what happens when something changes.

const NOTHING = { url: "", total: 0, shown: 0, spaces: [], scope: {}, scopes: {}, metadata: [], where: "", trouble: "", at: null, head: 0, selected: 0 };

function makeApp(model) {
  const listeners = {};
  const app = {
    status: NOTHING,
    open: null, // the id of the memory whose details are shown
    lastCode: "",
    ends: [],
    on: (name, action) => { (listeners[name] ??= []).push(action); },
    tell: (name, value) => {
      if (name === "open") app.open = value;
      for (const action of listeners[name] ?? []) action(value);
    },
    past: () => app.status.at != null,
    // Keeps the Python of what was done or shown last.
    show: (answer) => {
      if (!answer?.code) return;
      app.lastCode = answer.code;
      app.tell("code");
    },
  };

  const line = makeLine(model, {
    onstate: (state) => app.tell("line", state),
    onnews: (news) => heard(news),
  });
  app.ask = line.ask;
  app.ends.push(line.close);

  // What Python says without being asked: this view, another cell or Python changed something.
  const refresh = later(20, async (what) => {
    const { head } = app.status;
    try {
      app.status = await app.ask("status", {}, "status");
    } catch (error) {
      app.tell("trouble", error.message);
      return;
    }
    app.tell("status", app.status);
    app.tell("data", what);
    if (app.status.head !== head) app.tell("journal");
  });

  function heard({ what, count: selected, trouble }) {
    if (what === "failed") app.tell("trouble", trouble);
    else if (what === "selection") { app.status.selected = selected; app.tell("selection", selected); }
    else refresh(what);
  }

  // Changes what is looked at. What is wrong with a filter comes back in the status.
  app.filter = async (method, given) => {
    try {
      app.show(await app.ask(method, given, method));
      app.tell("trouble", "");
    } catch (error) {
      if (method === "set_where") refresh();
      else app.tell("trouble", error.message);
    }
  };

  // Changes memories; returns whether it worked, and says in `note` why not.
  app.change = async (method, given, note) => {
    note.textContent = "";
    try {
      const done = await app.ask(method, given);
      app.show(done);
      app.seen = Math.max(app.seen ?? 0, ...(done.seqs ?? []));
      app.tell("done", done);
      return true;
    } catch (error) {
      note.textContent = error.message;
      return false;
    }
  };

  // Changes of other processes and of other cells.
  app.watch = (element) => line.poll(element, async () => {
    const since = Math.max(app.status.head, app.seen ?? 0);
    const found = await app.ask("changes", { since }, "changes");
    if (!found.changed) return;
    app.seen = found.reset ? 0 : found.head;
    if (found.reset) app.status = { ...app.status, head: 0 };
    app.tell("others", found);
    refresh();
  });

  app.emptiness = (find) => {
    const { status } = app;
    if (find) return `No memory holds “${find}”. Clear the filter above to see all.`;
    if (status.where) return `No memory fits the filter ${status.where}. Clear it to see all.`;
    const whose = app.whose() ? ` for ${app.whose()}` : "";
    return app.past() ? `There were no memories${whose} then. Go back to now to see those of today.`
      : `No memories${whose} yet. Add one above or run %remember.`;
  };
  // The scope in words: "user mara, agent pilot", "" for everyone's.
  app.whose = () => Object.entries(SCOPES).filter(([key]) => app.status.scope[key] != null)
    .map(([key, word]) => `${word} ${app.status.scope[key]}`).join(", ");
  app.refresh = refresh;
  return app;
}

// Redraws a part; the button or box in it that had the focus has it again.
function keepingFocus(part, redraw) {
  const all = () => [...part.querySelectorAll("button, input, select, textarea")];
  const place = all().indexOf(document.activeElement);
  redraw();
  if (place >= 0) all()[place]?.focus({ preventScroll: true });
}

function render({ model, el }) {
  const app = makeApp(model);
  app.firstQuery = model.get("query");
  const root = makeRoot("mkx", "Memory explorer");
  const head = makeHead(app);
  const time = makeSlider(app);
  app.slider = time.element;
  const trouble = make("p", { class: "mkw-note mkx-trouble mkx-all", role: "alert" });
  const said = make("span", {});
  const undo = make("button", { type: "button", class: "mkw-link" }, "Undo");
  const shut = make("button", { type: "button", class: "mkw-link", onclick: () => { done.hidden = true; } }, "Dismiss");
  const range = make("span", {});
  const some = make("div", { class: "mkx-banner", role: "status", hidden: true }, range,
    make("button", { type: "button", onclick: () => app.filter("set_events", {}) }, "Show all"));
  const done = make("div", { class: "mkx-done", role: "status", hidden: true }, said, undo, shut);
  root.append(head.element, head.code, trouble, time.banner, some, makeAdd(app), done, makeSearch(app),
    make("div", { class: "mkx-panes" }, makeTable(app), makeDetail(app)));
  el.append(root);

  app.on("trouble", (text) => { trouble.textContent = text; });
  app.on("line", (state) => {
    head.say(state);
    root.dataset.line = state;
    trouble.classList.toggle("mkx-trouble", state !== "busy");
    trouble.textContent = { gone: GONE, busy: BUSY, live: "" }[state];
  });
  app.on("others", (found) => head.say("live", found.said || "changed"));
  app.on("status", (status) => {
    root.classList.toggle("mkx-past", app.past());
    some.hidden = !status.events;
    range.textContent = status.events ? `Only memories that changed in changes ${count(status.events[0] + 1)} to ${count(status.events[1] ?? status.head)}.` : "";
    root.dataset.head = String(status.head);
    root.dataset.ready = "true";
  });
  app.on("done", ({ said: text, seqs }) => {
    said.textContent = text;
    done.hidden = false;
    undo.hidden = !seqs?.length;
    undo.onclick = () => app.change("undo", { seqs }, trouble);
  });

  app.watch(root);
  app.refresh();
  return () => app.ends.forEach((end) => end());
}

export default { render };
