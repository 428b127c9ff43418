"""Erasing what must not be there: from the journal's history, and from what follows it."""

from __future__ import annotations

from memkit.domain import fixes
from memkit.domain.records import AddResult, Event
from memkit.domain.results import AddResults
from memkit.domain.times import new_id, now
from memkit.domain.validation import checked_text
from memkit.engine.engine import Engine
from memkit.engine.memory_ids import missing, resolve
from memkit.engine.word_index import WordIndex
from memkit.errors import NotFoundError, ValidationError


def purge(engine: Engine, id: str, *, reason: str | None) -> AddResults:
    """Erase a memory and all that was derived from it, here and in the store.

    Raises:
        NotFoundError: There is no such memory, and there was none.
    """
    whole = resolve(engine, id, deleted=True)
    reason = None if reason is None else checked_text(reason, "reason")
    try:
        erased = engine.journal.purge(
            [whole], now=now(), batch_id=new_id(), actor=engine.settings.actor, reason=reason
        )
    except NotFoundError as error:
        raise missing(engine, [whole]) from error
    # What is in memory of this process must not be written to a file again.
    engine.follow_if_it_can(changed=True)
    if isinstance(engine.words, WordIndex):
        engine.words.catch_up()
    return AddResults(
        AddResult.trusted({"id": id_, "memory": "", "event": "PURGE", "redacted": ()})
        for id_ in erased
    )


def refuse_purged(event: Event) -> None:
    """Refuse to undo an event of which nothing is left.

    Raises:
        ValidationError: Its memory was purged.
    """
    if event.effect == "PURGE":
        raise ValidationError(
            f"Event {event.seq} can't be undone: memory {event.memory_id!r} was purged, and "
            "nothing of it is left.",
            fix=fixes.ADD_AGAIN,
        )
