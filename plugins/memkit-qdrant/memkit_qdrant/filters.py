"""A selection as filters of Qdrant, exactly or as bounds.

Qdrant's filters look into arrays wherever a path meets one, take a key that is null for one that is
missing, and match no fractions; so most is asked of the tokens of `memkit.filters.tokens`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from qdrant_client import models

from memkit.contracts import Selection
from memkit.filters import TIME_FIELDS, Bounds, Op, TokenFilters, tokens

# True keeps everything, False nothing.
Native: TypeAlias = models.Filter | bool

# Names in the payload of a point. Those of the scope are the record's.
TOKENS, NUMBERS, TEXT, METADATA = "tokens", "numbers", "text", "metadata"
EXPIRES_AT = "expires_at"
# Stands where a memory never expires.
NEVER = 2**53

_BOUND_OF = {"$gt": "gt", "$gte": "gte", "$lt": "lt", "$lte": "lte"}


def compile_selection(selection: Selection) -> Bounds[models.Filter]:
    """Return scope, expiry and filter as bounds."""
    return _Filters().selection(scope=selection.scope, where=selection.where, now=selection.now)


def among_keys(keys: Sequence[int]) -> models.Filter:
    """Return the filter for memories of these keys."""
    return models.Filter(must=[models.HasIdCondition(has_id=list(keys))])


def memories() -> models.Filter:
    """Return the filter for all memories; the collection's own point is none."""
    return _any(TOKENS, [tokens.MEMORY])


def with_vector(name: str) -> models.Filter:
    """Return the filter for memories that have a vector of this name."""
    return models.Filter(must=[models.HasVectorCondition(has_vector=name)])


class _Filters(TokenFilters[models.Filter]):
    never = NEVER
    dates = TIME_FIELDS

    def any_token(self, wanted: Sequence[str]) -> models.Filter:
        return _any(TOKENS, wanted)

    def scope(self, name: str, value: str) -> models.Filter:
        return _any(name, [value])

    def date(self, field: str, op: Op, microseconds: int) -> models.Filter:
        return _in_range(field, op, microseconds)

    def number(self, keys: tuple[str, ...], op: Op, operand: float) -> models.Filter:
        return _in_range(f"{NUMBERS}.{tokens.name_of(keys)}", op, operand)

    def joined(self, op: Literal["$and", "$or"], parts: list[models.Filter]) -> models.Filter:
        return models.Filter(must=parts) if op == "$and" else models.Filter(should=parts)

    def negated(self, part: models.Filter) -> models.Filter:
        return models.Filter(must_not=[part])


def _any(name: str, values: Sequence[str]) -> models.Filter:
    match = models.MatchAny(any=list(values))
    return models.Filter(must=[models.FieldCondition(key=name, match=match)])


def _in_range(name: str, op: Op, value: float) -> models.Filter:
    bounds = {"gte": value, "lte": value} if op == "$eq" else {_BOUND_OF[op]: value}
    return models.Filter(must=[models.FieldCondition(key=name, range=models.Range(**bounds))])
