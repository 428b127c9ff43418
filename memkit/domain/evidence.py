"""What a memory was drawn from, and whether it still says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from memkit.domain.display import LISTED, Displayable, Listing, headline, listing
from memkit.domain.public import public
from memkit.domain.records import MemoryRecord, Source, text_digest
from memkit.domain.wording import counted


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEvidence(Displayable):
    """One source of a memory, looked up.

    Attributes:
        source: What the memory says of it.
        record: The memory that it names; None if that is gone, or a document.
        quote: The words that vouch for it: those that were noted, or what stands in the span; None
            if nothing was noted.
        start, end: Where the quote stands in the record's text now; None if it does not.
        unchanged: Whether the text is the one that was read; None if nobody noted that.
    """

    source: Source
    record: MemoryRecord | None
    quote: str | None
    start: int | None
    end: int | None
    unchanged: bool | None

    @property
    def is_gone(self) -> bool:
        """Whether it names a memory that is not there."""
        return self.record is None and self.source.memory_id is not None

    @property
    def stands(self) -> bool | None:
        """Whether the quote still stands there; None for a document, which nobody can look into."""
        if self.record is None:
            return False if self.source.memory_id is not None else None
        return self.unchanged is not False if self.quote is None else self.start is not None

    @property
    def said(self) -> str:
        """How it stands, in a few words."""
        if self.is_gone:
            return "gone"
        if self.stands is None:
            return "document"
        if self.quote is None:
            return "there" if self.stands else "changed"
        return "stands" if self.stands else "does not stand"


@public
class Evidence(Listing, list[SourceEvidence]):
    """What a memory was drawn from, in its order.

    Attributes:
        memory: The memory.
    """

    def __init__(self, sources: Sequence[SourceEvidence], *, memory: MemoryRecord):
        super().__init__(sources)
        self.memory = memory

    def __reduce__(self) -> tuple[Any, ...]:
        return _evidence, (list(self), self.memory)

    def __repr__(self) -> str:
        lines = [
            f"{one.said:14}  {headline(one.quote or str(one.source))}" for one in self[:LISTED]
        ]
        head = f"Evidence: {counted(len(self), 'source')} of {headline(self.memory.memory, 40)!r}"
        return listing(head, lines, len(self))

    def to_pandas(self) -> Any:
        """Return the sources as a data frame, one a row; needs pandas."""
        from memkit.domain.frames import evidence_to_pandas

        return evidence_to_pandas(self)


def _evidence(sources: list[SourceEvidence], memory: MemoryRecord) -> Evidence:
    return Evidence(sources, memory=memory)


def looked_up(source: Source, record: MemoryRecord | None) -> SourceEvidence:
    """Return a source with what is there of it.

    Args:
        source: The source.
        record: The memory that it names, if it is there.
    """
    unchanged = None
    quote, span = source.quote, None
    if record is not None:
        if source.digest is not None:
            unchanged = text_digest(record.memory) == source.digest
        if quote is None and source.start is not None and unchanged is not False:
            quote = record.memory[source.start : source.end] or None
        if quote is not None:
            span = place_of(quote, record.memory, near=source.start or 0)
    start, end = (None, None) if span is None else span
    return SourceEvidence(
        source=source, record=record, quote=quote, start=start, end=end, unchanged=unchanged
    )


def place_of(quote: str, text: str, *, near: int = 0) -> tuple[int, int] | None:
    """Return where a quote stands in a text: `text[start:end]`; None if it does not.

    It stands there word for word; only spaces and ends of lines may be others.

    Args:
        quote: The quote.
        text: The text.
        near: Of several places, the one nearest to this one is returned.
    """
    words = [re.escape(word) for word in quote.split()]
    if not words:
        return None
    found = re.finditer(r"\s+".join(words), text)
    return min((one.span() for one in found), key=lambda span: abs(span[0] - near), default=None)
