"""The structure of Markdown: front matter and sections.

https://spec.commonmark.org/0.31.2/ (ATX and setext headings, fenced code blocks).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from memkit.contracts.loader import Span

Titles = list[tuple[int, str]]
"""The headings that a place stands under: their levels, 1 to 6, and what they say."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t\r\n]*\Z")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)", re.DOTALL)
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t\r\n]*\Z")
# What begins no paragraph: quotes, items of lists, code by its indentation, HTML, rows of tables.
_NO_PARAGRAPH = re.compile(r" {0,3}(?:>|[-+*](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)|<|\|)| {4}|\t")
_BREAK = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})[\r\n]*\Z")
# Nobody writes a longer heading; what looks like one is a paragraph before a rule.
_LONGEST_TITLE = 200

_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.M)
_MOST_FRONT = 20_000
_PAIR = re.compile(r"([A-Za-z_][\w .-]{0,60}?)[ \t]*:(?:[ \t]+(.*?))?[ \t]*\Z")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*?)[ \t]*\Z")
_QUOTED = re.compile(r"""(?:"[^"\\]*"|'[^']*')\Z""")
# What YAML reads as something other than the text that stands there.
_NOT_PLAIN = re.compile(r"[&*!|>%@`{\[\"'#]|.*(?:: | #)")


def sections_of(text: str, titles: Titles | None = None, *, offset: int = 0) -> Iterator[Span]:
    """Yield the sections of a Markdown text, each from its heading to the next one.

    Args:
        text: The text.
        titles: The headings above it, which are changed to those above its end.
        offset: Where it begins in the whole.
    """
    titles = [] if titles is None else titles
    start = 0
    for at, level, title in _headings(text):
        yield from _span(text, start, at, titles, offset)
        start = at
        titles[:] = [(above, said) for above, said in titles if above < level]
        titles.append((level, title))
    yield from _span(text, start, len(text), titles, offset)


def _headings(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a heading begins, its level, and what it says."""
    fence = ""
    paragraph, lines = -1, 0
    for line in _LINE.finditer(text):
        fence, was = _fence_after(line[0], fence), fence
        if fence or was or not line[0].strip():
            paragraph = -1
            continue
        heading = _HEADING.match(line[0])
        if heading is not None:
            paragraph = -1
            yield line.start(), len(heading[1]), (heading[2] or "").strip()
            continue
        under = _UNDERLINE.match(line[0]) if paragraph >= 0 else None
        if under is not None:
            title = " ".join(text[paragraph : line.start()].split())
            if 0 < len(title) <= _LONGEST_TITLE:
                yield paragraph, 1 if under[1][0] == "=" else 2, title
            paragraph = -1
        elif paragraph >= 0 and not _NO_PARAGRAPH.match(line[0]) and not _BREAK.match(line[0]):
            lines += 1
            # Longer than any title: nothing below can be its underline.
            paragraph = paragraph if lines < 8 else -2
        elif paragraph == -1 and not _NO_PARAGRAPH.match(line[0]) and not _BREAK.match(line[0]):
            paragraph, lines = line.start(), 1
        else:
            # The lines of a list, a quote or a table go on until an empty one.
            paragraph = -1 if _BREAK.match(line[0]) else -2


def _span(text: str, start: int, end: int, titles: Titles, offset: int) -> Iterator[Span]:
    if text[start:end].strip():
        yield Span(
            start=start + offset, end=end + offset, heading=tuple(title for _, title in titles)
        )


def _fence_after(line: str, fence: str) -> str:
    """Return the fence of the code block that the next line is in; the empty text for none."""
    found = _FENCE.match(line)
    if found is None:
        return fence
    marks, rest = found[1], found[2]
    if not fence:
        # A line such as "```x``` and more" is no fence.
        return "" if marks[0] == "`" and "`" in rest else marks
    closes = marks[0] == fence[0] and len(marks) >= len(fence) and not rest.strip()
    return "" if closes else fence


def front_matter(text: str) -> tuple[dict[str, Any], int]:
    """Return what a text says of itself between two lines "---" at its top, and where it ends.

    Keys with a text, or a list of texts, are read. What is more than that, is left in the text.

    Returns:
        The keys and values, and the offset of the text below; ({}, 0) for none.
    """
    if not text.startswith("---"):
        return {}, 0
    found = _FRONT.match(text, 0, _MOST_FRONT)
    read = None if found is None else _pairs(found[1])
    return ({}, 0) if found is None or not read else (read, found.end())


def _pairs(text: str) -> dict[str, Any] | None:
    pairs: dict[str, Any] = {}
    key = ""
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        item = _ITEM.match(line)
        if item is not None and isinstance(pairs.get(key), list):
            said = _scalar(item[1])
            if said is None:
                return None
            pairs[key].append(said)
            continue
        pair = _PAIR.match(line)
        if pair is None:
            return None
        key = pair[1]
        value = [] if not pair[2] else _value(pair[2])
        if value is None:
            return None
        pairs[key] = value
    return {key: value for key, value in pairs.items() if value != []}


def _value(written: str) -> str | list[str] | None:
    """Return a text or a list of texts; None for anything else."""
    if not (written.startswith("[") and written.endswith("]")):
        return _scalar(written)
    items = [_scalar(item.strip()) for item in written[1:-1].split(",") if item.strip()]
    texts = [item for item in items if item is not None]
    return texts if len(texts) == len(items) else None


def _scalar(written: str) -> str | None:
    if _QUOTED.match(written):
        return written[1:-1]
    return None if _NOT_PLAIN.match(written) else written
