"""How much may be spent on reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from memkit.domain.records import Usage

_TASKS = ("extract", "decide", "summarise")


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What reading may consume.

    Attributes:
        tokens: The most tokens, those of questions and answers together; None for no bound.
        usd: The most US dollars; None for no bound.
        before: What had been consumed when it was set.
    """

    tokens: int | None
    usd: float | None
    before: Usage

    def spent(self, usage: Usage) -> str | None:
        """Return why no more is asked, as a sentence; None if more may be."""
        tokens = usage.input_tokens + usage.output_tokens
        tokens -= self.before.input_tokens + self.before.output_tokens
        if self.tokens is not None and tokens >= self.tokens:
            return f"The budget of {self.tokens:,} tokens is spent: {tokens:,} were used."
        if self.usd is None:
            return None
        if usage.cost is None:
            if usage.calls == self.before.calls:
                return None
            return "What calls cost is not known, so that a budget in dollars can't be kept."
        cost = usage.cost - (self.before.cost or 0.0)
        if cost >= self.usd:
            return f"The budget of ${self.usd:,.2f} is spent: ${cost:,.4f} were used."
        return None


def spent_on_reading(usage: Mapping[tuple[str, str], Usage]) -> Usage:
    """Return what reading consumed, of what was consumed by task and model."""
    total = Usage()
    for (task, _), one in usage.items():
        if task in _TASKS:
            total += one
    return total
