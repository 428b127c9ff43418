"""A selection as filters of Qdrant, exactly or as bounds.

Qdrant's filters look into arrays wherever a path meets one, take a key that is null for one that is
missing, and match no fractions; so most is asked of the tokens of `memkit.filters.tokens`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol, TypeAlias

from qdrant_client import models

from memkit.contracts import Selection
from memkit.domain.records import Scope
from memkit.filters import TIME_FIELDS, Bounds, Op, TokenFilters, tokens
from memkit_qdrant.limits import Limits

# True keeps everything, False nothing.
Native: TypeAlias = models.Filter | bool

# Names in the payload of a point. Those of the scope are the record's.
TOKENS, NUMBERS, TEXT, METADATA = "tokens", "numbers", "text", "metadata"
EXPIRES_AT = "expires_at"
# Stands where a memory never expires.
NEVER = 2**53

_BOUND_OF = {"$gt": "gt", "$gte": "gte", "$lt": "lt", "$lte": "lte"}


class Allowed(Protocol):
    """What a collection lets filters do.

    Attributes:
        limits: Its limits; `indexed`: its fields that have an index.
    """

    limits: Limits
    indexed: frozenset[str]

    def compares(self, keys: tuple[str, ...]) -> bool:
        """Tell whether the numbers under a metadata key can be compared."""


def compile_selection(
    selection: Selection, allowed: Allowed | None = None
) -> Bounds[models.Filter]:
    """Return scope, expiry and filter as bounds.

    Args:
        selection: Scope, expiry and filter.
        allowed: What the collection allows; everything if None. What it does not is left out of
            the bounds, and is up to the journal.
    """
    compiler = _Filters(allowed)
    bounds = compiler.selection(scope=selection.scope, where=selection.where, now=selection.now)
    if allowed is None or _is_allowed(bounds.upper, allowed):
        return bounds
    for scope in (selection.scope, Scope()):
        least = compiler.selection(scope=scope, where=None, now=selection.now).upper
        if _is_allowed(least, allowed):
            return Bounds(False, least)
    return Bounds(False, True)


def _is_allowed(native: Native, allowed: Allowed) -> bool:
    return isinstance(native, bool) or allowed.limits.allows(native, allowed.indexed)


def among_keys(keys: Sequence[int]) -> models.Filter:
    """Return the filter for memories of these keys."""
    return models.Filter(must=[models.HasIdCondition(has_id=list(keys))])


def memories() -> models.Filter:
    """Return the filter for all memories; the collection's own point is none."""
    return with_token(tokens.MEMORY)


def with_token(token: str) -> models.Filter:
    """Return the filter for memories that have a token."""
    return _any(TOKENS, [token])


def with_vector(name: str) -> models.Filter:
    """Return the filter for memories that have a vector of this name."""
    return models.Filter(must=[models.HasVectorCondition(has_vector=name)])


def number_field(name: str) -> str:
    """Return the field that holds the numbers of this name, as `tokens.name_of` has it."""
    return f"{NUMBERS}.{name}"


def is_number_field(field: str) -> bool:
    """Tell whether a field holds numbers of the metadata."""
    return field.startswith(f"{NUMBERS}.")


class _Filters(TokenFilters[models.Filter]):
    never = NEVER
    dates = TIME_FIELDS

    def __init__(self, allowed: Allowed | None) -> None:
        self._allowed = allowed
        self._values = None if allowed is None else allowed.limits.values

    def any_token(self, wanted: Sequence[str]) -> models.Filter:
        most = self._values or len(wanted)
        parts = [_any(TOKENS, wanted[at : at + most]) for at in range(0, len(wanted), most)]
        return parts[0] if len(parts) == 1 else self.joined("$or", parts)

    def scope(self, name: str, value: str) -> models.Filter:
        return _any(name, [value])

    def date(self, field: str, op: Op, microseconds: int) -> models.Filter:
        return _in_range(field, op, microseconds)

    def number(self, keys: tuple[str, ...], op: Op, operand: float) -> models.Filter | None:
        if self._allowed is not None and not self._allowed.compares(keys):
            return None
        return _in_range(number_field(tokens.name_of(keys)), op, operand)

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
