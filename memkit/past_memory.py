"""A memory as it stood after an event."""

from __future__ import annotations

import functools

from memkit.contracts.store import Selection
from memkit.core import Core
from memkit.errors import NotFoundError
from memkit.reader import Reader
from memkit.records import MemoryRecord, Scope
from memkit.retrieval.past import PastIndex
from memkit.retrieval.recall import Filter, selection
from memkit.steps import Runner


class PastMemory(Reader):
    """A memory as it stood after an event. It can be searched and read, not changed.

    Attributes:
        seq: The number of the event.
    """

    def __init__(self, core: Core, seq: int, instant: int, *, run: Runner) -> None:
        self.seq = seq
        self._core = core
        self._instant = instant
        self._run = run

    @functools.cached_property
    def _index(self) -> PastIndex:
        return PastIndex(self._core, self.seq)

    @property
    def _source(self) -> PastIndex:
        return self._index

    def _select(self, scope: Scope, where: Filter) -> Selection:
        return Selection(scope=scope, where=selection(scope, where).where, now=self._instant)

    def get(self, id: str) -> MemoryRecord:
        """Return a memory as it was.

        Raises:
            NotFoundError: It was not there.
        """
        for record in self._index.records():
            if record.id == id:
                return record
        raise NotFoundError(
            f"After event {self.seq} there was no memory {id!r}.", fix="See history(id)."
        )

    def __repr__(self) -> str:
        return f"<Memory {self._core.journal.url!r} as of event {self.seq}>"
