"""Changes of several memories at once, each call one transaction: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from memkit.concurrency.effects import Effects
from memkit.contracts.journal import Edit, Instruction, Remove
from memkit.domain.attachments import joined
from memkit.domain.records import AddResult, MemoryRecord
from memkit.domain.states import State
from memkit.domain.times import instant_of
from memkit.domain.validation import checked_metadata, checked_text, listed
from memkit.engine.engine import Engine
from memkit.engine.ingest.write import commit, results
from memkit.engine.memory_ids import missing, resolve, resolve_all
from memkit.errors import ScopeError, ValidationError


def delete_many(
    engine: Engine, ids: Sequence[str], *, reason: str | None
) -> Effects[list[AddResult]]:
    """Delete memories; their history stays."""
    removals: list[Instruction] = [Remove(id=id_) for id_ in resolve_all(engine, ids)]
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

    edits: list[Instruction] = [Edit(id=id_, change=tagged) for id_ in resolve_all(engine, ids)]
    return results((yield from commit(engine, edits, reason=reason)))


def merge(
    engine: Engine, keep: str, others: Sequence[str], *, text: str | None, reason: str | None
) -> Effects[list[AddResult]]:
    """Keep one of several memories that say the same, with the metadata of all."""
    keep = resolve(engine, keep)
    gone = resolve_all(engine, others)
    if keep in gone:
        raise ValidationError(
            f"Memory {keep!r} can't be kept and merged away at once.",
            fix="Leave it out of the others.",
        )
    if text is not None:
        checked_text(text, "The memory", blank=False)
    read = _same_scope(engine, [keep, *gone])
    # As they are inside the transaction.
    there: dict[str, MemoryRecord] = {}

    def says_the_same(record: MemoryRecord) -> bool:
        if (record.memory, record.scope) != (read[record.id].memory, read[record.id].scope):
            raise ValidationError(
                f"Memory {record.id!r} was changed meanwhile; nothing was merged.",
                fix="Look at it, and merge again if they still say the same.",
            )
        there[record.id] = record
        return True

    def merged(state: State) -> State:
        metadata = dict(state.metadata)
        occurred, attachments = state.occurred_at, state.attachments
        for record in (there[id_] for id_ in gone):
            metadata = {**record.metadata, **metadata}
            attachments = joined(attachments, record.attachments)
            if occurred is None and record.occurred_at is not None:
                occurred = instant_of(record.occurred_at)
        return replace(
            state,
            text=state.text if text is None else text,
            metadata=metadata,
            occurred_at=occurred,
            attachments=attachments,
        )

    # First away with the others: the kept one may take over the text of one of them.
    instructions: list[Instruction] = [
        *(Remove(id=id_, condition=says_the_same) for id_ in gone),
        Edit(id=keep, change=merged, condition=says_the_same),
    ]
    texts = [] if text is None else [text]
    why = reason or f"merged into {keep}"
    return results((yield from commit(engine, instructions, texts=texts, reason=why)))


def _same_scope(engine: Engine, ids: list[str]) -> dict[str, MemoryRecord]:
    there = engine.journal.get(ids)
    if len(there) < len(ids):
        raise missing(engine, ids)
    first = there[ids[0]]
    for record in there.values():
        if record.scope != first.scope:
            raise ScopeError(
                f"Memory {record.id!r} belongs to {record.scope}, and {first.id!r} to "
                f"{first.scope}; nothing was merged.",
                fix="Merge memories of one scope only.",
            )
    return there
