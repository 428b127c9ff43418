"""A stand-in for the journal, made of dicts, that tells stores and tests the truth."""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Batch, Frequencies, Keys, Scores, Selection, SpaceInfo
from memkit.domain.records import MemoryRecord, MemoryType, Scope
from memkit.domain.times import from_instant, instant_of
from memkit.filters import TIME_FIELDS, compile_predicate

# All memories of the kit were stored from here on, a minute apart.
START = from_instant(1_740_000_000_000_000)
NOW = instant_of(START + timedelta(days=365))


@dataclass(frozen=True, kw_only=True)
class SampleMemory:
    """A memory to be: its text, scope and metadata, and its vectors by space.

    Attributes:
        fields: Further fields, as a `memkit.contracts.journal.State` has them.
    """

    text: str = "a memory"
    scope: Scope = field(default_factory=lambda: Scope(user_id="alice"))
    type: MemoryType = "semantic"
    metadata: Mapping[str, Any] = field(default_factory=dict)
    expires_at: int | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    vectors: Mapping[str, Vectors] = field(default_factory=dict)


class DictContext:
    """A `StoreContext` of plain dicts.

    It plays the journal: `add`, `edit` and `remove` change it and return what a store is then
    told of.

    Args:
        path: Where the journal lies, or would lie: there is no such file.
        first_key: The key of the first memory.
    """

    def __init__(self, path: Path | None = None, *, first_key: int = 1) -> None:
        self.journal_id = str(uuid.uuid4())
        self.path = path
        self.place: tuple[str, ...] | None = None
        self.spaces: dict[str, SpaceInfo] = {}
        self.memories: dict[int, SampleMemory] = {}
        self._records: dict[int, tuple[SampleMemory, MemoryRecord]] = {}
        self._first = first_key
        self._next = first_key
        self._spaces = 0
        # From which event on things went differently, each time the journal was restored.
        self._histories: list[int] = []
        self._lock = threading.RLock()

    # -- changes -----------------------------------------------------------------------------

    def open_space(self, key: str, dim: int, *, normalized: bool = True) -> SpaceInfo:
        """Add a space; under a key that it has, a new one."""
        self._spaces += 1
        self.spaces[key] = SpaceInfo(key=key, id=self._spaces, dim=dim, normalized=normalized)
        return self.spaces[key]

    def add(self, memories: Iterable[SampleMemory]) -> Batch:
        """Store memories, and return them as a store takes them."""
        with self._lock:
            keys = []
            for memory in memories:
                keys.append(self._next)
                self.memories[self._next] = memory
                self._next += 1
            return self.batch(keys)

    def edit(self, key: int, memory: SampleMemory) -> Batch:
        """Replace a memory, and return it as a store takes it."""
        with self._lock:
            self.memories[key] = memory
            return self.batch([key])

    def remove(self, keys: Iterable[int]) -> Keys:
        """Delete memories, and return their keys as a store takes them."""
        with self._lock:
            gone = [key for key in keys if self.memories.pop(key, None) is not None]
            return np.array(gone, np.int64)

    def restore(self, seq: int) -> None:
        """Play a journal that was restored from a backup and went on differently.

        Args:
            seq: The last event that the backup knew.
        """
        self._histories.append(seq)

    # -- what stores are given ---------------------------------------------------------------

    def batch(self, keys: Iterable[int], *, spaces: Sequence[str] | None = None) -> Batch:
        """Return memories as a store takes them."""
        with self._lock:
            held = np.array([key for key in keys if key in self.memories], np.int64)
            memories = [self.memories[key] for key in held.tolist()]
            return Batch(
                keys=held,
                records=[self.record(key) for key in held.tolist()],
                texts=[memory.text for memory in memories],
                scopes=[memory.scope for memory in memories],
                expires_at=[memory.expires_at for memory in memories],
                vectors={
                    space: self.vectors(space, held)
                    for space in (self.spaces if spaces is None else spaces)
                },
            )

    def event_token(self, seq: int) -> str | None:
        """Return what tells event `seq` from that of another history; None if there is none."""
        history = sum(seq > known for known in self._histories)
        return f"{self.journal_id}:{history}:{seq}" if seq > 0 else None

    def allowed_keys(self, selection: Selection, *, among: Keys | None = None) -> Keys:
        """Return the keys a search may return, rising; `among` looks at these only."""
        with self._lock:
            keys = set(self.memories) if among is None else set(self.memories) & set(among.tolist())
            passes = None if selection.where is None else compile_predicate(selection.where)
            return np.array(
                [
                    key
                    for key in sorted(keys)
                    if _in_reach(self.memories[key], selection)
                    and (passes is None or passes(self.record(key)))
                ],
                np.int64,
            )

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        """Return in how many memories of a scope words occur."""
        with self._lock:
            held = [
                set(re.findall(r"\w+", memory.text.casefold()))
                for memory in self.memories.values()
                if scope.covers(memory.scope)
            ]
        return Frequencies(
            len(held), [sum(word.casefold() in text for text in held) for word in words]
        )

    def vectors(self, space: str, keys: Keys) -> Vectors:
        """Return the vectors of the keys; zeros where there is none."""
        with self._lock:
            found = np.zeros((len(keys), self.spaces[space].dim), np.float32)
            for index, key in enumerate(keys.tolist()):
                memory = self.memories.get(key)
                if memory is not None and space in memory.vectors:
                    found[index] = memory.vectors[space]
            return found

    # -- the truth ---------------------------------------------------------------------------

    def record(self, key: int) -> MemoryRecord:
        """Return a memory's record."""
        memory = self.memories[key]
        known = self._records.get(key)
        if known is not None and known[0] is memory:
            return known[1]
        seq = key - self._first + 1
        stored = START + timedelta(minutes=seq)
        record = MemoryRecord(
            id=str(uuid.UUID(int=seq, version=4)),
            memory=memory.text,
            **memory.scope.model_dump(),
            type=memory.type,
            metadata=dict(memory.metadata),
            created_at=stored,
            updated_at=stored,
            expires_at=None if memory.expires_at is None else from_instant(memory.expires_at),
            seq=seq,
            **{
                name: from_instant(value) if name in TIME_FIELDS and value is not None else value
                for name, value in memory.fields.items()
            },
        )
        self._records[key] = (memory, record)
        return record

    def scores(self, space: str, vector: Vectors, selection: Selection) -> tuple[Keys, Scores]:
        """Return all keys that a search may find, best first, with their cosine similarities."""
        keys = self.allowed_keys(selection)
        held = self.vectors(space, keys).astype(np.float64)
        lengths = np.linalg.norm(held, axis=1)
        keys, held, lengths = keys[lengths > 0], held[lengths > 0], lengths[lengths > 0]
        found = held @ vector.astype(np.float64) / (lengths * np.linalg.norm(vector))
        order = np.argsort(-found, kind="stable")
        return keys[order], found[order].astype(np.float32)


def _in_reach(memory: SampleMemory, selection: Selection) -> bool:
    return selection.scope.covers(memory.scope) and (
        memory.expires_at is None or memory.expires_at > selection.now
    )
