"""The parts of a section: paragraphs, tables, blocks of code, and the pieces of long ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from memkit.contracts.loader import Span
from memkit.text.sentences import sentences

Place = tuple[int, int]

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+\S")
_WORD = re.compile(r"\S+")
# https://spec.commonmark.org/0.31.2/#atx-headings and #setext-headings; =title= is of AsciiDoc.
_MARKS = re.compile(r"[#=*_\s]+")
_UNDERLINE = re.compile(r"[ \t]*[=\-~^\"'`#*+.]{2,}[ \t]*\n?\Z")
# No piece ends inside of what is one sign to a reader, if that has an end.
_LONGEST_SIGN = 32
_JOINS = "\u200d"


def title_ends(text: str, section: Span) -> int:
    """Return where a section begins after the line, or two, that only repeats its heading."""
    if not section.heading:
        return section.start
    lines = _LINE.finditer(text, section.start, section.end)
    title = _bare(section.heading[-1])
    for line in lines:
        if not line[0].strip():
            continue
        if not title or _bare(line[0]) != title:
            return section.start
        below = next(lines, None)
        if below is not None and _UNDERLINE.match(below[0]):
            return below.end()
        return line.end()
    return section.start


def _bare(line: str) -> str:
    return " ".join(_MARKS.sub(" ", line).split()).casefold()


def blocks_of(text: str, start: int, end: int) -> Iterator[Place]:
    """Yield where the blocks of a section stand, without blanks at their ends.

    A block is what stands between blank lines, or between fences; an item of a list is one.
    """
    begin: int | None = None
    stop = start
    fence = ""
    for line in _LINE.finditer(text, start, end):
        mark = _FENCE.match(line[0])
        if fence:
            stop = line.end()
            if mark and mark[1].startswith(fence):
                yield from stripped(text, begin, stop)
                begin, fence = None, ""
            continue
        opens, blank = mark is not None, not line[0].strip()
        if blank or opens or _ITEM.match(line[0]):
            yield from stripped(text, begin, stop)
            begin = None
        if opens and mark is not None:
            fence = mark[1]
        if begin is None and not blank:
            begin = line.start()
        stop = line.end()
    yield from stripped(text, begin, stop)


def pieces_of(text: str, block: Place, *, fits: Callable[[int, int], bool]) -> Iterator[Place]:
    """Yield the pieces of a block that is too long: lines, sentences, words, or less, put together.

    Args:
        text: The document's.
        block: Where the block stands.
        fits: Tells whether a piece is short enough.
    """
    for part in _lines_or_sentences(text, block):
        if fits(*part):
            yield part
            continue
        yield from _together(_words(text, part, fits), fits)


def _lines_or_sentences(text: str, block: Place) -> Iterator[Place]:
    start, end = block
    # What ends every line with a sign of a table or of code is no prose.
    for begin, stop in sentences(text[start:end]):
        yield start + begin, start + stop


def _words(text: str, part: Place, fits: Callable[[int, int], bool]) -> Iterator[Place]:
    for word in _WORD.finditer(text, *part):
        if fits(*word.span()):
            yield word.span()
        else:
            yield from _signs(text, word.span(), fits)


def _signs(text: str, word: Place, fits: Callable[[int, int], bool]) -> Iterator[Place]:
    """Yield the longest pieces of a text without blanks that fit, of whole signs."""
    start, end = word
    step = 1
    while fits(start, min(start + 2 * step, end)) and start + step < end:
        step *= 2
    while start < end:
        stop = min(start + step, end)
        whole = _whole(text, start, stop, end)
        yield start, whole
        start = whole


def _whole(text: str, start: int, stop: int, end: int) -> int:
    """Return the end of the piece at or before which no sign is cut."""
    at = stop
    while at < end and start + 1 < at and stop - at < _LONGEST_SIGN and _joins(text, at):
        at -= 1
    return at if at > start + 1 and not (at < end and _joins(text, at)) else stop


def _joins(text: str, at: int) -> bool:
    """Tell whether the character here belongs to the one before it."""
    here = text[at]
    return (
        here == _JOINS
        or text[at - 1] == _JOINS
        or unicodedata.category(here) in ("Mn", "Me", "Mc")
        or "\U0001f3fb" <= here <= "\U0001f3ff"
        or ("\U0001f1e6" <= here <= "\U0001f1ff" and "\U0001f1e6" <= text[at - 1] <= "\U0001f1ff")
    )


def _together(parts: Iterator[Place], fits: Callable[[int, int], bool]) -> Iterator[Place]:
    start: int | None = None
    end = 0
    for begin, stop in parts:
        if start is not None and not fits(start, stop):
            yield start, end
            start = None
        if start is None:
            start = begin
        end = stop
    if start is not None:
        yield start, end


def stripped(text: str, start: int | None, end: int) -> list[Place]:
    """Return a stretch of a text without blanks at its ends, if anything is left of it."""
    if start is None or not (piece := text[start:end]).strip():
        return []
    return [(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))]
