"""What of HTML is text, and the text of what stands in one line."""

from __future__ import annotations

import re
from typing import Any

from memkit_loaders.passages import on_one_line
from memkit_loaders.xml import local

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol p pre section summary table tbody td tfoot th thead title tr ul".split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLANKS = re.compile(r"[ \t\r\n\f]+")
_UNSEEN = frozenset(
    "applet audio button canvas datalist embed head iframe math noscript object script select "
    "style svg template textarea video".split()
)
# Wider or higher than any cell that is meant.
_MOST_SPAN = 200


def unseen(element: Any) -> bool:
    """Tell whether an element with all that is in it is no text."""
    return local(element) in _UNSEEN or "hidden" in element.attrib


def inline_text(element: Any) -> str:
    """Return the text of an element, on one line."""
    from lxml import etree

    parts: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        if local(inner) in BLOCKS or local(inner) == "br":
            parts.append(" ")
        if event == "start" and unseen(inner):
            walk.skip_subtree()
        elif event == "start":
            parts.append(inner.text or "")
        elif inner is not element:
            parts.append(inner.tail or "")
    return on_one_line("".join(parts))


def rows_of(table: Any) -> tuple[list[list[str]], bool | None]:
    """Return a table's cells, those that span several in the first of them, and `header`.

    `header` is True if the first row names the columns, None if that has to be guessed.
    """
    rows: list[list[str]] = []
    below: dict[int, int] = {}  # How many rows on a cell above still fills, by its column.
    header: bool | None = None
    marked = False
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            _fill(cells, below)
            high, wide = _number(cell, "rowspan"), _number(cell, "colspan")
            for column in range(len(cells), len(cells) + wide):
                below[column] = high - 1
            cells += [inline_text(cell), *[""] * (wide - 1)]
        _fill(cells, below)
        names = [local(cell) for cell in row.iterchildren("td", "th")]
        marked = marked or "th" in names
        if not rows and len(names) > 1:
            header = set(names) == {"th"} or None
        rows.append(cells)
    return rows, header if header or not marked else False


def _fill(cells: list[str], below: dict[int, int]) -> None:
    while below.get(len(cells), 0) > 0:
        below[len(cells)] -= 1
        cells.append("")


def _number(cell: Any, name: str) -> int:
    told = cell.get(name, "1").strip()
    return min(max(int(told), 1), _MOST_SPAN) if told.isascii() and told.isdigit() else 1


def laid_out(root: Any) -> set[Any]:
    """Return the tables that lay a page out: with blocks in their cells that no line holds."""
    from lxml import etree

    blocks = frozenset(("table", "pre", "ul", "ol", "dl", "form", *HEADINGS))
    found: set[Any] = set()
    open_tables: list[Any] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = local(element)
        if event == "start" and name in blocks and open_tables:
            found.add(open_tables[-1])
        if name == "table":
            if event == "start":
                open_tables.append(element)
            else:
                open_tables.pop()
    return found
