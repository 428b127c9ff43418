"""What people say of hits: whether a memory answers a query."""

from __future__ import annotations

from memkit.domain.times import now
from memkit.engine.engine import Engine
from memkit.engine.memory_ids import missing, resolve
from memkit.engine.retrieval.pipeline import queries
from memkit.errors import ValidationError


def rate(engine: Engine, query: str, id: str, relevant: bool | None) -> None:
    """Record whether a memory answers a query."""
    (text,) = queries(query)
    whole = resolve(engine, id)
    if whole not in engine.journal.get([whole]):
        raise missing(engine, [whole])
    if relevant is not None and not isinstance(relevant, bool):
        raise ValidationError(
            f"relevant is {relevant!r}.", fix="Give True, False, or None to take it back."
        )
    engine.journal.rate(text, whole, relevant, at=now(), actor=engine.settings.actor)
