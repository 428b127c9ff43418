// Where a message is written: Enter sends it, Shift and Enter begin a line; while an answer comes,
// the button stops it, and what is written waits.

import { make } from "../common/elements.js";

/** @import { Now } from "./types.js" */

/**
 * @param {{ send: (text: string) => Promise<boolean>, stop: () => unknown }} actions
 */
export function makeComposer({ send, stop }) {
  const text = make("textarea", {
    rows: "2", "aria-label": "Message", placeholder: "Message. Enter sends it, Shift+Enter begins a line", dir: "auto",
    onkeydown: (event) => {
      // While a word is composed, as in Japanese, Enter ends that.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      go();
    },
  });
  const button = make("button", { type: "button", class: "mkd-send", onclick: () => (busy ? stop() : go()) }, "Send");
  const element = make("div", { class: "mkd-composer" }, text, button);
  let busy = false;
  let sending = false;

  async function go() {
    const said = text.value;
    if (busy || sending || !said.trim()) return;
    sending = true;
    text.value = "";
    try {
      // What could not be sent is not lost; nor is what was written meanwhile.
      if (!await send(said)) text.value = text.value ? `${said}\n${text.value}` : said;
    } finally { sending = false; }
  }

  /** @param {Now} now */
  function show(now) {
    busy = now.asked != null;
    button.textContent = !busy ? "Send" : now.stopping ? "Stopping …" : "Stop";
    button.disabled = busy && now.stopping;
  }

  return { element, show };
}
