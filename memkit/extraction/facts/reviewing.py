"""What people decide of facts that wait for them."""

from __future__ import annotations

from dataclasses import replace

from memkit.contracts.journal import Edit, Instruction
from memkit.domain import fixes
from memkit.domain.records import MemoryRecord
from memkit.domain.states import State
from memkit.domain.times import instant_of
from memkit.domain.validation import checked_text
from memkit.errors import ValidationError
from memkit.extraction.facts.meeting import superseding

# What `data` says of a fact as long as it waits.
_WAITING = ("choice", "old")


def accepted(
    record: MemoryRecord, text: str | None, *, old: MemoryRecord | None
) -> tuple[list[Instruction], list[str]]:
    """Return what an acceptance does, and the texts that it brings in.

    Args:
        record: The proposed fact.
        text: What it is to say; None for what it says.
        old: The fact whose place it takes; None if that is gone, or if there was none.
    """
    said = record.memory if text is None else checked_text(text, "The memory", blank=False)

    def change(state: State) -> State:
        data = {name: value for name, value in state.data.items() if name not in _WAITING}
        return replace(state, text=said, withheld=None, data=data)

    instructions: list[Instruction] = [Edit(id=record.id, change=change, condition=_waits)]
    choice = record.data.get("choice")
    if old is not None and choice in ("changes", "corrects"):
        new = State(
            text=said,
            valid_from=None if record.valid_from is None else instant_of(record.valid_from),
            occurred_at=None if record.occurred_at is None else instant_of(record.occurred_at),
        )
        instructions.append(superseding(old.id, new, record.id, corrects=choice == "corrects"))
    return instructions, [said]


def _waits(record: MemoryRecord) -> bool:
    """Tell that a fact waits; else nothing is done, to the old fact neither.

    Raises:
        ValidationError: Somebody decided on it meanwhile.
    """
    if record.withheld != "proposed":
        raise ValidationError(
            f"Memory {record.id!r} is not proposed any more.", fix=fixes.LIST_PROPOSED
        )
    return True


def rejected(state: State) -> State:
    """Return a fact that is not served, and does not come back."""
    return replace(state, withheld="rejected")
