// An answer as it is shown: its text as it came, and code in boxes. Nothing of it is read as HTML.

import { make } from "../common/elements.js";

/** @import { Piece } from "./types.js" */

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;

/**
 * The prose and the code of a text, in their order. A fence that is still open goes to the end.
 * @param {string} text
 * @returns {Piece[]}
 */
export function piecesOf(text) {
  /** @type {Piece[]} */
  const found = [];
  /** @type {string[]} */
  let lines = [];
  let fence = "";
  /** @param {Piece["kind"]} kind */
  const end = (kind) => {
    const said = kind === "code" ? lines.join("\n") : lines.join("\n").replace(/^\n+|\s+$/g, "");
    if (said || kind === "code") found.push({ kind, text: said });
    lines = [];
  };
  for (const line of text.split("\n")) {
    const [, mark = "", rest = ""] = FENCE.exec(line) ?? [];
    if (!fence && mark && !(mark[0] === "`" && rest.includes("`"))) { end("text"); fence = mark; }
    else if (fence && mark.startsWith(fence) && !rest.trim()) { end("code"); fence = ""; }
    else lines.push(line);
  }
  end(fence ? "code" : "text");
  return found;
}

/**
 * Shows an answer in an element. What did not change is left as it is, with what is marked in it.
 * @param {HTMLElement} box
 * @param {string} text
 */
export function showAnswer(box, text) {
  const pieces = piecesOf(text);
  pieces.forEach(({ kind, text: said }, place) => {
    const tag = kind === "code" ? "PRE" : "DIV";
    let part = box.children[place];
    if (part?.tagName !== tag) {
      const made = kind === "code"
        ? make("pre", { class: "mk-code", tabindex: "0", "aria-label": "Code" })
        : make("div", { class: "mk-text", dir: "auto" });
      if (part) part.replaceWith(made); else box.append(made);
      part = made;
    }
    if (part.textContent !== said) part.textContent = said;
  });
  while (box.children.length > pieces.length) box.lastElementChild?.remove();
}
