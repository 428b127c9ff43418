// Which columns the table has: those that tell something, or those that were picked.

const FIELDS = [
  { name: "user_id", text: "User" },
  { name: "agent_id", text: "Agent" },
  { name: "app_id", text: "App" },
  { name: "run_id", text: "Run" },
  { name: "type", text: "Type" },
  { name: "occurred_at", text: "Occurred" },
  { name: "created_at", text: "Created" },
  { name: "updated_at", text: "Updated" },
];
const TEXT = { name: "memory", text: "Memory" };

// `onchange` is called when other columns were picked. Returns {element, list, sized}; `list` gives
// the columns for a status, `dated` says whether some memory tells when it was true.
function makeColumns(onchange) {
  let picked = null;
  let known = [];
  const options = make("div", { class: "mkx-options", role: "group", "aria-label": "Columns" });
  const usual = make("button", { type: "button", class: "mkw-link", onclick: () => { picked = null; onchange(); } }, "As usual");
  const pop = make("div", { class: "mkx-pop mkx-left", hidden: true }, options, usual);
  const button = make("button", {
    type: "button", class: "mkx-pickbutton", "aria-expanded": "false", onclick: () => show(pop.hidden),
  }, "Columns");
  const element = make("span", {
    class: "mkx-pick",
    onkeydown: (event) => { if (event.key === "Escape") { show(false); button.focus(); } },
    onfocusout: (event) => { if (event.relatedTarget && !element.contains(event.relatedTarget)) show(false); },
  }, button, pop);

  function show(open) {
    pop.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) options.querySelector("input").focus();
  }

  function list(status, dated) {
    const keys = status.metadata.map(({ key }) => ({ name: `metadata.${key}`, text: key }));
    known = [...FIELDS, ...keys];
    const several = (name) => status.scope[name] == null && (status.scopes[name] ?? []).length > 1;
    const category = keys.find(({ text }) => text === "category") ?? keys[0];
    const usually = [
      ...["user_id", "agent_id"].filter(several), ...(dated ? ["occurred_at"] : []), ...(category ? [category.name] : []), "updated_at",
    ];
    const chosen = picked ?? usually;
    draw(chosen);
    return [TEXT, ...chosen.map((name) => known.find((one) => one.name === name)).filter(Boolean)];
  }

  function draw(chosen) {
    usual.hidden = picked == null;
    keepingFocus(options, () => options.replaceChildren(...known.map(({ name, text }) =>
      make("label", { class: "mkx-check", dir: "auto" },
        make("input", { type: "checkbox", checked: chosen.includes(name), onchange: () => toggle(name, chosen) }), text))));
  }

  function toggle(name, chosen) {
    picked = chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name];
    onchange();
  }

  return { element, list };
}
