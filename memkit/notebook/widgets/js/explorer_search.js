// Search as you type: hits with a bar of their signals, what just missed, and another space beside.

const SIGNALS = { semantic: "semantic", bm25: "BM25", context: "context", recency: "recency", rerank: "reranker" };
const PAUSE = 150; // after the last letter, in ms

// Calls `action` when nothing has called it again for `pause` ms.
function later(pause, action) {
  let timer = 0;
  return (...given) => { clearTimeout(timer); timer = setTimeout(() => action(...given), pause); };
}

function makeSearch(app) {
  const query = make("input", {
    type: "search", placeholder: "Ask in your own words, e.g. where does she live?", "aria-label": "Search", autocomplete: "off",
    oninput: later(PAUSE, () => ask()),
    onkeydown: (event) => { if (event.key === "Enter") ask(); },
  });
  const k = make("input", { type: "number", min: "1", max: "100", value: "10", "aria-label": "k, how many hits", onchange: () => ask() });
  const threshold = make("input", {
    type: "range", min: "0", max: "1", step: "0.01", value: "0", "aria-label": "Least score",
    oninput: () => { sayThreshold(); askLater(); },
  });
  const least = make("output", { class: "mkx-number" });
  const other = makeSelect("Compare with", () => ask());
  const rerank = make("input", { type: "checkbox", onchange: () => ask() });
  const where = make("input", {
    type: "text", placeholder: "category = 'food' and priority >= 3", "aria-label": "where, a filter", autocomplete: "off",
    spellcheck: "false", oninput: later(400, () => filter()),
    onkeydown: (event) => { if (event.key === "Enter") filter(); },
  });
  const whereNote = make("p", { class: "mkw-note mkx-trouble", role: "alert" });
  const note = make("p", { class: "mkw-note mkx-trouble", role: "alert" });
  const said = make("p", { class: "mkw-note", role: "status" });
  const results = make("div", { class: "mkx-results" });
  const code = makeCode(() => found?.code ?? "# Nothing was searched yet.");
  const otherLabel = make("label", { class: "mkx-label", hidden: true }, "compare with ", other);
  const rerankLabel = make("label", { class: "mkx-label", hidden: true }, rerank, " rerank");
  const askLater = later(PAUSE, () => ask());
  let found = null;
  let most = 0; // what the longest bar stands for

  const controls = make("div", { class: "mkx-options2" },
    make("label", { class: "mkx-label" }, "k ", k),
    make("label", { class: "mkx-label" }, "score at least ", threshold, least),
    otherLabel, rerankLabel);
  const element = make("section", { class: "mkx-search", "aria-label": "Search" },
    make("form", { class: "mkx-line", onsubmit: (event) => event.preventDefault() },
      make("label", { class: "mkx-grow" }, make("span", { class: "mkx-word" }, "Search"), query), controls),
    make("div", { class: "mkx-line" },
      make("label", { class: "mkx-grow" }, make("span", { class: "mkx-word" }, "where"), where), app.slider),
    whereNote, note,
    make("div", { class: "mkw-row mkx-found" }, said, code.button), results, code.box);
  code.button.hidden = true;

  function sayThreshold() {
    least.textContent = threshold.value === "0" ? "any" : number(Number(threshold.value));
  }

  // -- asking -------------------------------------------------------------------------------------

  async function filter() {
    if (where.value.trim() === (app.status.where ?? "")) { whereNote.textContent = app.status.trouble ?? ""; return; }
    await app.filter("set_where", { where: where.value.trim() });
  }

  async function ask() {
    note.textContent = "";
    if (!query.value.trim()) {
      found = null;
      results.replaceChildren();
      said.textContent = "";
      code.button.hidden = code.box.hidden = true;
      return;
    }
    const waiting = setTimeout(() => { said.textContent = "Searching …"; }, 300);
    try {
      found = await app.ask("search", {
        query: query.value, k: Math.max(1, Math.min(100, Number(k.value) || 10)),
        threshold: threshold.value === "0" ? null : Number(threshold.value),
        other: other.value || null, rerank: rerank.checked,
      }, "search");
      show();
    } catch (error) {
      said.textContent = "";
      note.textContent = error.message;
    } finally {
      clearTimeout(waiting);
    }
  }

  // -- showing ------------------------------------------------------------------------------------

  function show() {
    app.show(found);
    code.button.hidden = false;
    code.refresh();
    most = Math.max(...[...found.hits, ...found.below, ...found.other_only].map((one) => added(one.reasons)), 0);
    said.textContent = found.said || saidFound();
    keepingFocus(results, () => results.replaceChildren(...[
      found.hits.length || found.below.length ? legend() : null,
      list("Hits", found.hits),
      divider(found.below.length, found.below[0]?.why === "threshold" ? "below the threshold" : `after the best ${found.k}`),
      list("Just missed", found.below, true),
      divider(found.other_only.length, `only in ${found.other_space}`),
      list(`Only in ${found.other_space}`, found.other_only, true),
    ].filter(Boolean)));
    element.dataset.query = found.query;
    // Scores are sums: they may be above 1.
    threshold.max = String(Math.max(1, Number(threshold.value), Math.ceil(found.best * 10) / 10));
  }

  function saidFound() {
    const beside = found.other_space ? `, with their ranks in ${found.other_space}` : "";
    return `${plural(found.hits.length, "hit")} in ${found.space}${beside}`;
  }

  // In which colour each signal is drawn; the numbers stand beside each hit.
  const legend = () => make("div", { class: "mkx-legend", "aria-hidden": "true" }, ...found.signals.map((name) =>
    make("span", {}, make("span", { class: `mk-key ${colourOf(name)}` }), SIGNALS[name] ?? name)));

  const divider = (wanted, text) => (wanted ? make("div", { class: "mkx-divider" }, text) : null);

  const list = (label, hits, pale = false) => (hits.length
    ? make("ol", { class: `mkx-hits${pale ? " mkx-pale" : ""}`, "aria-label": label }, ...hits.map(hit)) : null);

  function hit(one) {
    const item = make("li", { class: `mkx-hit${found.other_space ? " mkx-two" : ""}`, "data-id": one.id },
      make("span", { class: "mkx-rank" }, String(one.rank)),
      make("div", { class: "mkx-what2" },
        make("button", { type: "button", class: "mkx-memory", title: "Show all about it", onclick: () => app.tell("open", one.id) }, saidText(one.text)),
        make("span", { class: "mkx-about" }, ...about(one))),
      found.other_space ? elsewhere(one) : null,
      make("span", { class: "mkx-score" }, make("b", { class: "mkx-number" }, number(one.score)), bar(one)),
      thumbs(one));
    return item;
  }

  function about(one) {
    const facts = [[null, day(one.occurred_at ?? one.created_at)]];
    for (const [key, word] of Object.entries(SCOPES)) if (one[key] && app.status.scope[key] == null) facts.push([word, one[key]]);
    for (const [key, value] of Object.entries(one.metadata).slice(0, 2)) facts.push([key, saidValue(value)]);
    for (const note of one.notes) facts.push([null, note]);
    return facts.map(([key, value]) => make("span", { dir: "auto", title: key ? `${key}: ${value}` : null }, value));
  }

  // One bar for all signals, as long as the score against the best; each in its colour.
  function bar(one) {
    const parts = Object.entries(one.reasons).filter(([, value]) => Math.abs(value) >= 0.005);
    const label = parts.map(([name, value]) => `${SIGNALS[name] ?? name} ${number(value)}`).join(", ");
    // What a signal took away shortens the last parts, as in the tables.
    let left = one.score;
    const drawn = parts.filter(([, value]) => value > 0).map(([name, value]) => {
      const kept = Math.max(0, Math.min(value, left));
      left -= kept;
      const part = make("span", { class: colourOf(name) });
      part.style.width = `${most > 0 ? (100 * kept) / most : 0}%`;
      return part;
    });
    return make("span", { class: "mkx-bars", title: label },
      make("span", { class: "mk-bar", role: "img", "aria-label": label }, ...drawn),
      make("span", { class: "mkx-values", "aria-hidden": "true" }, ...parts.map(([name, value]) =>
        make("span", {}, make("span", { class: `mk-key ${colourOf(name)}` }), number(value)))));
  }

  function elsewhere(one) {
    const { rank, shift } = one.other ?? {};
    const there = rank == null ? "not near" : `#${count(rank)}`;
    const moved = !shift ? "" : shift > 0 ? ` ▲ ${count(shift)}` : ` ▼ ${count(-shift)}`;
    const inwords = rank == null ? `Not near the top in ${found.other_space}`
      : `Rank ${rank} in ${found.other_space}${shift ? `, ${plural(Math.abs(shift), "place")} ${shift > 0 ? "higher" : "lower"}` : ", the same"}`;
    return make("span", { class: "mkx-there", title: inwords, "aria-label": inwords, role: "img" },
      there, make("span", { class: shift > 0 ? "mkx-up" : shift < 0 ? "mkx-down" : "" }, moved));
  }

  function thumbs(one) {
    const buttons = [[true, "Relevant", "up"], [false, "Not relevant", "down"]].map(([good, label, way]) =>
      make("button", {
        type: "button", class: `mkx-thumb mkx-${way}thumb`, "aria-label": label, title: `${label} to this question`,
        "aria-pressed": String(one.rated === good), disabled: app.past(), onclick: () => rate(one.rated === good ? null : good),
      }, thumb(way)));
    async function rate(relevant) {
      try {
        app.show(await app.ask("rate", { query: found.query, id: one.id, relevant }));
        one.rated = relevant;
        buttons.forEach((button, place) => button.setAttribute("aria-pressed", String(one.rated === (place === 0))));
      } catch (error) {
        note.textContent = error.message;
      }
    }
    return make("span", { class: "mkx-thumbs", role: "group", "aria-label": "Rate this hit" }, ...buttons);
  }

  app.on("status", (status) => {
    const spaces = status.spaces.filter((one) => one.ready && one.key !== status.space);
    fillSelect(other, [{ value: "", text: "no space" }, ...spaces.map(({ key }) => ({ value: key, text: key }))],
      spaces.some(({ key }) => key === other.value) ? other.value : "");
    otherLabel.hidden = !spaces.length;
    rerankLabel.hidden = !status.reranker;
    // What can't be read yet stays there to be mended.
    if (document.activeElement !== where && !status.trouble) where.value = status.where;
    whereNote.textContent = status.trouble;
    where.setAttribute("aria-invalid", String(Boolean(status.trouble)));
  });
  app.on("data", (what) => {
    if (what === "query") query.value = app.status.query;
    if (query.value.trim() || what === "query") ask();
  });
  sayThreshold();
  query.value = app.firstQuery;
  return element;
}

// What the signals that speak for a hit add up to.
const added = (reasons) => Object.values(reasons).reduce((total, value) => total + Math.max(value, 0), 0);
const colourOf = (name) => `mk-${["semantic", "bm25", "recency", "rerank"].includes(name) ? name : "other"}`;

// A thumb, drawn: a character for it would be an emoji.
function thumb(way) {
  const name = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(name, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 16 16", width: "16", height: "16", "aria-hidden": "true" })) picture.setAttribute(key, value);
  const path = document.createElementNS(name, "path");
  path.setAttribute("d", "M2 7h2.5v6.5H2zM4.5 7.2 7.6 2.2c1.2 0 1.7.9 1.4 2L8.4 6.5h4.2c.9 0 1.5.8 1.3 1.6l-1.1 4.3c-.2.7-.7 1.1-1.4 1.1H4.5");
  if (way === "down") path.setAttribute("transform", "rotate(180 8 8)");
  picture.append(path);
  return picture;
}
