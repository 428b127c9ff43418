"""Where memories come from, and what comes from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from memkit.contracts.store import Keys
from memkit.domain.evidence import Evidence, looked_up
from memkit.domain.records import MemoryRecord
from memkit.domain.results import Page
from memkit.engine import memory_ids
from memkit.engine.engine import Engine


class Sources(Protocol):
    """What is asked: the journal, or a past state of it."""

    def get(self, ids: Sequence[str]) -> Mapping[str, MemoryRecord]:
        """Return memories by id; what is not there is absent."""

    def read(self, keys: Keys) -> Mapping[int, MemoryRecord]:
        """Return memories by key."""

    def derived_keys(self, ids: Sequence[str]) -> Keys:
        """Return the keys of what was drawn from memories, at any depth, rising."""


def evidence(memories: Sources, record: MemoryRecord) -> Evidence:
    """Return what a memory was drawn from."""
    ids = [source.memory_id for source in record.sources if source.memory_id is not None]
    there = memories.get(list(dict.fromkeys(ids))) if ids else {}
    found = [looked_up(one, there.get(one.memory_id or "")) for one in record.sources]
    return Evidence(found, memory=record)


def derived_from(engine: Engine, memories: Sources, id: str) -> Page:
    """Return what was drawn from a memory, in the order in which it was stored.

    Raises:
        NotFoundError: There is no such memory, and there was none.
    """
    whole = memory_ids.resolve(engine, id, deleted=True)
    keys = memories.derived_keys([whole])
    if not len(keys) and not engine.journal.events(memory_id=whole, limit=1):
        raise memory_ids.missing(engine, [whole])
    records = memories.read(keys)
    return Page([records[key] for key in keys.tolist() if key in records])
