"""What people say of hits: whether a memory answers a query."""

from __future__ import annotations

from memkit.domain.times import now
from memkit.domain.validation import flag
from memkit.engine.engine import Engine
from memkit.engine.memory_ids import missing, resolve
from memkit.engine.retrieval.pipeline import queries


def rate(engine: Engine, query: str, id: str, relevant: bool | None) -> None:
    """Record whether a memory answers a query."""
    (text,) = queries(query)
    whole = resolve(engine, id)
    if whole not in engine.journal.get([whole]):
        raise missing(engine, [whole])
    answers = None if relevant is None else flag(relevant, "relevant")
    engine.journal.rate(text, whole, answers, at=now(), actor=engine.settings.actor)
