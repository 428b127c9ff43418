"""What people say of hits: whether a memory answers a query."""

from __future__ import annotations

from memkit.domain.times import now
from memkit.domain.validation import flag, memory_id
from memkit.engine.engine import Engine
from memkit.engine.retrieval.pipeline import queries
from memkit.errors import NotFoundError


def rate(engine: Engine, query: str, id: str, relevant: bool | None) -> None:
    """Record whether a memory answers a query."""
    (text,) = queries(query)
    rated = memory_id(id)
    if rated not in engine.journal.get([rated]):
        raise NotFoundError(f"There is no memory {id!r}.", fix="Give the id of a hit.")
    answers = None if relevant is None else flag(relevant, "relevant")
    engine.journal.rate(text, rated, answers, at=now(), actor=engine.settings.actor)
