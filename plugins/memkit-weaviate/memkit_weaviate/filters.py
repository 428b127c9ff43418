"""A selection as filters of Weaviate, exactly or as bounds.

Weaviate's properties have one type each, and its text filters trim and split; so most is asked of
the tokens of `memkit.filters.tokens`, each indexed as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from memkit.contracts import Selection
from memkit.filters import Bounds, Op, TokenFilters, tokens
from memkit_weaviate.schema import KEY, NEVER, TIMES, TOKENS

if TYPE_CHECKING:
    from weaviate.collections.classes.filters import FilterReturn

    # True keeps everything, False nothing.
    Native: TypeAlias = FilterReturn | bool
else:
    Native = object

_SIGNS = {
    "$eq": "equal",
    "$gt": "greater_than",
    "$gte": "greater_or_equal",
    "$lt": "less_than",
    "$lte": "less_or_equal",
}


class Numbers(Protocol):
    """Which numbers of the metadata stand in properties of their own."""

    def property_of(self, keys: tuple[str, ...]) -> str | None:
        """Return the property, or None if no memory has a number under this key."""

    def is_indexed(self, keys: tuple[str, ...]) -> bool:
        """Tell whether all numbers under this key are in the property."""


def compile_selection(
    selection: Selection, *, numbers: Numbers, negation: bool
) -> Bounds[FilterReturn]:
    """Return a selection as bounds.

    Args:
        selection: Scope, expiry and filter.
        numbers: The properties that hold numbers of the metadata.
        negation: Whether the server can negate a filter (1.33 and later).
    """
    compiler = _Filters(numbers, negation)
    bounds = compiler.selection(scope=selection.scope, where=selection.where, now=selection.now)
    if selection.where is None and not selection.scope:
        # Keeps rows that are no memories away, where nothing else would.
        return compiler.all_of([compiler.having(tokens.MEMORY), bounds])
    return bounds


def among_keys(keys: Sequence[int]) -> FilterReturn:
    """Return the filter for memories of these keys; at least one."""
    from weaviate.classes.query import Filter

    return Filter.by_property(KEY).contains_any([str(key) for key in keys])


def without_keys(native: Native, keys: Sequence[int]) -> FilterReturn:
    """Return a filter without memories of these keys, at least one; the server must negate."""
    from weaviate.classes.query import Filter

    others = Filter.not_(among_keys(keys))
    return others if isinstance(native, bool) else Filter.all_of([native, others])


def with_token(*wanted: str) -> FilterReturn:
    """Return the filter for rows that have any of these tokens."""
    from weaviate.classes.query import Filter

    return Filter.by_property(TOKENS).contains_any(list(wanted))


class _Filters(TokenFilters["FilterReturn"]):
    never = NEVER
    dates = TIMES

    def __init__(self, numbers: Numbers, negation: bool) -> None:
        self._numbers = numbers
        self._negation = negation

    def any_token(self, wanted: Sequence[str]) -> FilterReturn:
        return with_token(*wanted)

    def date(self, field: str, op: Op, microseconds: int) -> FilterReturn:
        return _property(field, op, microseconds)

    def number(self, keys: tuple[str, ...], op: Op, operand: float) -> Native | None:
        if not self._numbers.is_indexed(keys):
            return None
        name = self._numbers.property_of(keys)
        return False if name is None else _property(name, op, operand)

    def joined(self, op: Literal["$and", "$or"], parts: list[FilterReturn]) -> FilterReturn:
        from weaviate.classes.query import Filter

        return Filter.all_of(parts) if op == "$and" else Filter.any_of(parts)

    def negated(self, part: FilterReturn) -> FilterReturn | None:
        from weaviate.classes.query import Filter

        return Filter.not_(part) if self._negation else None


def _property(name: str, op: Op, value: float) -> FilterReturn:
    from weaviate.classes.query import Filter

    compared: FilterReturn = getattr(Filter.by_property(name), _SIGNS[op])(value)
    return compared
