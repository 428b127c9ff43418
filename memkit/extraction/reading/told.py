"""Facts as the journal tells of them, where somebody else read the messages."""

from __future__ import annotations

from collections.abc import Sequence

from memkit.contracts.journal import Journal
from memkit.domain.facts import Fact, FactChoice
from memkit.domain.records import MemoryRecord, Source


def facts_from(journal: Journal, ids: Sequence[str], *, derivation: str) -> list[Fact]:
    """Return the facts that a derivation drew from messages.

    Args:
        journal: The journal.
        ids: The messages.
        derivation: The name of the derivation.
    """
    if not ids:
        return []
    wanted = journal.get(list(ids))
    records = journal.read(journal.derived_keys(list(ids))).values()
    return [
        _fact(record, source, wanted[source.memory_id])
        for record in records
        if record.derived_by == derivation
        for source in record.sources
        if source.memory_id is not None and source.memory_id in wanted
    ]


def _fact(record: MemoryRecord, source: Source, message: MemoryRecord) -> Fact:
    return Fact(
        id=record.id,
        memory=record.memory,
        choice=_choice(record, source),
        evidence=source,
        message=message,
        reason=" ".join(record.data.get("problems", ())),
        kind=record.data.get("kind", "other"),
        about=record.data.get("about", ""),
        said_by=record.said_by,
        valid_from=record.valid_from,
        valid_to=record.valid_to,
        status=record.withheld,
    )


def _choice(record: MemoryRecord, source: Source) -> FactChoice:
    if record.withheld == "unsupported":
        return "unsupported"
    return "new" if record.sources[0] == source else "same"
