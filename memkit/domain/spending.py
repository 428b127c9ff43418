"""What calls to language models consumed, by what they were for, and how much they may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from memkit.domain.display import Displayable
from memkit.domain.public import public
from memkit.domain.records import Usage
from memkit.domain.wording import counted


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskUsage(Displayable):
    """What calls of one kind consumed, in whatever process they were made.

    Attributes:
        task: What for: "extract", "decide", "answer", or another word; "" for several.
        model: The model; "" for several.
        derivation: For which derivation; None for none, or for several.
        usage: Calls, tokens, and the US dollars of calls whose price is known.
        unpriced: How many of the calls have no known price.
        seconds: How long they took, one after the other.
    """

    task: str = ""
    model: str = ""
    derivation: str | None = None
    usage: Usage
    unpriced: int = 0
    seconds: float = 0.0


def together(some: Iterable[TaskUsage], *, task: str = "", model: str = "") -> TaskUsage:
    """Return what calls of several kinds consumed."""
    found = list(some)
    return TaskUsage(
        task=task,
        model=model,
        usage=sum((one.usage for one in found), Usage()),
        unpriced=sum(one.unpriced for one in found),
        seconds=sum(one.seconds for one in found),
    )


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class Budget(Displayable):
    """How much models may consume, and how much they did: the same in each process.

    Attributes:
        tokens: The most tokens, those of questions and answers together; None for no bound.
        usd: The most US dollars; None for no bound.
        used: What was consumed since it was set.
        unpriced: How many of these calls have no known price: they count for nothing in `usd`.
        since: When it was set; None if none is set, and all calls are counted.
    """

    tokens: int | None = None
    usd: float | None = None
    used: Usage
    unpriced: int = 0
    since: datetime | None = None

    @property
    def tokens_used(self) -> int:
        """The tokens that were consumed, those of questions and answers together."""
        return self.used.input_tokens + self.used.output_tokens

    @property
    def tokens_left(self) -> int | None:
        """How many tokens may still be consumed; None for any number."""
        return None if self.tokens is None else max(0, self.tokens - self.tokens_used)

    @property
    def usd_used(self) -> float:
        """The US dollars that were consumed, as far as prices are known."""
        return self.used.cost or 0.0

    @property
    def usd_left(self) -> float | None:
        """How many US dollars may still be consumed; None for any number."""
        return None if self.usd is None else max(0.0, self.usd - self.usd_used)

    @property
    def spent(self) -> str | None:
        """Why no more is asked, as a sentence; None if more may be."""
        if self.tokens is not None and not self.tokens_left:
            return f"The budget of {self.tokens:,} tokens is spent: {self.tokens_used:,} were used."
        if self.usd is None:
            return None
        if not self.usd_left:
            return f"The budget of ${self.usd:,.2f} is spent: ${self.usd_used:,.4f} were used."
        if self.unpriced:
            return (
                f"What {counted(self.unpriced, 'call')} cost is not known, so that a budget in "
                "dollars can't be kept."
            )
        return None

    def __repr__(self) -> str:
        return f"Budget: {', '.join(self.lines())}"

    def lines(self) -> list[str]:
        """Return what is set, used and left, in a few words each."""
        said = []
        if self.tokens is not None:
            said.append(f"{self.tokens_used:,} of {self.tokens:,} tokens used")
        if self.usd is not None:
            said.append(f"${self.usd_used:,.4f} of ${self.usd:,.2f} used")
        if not said:
            said = ["no bound", f"{self.tokens_used:,} tokens used"]
            said += [] if self.used.cost is None else [f"${self.usd_used:,.4f} used"]
        if self.unpriced:
            said.append(f"{counted(self.unpriced, 'call')} without a price")
        return said
