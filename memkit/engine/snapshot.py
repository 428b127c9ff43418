"""A memory as it stood after an event."""

from __future__ import annotations

from memkit.domain import fixes
from memkit.domain.argument_names import explains_arguments
from memkit.domain.public import public
from memkit.domain.records import MemoryRecord, Scope
from memkit.engine import memory_ids
from memkit.engine.engine import Engine
from memkit.engine.read_verbs import ReadVerbs
from memkit.engine.retrieval.past import PastIndex
from memkit.errors import NotFoundError


@explains_arguments
@public
class PastMemory(ReadVerbs):
    """A memory as it stood after an event. It can be searched and read, not changed.

    Attributes:
        seq: The number of the event.
    """

    def __init__(
        self, engine: Engine, seq: int, instant: int, *, scope: Scope | None = None
    ) -> None:
        self.seq = seq
        self.engine = engine
        self._scope = scope
        self._past: PastIndex = PastIndex(engine, seq, instant)

    def get(self, id: str) -> MemoryRecord:
        """Return a memory as it was.

        Raises:
            NotFoundError: It was not there.
        """
        whole = memory_ids.resolve(self.engine, id, deleted=True)
        for record in self._past.records():
            if record.id == whole:
                return record
        events = self.engine.journal.events(memory_id=whole)
        if not events:
            raise memory_ids.missing(self.engine, [whole])
        before = [event for event in events if event.seq <= self.seq]
        done = "purged" if events[-1].effect == "PURGE" else "deleted"
        what = f"was {done} {memory_ids.when(events[-1].at)}" if before else "was not stored yet"
        raise NotFoundError(
            f"After event {self.seq} there was no memory {whole!r}: it {what}.",
            fix=fixes.see_history(whole),
        )

    def __repr__(self) -> str:
        scope = f", {self._scope}" if self._scope else ""
        return f"<Memory {self.engine.journal.url!r} as of event {self.seq}{scope}>"
