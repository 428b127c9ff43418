"""Changes of several memories at once, each call one transaction: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Edit, Instruction, Remove
from memkit.domain.records import AddResult, MemoryRecord
from memkit.domain.states import State
from memkit.domain.times import instant_of
from memkit.domain.validation import checked_metadata, checked_text, listed, memory_id
from memkit.domain.values import shown
from memkit.engine.engine import Engine
from memkit.engine.ingest.write import commit, results
from memkit.errors import NotFoundError, ScopeError, ValidationError


def delete_many(
    engine: Engine, ids: Sequence[str], *, reason: str | None
) -> Effects[list[AddResult]]:
    """Delete memories; their history stays."""
    removals: list[Instruction] = [Remove(id=id_) for id_ in _checked_ids(ids)]
    return results((yield from commit(engine, removals, reason=reason)))


def tag(
    engine: Engine,
    ids: Sequence[str],
    metadata: Mapping[str, Any],
    *,
    remove: Sequence[str],
    reason: str | None,
) -> Effects[list[AddResult]]:
    """Set keys of the metadata of memories, and take others away."""
    given = checked_metadata(metadata)
    gone = {checked_text(key, "A key to remove") for key in listed(remove, "remove")} - set(given)
    if not given and not gone:
        raise ValidationError("There is nothing to tag.", fix="Give metadata, or keys to remove.")

    def tagged(state: State) -> State:
        kept = {key: value for key, value in state.metadata.items() if key not in gone}
        return replace(state, metadata={**kept, **given})

    edits: list[Instruction] = [Edit(id=id_, change=tagged) for id_ in _checked_ids(ids)]
    return results((yield from commit(engine, edits, reason=reason)))


def merge(
    engine: Engine, keep: str, others: Sequence[str], *, text: str | None, reason: str | None
) -> Effects[list[AddResult]]:
    """Keep one of several memories that say the same, with the metadata of all."""
    keep = memory_id(keep)
    gone = _checked_ids(others)
    if keep in gone:
        raise ValidationError(
            f"Memory {keep!r} can't be kept and merged away at once.",
            fix="Leave it out of the others.",
        )
    if text is not None:
        checked_text(text, "The memory", blank=False)
    records = _same_scope(engine, [keep, *gone])

    def merged(state: State) -> State:
        metadata = dict(state.metadata)
        occurred = state.occurred_at
        for record in records[1:]:
            metadata = {**record.metadata, **metadata}
            if occurred is None and record.occurred_at is not None:
                occurred = instant_of(record.occurred_at)
        return replace(
            state,
            text=state.text if text is None else text,
            metadata=metadata,
            occurred_at=occurred,
        )

    # First away with the others: the kept one may take over the text of one of them.
    instructions: list[Instruction] = [
        *(Remove(id=id_) for id_ in gone),
        Edit(id=keep, change=merged),
    ]
    texts = [] if text is None else [text]
    why = reason or f"merged into {keep}"
    return results((yield from commit(engine, instructions, texts=texts, reason=why)))


def _same_scope(engine: Engine, ids: list[str]) -> list[MemoryRecord]:
    there = engine.journal.get(ids)
    for id_ in ids:
        if id_ not in there:
            raise NotFoundError(
                f"There is no memory {id_!r}; nothing was merged.",
                fix="Look the id up with get_all() or search().",
            )
    records = [there[id_] for id_ in ids]
    for record in records[1:]:
        if record.scope != records[0].scope:
            raise ScopeError(
                f"Memory {record.id!r} belongs to {record.scope}, and {ids[0]!r} to "
                f"{records[0].scope}; nothing was merged.",
                fix="Merge memories of one scope only.",
            )
    return records


def _checked_ids(ids: Sequence[str]) -> list[str]:
    """Return different ids in their order.

    Raises:
        ValidationError: It is one id instead of several, or none at all.
        NotFoundError: No memory can have such an id.
    """
    if isinstance(ids, str) or not isinstance(ids, Sequence) or not ids:
        raise ValidationError(
            f"The memories are {shown(ids)}.",
            fix="Give a list of ids, e.g. [hit.id for hit in hits].",
        )
    return list(dict.fromkeys(memory_id(id_) for id_ in ids))
