"""What an export tells, one JSON object a line: memories, or all events with the ratings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from memkit.contracts.journal import Rating
from memkit.contracts.store import Selection
from memkit.domain.records import Event, MemoryRecord
from memkit.domain.times import from_instant
from memkit.engine.engine import Engine
from memkit.engine.ingest.attachments import told_attachments

_PAGE = 1000
# Fields whose defaults an export leaves out, as it leaves out None.
_NOTHING_TOLD = ("metadata", "sources", "pinned", "data", "attachments")


def memory_lines(engine: Engine, selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield the memories of a selection, each with what it replies to and its ratings."""
    ratings: dict[str, list[Rating]] = {}
    for rating in engine.journal.rated():
        ratings.setdefault(rating.memory_id, []).append(rating)
    attached: set[str] = set()
    for page in _pages(engine, selection):
        replied_to = engine.journal.replied_to([record.id for record in page])
        for record in page:
            line = _memory(record, replied_to.get(record.id))
            told_attachments(engine, line, attached)
            if record.id in ratings:
                line["ratings"] = [_rating(rating) for rating in ratings[record.id]]
            yield line


def history_lines(engine: Engine, selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield the events of a scope's memories, then their ratings.

    With a filter, these are the memories that it finds now; without, also those that are deleted.
    """
    chosen = None
    if selection.where is not None:
        chosen = {record.id for page in _pages(engine, selection) for record in page}
    told: set[str] = set()
    attached: set[str] = set()
    after = 0
    while page := engine.journal.events(after=after, scope=selection.scope, limit=_PAGE):
        after = page[-1].seq
        events = [event for event in page if chosen is None or event.memory_id in chosen]
        began = [event.memory_id for event in events if event.effect == "ADD"]
        replied_to = engine.journal.replied_to(began)
        for event in events:
            told.add(event.memory_id)
            line = _event(event, replied_to.get(event.memory_id))
            told_attachments(engine, line.get("after", {}), attached)
            yield line
    for rating in engine.journal.rated():
        if rating.memory_id in told:
            yield {"memory_id": rating.memory_id, **_rating(rating)}


def _pages(engine: Engine, selection: Selection) -> Iterator[list[MemoryRecord]]:
    after = 0
    while page := engine.journal.page(selection, limit=_PAGE, after=after):
        yield [record for _, record in page]
        after = page[-1][0]


def _memory(record: MemoryRecord, replied_to: str | None) -> dict[str, Any]:
    fields = record.model_dump(mode="json", exclude_none=True, exclude={"seq"})
    # A scope, a role or a text is never empty; these may be.
    for name in _NOTHING_TOLD:
        if not fields[name]:
            del fields[name]
    return fields if replied_to is None else {**fields, "reply_to": replied_to}


def _event(event: Event, replied_to: str | None) -> dict[str, Any]:
    told = event.model_dump(mode="json", exclude_none=True, exclude={"before", "after"})
    if event.after is not None:
        began = event.effect == "ADD"
        told["after"] = _memory(event.after, replied_to if began else None)
    return told


def _rating(rating: Rating) -> dict[str, Any]:
    return {
        "query": rating.query,
        "relevant": rating.relevant,
        "at": from_instant(rating.at).isoformat(),
        "actor": rating.actor,
    }
