"""A comparison as one HTML file that needs no kernel and no network."""

from __future__ import annotations

import base64
import html
import json
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memkit.errors import ValidationError
from memkit.notebook import plain
from memkit.notebook.widgets import content
from memkit.notebook.widgets.compare import script, sheet

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
  get: (name) => state[name], set() {{}}, save_changes() {{}}, on() {{}}, off() {{}},
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
    names = content.known(comparison)
    state: dict[str, Any] = {
        "basics": content.basics(comparison),
        "colours": content.colours(comparison, (*content.QUICK, *content.LATER)),
        "pictures": {name: _encoded(content.picture(comparison, name)) for name in names},
        "badges": {name: content.badges(comparison, name) for name in names},
        "neighbours": _encoded(content.neighbours(comparison)),
        "agreements": content.agreements(comparison),
        "findings": content.findings(comparison),
        "wanted": comparison.projection,
        "stage": {},
        "chosen": [],
        "question": {},
        "answer": {},
        "trouble": "",
        "live": False,
    }
    # "<" would let a text end the script element that holds it.
    said = json.dumps(state, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    title = html.escape(plain.clean(f"Compare: {' | '.join(comparison.spaces)}"))
    page = _PAGE.format(
        policy=_POLICY,
        title=title,
        sheet=sheet(),
        state=said,
        script=script().replace("export default", "const widget ="),
    )
    try:
        Path(path).write_text(page, "utf-8")
    except OSError as error:
        raise ValidationError(
            f"{str(path)!r} can't be written: {error}.", fix="Choose another path."
        ) from error
    return Path(path)


def _encoded(arrays: list[bytes]) -> list[dict[str, str]]:
    return [{"base64": base64.b64encode(array).decode("ascii")} for array in arrays]
