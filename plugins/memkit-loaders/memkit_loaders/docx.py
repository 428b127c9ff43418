"""Word: paragraphs and tables in their order, a span for each section."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from memkit_loaders import archive, office
from memkit_loaders.headings import Headings
from memkit_loaders.limits import Limits
from memkit_loaders.passages import Passages
from memkit_loaders.tables import lines_of
from memkit_loaders.xml import local, parsed

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
# What was deleted, what stands there for old readers, what a field computes from.
_PASSED_OVER = {"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr"}
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read(content: bytes, limits: Limits) -> dict[str, Any]:
    """Return the text of a Word file: as it stands with its tracked changes accepted.

    Raises:
        Refusal: It is no Word file, is damaged or encrypted, or asks for too much.
    """
    archive.opened(content, limits, kind="Word file").close()
    # Brings lxml and its schemas' classes.
    import docx

    document = docx.Document(io.BytesIO(content))
    levels = _levels(document.styles.element)
    passages, headings = Passages(limits), Headings()
    for block in _blocks(document.element.body):
        if local(block) == "tbl":
            for line in lines_of(_rows(block)):
                passages.add(line, heading=headings.path, line=True)
            continue
        text, level = _text(block), _level(block, levels)
        if level is not None and text.strip():
            headings.enter(level, text)
        listed = _listed(block)
        text = f"- {text.strip()}" if listed and text.strip() else text
        passages.add(text, heading=headings.path, line=listed)
    for note in _notes(document.part):
        passages.add(note)
    return passages.result(office.properties(document.core_properties))


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables of an element, also those in content controls."""
    waiting = [iter(parent)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif local(element) in ("p", "tbl"):
            yield element
        elif local(element) in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            waiting.append(iter(element))


def _text(paragraph: Any) -> str:
    """Return a paragraph's text, with that of the text boxes in it."""
    parts: list[str] = []
    waiting = [iter(paragraph)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
            continue
        name = local(element)
        if name == "t":
            parts.append(element.text or "")
        elif name in _BREAKS:
            parts.append(_BREAKS[name])
        elif name not in _PASSED_OVER:
            if name == "p":
                parts.append("\n")
            waiting.append(iter(element))
    return "".join(parts)


def _rows(table: Any) -> Iterator[list[str]]:
    for row in table.iter(f"{_W}tr"):
        # Those of tables within a cell are in the cell's text.
        if next(row.iterancestors(f"{_W}tbl")) is table:
            yield [_cell(cell) for cell in _cells(row)]


def _cells(row: Any) -> Iterator[Any]:
    for cell in row.iter(f"{_W}tc"):
        if next(cell.iterancestors(f"{_W}tr")) is row:
            yield cell


def _cell(cell: Any) -> str:
    # What goes on from the cell above says nothing anew.
    if cell.find(f"{_W}tcPr/{_W}vMerge") is not None and not _restarts(cell):
        return ""
    return " ".join(_text(paragraph) for paragraph in cell.iter(f"{_W}p"))


def _restarts(cell: Any) -> bool:
    return bool(cell.find(f"{_W}tcPr/{_W}vMerge").get(f"{_W}val") == "restart")


def _levels(styles: Any) -> dict[str, int]:
    """Return the level of each style that makes a heading, by its id: 0 for the title."""
    own: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in styles.iter(f"{_W}style"):
        name, key = style.find(f"{_W}name"), style.get(f"{_W}styleId") or ""
        found = _HEADING.fullmatch(name.get(f"{_W}val", "") if name is not None else "")
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        parent = style.find(f"{_W}basedOn")
        if found:
            own[key] = int(found[1])
        elif name is not None and name.get(f"{_W}val", "").lower() == "title":
            own[key] = 0
        elif outline is not None:
            own[key] = _outline_level(outline)
        elif parent is not None:
            based[key] = parent.get(f"{_W}val", "")
    for key in based:
        seen = {key}
        above = based[key]
        while above in based and above not in seen:
            seen.add(above)
            above = based[above]
        if above in own:
            own[key] = own[above]
    return {key: level for key, level in own.items() if level <= 9}


def _level(paragraph: Any, levels: dict[str, int]) -> int | None:
    outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    if outline is not None and _outline_level(outline) <= 9:
        return _outline_level(outline)
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return None if style is None else levels.get(style.get(f"{_W}val", ""))


def _outline_level(outline: Any) -> int:
    """Return a heading's level from 1 on; 10 is text."""
    value = outline.get(f"{_W}val", "9")
    return int(value) + 1 if value.isdigit() else 10


def _listed(paragraph: Any) -> bool:
    return paragraph.find(f"{_W}pPr/{_W}numPr") is not None


def _notes(main: Any) -> Iterator[str]:
    """Yield the footnotes and endnotes, which stand apart from the text."""
    for relation in main.rels.values():
        if relation.is_external or not relation.reltype.endswith(("/footnotes", "/endnotes")):
            continue
        for note in parsed(relation.target_part.blob):
            if note.get(f"{_W}type") in (None, "normal"):
                yield " ".join(_text(paragraph) for paragraph in note.iter(f"{_W}p"))
