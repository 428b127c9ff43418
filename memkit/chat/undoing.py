"""Taking back what was stored of a turn."""

from __future__ import annotations

from memkit.chat.turns import Turn
from memkit.domain.records import AddResult
from memkit.engine.verbs import Verbs
from memkit.errors import ValidationError


def undo_turn(memory: Verbs, turn: Turn) -> list[AddResult]:
    """Undo what storing a turn changed, with all that was drawn from it since, in one transaction.

    Raises:
        ValidationError: It changed nothing, or a memory of it changed since.
    """
    if turn.remembering != "stored":
        raise ValidationError(
            "Nothing is stored of this turn.", fix="Undo one whose `remembering` is 'stored'."
        )
    batch = _batch_of(memory, turn)
    if batch is None:
        raise ValidationError(
            "Nothing was changed by this turn: what was said stood there already.",
            fix="Delete one by one what should go; `turn.remembered` tells the ids.",
        )
    done = memory.undo(batch=batch, cascade=True)
    return done if isinstance(done, list) else [done]


def _batch_of(memory: Verbs, turn: Turn) -> str | None:
    """Return the batch of the call that stored a turn; None if that changed nothing."""
    for result in turn.remembered or ():
        if result.event == "NONE":
            continue
        events = [event for event in memory.history(result.id) if event.event == result.event]
        # An addition is the first one; what was brought back may have been changed before.
        chosen = events[0] if result.event == "ADD" else events[-1]
        return chosen.batch_id
    return None
