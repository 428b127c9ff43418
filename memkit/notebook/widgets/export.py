"""A comparison as one HTML file that needs no kernel and no network."""

from __future__ import annotations

import base64
import html
import json
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memkit.errors import ValidationError
from memkit.notebook.widgets import content, reports
from memkit.notebook.widgets.assets import script, sheet
from memkit.notebook.widgets.compare import SCRIPTS, SHEETS
from memkit.text.clean import clean

if TYPE_CHECKING:
    from memkit.comparison import Comparison

# Nothing is loaded, not even by mistake.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>
{sheet}
:root{{color-scheme:light dark}}
body{{margin:16px;background:#fff}}
@media (prefers-color-scheme:dark){{body{{background:#111418}}}}
#widget>.memkit{{margin:0 auto;max-width:1400px}}
</style>
</head>
<body>
<main id="widget"></main>
<script type="application/json" id="state">{state}</script>
<script type="module">
{script}
const state = JSON.parse(document.getElementById("state").textContent, (key, value) => {{
  if (!value || typeof value.base64 !== "string") return value;
  const bytes = Uint8Array.from(atob(value.base64), (letter) => letter.charCodeAt(0));
  return new DataView(bytes.buffer);
}});
const model = {{
  get: (name) => state[name], set() {{}}, save_changes() {{}}, send() {{}}, on() {{}}, off() {{}},
}};
widget.render({{ model, el: document.getElementById("widget") }});
</script>
</body>
</html>
"""


def to_html(comparison: Comparison, path: str | PathLike[str]) -> Path:
    """Write a comparison as one file that any browser opens, offline.

    It holds the projections that were drawn so far, PCA among them. Queries need a kernel and are
    left out.

    Args:
        comparison: What to write.
        path: The file.

    Returns:
        The path.

    Raises:
        ValidationError: The file can't be written.
    """
    pictures = content.drawn(comparison)
    ways = comparison.trails()
    ends = {
        one: content.trail_ends(comparison, content.trails_in(comparison, one)) for one in pictures
    }
    key = content.key_of
    state: dict[str, Any] = {
        "basics": content.basics(comparison),
        "notes": list(comparison.notes),
        "colours": content.colours(comparison, (*content.QUICK, *content.LATER, *content.ASKED)),
        "pictures": {key(one): _encoded(content.picture(comparison, one)) for one in pictures},
        "rest": {},
        "badges": {key(one): content.badges(comparison, one) for one in pictures},
        "trails": {key(one): _encoded(ends[one]) for one in pictures} if ways else {},
        "changes": content.changes(comparison, ways),
        "neighbours": _encoded(content.neighbours(comparison)),
        "agreements": reports.agreements(comparison),
        "findings": reports.findings(comparison),
        "duplicates": reports.duplicates(comparison, reports.one_sided(comparison)),
        "evaluation": reports.evaluation(comparison.evaluation),
        "wanted": key(comparison._picture),
        "stage": {},
        "chosen": _encoded(content.to_bytes(comparison.rows_of(comparison.selection), "<i4")),
        "answer": {},
        "live": False,
    }
    # Those that a sample leaves out have no text here.
    state["basics"]["hidden"] = 0
    # "<" would let a text end the script element that holds it.
    said = json.dumps(state, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    title = html.escape(clean(f"Compare: {' | '.join(comparison.spaces)}"))
    page = _PAGE.format(
        policy=_POLICY,
        title=title,
        sheet=sheet(*SHEETS),
        state=said,
        script=script(*SCRIPTS).replace("export default", "const widget ="),
    )
    try:
        Path(path).write_text(page, "utf-8")
    except OSError as error:
        raise ValidationError(
            f"{str(path)!r} can't be written: {error}.", fix="Choose another path."
        ) from error
    return Path(path)


def _encoded(value: Any) -> Any:
    """Return a value with its bytes as JSON can hold them."""
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode("ascii")}
    if isinstance(value, list):
        return [_encoded(one) for one in value]
    if isinstance(value, dict):
        return {name: _encoded(one) for name, one in value.items()}
    return value
