"""Saving what somebody edited: only that is written, and nothing that others changed is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from memkit.concurrency.effects import Effects, verb
from memkit.contracts.journal import Edit
from memkit.domain.records import AddResult, MemoryRecord
from memkit.domain.states import State
from memkit.domain.validation import checked_metadata, checked_text, memory_id
from memkit.engine.engine import Engine
from memkit.engine.ingest.write import commit, results
from memkit.errors import ValidationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What an edit changes of a memory.

    Attributes:
        text: The new text; None if it stays.
        values: Keys of the metadata with their new values.
        removed: Keys that go.
    """

    text: str | None
    values: Mapping[str, Any]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.text is not None or self.values or self.removed)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the metadata that it touches."""
        return (*self.values, *self.removed)


def changed(seen: MemoryRecord, *, text: str | None, metadata: Mapping[str, Any] | None) -> Changed:
    """Return what differs from the memory as it was seen; what is None stays.

    Raises:
        ValidationError: The text is blank, or the metadata is nothing that JSON can hold.
    """
    new = dict(seen.metadata) if metadata is None else checked_metadata(metadata)
    if text is not None:
        checked_text(text, "The memory", blank=False)
    return Changed(
        text=None if text == seen.memory else text,
        values={
            key: value
            for key, value in new.items()
            if key not in seen.metadata or not _same(seen.metadata[key], value)
        },
        removed=tuple(key for key in seen.metadata if key not in new),
    )


@verb
def save(engine: Engine, seen: MemoryRecord, change: Changed) -> Effects[list[AddResult]]:
    """Write an edit over what the memory is by now.

    Raises:
        ValidationError: Somebody else changed the same since it was seen; nothing is written.
        NotFoundError: It was deleted since.
    """

    def written(now: State) -> State:
        _refuse_lost(seen, change, now)
        kept = {key: value for key, value in now.metadata.items() if key not in change.removed}
        return replace(
            now,
            text=now.text if change.text is None else change.text,
            metadata={**kept, **change.values},
        )

    texts = [] if change.text is None else [change.text]
    edit = Edit(id=memory_id(seen.id), change=written)
    return results((yield from commit(engine, [edit], texts=texts)))


def _refuse_lost(seen: MemoryRecord, change: Changed, now: State) -> None:
    """Refuse an edit of what is not any more as its author saw it."""
    lost = ["the text"] if change.text is not None and now.text != seen.memory else []
    lost += [
        f"metadata.{key}" for key in change.keys if not _same_in(seen.metadata, now.metadata, key)
    ]
    if lost:
        raise ValidationError(
            f"Meanwhile {', '.join(lost)} of this memory was changed elsewhere, and nothing was "
            "written over it.",
            fix="Copy what you wrote, cancel, look at what it says now, and edit that.",
        )


def _same_in(one: Mapping[str, Any], other: Mapping[str, Any], key: str) -> bool:
    if key in one and key in other:
        return _same(one[key], other[key])
    return key not in one and key not in other


def _same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same as JSON, which tells 1 from 1.0 and true."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
