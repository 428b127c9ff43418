"""A document as passages: cut where its structure has an end, never longer than so many tokens.

A section of a document (a `Span`: a heading's, a page's, a row's) is joined with the next one if
both are small and stand under one heading, or are pages of a document without headings. In a
section, paragraphs are put together while they fit. Where a passage ends depends on what stands
there, not on how much stood before: content-defined chunking, as rsync and backups do it, so that a
change above leaves the passages below as they were. What a passage repeats of the one before is
whole sentences.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from memkit.contracts.loader import Document, Span
from memkit.documents.chunks.blocks import Place, blocks_of, pieces_of, stripped, title_ends
from memkit.providers.hosted import estimated_tokens
from memkit.text.sentences import sentences

# A passage that is this full ends after one paragraph in so many.
_FULL = 0.5
_ONE_IN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A passage of a document.

    Attributes:
        text: `document.text[start:end]`, without blanks at its ends.
        start, end: Where it stands, in characters.
        page: The page on which it begins, if the document has pages.
        heading: The headings that it stands under, the outermost first.
    """

    text: str
    start: int
    end: int
    page: int | None = None
    heading: tuple[str, ...] = ()


def chunks_of(document: Document, *, tokens: int, overlap: int) -> list[Chunk]:
    """Return the passages of a document in their order; none if it says nothing.

    Args:
        document: A document with a text.
        tokens: The most tokens of a passage, by the estimate of three bytes a token.
        overlap: How many of them at most it repeats of the passage before, in whole sentences.
    """
    found: list[Chunk] = []
    sections = list(_sections(document))
    number = 0
    while number < len(sections):
        together = _together(document.text, sections[number:], tokens=tokens)
        if together > 1:
            found.append(_merged(document.text, sections[number : number + together]))
        else:
            below = sections[number + 1].heading if number + 1 < len(sections) else ()
            found += _cut(document.text, sections[number], below, tokens=tokens, overlap=overlap)
        number += together
    return found


def _together(text: str, sections: Sequence[Span], *, tokens: int) -> int:
    """Return how many of the first sections are one passage: small ones under one heading, or of
    one document without headings, page after page.

    Where they end depends on what they say, as of paragraphs.
    """
    first = sections[0]
    if not first.heading and first.page is None:
        # A row, or a text without a structure.
        return 1
    common = first.heading
    for number, section in enumerate(sections[1:], 1):
        shared = _shared(common, section.heading)
        if (common and not shared) or (not common and (section.heading or section.page is None)):
            return number
        if _size(text, first.start, section.end) > tokens:
            return number
        if _size(text, first.start, sections[number - 1].end) >= _FULL * tokens and _is_end(
            text[sections[number - 1].start : sections[number - 1].end]
        ):
            return number
        common = shared
    return len(sections)


def _shared(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """Return the headings that two sections have in common, the outermost first."""
    pairs = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return tuple(title for title, _ in pairs)


def _merged(text: str, sections: Sequence[Span]) -> Chunk:
    heading = functools.reduce(_shared, (section.heading for section in sections))
    whole = Span(
        start=sections[0].start, end=sections[-1].end, page=sections[0].page, heading=heading
    )
    start = title_ends(text, whole)
    [place] = stripped(text, start, whole.end) or [(whole.start, whole.end)]
    return _chunk(text, place, whole)


def _cut(
    text: str, section: Span, below: Sequence[str], *, tokens: int, overlap: int
) -> list[Chunk]:
    """Return the passages of one section."""
    start = title_ends(text, section)
    if not text[start : section.end].strip():
        # A heading alone is told by those below it.
        if section.heading and tuple(below[: len(section.heading)]) == section.heading:
            return []
        start = section.start
    inside = (start, section.end)
    return [
        _chunk(text, place, section)
        for place in _places(text, inside, tokens=tokens, overlap=overlap)
    ]


def _sections(document: Document) -> Iterator[Span]:
    """Yield the spans of a document, and what lies between them."""
    at = 0
    for span in document.spans:
        if document.text[at : span.start].strip():
            yield Span(start=at, end=span.start)
        yield span
        at = span.end
    if document.text[at:].strip():
        yield Span(start=at, end=len(document.text))


def _chunk(text: str, place: Place, section: Span) -> Chunk:
    start, end = place
    return Chunk(
        text=text[start:end], start=start, end=end, page=section.page, heading=section.heading
    )


def _places(text: str, inside: Place, *, tokens: int, overlap: int) -> Iterator[Place]:
    """Yield where the passages of a section stand."""
    if _size(text, *inside) <= tokens:
        yield from stripped(text, *inside)
        return
    start: int | None = None
    before: Place | None = None
    end = 0
    for begin, stop in _small_enough(text, inside, tokens=tokens - overlap):
        if start is not None and _size(text, start, stop) > tokens - overlap:
            yield _widened(text, (start, end), before, tokens=tokens, overlap=overlap)
            before, start = (start, end), None
        if start is None:
            start = begin
        end = stop
        if _size(text, start, end) >= _FULL * (tokens - overlap) and _is_end(text[begin:stop]):
            yield _widened(text, (start, end), before, tokens=tokens, overlap=overlap)
            before, start = (start, end), None
    if start is not None:
        yield _widened(text, (start, end), before, tokens=tokens, overlap=overlap)


def _small_enough(text: str, inside: Place, *, tokens: int) -> Iterator[Place]:
    """Yield the blocks of a section, those that are too long in pieces."""
    for block in blocks_of(text, *inside):
        if _size(text, *block) <= tokens:
            yield block
        else:
            yield from pieces_of(
                text, block, fits=lambda start, end: _size(text, start, end) <= tokens
            )


def _is_end(paragraph: str) -> bool:
    return (
        blake2b(paragraph.strip().encode(errors="replace"), digest_size=1).digest()[0] % _ONE_IN
        == 0
    )


def _widened(text: str, place: Place, before: Place | None, *, tokens: int, overlap: int) -> Place:
    """Return a passage with the last sentences of the one before it, as far as there is room."""
    if before is None or not overlap:
        return place
    best = place
    for start in _sentences_from_the_end(text, before):
        repeated, whole = _size(text, start, place[0]), _size(text, start, place[1])
        if repeated > overlap or whole > tokens:
            break
        best = start, place[1]
    return best


def _sentences_from_the_end(text: str, place: Place) -> Sequence[int]:
    return [place[0] + start for start, _ in reversed(sentences(text[slice(*place)]))]


def _size(text: str, start: int, end: int) -> int:
    return estimated_tokens(text[start:end])
