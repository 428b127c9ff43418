"""A fact in the details of a memory: what vouches for it, what it did, and why it is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from memkit.contracts.journal import DerivationRow
from memkit.contracts.store import EVER, Selection
from memkit.domain.decisions import FactDecision
from memkit.domain.evidence import SourceEvidence
from memkit.domain.records import Event, MemoryRecord
from memkit.domain.standing import STANDINGS, standing_of
from memkit.engine.read_verbs import ReadVerbs
from memkit.explorer import showing
from memkit.explorer.schemas import (
    DecisionSummary,
    DrawnFact,
    EvidenceSummary,
    FactDetail,
    LinkedMemory,
    Origin,
)
from memkit.explorer.values import time
from memkit.explorer.view import View
from memkit.filters import Compare, all_of
from memkit.text.clean import clean, cut

if TYPE_CHECKING:
    from memkit.engine.verbs import Verbs

Decides = Callable[[Event], FactDecision | None]

# Characters on either side of a quote: a whole book may be a message.
_AROUND = 400
_MOST_SOURCES = 50
_MOST_DRAWN = 100
_MOST_LINKED = 20


def fact_detail(
    memory: Verbs, view: View, record: MemoryRecord, events: Sequence[Event], decides: Decides
) -> FactDetail | None:
    """Return what is known of a fact; None for a memory that was not drawn from anything.

    Args:
        memory: The memory.
        view: What is looked at.
        record: The fact as it is shown.
        events: What happened to it until then, oldest first.
        decides: Finds what a model decided when an event wrote a fact.
    """
    standing = standing_of(record)
    if standing is None:
        return None
    reader: ReadVerbs = view.past or memory
    drawn = next((event for event in reversed(events) if _drew(event)), events[0])
    choice, old = _did(record)
    superseded = _superseded(memory, view, record)
    if superseded:
        corrected = any(one.withheld == "rejected" for one in superseded)
        choice = "corrects" if corrected else "changes"
    others = linked(reader, [old, record.superseded_by])
    found = reader.evidence(record.id) if _is_there(reader, record.id) else []
    return {
        "standing": standing,
        "meaning": STANDINGS[standing],
        "kind": cut(str(record.data.get("kind", ""))),
        "about": cut(str(record.data.get("about", ""))),
        "when": cut(str(record.data.get("when", ""))),
        "choice": choice,
        "old": others.get(old or ""),
        "superseded": [_link(one) for one in superseded],
        "superseded_by": others.get(record.superseded_by or ""),
        "problems": [cut(str(one)) for one in _list(record.data.get("problems"))],
        "evidence": [_evidence(one) for one in found[:_MOST_SOURCES]],
        "origin": _origin(memory, record, drawn, decides(drawn)),
    }


def _drew(event: Event) -> bool:
    """Tell whether an event wrote a fact with what it says: what came later are reviews."""
    before, after = event.before, event.after
    return after is not None and (before is None or before.sources != after.sources)


def _did(record: MemoryRecord) -> tuple[str, str | None]:
    """Return what a fact does, or would do, to an old one, as it says itself."""
    data = record.data
    if "choice" in data:
        return cut(str(data["choice"])), _text(data.get("old"))
    if "adds" in data:
        return "adds", _text(data["adds"])
    return "new", None


def _superseded(memory: Verbs, view: View, record: MemoryRecord) -> list[MemoryRecord]:
    """Return the facts whose place one took."""
    where = all_of([showing.IS_BOUNDED, Compare(("superseded_by",), "$eq", record.id)])
    if view.past is not None:
        return list(view.past.get_all(**_scope(record), where=where, limit=_MOST_LINKED))
    # Its scope at first: whom a fact is about is whom the old one was about.
    wanted = Selection(scope=record.scope, where=where, now=EVER)
    return [one for _, one in memory.engine.journal.page(wanted, limit=_MOST_LINKED)]


def _scope(record: MemoryRecord) -> dict[str, str]:
    return record.scope.model_dump(exclude_none=True)


def _is_there(reader: ReadVerbs, id_: str) -> bool:
    return bool(linked(reader, [id_]))


def linked(reader: ReadVerbs, ids: Sequence[str | None]) -> dict[str, LinkedMemory]:
    """Return memories by their ids; those that are gone, and ids that are None, are absent."""
    wanted = [id_ for id_ in dict.fromkeys(ids) if id_]
    return {id_: _link(one) for id_, one in reader._sources().get(wanted).items()} if wanted else {}


def _link(record: MemoryRecord) -> LinkedMemory:
    return {"id": record.id, "text": cut(record.memory)}


def _evidence(one: SourceEvidence) -> EvidenceSummary:
    record = one.record
    text = "" if record is None else record.memory
    before, quote, after = "", one.quote or "", ""
    if one.start is not None and one.end is not None:
        begin, end = max(0, one.start - _AROUND), one.end + _AROUND
        before = ("…" if begin else "") + text[begin : one.start]
        quote = text[one.start : one.end]
        after = text[one.end : end] + ("…" if end < len(text) else "")
    elif not quote:
        before = cut(text)
    return {
        "id": None if record is None else record.id,
        "source": cut(one.source.document or one.source.memory_id or ""),
        "stands": one.stands,
        "said": _SAID.get(one.said, one.said),
        "before": clean(before),
        "quote": clean(quote),
        "after": clean(after),
        "who": "" if record is None else cut(record.name or record.role or record.said_by or ""),
        "at": None if record is None else time(record.occurred_at or record.created_at),
    }


_SAID = {
    "stands": "the words stand there",
    "does not stand": "the words no longer stand there",
    "there": "the message is as it was read",
    "changed": "the message has changed since",
    "gone": "the message is gone",
    "document": "a document, which is not looked into",
}


def _origin(
    memory: Verbs, record: MemoryRecord, drawn: Event, decision: FactDecision | None
) -> Origin:
    rows = memory.engine.journal.derivations()
    row = next((one for one in rows if one.name == record.derived_by), None)
    return {
        "derivation": cut(record.derived_by or ""),
        "in_use": True if row is None else row.in_use,
        "model": "" if row is None else cut(row.model),
        "provider": "" if row is None else cut(row.provider),
        "prompts": "" if row is None else cut(row.prompts),
        "profile": "" if row is None else cut(row.profile),
        "wishes": [] if row is None else _wishes(row),
        "drawn_at": drawn.at.isoformat(),
        "seq": drawn.seq,
        "decision": None if decision is None else _decided(decision),
    }


def _wishes(row: DerivationRow) -> list[str]:
    said: Mapping[str, Any] = row.instructions
    return [
        cut(f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}")
        for name, value in said.items()
        if value
    ]


def _decided(decision: FactDecision) -> DecisionSummary:
    return {
        "choice": cut(decision.choice),
        "why": cut(decision.why),
        "old": decision.old,
        "candidates": [{"id": one.id, "text": cut(one.text)} for one in decision.candidates],
        "model": cut(decision.model),
        "prompt": cut(decision.prompt or ""),
    }


def drawn_facts(reader: ReadVerbs, id: str) -> tuple[list[DrawnFact], int]:
    """Return the first facts that were drawn from a memory, and how many there are."""
    keys = reader._sources().derived_keys([id])
    found = reader._sources().read(keys[:_MOST_DRAWN])
    records = [found[key] for key in keys[:_MOST_DRAWN].tolist() if key in found]
    return [
        {
            "id": one.id,
            "text": cut(one.memory),
            "standing": standing_of(one),
            "derived_by": one.derived_by and cut(one.derived_by),
        }
        for one in records
    ], len(keys)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
