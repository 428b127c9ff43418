// The box that adds: a preview of each change, to accept, edit, redirect or reject, then writing.

const SIGNS = { ADD: "+", UPDATE: "~", DELETE: "−", NONE: "=" };

// What happened, always as a sign and a word besides the colour.
const badge = (event) => make("span", { class: `mk-badge mkx-badge mk-badge-${event.toLowerCase()}` },
  make("span", { class: "mkx-sign", "aria-hidden": "true" }, SIGNS[event]), event);

// Parts of a text, what came and what went marked.
function difference(parts) {
  const tags = { added: "ins", removed: "del", same: "span" };
  return make("span", { class: "mk-text", dir: "auto" }, ...parts.map(([kind, text]) => make(tags[kind], {}, text)));
}

// Reads "category=food, priority=3" or JSON; throws what to write instead.
function readMetadata(text) {
  const said = text.trim();
  if (!said) return {};
  if (said.startsWith("{")) {
    try {
      return JSON.parse(said);
    } catch {
      throw new Error('This is not JSON yet. For example: {"category": "food", "priority": 3}');
    }
  }
  return Object.fromEntries(said.split(/[,\n]/).map((part) => part.trim()).filter(Boolean).map((part) => {
    const [, key, value] = part.match(/^([^=]+)=(.*)$/s) ?? [];
    if (!key) throw new Error(`“${part}” is no key=value. For example: category=food, priority=3`);
    // Numbers, true, false and null as what they are; anything else is a text.
    try { return [key.trim(), JSON.parse(value)]; } catch { return [key.trim(), value.trim()]; }
  }));
}

function makeAdd(app) {
  const choices = new Map();
  const text = make("textarea", {
    rows: "1", placeholder: "Something to remember", "aria-label": "Text to add", oninput: grow,
    onkeydown: (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      add();
    },
  });
  const metadata = make("input", {
    type: "text", placeholder: "category=food, priority=3", "aria-label": "Metadata to add", autocomplete: "off",
  });
  const preview = make("button", { type: "submit" }, "Preview");
  const straight = make("button", { type: "button", title: "Ctrl+Enter", onclick: () => add() }, "Add");
  const note = make("p", { class: "mkw-note mkx-trouble", role: "alert" });
  const said = make("p", { class: "mkw-note", role: "status" });
  const list = make("ul", { class: "mkx-proposals", "aria-label": "What would be written" });
  const write = make("button", { type: "button", class: "mkx-main", onclick: () => apply() });
  const drop = make("button", { type: "button", onclick: () => clear() }, "Discard");
  const foot = make("div", { class: "mkw-row mkx-write", hidden: true }, write, drop, said);
  const element = make("section", { class: "mkx-add", "aria-label": "Add" },
    make("form", { class: "mkx-line", onsubmit: (event) => { event.preventDefault(); show(); } },
      make("label", { class: "mkx-grow" }, make("span", { class: "mkx-word" }, "Add"), text),
      make("label", { class: "mkx-meta" }, make("span", { class: "mkw-muted" }, "metadata"), metadata),
      preview, straight),
    note, list, foot);

  function grow() {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight + 2, 160)}px`;
  }

  // What the box holds, or null when there is nothing to send.
  function given() {
    note.textContent = "";
    if (!text.value.trim()) {
      note.textContent = "There is nothing to add yet. Write a sentence first.";
      text.focus();
      return null;
    }
    try {
      const read = readMetadata(metadata.value);
      return { text: text.value, metadata: Object.keys(read).length ? read : null };
    } catch (error) {
      note.textContent = error.message;
      metadata.focus();
      return null;
    }
  }

  async function add() {
    const what = given();
    if (what && await app.change("add", what, note)) clear(true);
  }

  async function show() {
    const what = given();
    if (!what) return;
    said.textContent = "Looking for similar memories …";
    foot.hidden = false;
    write.hidden = true;
    try {
      const found = await app.ask("preview", what, "preview");
      app.show(found);
      choices.clear();
      found.proposals.forEach((one) => choices.set(one.index, { action: one.event === "NONE" ? "reject" : "accept" }));
      list.replaceChildren(...found.proposals.map(proposal));
      said.textContent = found.said;
      tally();
    } catch (error) {
      note.textContent = error.message;
      foot.hidden = true;
    }
  }

  function tally() {
    const number = [...choices.values()].filter(({ action }) => action === "accept").length;
    write.hidden = !choices.size;
    write.disabled = !number;
    write.textContent = number === 1 ? "Write 1 change" : `Write ${number} changes`;
  }

  async function apply() {
    const decided = [...choices].map(([index, choice]) => ({ index, ...choice }));
    if (await app.change("apply", { choices: decided }, note)) clear(true);
  }

  function clear(all = false) {
    choices.clear();
    list.replaceChildren();
    foot.hidden = true;
    note.textContent = "";
    if (all) text.value = "";
    grow();
    text.focus();
  }

  // -- one proposal -------------------------------------------------------------------------------

  function proposal(one) {
    const choice = choices.get(one.index);
    const item = make("li", { class: "mkx-proposal" });
    let editing = false;

    function button(word, pressed, action, title = null) {
      return make("button", { type: "button", "aria-pressed": pressed == null ? null : String(pressed), title, onclick: action }, word);
    }

    function decide(changed) {
      Object.assign(choice, changed);
      draw();
      tally();
    }

    function draw() {
      const accepted = choice.action === "accept";
      const target = one.near.find(({ id }) => id === choice.updating);
      const event = target ? "UPDATE" : choice.text != null && one.event === "NONE" ? "ADD" : one.event;
      const shown = editing ? edited() : make("div", { class: "mkx-text" },
        !target && choice.text == null && one.event === "UPDATE" && one.parts.length ? difference(one.parts) : saidText(choice.text ?? one.text));
      item.dataset.event = event;
      item.classList.toggle("mkx-rejected", !accepted);
      item.replaceChildren(
        make("div", { class: "mkx-decision" }, badge(event), shown,
          make("span", { class: "mkx-buttons" },
            button("Accept", accepted, () => decide({ action: "accept" })),
            one.event === "DELETE" ? null : button("Edit", null, () => { editing = !editing; draw(); item.querySelector("textarea")?.focus(); }),
            button("Reject", !accepted, () => decide({ action: "reject" })))),
        near(target) ?? "");
    }

    function edited() {
      const box = make("textarea", {
        rows: "2", "aria-label": "Text of this change", class: "mkx-grow",
        oninput: () => { choice.text = box.value === one.text ? null : box.value; },
        onkeydown: (event) => {
          if (event.key !== "Escape" && !(event.key === "Enter" && (event.ctrlKey || event.metaKey))) return;
          event.preventDefault();
          event.stopPropagation();
          if (event.key === "Escape") choice.text = null;
          editing = false;
          decide({ action: "accept" });
        },
      });
      box.value = choice.text ?? one.text;
      return box;
    }

    function near(target) {
      if (!one.near.length) return null;
      return make("div", { class: "mkx-near" }, make("span", { class: "mkw-muted" }, "near"),
        make("ul", {}, ...one.near.map((other) => make("li", { class: "mkw-row" },
          make("span", { class: "mkx-number", title: "Similarity: cosine, up to 1" }, number(other.similarity)),
          saidText(other.text),
          one.event === "DELETE" ? null : button(
            other === target ? "Updates this" : "Update this instead", other === target,
            () => decide({ action: "accept", updating: other === target ? null : other.id }))))));
    }

    draw();
    return item;
  }

  app.on("status", () => {
    for (const box of [text, metadata, preview, straight]) box.disabled = app.past();
    text.placeholder = app.past() ? "Go back to now to add"
      : app.whose() ? `Something to remember for ${app.whose()}`
        : "Pick a user above, then write something to remember";
  });
  return element;
}

const saidText = (text) => make("span", { class: "mk-text", dir: "auto" }, text);
