"""A selection as what this engine can compare: the tokens of a memory, its dates and numbers.

An engine that stores nested JSON of any type, and filters it as memkit does, needs none of this.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from memkit.contracts import Selection
from memkit.domain.records import MemoryRecord
from memkit.filters import Bounds, Op, TokenFilters, tokens

# Stands where a memory never expires.
NEVER = TokenFilters.never

_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "$eq": operator.eq,
    "$gt": operator.gt,
    "$gte": operator.ge,
    "$lt": operator.lt,
    "$lte": operator.le,
}


@dataclass(frozen=True)
class Card:
    """What is kept of a memory, to filter by."""

    key: int
    tokens: frozenset[str]
    dates: dict[str, int]
    numbers: dict[tuple[str, ...], float]

    def to_json(self) -> list[Any]:
        """Return it as JSON."""
        numbers = [[list(keys), number] for keys, number in self.numbers.items()]
        return [self.key, sorted(self.tokens), self.dates, numbers]

    @classmethod
    def from_json(cls, said: Any) -> Card:
        """Return what was written as JSON."""
        key, tokens_, dates, numbers = said
        return cls(key, frozenset(tokens_), dates, {tuple(k): number for k, number in numbers})


# The engine's own filter. One of SQL would be a condition with its parameters.
Condition: TypeAlias = Callable[[Card], bool]


def card_of(key: int, record: MemoryRecord, expires_at: int | None) -> Card:
    """Return what is kept of a memory."""
    return Card(
        key,
        frozenset(tokens.tokens_of(record)),
        tokens.instants_of(record, expires_at, never=NEVER),
        {keys: float(number) for keys, number in tokens.numbers_of(record.metadata).items()},
    )


def compile_selection(selection: Selection) -> Bounds[Condition]:
    """Return scope, expiry and filter as conditions, exactly or as bounds."""
    return _Filters().selection(scope=selection.scope, where=selection.where, now=selection.now)


class _Filters(TokenFilters[Condition]):
    """How the engine spells a condition. All else follows from it."""

    def any_token(self, wanted: Sequence[str]) -> Condition:
        return lambda card: not card.tokens.isdisjoint(wanted)

    def date(self, field: str, op: Op, microseconds: int) -> Condition:
        compare = _SIGNS[op]
        return lambda card: field in card.dates and compare(card.dates[field], microseconds)

    def number(self, keys: tuple[str, ...], op: Op, operand: float) -> Condition:
        compare = _SIGNS[op]
        return lambda card: keys in card.numbers and compare(card.numbers[keys], operand)

    def joined(self, op: Literal["$and", "$or"], parts: list[Condition]) -> Condition:
        every = all if op == "$and" else any
        return lambda card: every(part(card) for part in parts)

    def negated(self, part: Condition) -> Condition:
        return lambda card: not part(card)
