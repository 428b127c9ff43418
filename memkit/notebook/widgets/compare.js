// Embedding spaces side by side. All panels share one state, so what is pointed at or drawn around
// in one is the same memory in all of them, without asking the kernel.

const NAMES = { pca: "PCA", umap: "UMAP", tsne: "t-SNE" };
const VIRIDIS = ["#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725"];
const DIVERGING = ["#d55e00", "#c98d5e", "#bbbbbb", "#5e97b7", "#0072b2"];
const STEPS = 32;
const NEAR = 10; // how far from a point, in pixels, still means the point
const MOVE = 900; // how long points take from one picture to the next, in ms
const LISTED = 100;

// -- small helpers --------------------------------------------------------------------------------

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  // Strings become text nodes: a memory is never read as HTML.
  element.append(...children.filter((child) => child != null));
  return element;
}

const number = (value, digits = 2) =>
  value == null ? "–" : value.toFixed(digits).replace(/^(-?)0\./, "$1.");
const count = (value) => value.toLocaleString("en");
const plural = (n, word, many = `${word}s`) => `${count(n)} ${n === 1 ? word : many}`;

function floats(view) {
  return new Float32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

function ints(view) {
  return new Int32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

function blend(colours, at) {
  const place = Math.max(0, Math.min(1, at)) * (colours.length - 1);
  const low = Math.min(Math.floor(place), colours.length - 2);
  const part = (colour, channel) => parseInt(colour.slice(1 + 2 * channel, 3 + 2 * channel), 16);
  const mixed = [0, 1, 2].map((channel) =>
    Math.round(part(colours[low], channel) * (1 - place + low) + part(colours[low + 1], channel) * (place - low)));
  return `rgb(${mixed.join(",")})`;
}

// Centred, with the longer side from -1 to 1.
function fitted(raw) {
  const ends = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < raw.length; i += 2) {
    if (raw[i] < ends[0]) ends[0] = raw[i];
    if (raw[i] > ends[1]) ends[1] = raw[i];
    if (raw[i + 1] < ends[2]) ends[2] = raw[i + 1];
    if (raw[i + 1] > ends[3]) ends[3] = raw[i + 1];
  }
  const half = Math.max(ends[1] - ends[0], ends[3] - ends[2], 1e-9) / 2;
  const places = new Float32Array(raw.length);
  for (let i = 0; i < raw.length; i += 2) {
    places[i] = (raw[i] - (ends[0] + ends[1]) / 2) / half;
    places[i + 1] = (raw[i + 1] - (ends[2] + ends[3]) / 2) / half;
  }
  const wide = Math.max((ends[1] - ends[0]) / 2 / half, 0.05);
  const high = Math.max((ends[3] - ends[2]) / 2 / half, 0.05);
  return { places, wide, high };
}

function inside(x, y, path) {
  let within = false;
  for (let i = 0, j = path.length - 1; i < path.length; j = i++) {
    const [ax, ay] = path[i];
    const [bx, by] = path[j];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within;
  }
  return within;
}

// -- the widget -----------------------------------------------------------------------------------

function render({ model, el }) {
  const basics = model.get("basics");
  const { spaces, texts, about, ids } = basics;
  const total = ids.length;
  const live = model.get("live");
  const undo = [];
  const state = {
    by: null, // what colours mean
    projection: null,
    waiting: null, // the projection to move to when it arrives
    tool: "select",
    hover: null, // {panel, row}
    chosen: new Uint8Array(total),
    answer: {},
    pictures: {}, // projection -> a fitted picture for each panel
    closer: null, // the panel that was zoomed into
    near: [], // for each panel: rows of the nearest memories
    colours: [], // colour of each step
    member: new Uint16Array(total),
    theme: {},
    asked: 0,
  };

  const root = make("section", {
    class: "memkit mkc",
    "aria-label": `Compare ${spaces.join(" and ")}`,
    "data-lm-suppress-shortcuts": "true",
  });
  // JupyterLab would take letters typed here for commands.
  for (const kind of ["keydown", "keypress", "keyup"]) root.addEventListener(kind, (event) => event.stopPropagation());

  // -- header
  const stage = make("span", { class: "mkc-stage", role: "status" });
  const colour = make("select", { "aria-label": "Colour by", onchange: () => recolour(colour.value) });
  const projection = make("select", {
    "aria-label": "Projection",
    onchange: () => { state.waiting = null; moveTo(projection.value); },
  });
  const tools = ["select", "move"].map((tool) =>
    make("button", {
      type: "button",
      "aria-pressed": String(tool === state.tool),
      title: tool === "select" ? "Draw around points; Shift adds to the selection" : "Drag moves, the wheel zooms",
      onclick: () => useTool(tool),
    }, tool === "select" ? "Lasso" : "Move"));
  const agreement = make("div", { class: "mkc-agreement" });
  const legend = make("div", { class: "mkc-legend", role: "group", "aria-label": "Colours" });
  const header = make("header", { class: "mkc-head" },
    make("div", { class: "mkc-what" },
      make("b", { dir: "auto" }, spaces.join(" | ")),
      make("span", {}, plural(total, "memory", "memories")),
      ...basics.notes.map((note) => make("span", {}, note)),
      stage),
    make("div", { class: "mkc-controls" },
      make("label", {}, "Colour ", colour),
      make("label", {}, "Projection ", projection),
      make("span", { class: "mkc-tools", role: "group", "aria-label": "What dragging does" }, ...tools)));

  // -- panels and selection
  const said = make("div", { class: "mkc-said", "aria-live": "polite" });
  const tip = make("div", { class: "mkc-tip", hidden: true });
  const panels = spaces.map((space, index) => makePanel(space, index));
  const chosenTitle = make("b", { class: "mkc-count" });
  const clear = make("button", { type: "button", onclick: () => choose([]) }, "Clear");
  const list = make("ol", { class: "mkc-list", tabindex: "0", "aria-label": "Selected memories" });
  const sideNote = make("p", { class: "mkc-note" });
  const side = make("aside", { class: "mkc-side", "aria-label": "Selection" },
    make("div", { class: "mkc-sidehead" }, chosenTitle, clear), list, sideNote);

  // -- query
  const box = make("input", {
    type: "search", placeholder: "Ask every space, e.g. where does she live?", "aria-label": "Query", autocomplete: "off",
    // The cross of a search box empties it.
    oninput: () => { if (!box.value && state.answer.query) ask(); },
  });
  const results = make("div", { class: "mkc-results", "aria-live": "polite" });
  const query = make("section", { class: "mkc-query", "aria-label": "Query", hidden: !live },
    make("form", { onsubmit: (event) => { event.preventDefault(); ask(); } },
      make("label", {}, "Query ", box), make("button", { type: "submit" }, "Ask")),
    results);

  const findings = make("section", { class: "mkc-findings", "aria-label": "Most disagreeing" });
  const main = make("div", { class: "mkc-main" },
    make("div", { class: "mkc-panels", "data-panels": String(panels.length) }, ...panels.map((panel) => panel.frame)), side);
  root.append(header, agreement, legend, main, query, findings, tip, said);
  el.append(root);

  // -- a panel ------------------------------------------------------------------------------------

  function makePanel(space, index) {
    const base = make("canvas", { class: "mkc-base", "aria-hidden": "true" });
    const over = make("canvas", {
      class: "mkc-over", tabindex: "0", role: "application",
      "aria-label": `${space}: ${plural(total, "memory", "memories")} as points. Arrow keys go from point to point, ` +
        "Enter selects, plus and minus zoom, 0 shows all, Escape clears.",
    });
    const badge = make("span", { class: "mkc-badge" });
    const panel = { space, index, base, over, badge, width: 0, height: 0, zoom: 1, x: 0, y: 0, places: null, wide: 1, high: 1, lasso: null };
    const button = (label, text, action) =>
      make("button", { type: "button", "aria-label": `${label} in ${space}`, title: label, onclick: action }, text);
    panel.frame = make("figure", { class: "mkc-panel", "data-space": space },
      make("figcaption", {},
        make("b", { dir: "auto", title: space }, space), badge,
        make("span", { class: "mkc-zoom" },
          button("Zoom in", "+", () => zoom(panel, 1.4)),
          button("Zoom out", "−", () => zoom(panel, 1 / 1.4)),
          button("Show all", "⤢", () => reset(panel)))),
      make("div", { class: "mkc-plot" }, base, over));
    over.addEventListener("pointermove", (event) => moved(panel, event));
    over.addEventListener("pointerdown", (event) => pressed(panel, event));
    over.addEventListener("pointerup", (event) => released(panel, event));
    over.addEventListener("pointercancel", () => { panel.lasso = null; panel.drag = null; overlay(); });
    over.addEventListener("pointerleave", () => { if (!panel.lasso && !panel.drag) hover(null); });
    over.addEventListener("blur", () => hover(null));
    over.addEventListener("dblclick", () => reset(panel));
    over.addEventListener("wheel", (event) => {
      // Without a modifier the wheel goes on scrolling the notebook.
      if (state.tool !== "move" && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(panel, Math.exp(-event.deltaY / 400), at(event));
    }, { passive: false });
    over.addEventListener("keydown", (event) => typed(panel, event));
    return panel;
  }

  const at = (event) => [event.offsetX, event.offsetY];

  function scaleOf(panel) {
    const edge = Math.min(24, panel.width / 12);
    return Math.min((panel.width / 2 - edge) / panel.wide, (panel.height / 2 - edge) / panel.high) * panel.zoom;
  }

  function project(panel, x, y) {
    const scale = scaleOf(panel);
    return [panel.width / 2 + panel.x + x * scale, panel.height / 2 + panel.y - y * scale];
  }

  const placeOf = (panel, row) => project(panel, panel.places[2 * row], panel.places[2 * row + 1]);

  function zoom(panel, by, [x, y] = [panel.width / 2, panel.height / 2]) {
    const factor = Math.max(0.5, Math.min(60, panel.zoom * by)) / panel.zoom;
    panel.zoom *= factor;
    panel.x = (panel.x + panel.width / 2 - x) * factor + x - panel.width / 2;
    panel.y = (panel.y + panel.height / 2 - y) * factor + y - panel.height / 2;
    looked(panel);
  }

  function reset(panel) {
    Object.assign(panel, { zoom: 1, x: 0, y: 0 });
    looked(panel);
  }

  // A closer look at one panel dims, in the others, what it leaves out.
  function looked(panel) {
    state.closer = panel.zoom > 1.05 ? panel : null;
    draw();
    showTip();
  }

  function inView(panel, row) {
    const [x, y] = placeOf(panel, row);
    return x >= 0 && y >= 0 && x <= panel.width && y <= panel.height;
  }

  // -- pointer and keys ---------------------------------------------------------------------------

  function nearest(panel, x, y, most = NEAR) {
    let best = -1;
    let least = most * most;
    for (let row = 0; row < total; row++) {
      const [px, py] = placeOf(panel, row);
      const distance = (px - x) ** 2 + (py - y) ** 2;
      if (distance < least) { least = distance; best = row; }
    }
    return best;
  }

  function pressed(panel, event) {
    if (event.button !== 0) return;
    panel.over.setPointerCapture(event.pointerId);
    if (state.tool === "move") panel.drag = { from: at(event), x: panel.x, y: panel.y };
    else panel.lasso = [at(event)];
  }

  function moved(panel, event) {
    const [x, y] = at(event);
    if (panel.drag) {
      panel.x = panel.drag.x + x - panel.drag.from[0];
      panel.y = panel.drag.y + y - panel.drag.from[1];
      looked(panel);
    } else if (panel.lasso) {
      panel.lasso.push([x, y]);
      overlay();
    } else {
      const row = nearest(panel, x, y);
      hover(row < 0 ? null : { panel, row });
    }
  }

  function released(panel, event) {
    const path = panel.lasso;
    const dragged = panel.drag;
    panel.lasso = panel.drag = null;
    const [x, y] = at(event);
    const start = dragged?.from ?? path?.[0];
    if (!start) return;
    const far = path ? Math.max(...path.map(([px, py]) => Math.hypot(px - start[0], py - start[1]))) : Math.hypot(x - start[0], y - start[1]);
    if (far < 5) {
      const row = nearest(panel, x, y);
      if (row >= 0) toggle(row, event.shiftKey || event.ctrlKey || event.metaKey);
      else if (path) choose([]);
    } else if (path) {
      const rows = event.shiftKey ? selected() : [];
      for (let row = 0; row < total; row++) if (inside(...placeOf(panel, row), path)) rows.push(row);
      choose(rows);
    }
    overlay();
  }

  function toggle(row, more) {
    const rows = selected();
    const only = rows.length === 1 && rows[0] === row;
    if (more) choose(state.chosen[row] ? rows.filter((other) => other !== row) : [...rows, row]);
    else choose(only ? [] : [row]);
  }

  function typed(panel, event) {
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = ways[event.key];
    if (way) step(panel, way);
    else if (event.key === "Enter" || event.key === " ") { if (state.hover) toggle(state.hover.row, event.shiftKey); }
    else if (event.key === "+" || event.key === "=") zoom(panel, 1.4);
    else if (event.key === "-") zoom(panel, 1 / 1.4);
    else if (event.key === "0") reset(panel);
    else if (event.key === "Escape") { hover(null); choose([]); }
    else return;
    event.preventDefault();
  }

  // The nearest point in the direction of the key, those straight ahead first.
  function step(panel, [dx, dy]) {
    const from = state.hover?.panel === panel ? state.hover.row : nearest(panel, panel.width / 2, panel.height / 2, Infinity);
    if (state.hover?.panel !== panel) return hover({ panel, row: from }, true);
    const [x, y] = placeOf(panel, from);
    let best = from;
    let least = Infinity;
    for (let row = 0; row < total; row++) {
      const [px, py] = placeOf(panel, row);
      const ahead = (px - x) * dx + (py - y) * dy;
      const aside = Math.abs((px - x) * dy) + Math.abs((py - y) * dx);
      if (ahead > 0.5 && aside <= 2 * ahead && ahead + 2 * aside < least) { least = ahead + 2 * aside; best = row; }
    }
    hover({ panel, row: best }, true);
  }

  function useTool(tool) {
    state.tool = tool;
    tools.forEach((button, index) => button.setAttribute("aria-pressed", String(["select", "move"][index] === tool)));
    root.dataset.tool = tool;
  }

  // -- hover and selection ------------------------------------------------------------------------

  function hover(what, aloud = false) {
    if (state.hover?.row === what?.row && state.hover?.panel === what?.panel) return;
    state.hover = what;
    root.dataset.hover = what ? what.row : "";
    overlay();
    showTip();
    if (aloud && what) said.textContent = texts[what.row];
  }

  function showTip() {
    tip.hidden = !state.hover;
    if (!state.hover) return;
    const { panel, row } = state.hover;
    const ranks = state.answer.shifts?.find((shift) => shift.row === row)?.ranks;
    const lines = [make("div", { class: "mkc-tiptext", dir: "auto" }, texts[row]), make("div", { class: "mkc-muted" }, about[row])];
    if (ranks) lines.push(make("div", { class: "mkc-muted" }, spaces.map((space, i) => `${space} #${ranks[i]}`).join("   ")));
    if (state.near.length) lines.push(make("div", { class: "mkc-muted" }, shared(row)));
    tip.replaceChildren(...lines);
    const frame = panel.over.getBoundingClientRect();
    const outer = root.getBoundingClientRect();
    const [x, y] = placeOf(panel, row);
    const left = frame.left - outer.left + x;
    const top = frame.top - outer.top + y;
    const right = left + 16 + tip.offsetWidth > outer.width;
    tip.style.left = `${Math.max(0, Math.min(outer.width - tip.offsetWidth, right ? left - 12 - tip.offsetWidth : left + 12))}px`;
    tip.style.top = `${top + 12 + tip.offsetHeight > outer.height ? top - 12 - tip.offsetHeight : top + 12}px`;
  }

  function neighboursOf(panel, row) {
    const near = state.near[panel.index];
    const k = near ? near.length / total : 0;
    return near ? near.subarray(row * k, (row + 1) * k) : [];
  }

  function shared(row) {
    const lists = panels.map((panel) => new Set(neighboursOf(panel, row)));
    const same = [...lists[0]].filter((other) => lists.every((near) => near.has(other))).length;
    return `${same} of ${lists[0].size} nearest in common`;
  }

  function selected() {
    const rows = [];
    for (let row = 0; row < total; row++) if (state.chosen[row]) rows.push(row);
    return rows;
  }

  function choose(rows, tell = true) {
    state.chosen.fill(0);
    for (const row of rows) state.chosen[row] = 1;
    draw();
    listSelected();
    if (tell) {
      model.set("chosen", selected());
      model.save_changes();
    }
  }

  function listSelected() {
    const rows = selected();
    root.dataset.selected = rows.length;
    chosenTitle.textContent = `Selected: ${count(rows.length)}`;
    clear.hidden = rows.length === 0;
    list.hidden = rows.length === 0;
    list.replaceChildren(...rows.slice(0, LISTED).map((row) => memory(row)));
    const trouble = model.get("trouble");
    sideNote.classList.toggle("mkc-trouble", Boolean(trouble));
    if (trouble) sideNote.textContent = trouble;
    else if (!rows.length) {
      sideNote.textContent = "Draw around points in any panel: the same memories light up in all of them. " +
        "Lines from a point go to its nearest memories in that space.";
    } else {
      const more = rows.length > LISTED ? `The first ${LISTED} of ${count(rows.length)}. ` : "";
      sideNote.textContent = more + (live ? "In Python: comparison.selection" : "");
    }
  }

  // A memory that lights up in all panels while it is pointed at.
  function memory(row, ...after) {
    const point = () => { if (panels[0].places) { state.hover = { panel: panels[0], row }; root.dataset.hover = row; overlay(); } };
    const leave = () => hover(null);
    return make("li", { onpointerenter: point, onpointerleave: leave },
      make("button", {
        type: "button", class: "mkc-memory", dir: "auto", title: `${texts[row]}\n${about[row]}\n${ids[row]}`, onfocus: point, onblur: leave,
        onclick: (event) => { leave(); toggle(row, event.shiftKey); },
      }, make("i", { class: "mkc-dot", style: `background:${state.colours[state.member[row]] ?? "transparent"}`, "data-row": row }), make("span", {}, texts[row])),
      ...after);
  }

  // -- colours ------------------------------------------------------------------------------------

  function recolour(by) {
    const all = model.get("colours");
    state.by = by;
    const scheme = all[by];
    if (!scheme) { state.colours = ["#0072b2"]; state.member.fill(0); }
    else if (scheme.names) { state.colours = scheme.colours; state.member.set(scheme.members); }
    else {
      const stops = scheme.diverging ? DIVERGING : VIRIDIS;
      state.colours = Array.from({ length: STEPS }, (_, step) => blend(stops, step / (STEPS - 1)));
      scheme.values.forEach((value, row) => {
        const share = (value - scheme.low) / (scheme.high - scheme.low);
        state.member[row] = Math.round(Math.max(0, Math.min(1, share)) * (STEPS - 1));
      });
    }
    showLegend(scheme);
    for (const dot of root.querySelectorAll(".mkc-dot[data-row]")) dot.style.background = state.colours[state.member[dot.dataset.row]];
    draw();
  }

  function showLegend(scheme) {
    if (!scheme) return legend.replaceChildren();
    const title = make("span", { class: "mkc-muted" }, scheme.title);
    if (!scheme.names) {
      const bar = make("span", { class: "mkc-ramp", style: `background:linear-gradient(90deg,${state.colours.join(",")})` });
      const digits = scheme.high - scheme.low < 10 ? 1 : 0;
      const end = (value) => (value === 0 ? "0" : value.toFixed(digits).replace(/\.0$/, ""));
      return legend.replaceChildren(title, end(scheme.low), bar, end(scheme.high));
    }
    const sizes = new Array(scheme.names.length).fill(0);
    for (const member of scheme.members) sizes[member]++;
    legend.replaceChildren(title, ...scheme.names.map((name, group) =>
      make("button", {
        type: "button", class: "mkc-chip", title: `Select all ${count(sizes[group])}`,
        onclick: (event) => {
          const rows = event.shiftKey ? selected() : [];
          scheme.members.forEach((member, row) => { if (member === group) rows.push(row); });
          choose(rows);
        },
      }, make("i", { class: "mkc-dot", style: `background:${scheme.colours[group]}` }), name, make("span", { class: "mkc-muted" }, count(sizes[group])))));
  }

  function showColours() {
    const all = model.get("colours");
    const order = ["category", "cluster", "overlap", "user", "agent", "age"];
    const words = { overlap: "neighbour overlap" };
    const names = order.filter((name) => all[name]);
    colour.replaceChildren(...names.map((name) => make("option", { value: name }, words[name] ?? name)));
    const empty = (name) => all[name]?.names && all[name].names.length < 2;
    // Something that tells memories apart, and what the reader chose goes before.
    const best = names.includes(state.by) && !(empty(state.by) && !state.touched) ? state.by : names.find((name) => !empty(name)) ?? names[0];
    if (best) colour.value = best;
    recolour(best);
  }
  colour.addEventListener("change", () => { state.touched = true; });

  // -- pictures -----------------------------------------------------------------------------------

  function takePictures() {
    for (const [name, arrays] of Object.entries(model.get("pictures"))) {
      state.pictures[name] ??= arrays.map((view) => fitted(floats(view)));
    }
    const wanted = model.get("wanted");
    const names = Object.keys(NAMES).filter((name) => state.pictures[name] || name === wanted);
    projection.replaceChildren(...names.map((name) =>
      make("option", { value: name, disabled: !state.pictures[name] }, state.pictures[name] ? NAMES[name] : `${NAMES[name]} (soon)`)));
    if (!state.projection) {
      state.waiting = state.pictures[wanted] ? null : wanted;
      moveTo(state.pictures[wanted] ? wanted : "pca", true);
    } else if (state.waiting && state.pictures[state.waiting]) {
      moveTo(state.waiting);
      state.waiting = null;
    }
    projection.value = state.projection;
  }

  let running = 0;
  function moveTo(name, atOnce = false) {
    const target = state.pictures[name];
    if (!target) return;
    state.projection = name;
    root.dataset.projection = name;
    projection.value = name;
    showBadges();
    cancelAnimationFrame(running);
    const still = atOnce || !panels[0].places || matchMedia("(prefers-reduced-motion: reduce)").matches;
    const from = panels.map((panel) => ({ places: panel.places, wide: panel.wide, high: panel.high }));
    const arrive = () => panels.forEach((panel, i) => Object.assign(panel, target[i]));
    if (still) { arrive(); draw(); return; }
    panels.forEach((panel) => Object.assign(panel, { zoom: 1, x: 0, y: 0 }));
    state.closer = null;
    hover(null);
    root.dataset.moving = "true";
    const began = performance.now();
    const frame = (now) => {
      const share = Math.max(0, Math.min(1, (now - began) / MOVE));
      const eased = share * share * (3 - 2 * share);
      if (share >= 1) { arrive(); delete root.dataset.moving; }
      else {
        panels.forEach((panel, i) => {
          const [a, b] = [from[i], target[i]];
          const places = new Float32Array(a.places.length);
          for (let j = 0; j < places.length; j++) places[j] = a.places[j] + (b.places[j] - a.places[j]) * eased;
          panel.places = places;
          panel.wide = a.wide + (b.wide - a.wide) * eased;
          panel.high = a.high + (b.high - a.high) * eased;
        });
        running = requestAnimationFrame(frame);
      }
      paint();
    };
    running = requestAnimationFrame(frame);
  }

  function showBadges() {
    const all = model.get("badges")[state.projection];
    panels.forEach((panel, i) => {
      const found = all?.[i];
      panel.badge.textContent = found ? `trust ${number(found.trust)} · continuity ${number(found.continuity)}` : "trust …";
      panel.badge.classList.toggle("mkc-low", Boolean(found && Math.min(found.trust ?? 1, found.continuity ?? 1) < 0.8));
      panel.badge.title = found
        ? `How far to trust this picture, up to 1. Trust: what lies near here is near in ${panel.space}. ` +
          `Continuity: what is near in ${panel.space} lies near here. Among ${found.k} neighbours.`
        : "How far to trust this picture is being found.";
    });
  }

  // -- drawing ------------------------------------------------------------------------------------

  function readTheme() {
    const style = getComputedStyle(root);
    const get = (name) => style.getPropertyValue(name).trim();
    state.theme = { text: get("--mk-text"), muted: get("--mk-muted"), surface: get("--mk-surface"), accent: get("--mk-accent") };
  }

  const radius = () => (total < 300 ? 4.5 : total < 1500 ? 3.6 : total < 6000 ? 2.6 : 1.9);

  // One small picture a colour: stamping is much quicker than drawing circles.
  function stamps(size, ring) {
    const ratio = devicePixelRatio || 1;
    return state.colours.map((colour) => {
      const canvas = make("canvas", { width: Math.ceil((2 * size + 3) * ratio), height: Math.ceil((2 * size + 3) * ratio) });
      const pen = canvas.getContext("2d");
      pen.scale(ratio, ratio);
      pen.beginPath();
      pen.arc(size + 1.5, size + 1.5, size, 0, 2 * Math.PI);
      pen.fillStyle = colour;
      pen.fill();
      pen.lineWidth = ring && size > 3 ? 1.5 : 0.75;
      pen.strokeStyle = ring ? state.theme.text : state.theme.surface;
      pen.stroke();
      return canvas;
    });
  }

  function penOf(canvas, panel) {
    const ratio = devicePixelRatio || 1;
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, panel.width, panel.height);
    return pen;
  }

  let asked = 0;
  function draw() {
    asked ||= requestAnimationFrame(() => { asked = 0; paint(); });
  }

  function paint() {
    const size = radius();
    const plain = stamps(size, false);
    const strong = stamps(size + 0.6, true);
    const some = state.chosen.includes(1);
    for (const panel of panels) {
      if (!panel.places || !panel.width) continue;
      const pen = penOf(panel.base, panel);
      const stamp = (kind, row, half) => {
        const [x, y] = placeOf(panel, row);
        if (x > -9 && y > -9 && x < panel.width + 9 && y < panel.height + 9) pen.drawImage(kind[state.member[row]], x - half, y - half, 2 * half, 2 * half);
      };
      const { closer } = state;
      for (let row = 0; row < total; row++) {
        if (state.chosen[row]) continue;
        pen.globalAlpha = some || (closer && closer !== panel && !inView(closer, row)) ? 0.2 : 0.9;
        stamp(plain, row, size + 1.5);
      }
      pen.globalAlpha = 1;
      if (some) for (let row = 0; row < total; row++) if (state.chosen[row]) stamp(strong, row, size + 2.1);
    }
    paintOver();
  }

  let askedOver = 0;
  function overlay() {
    askedOver ||= requestAnimationFrame(() => { askedOver = 0; paintOver(); });
  }

  function paintOver() {
    for (const panel of panels) {
      if (!panel.places || !panel.width) continue;
      const pen = penOf(panel.over, panel);
      if (state.answer.found) drawStar(panel, pen);
      if (state.hover) drawHover(panel, pen);
      if (panel.lasso) {
        pen.beginPath();
        panel.lasso.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
        pen.strokeStyle = state.theme.accent;
        pen.lineWidth = 1.5;
        pen.stroke();
        pen.globalAlpha = 0.1;
        pen.fillStyle = state.theme.accent;
        pen.fill();
        pen.globalAlpha = 1;
      }
    }
  }

  function line(pen, from, to) {
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...to);
    pen.stroke();
  }

  function circle(pen, [x, y], size, fill) {
    pen.beginPath();
    pen.arc(x, y, size, 0, 2 * Math.PI);
    if (fill) { pen.fillStyle = fill; pen.fill(); }
    pen.stroke();
  }

  function drawHover(panel, pen) {
    const { row } = state.hover;
    const centre = placeOf(panel, row);
    pen.strokeStyle = state.theme.muted;
    pen.lineWidth = 1;
    for (const other of neighboursOf(panel, row)) line(pen, centre, placeOf(panel, other));
    pen.strokeStyle = state.theme.text;
    for (const other of neighboursOf(panel, row)) circle(pen, placeOf(panel, other), radius() + 0.6, state.colours[state.member[other]]);
    pen.lineWidth = 2;
    circle(pen, centre, radius() + 3, state.colours[state.member[row]]);
  }

  // Between the nearest memories, the nearer the much heavier, as memkit.analysis.placing does.
  function starOf(panel) {
    const found = state.answer.found[panel.index].slice(0, 6);
    const last = found.length > 1 ? found[found.length - 1][1] : 0;
    let [x, y, sum] = [0, 0, 0];
    for (const [row, cosine] of found) {
      if (row < 0) continue;
      const weight = Math.max(cosine - last, 0) / Math.max(1 - cosine, 1e-6) + 1e-9;
      x += weight * panel.places[2 * row];
      y += weight * panel.places[2 * row + 1];
      sum += weight;
    }
    return sum ? project(panel, x / sum, y / sum) : null;
  }

  function drawStar(panel, pen) {
    const centre = starOf(panel);
    if (!centre) return;
    pen.strokeStyle = state.theme.accent;
    pen.lineWidth = 1.25;
    const rows = state.answer.found[panel.index].map(([row]) => row).filter((row) => row >= 0);
    pen.globalAlpha = 0.75;
    for (const row of rows) line(pen, centre, placeOf(panel, row));
    pen.globalAlpha = 1;
    pen.strokeStyle = state.theme.text;
    for (const row of rows) circle(pen, placeOf(panel, row), radius() + 1, state.colours[state.member[row]]);
    pen.beginPath();
    for (let i = 0; i < 10; i++) {
      const size = i % 2 ? 4.5 : 11;
      const turn = (i * Math.PI) / 5 - Math.PI / 2;
      pen.lineTo(centre[0] + size * Math.cos(turn), centre[1] + size * Math.sin(turn));
    }
    pen.closePath();
    pen.fillStyle = state.theme.accent;
    pen.fill();
    pen.lineWidth = 2;
    pen.strokeStyle = state.theme.surface;
    pen.stroke();
  }

  // -- numbers and lists --------------------------------------------------------------------------

  function showAgreement() {
    const pairs = model.get("agreements");
    const first = pairs[0];
    if (!first) { agreement.replaceChildren(make("span", { class: "mkc-muted" }, "Agreement: being computed in the original dimensions …")); return; }
    const facts = [
      [`kNN overlap@${first.k}`, "overlap", "Share of the nearest memories that both spaces have in common, 0 to 1"],
      ["CKA", "cka", "Linear centred kernel alignment of the vectors, up to 1"],
      ["rank corr", "rank", "Spearman's correlation of the distances between memories"],
      ["clusters ARI", "ari", "Adjusted Rand index of the clusters, up to 1"],
    ];
    const said = (pair) => facts.map(([name, key, help]) =>
      make("span", { class: "mkc-fact", title: help }, make("span", { class: "mkc-muted" }, `${name} `), make("b", {}, number(pair[key]))));
    agreement.replaceChildren(...pairs.map((pair) => make("div", { class: "mkc-pair" },
      make("span", { class: "mkc-pairname", dir: "auto" }, pairs.length > 1 ? `${pair.first} | ${pair.second}` : "Agreement"), ...said(pair))));
  }

  function showFindings() {
    const found = model.get("findings");
    if (!found.length) { findings.replaceChildren(); return; }
    const items = found.map((one, place) => {
      const k = one.neighbours[0].length;
      const both = one.neighbours[0].filter(([, , same]) => same).length;
      return make("details", { open: place === 0 },
        make("summary", {
          onpointerenter: () => { state.hover = { panel: panels[0], row: one.row }; overlay(); }, onpointerleave: () => hover(null),
        },
          make("span", { class: "mkc-share", title: `${both} of ${k} nearest memories in common` }, `${both}/${k}`),
          make("span", { class: "mkc-subject", dir: "auto" }, texts[one.row])),
        make("div", { class: "mkc-lists" }, ...one.neighbours.map((near, i) =>
          make("div", {}, make("div", { class: "mkc-muted", dir: "auto" }, `Nearest in ${spaces[i]}`),
            make("ol", {}, ...near.map(([row, cosine, same]) => {
              const item = memory(row, make("span", { class: "mkc-cosine", title: "cosine" }, number(cosine)));
              if (same) { item.classList.add("mkc-same"); item.append(make("span", { class: "mkc-both" }, spaces.length > 2 ? "in all" : "in both")); }
              return item;
            }))))));
    });
    findings.replaceChildren(
      make("h3", {}, "Most disagreeing"),
      make("p", { class: "mkc-note" }, "Memories whose nearest ones differ most from space to space, with how many they share."),
      ...items);
  }

  function ask() {
    state.asked += 1;
    results.replaceChildren(make("p", { class: "mkc-note" }, box.value.trim() ? "Asking …" : ""));
    model.set("question", { text: box.value, number: state.asked });
    model.save_changes();
  }

  function showAnswer() {
    const answer = model.get("answer");
    state.answer = answer.found ? answer : {};
    root.dataset.query = state.answer.query ?? "";
    if (answer.trouble) results.replaceChildren(make("p", { class: "mkc-note mkc-trouble" }, answer.trouble));
    else if (!answer.found) results.replaceChildren();
    else results.replaceChildren(shiftTable(answer));
    overlay();
  }

  function shiftTable(answer) {
    const rows = [...answer.shifts].sort((a, b) => Math.min(...a.ranks) - Math.min(...b.ranks));
    const two = spaces.length === 2;
    return make("table", { class: "mkc-table" },
      make("caption", {}, `Ranks of the best ${answer.k} of each space for “${answer.query}”`),
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "memory"),
        ...spaces.map((space) => make("th", { scope: "col", class: "mkc-num", dir: "auto" }, space)),
        make("th", { scope: "col", class: "mkc-num" }, two ? "moved" : "span"))),
      make("tbody", {}, ...rows.map((shift) => {
        const by = two ? shift.ranks[0] - shift.ranks[1] : Math.max(...shift.ranks) - Math.min(...shift.ranks);
        const sign = !two || by === 0 ? "" : by > 0 ? "▲ +" : "▼ −";
        return make("tr", {},
          make("td", { dir: "auto" }, shift.row >= 0 ? make("ol", { class: "mkc-one" }, memory(shift.row)) : `${shift.text} (outside of the sample)`),
          ...shift.ranks.map((rank) => make("td", { class: `mkc-num${rank <= answer.k ? " mkc-top" : ""}` }, `#${count(rank)}`)),
          make("td", { class: `mkc-num ${by > 0 && two ? "mkc-up" : by < 0 ? "mkc-down" : ""}` }, by === 0 ? "–" : `${sign}${count(Math.abs(by))}`));
      })));
  }

  function showStage() {
    const { name, done, trouble } = model.get("stage");
    root.dataset.stage = name ?? "done";
    stage.classList.toggle("mkc-trouble", name === "failed");
    if (!name) stage.textContent = "";
    else if (name === "failed") stage.textContent = `The rest could not be computed: ${trouble}`;
    else if (NAMES[name]) stage.textContent = `Drawing ${NAMES[name]}${done ? ` ${Math.round(done * 100)} %` : ""} …`;
    else stage.textContent = name === "neighbours" ? "Finding neighbours …" : "Measuring agreement …";
  }

  // -- what changes -------------------------------------------------------------------------------

  function takeNeighbours() {
    state.near = model.get("neighbours").map(ints);
    overlay();
  }

  function follow(name, action) {
    model.on(`change:${name}`, action);
    undo.push(() => model.off(`change:${name}`, action));
    action();
  }

  readTheme();
  follow("stage", showStage);
  follow("colours", showColours);
  follow("pictures", takePictures);
  follow("badges", showBadges);
  follow("neighbours", takeNeighbours);
  follow("agreements", showAgreement);
  follow("findings", showFindings);
  follow("answer", showAnswer);
  follow("trouble", listSelected);
  follow("chosen", () => {
    const rows = model.get("chosen");
    // What this view said itself comes back here.
    if (rows.length !== selected().length || rows.some((row) => !state.chosen[row])) choose(rows, false);
    else listSelected();
  });
  useTool("select");

  const sizes = new ResizeObserver(() => {
    const ratio = devicePixelRatio || 1;
    for (const panel of panels) {
      const { clientWidth, clientHeight } = panel.over.parentElement;
      if (panel.width === clientWidth && panel.height === clientHeight) continue;
      const grown = panel.width ? clientWidth / panel.width : 1;
      Object.assign(panel, { width: clientWidth, height: clientHeight, x: panel.x * grown, y: panel.y * grown });
      for (const canvas of [panel.base, panel.over]) Object.assign(canvas, { width: clientWidth * ratio, height: clientHeight * ratio });
    }
    readTheme();
    paint();
  });
  panels.forEach((panel) => sizes.observe(panel.over.parentElement));
  undo.push(() => sizes.disconnect());

  const themed = () => requestAnimationFrame(() => { readTheme(); paint(); });
  const watcher = new MutationObserver(themed);
  for (const node of [document.body, document.documentElement]) watcher.observe(node, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-jp-theme-name", "class", "theme", "data-theme"] });
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", themed);
  undo.push(() => watcher.disconnect(), () => system.removeEventListener("change", themed));

  // Where a memory lies on the page, for tests and for those who write extensions.
  root.locate = (index, row) => placeOf(panels[index], row);
  root.chosen = selected;

  return () => undo.forEach((action) => action());
}

export default { render };
