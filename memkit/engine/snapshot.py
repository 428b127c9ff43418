"""A memory as it stood after an event."""

from __future__ import annotations

from memkit.domain.argument_names import explains_arguments
from memkit.domain.public import public
from memkit.domain.records import MemoryRecord
from memkit.domain.validation import memory_id
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

    def __init__(self, engine: Engine, seq: int, instant: int) -> None:
        self.seq = seq
        self.engine = engine
        self._past: PastIndex = PastIndex(engine, seq, instant)

    def get(self, id: str) -> MemoryRecord:
        """Return a memory as it was.

        Raises:
            NotFoundError: It was not there.
        """
        wanted = memory_id(id)
        for record in self._past.records():
            if record.id == wanted:
                return record
        raise NotFoundError(
            f"After event {self.seq} there was no memory {wanted!r}.", fix="See history(id)."
        )

    def __repr__(self) -> str:
        return f"<Memory {self.engine.journal.url!r} as of event {self.seq}>"
