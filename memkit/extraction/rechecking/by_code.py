"""What code alone can tell of a fact that lost its evidence: which of its sources vouch for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import get_args

from memkit.contracts.journal import Journal
from memkit.domain.digests import text_digest
from memkit.domain.evidence import looked_up
from memkit.domain.records import MemoryRecord, Source
from memkit.extraction.asking.profiles import Profile
from memkit.extraction.facts.drawing import drawn
from memkit.extraction.gate.quotes import located
from memkit.extraction.reading.planning import windows_of
from memkit.extraction.tasks.items import Item, Kind

SUMMARY = "summary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """How the facts of a derivation are checked.

    Attributes:
        profile: How much of a conversation is looked at.
        language: The language that facts were asked for in; None for that of their quotes.
    """

    profile: Profile
    language: str | None = None


def vouching(
    journal: Journal, record: MemoryRecord, there: Mapping[str, MemoryRecord], reader: Reader | None
) -> tuple[Source, ...]:
    """Return the sources that vouch for a fact as they are now, with their spans; () for none.

    A fact that several messages confirm stands as long as one does; a summary needs all of them.

    Args:
        journal: The journal.
        record: The fact.
        there: The memories that its sources name, by id; what is gone is absent.
        reader: How it is checked; None for what no derivation drew: there the quote alone counts.
    """
    named = [source for source in record.sources if source.memory_id is not None]
    found = [
        (source, _as_it_stands(journal, record, source, there.get(source.memory_id or ""), reader))
        for source in named
    ]
    standing = [now for _, now in found if now is not None]
    is_whole = record.data.get("kind") != SUMMARY or len(standing) == len(named)
    if not standing or not is_whole:
        return ()
    documents = [source for source in record.sources if source.memory_id is None]
    return (*standing, *documents)


def _as_it_stands(
    journal: Journal,
    record: MemoryRecord,
    source: Source,
    message: MemoryRecord | None,
    reader: Reader | None,
) -> Source | None:
    if message is None or message.withheld is not None:
        return None
    summary = record.data.get("kind") == SUMMARY
    by_quote = reader is None or message.derived_by is not None or summary
    if by_quote or source.quote is None:
        # What others derived is theirs to judge; of what they withheld a quote is no proof.
        return _quoted(source, message) if record.withheld == "stale" or reader else None
    assert reader is not None
    return _checked(journal, record, source, message, reader)


def _quoted(source: Source, message: MemoryRecord) -> Source | None:
    found = looked_up(source, message)
    if not found.stands:
        return None
    span = {} if found.start is None else {"start": found.start, "end": found.end}
    return source.model_copy(update={**span, "digest": text_digest(message.memory)})


def _checked(
    journal: Journal, record: MemoryRecord, source: Source, message: MemoryRecord, reader: Reader
) -> Source | None:
    """Return where a message says a fact, if the gate finds that it does."""
    item = _item(record, source)
    for window in windows_of(journal, message, reader.profile):
        line = next((line for line in window.unread if located(item.quote, line.text)), None)
        if line is None:
            continue
        for fact in drawn(
            [replace(item, line=line.number)],
            window.lines,
            derivation=record.derived_by or "",
            language=reader.language,
        ):
            same = fact.state.text == record.memory and fact.source.memory_id == message.id
            if fact.supported and same:
                return fact.source
    return None


def _item(record: MemoryRecord, source: Source) -> Item:
    said = record.data
    kind: Kind = next((kind for kind in get_args(Kind) if kind == said.get("kind")), "other")
    return Item(
        line=0,
        quote=source.quote or "",
        when=str(said.get("when", "")),
        about=str(said.get("about", "")),
        text=record.memory,
        kind=kind,
    )
