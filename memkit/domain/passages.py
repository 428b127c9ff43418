"""Passages of documents: memories whose first source is a place in a document.

A passage is searched with the headings that it stands under, and shown without them. Journals keep
and embed the one text; records tell the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from memkit.domain.records import MemoryRecord, Source

SAID_BY = "document"
# The structured fields of a memory that was read from a document: `data.source` and so on.
SOURCE, TITLE, MEDIA_TYPE = "source", "title", "media_type"

_BETWEEN = " > "
_AFTER = "\n\n"


def place_in_document(sources: Sequence[Source]) -> Source | None:
    """Return where a passage stands; None for what is no passage."""
    if sources and sources[0].heading is not None and sources[0].document is not None:
        return sources[0]
    return None


def uri_of(record: MemoryRecord) -> str | None:
    """Return the URI of the document that a memory was read from; None for any other memory."""
    uri = record.data.get(SOURCE)
    return uri if isinstance(uri, str) else None


def headings_below(place: Source, title: str) -> list[str]:
    """Return the headings that a passage stands under, without its document's title."""
    return [heading for heading in place.heading or () if heading.casefold() != title.casefold()]


def searched_text(text: str, sources: Sequence[Source]) -> str:
    """Return the text that a memory is found by: of a passage, its headings and the text."""
    return _headings(sources) + text


def searched_text_of(record: MemoryRecord) -> str:
    """Return the text that a memory is found by."""
    return searched_text(record.memory, record.sources)


def shown_text(searched: str, sources: Sequence[Source]) -> str:
    """Return the text that is shown of one that `searched_text` made."""
    return searched.removeprefix(_headings(sources))


def _headings(sources: Sequence[Source]) -> str:
    place = place_in_document(sources)
    if place is None or not place.heading:
        return ""
    return _BETWEEN.join(place.heading) + _AFTER
