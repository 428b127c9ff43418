"""What became of facts whose evidence was checked again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from memkit.domain.display import LISTED, Displayable, Listing, headline, listing
from memkit.domain.facts import Fact
from memkit.domain.public import public
from memkit.domain.records import MemoryRecord, Usage
from memkit.domain.wording import counted

Outcome = Literal["served", "replaced", "withdrawn", "waiting", "unchanged"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckedFact(Displayable):
    """A fact that was checked again, and what became of it.

    Attributes:
        id: The memory that holds it.
        memory: What it said before.
        outcome: It is "served" again, as its evidence stands; "replaced" by what its message says
            now; "withdrawn", for nothing says it any more (it is kept as "unsupported"); "waiting",
            for a model has to read its message, or a person to look at what would replace it; or
            "unchanged": it had no evidence, and has none.
        by: Who decided: "code" or "model".
        reason: Why, in a sentence.
        now: What it is now, or what replaced it; None if there is neither.
        batch: The id of the call that changed it, for `undo(batch=...)`; None if nothing did.
    """

    id: str
    memory: str
    outcome: Outcome
    by: Literal["code", "model"]
    reason: str
    now: MemoryRecord | None = None
    batch: str | None = None


@public
class Recheck(Listing, list[RecheckedFact]):
    """What became of each fact that was checked again.

    Attributes:
        found: What else a model found in the messages that it read anew.
        problems: What could not be read or asked, each once.
        usage: What the calls to models consumed.
    """

    def __init__(
        self,
        facts: Sequence[RecheckedFact] = (),
        *,
        found: Sequence[Fact] = (),
        problems: Sequence[str] = (),
        usage: Usage | None = None,
    ):
        super().__init__(facts)
        self.found = tuple(found)
        self.problems = tuple(dict.fromkeys(problems))
        self.usage = Usage() if usage is None else usage

    @property
    def batches(self) -> list[str]:
        """The ids of the calls that changed something, in their order: one a message."""
        return list(dict.fromkeys(fact.batch for fact in self if fact.batch is not None))

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many facts have each outcome that one has."""
        counted_ = Counter(fact.outcome for fact in self)
        return {outcome: counted_[outcome] for outcome in OUTCOMES if counted_[outcome]}

    def __reduce__(self) -> tuple[Any, ...]:
        return _recheck, (list(self), dict(vars(self)))

    def __repr__(self) -> str:
        lines = [f"{fact.outcome:9}  {headline(fact.memory)}" for fact in self[:LISTED]]
        return listing(f"Recheck: {counted(len(self), 'fact')}", lines, len(self))


def _recheck(facts: list[RecheckedFact], told: dict[str, Any]) -> Recheck:
    return Recheck(facts, **told)
