"""A memory whose every text is hostile, written into the tables behind memkit's back.

Other tests take `HOSTILE` for what else may come from a file, and `faults_of(html)` and `FAULTS_JS`
to look for what came of it.
"""

from __future__ import annotations

import json
import sqlite3
from html.parser import HTMLParser
from pathlib import Path

from memkit import Memory

_ACT = "window.__pwned=(window.__pwned||0)+1"
# Each closes what it may stand in: an attribute, an element, a script, a comment, a style.
_ENDS = (
    f"\"'><img src=x id=pwned onerror={_ACT}>",
    f"</script><script>{_ACT}</script><!--",
    f'x" onmouseover="{_ACT}" id="pwned" style="background:url(http://pwned.example/)',
    f"<svg id=pwned onload={_ACT}></svg>",
    f'<a id=pwned href="javascript:{_ACT}">link</a><b>bold</b><br>',
    "</style><style id=pwned>@import url(http://pwned.example/)</style>",
    "]]>\u2028\u2029--><iframe id=pwned srcdoc='<script>parent.__pwned=1</script>'></iframe>",
    "\x1b[31m\x1b]0;pwned\x07\u202e\u2066\x9b2J ${" + _ACT + "} {{" + _ACT + "}} %{x} $x^2$",
)
HOSTILE = " ".join(_ENDS)
# Of a scope id, a space's key: shorter, and still all of it.
SHORT = _ENDS[0] + _ENDS[2]

# What no part of a page may be: an element or an attribute that came from a text.
FAULTS_JS = """() => {
    const every = [...document.querySelectorAll('*')];
    for (const {shadowRoot} of [...every]) {
        if (shadowRoot) every.push(...shadowRoot.querySelectorAll('*'));
    }
    const LEADS = /^(href|src|style|srcdoc|action|formaction)$/i;
    // JupyterLab makes links of addresses in plain text, which lead where they say.
    const linked = (one) => one.matches('pre a[rel=noopener][href^=http]');
    const bad = every.filter((one) => !linked(one)).filter((one) => one.id === 'pwned'
        || [...one.attributes].some(({name, value}) => (/^on/i.test(name) && /__pwned/.test(value))
            || (LEADS.test(name) && /pwned|javascript:/i.test(value))));
    return [...bad.map((one) => one.outerHTML.slice(0, 200)),
        ...(window.__pwned ? [`a script ran ${window.__pwned} times`] : [])];
}"""


def make(path: Path) -> None:
    """Write the file: memories that were added, changed, deleted, rated and merged, two spaces."""
    with Memory(path, actor="ann") as memory:
        added = memory.add(["tea is good", "coffee is better", "rain all day"], user_id="a")
        memory.update(added[0].id, "tea is great", metadata={"k": "v"}, reason="because")
        memory.update(added[1].id, metadata={"k": "w"}, data={"d": "e"}, said_by="user",
                      derived_by="d", sources=[{"document": "notes.md"}])  # fmt: skip
        memory.delete(added[2].id, reason="because")
        memory.add("a second scope", user_id="b", agent_id="g", app_id="p", run_id="r")
        memory.rate("tea", added[0].id, True)
        memory.add_space("hash", wait=True, progress=False)
        memory.search("tea", user_id="a")
    with sqlite3.connect(path) as tables:
        for (trigger,) in tables.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            tables.execute(f"DROP TRIGGER {trigger}")
        said = json.dumps({HOSTILE: HOSTILE, "list": [HOSTILE, {HOSTILE: 1}]})
        tables.execute("UPDATE texts SET text = text || ? || id", [HOSTILE])
        tables.execute("UPDATE ids SET id = ? || id", [SHORT])
        for column in ("user_id", "agent_id", "app_id", "run_id"):
            tables.execute(f"UPDATE scopes SET {column} = {column} || ?", [SHORT])
        tables.execute("UPDATE scopes SET name = json_array(user_id, agent_id, app_id, run_id)")
        tables.execute(
            "UPDATE memories SET type = ?, role = ?, name = ?, metadata = ?, data = ?, "
            "derived_by = ?, said_by = ?, superseded_by = ?, withheld = ?, sources = ?",
            [HOSTILE, HOSTILE, HOSTILE, said, said, HOSTILE, HOSTILE, HOSTILE, HOSTILE,
             json.dumps([{"document": HOSTILE, "quote": HOSTILE}])],
        )  # fmt: skip
        tables.execute(
            "UPDATE events SET actor = ?, reason = ?, "
            "old_metadata = CASE WHEN old_metadata IS NULL THEN NULL ELSE ? END, "
            "new_metadata = CASE WHEN new_metadata IS NULL THEN NULL ELSE ? END, "
            "event = CASE seq % 2 WHEN 0 THEN ? ELSE event END, batch_id = ?",
            [HOSTILE, HOSTILE, said, said, HOSTILE, HOSTILE],
        )
        tables.execute("UPDATE ratings SET query = ?, actor = ?, memory_id = ? || memory_id",
                       [HOSTILE, HOSTILE, SHORT])  # fmt: skip
        tables.execute("UPDATE spaces SET model = ?", [HOSTILE])
        tables.execute("UPDATE spaces SET key = ?, provider = ?, config = ? WHERE key = 'hash'",
                       [SHORT, HOSTILE, said])  # fmt: skip
        tables.execute("UPDATE meta SET value = ? WHERE name = 'journal_id'", [SHORT])
        tables.execute("INSERT INTO followers VALUES (?, 1, 1)", [f"store:{SHORT}:1:filling"])
    tables.close()


class _Faults(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if told.get("id") == "pwned" or tag in ("img", "iframe", "script"):
            self.found.append(self.get_starttag_text() or tag)
        for name, value in attrs:
            acts = name.lower().startswith("on") or "javascript:" in (value or "").lower()
            classes = name == "class" and not set((value or "").split()) <= _OURS(value)
            if acts or classes or (name in ("style", "href", "src") and "pwned" in (value or "")):
                self.found.append(f"{tag}: {name}={value!r}"[:200])


def _OURS(value: str | None) -> set[str]:  # noqa: N802 - reads as a constant of the value
    return {one for one in (value or "").split() if one.startswith(("mk", "memkit"))}


def faults_of(page: str) -> list[str]:
    """Return what a piece of HTML holds that came from a text and acts, or looks as ours."""
    reader = _Faults()
    reader.feed(page)
    return reader.found
