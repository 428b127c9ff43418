"""What people say of hits: whether a memory answers a query."""

from __future__ import annotations

from memkit.domain.times import now
from memkit.domain.validation import memory_id
from memkit.engine.engine import Engine
from memkit.engine.retrieval.pipeline import queries
from memkit.errors import NotFoundError, ValidationError


def rate(engine: Engine, query: str, id: str, relevant: bool | None) -> None:
    """Record whether a memory answers a query."""
    (text,) = queries(query)
    rated = memory_id(id)
    if rated not in engine.journal.get([rated]):
        raise NotFoundError(f"There is no memory {id!r}.", fix="Give the id of a hit.")
    if relevant is not None and not isinstance(relevant, bool):
        raise ValidationError(
            f"relevant is {relevant!r}.", fix="Give True, False, or None to take it back."
        )
    engine.journal.rate(text, rated, relevant, at=now(), actor=engine.settings.actor)
