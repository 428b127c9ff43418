"""A filter tree as filters of Weaviate, exactly or as bounds.

Not everything memkit's filters ask can be asked of Weaviate: parts of strings, their order, dates
in metadata. So a tree becomes two filters: what `lower` keeps surely matches, and what matches
`upper` surely keeps. Where both are the same, Weaviate's answer is exact; else the journal has the
last word on what `upper` lets through.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from memkit.contracts.store import Selection
from memkit.records import SCOPE_KEYS
from memkit.where import TIME_FIELDS, Compare, Instant, Scalar, Where, fold
from memkit_weaviate import tokens
from memkit_weaviate.schema import EXPIRES_AT, KEY, NEVER, TOKENS

if TYPE_CHECKING:
    from weaviate.collections.classes.filters import FilterReturn

    # True keeps everything, False nothing.
    Native = FilterReturn | bool
else:
    Native = object

_Sign = Literal["greater_than", "greater_or_equal", "less_than", "less_or_equal"]
_SIGNS: dict[str, _Sign] = {
    "$gt": "greater_than",
    "$gte": "greater_or_equal",
    "$lt": "less_than",
    "$lte": "less_or_equal",
}
# Numbers are stored as 64-bit floats. Rounding keeps their order, so a comparison with a number
# below this, which has no other spelling, is exact even for a stored one that was rounded.
_EXACT = 2**53


class Numbers(Protocol):
    """Which numbers of the metadata stand in properties of their own."""

    def property_of(self, keys: tuple[str, ...]) -> str | None:
        """Return the property, or None if no memory has a number under this key."""

    def is_indexed(self, keys: tuple[str, ...]) -> bool:
        """Tell whether all numbers under this key are in the property."""


@dataclass(frozen=True, eq=False)
class Bounds:
    """What surely matches, and what may match."""

    lower: Native
    upper: Native

    @property
    def exact(self) -> bool:
        """Whether the two are the same."""
        return self.lower is self.upper


def compile_selection(selection: Selection, *, numbers: Numbers, negation: bool) -> Bounds:
    """Return a selection as bounds.

    Args:
        selection: Scope, expiry and filter.
        numbers: The properties that hold numbers of the metadata.
        negation: Whether the server can negate a filter (1.33 and later).
    """
    compiler = _Compiler(numbers, negation)
    parts = [
        _has_token(tokens.equals(name, value))
        for name, value in zip(SCOPE_KEYS, selection.scope.key, strict=True)
        if value is not None
    ]
    parts.append(_unexpired(selection.now))
    if selection.where is not None:
        parts.append(compiler.tree(selection.where))
    # The first part keeps rows that are no memories away, where nothing else would.
    return _all([_has_token(tokens.MEMORY), *parts] if len(parts) == 1 else parts)


def among_keys(keys: Sequence[int]) -> FilterReturn:
    """Return the filter for memories of these keys; at least one."""
    from weaviate.classes.query import Filter

    return Filter.by_property(KEY).contains_any([str(key) for key in keys])


def with_token(*wanted: str) -> FilterReturn:
    """Return the filter for rows that have any of these tokens."""
    from weaviate.classes.query import Filter

    return Filter.by_property(TOKENS).contains_any(list(dict.fromkeys(wanted)))


class _Compiler:
    def __init__(self, numbers: Numbers, negation: bool) -> None:
        self._numbers = numbers
        self._negation = negation

    def tree(self, tree: Where) -> Bounds:
        return fold(tree, compare=self._compare, and_=_all, or_=_any, not_=self._not)

    def _not(self, part: Bounds) -> Bounds:
        if part.exact:
            negated = self._negated(part.upper)
            return Bounds(False, True) if negated is None else Bounds(negated, negated)
        lower, upper = self._negated(part.upper), self._negated(part.lower)
        return Bounds(False if lower is None else lower, True if upper is None else upper)

    def _negated(self, native: Native) -> Native | None:
        if isinstance(native, bool):
            return not native
        if not self._negation:
            return None
        from weaviate.classes.query import Filter

        return Filter.not_(native)

    def _compare(self, node: Compare) -> Bounds:
        if node.op in ("$ne", "$nin"):
            positive = Compare(node.field, "$eq" if node.op == "$ne" else "$in", node.value)
            return self._not(self._compare(positive))
        path = node.record_field or tokens.path_of(node.metadata_keys)
        if node.op == "$exists":
            there = _has_token(tokens.has(path))
            return there if node.value else self._not(there)
        operands = node.value if isinstance(node.value, tuple) else (node.value,)
        if node.op in ("$eq", "$in"):
            return self._among(node, path, operands)
        (operand,) = operands
        if node.record_field in TIME_FIELDS:
            return self._time(node.record_field, _SIGNS[node.op], operand)
        if node.record_field is not None:
            return _at_most(tokens.has(path))
        if node.op == "$contains":
            return _contains(path, operand)
        if node.op == "$icontains":
            return _at_most(tokens.is_text(path), tokens.is_list(path))
        if isinstance(operand, (str, Instant)):
            return _at_most(tokens.is_text(path))
        return self._number(node, path, operand)

    def _among(self, node: Compare, path: str, operands: tuple[Scalar, ...]) -> Bounds:
        dates = [value for value in operands if isinstance(value, Instant)]
        others = [v for v in operands if v is not None and not isinstance(v, Instant)]
        parts: list[Bounds] = []
        if others:
            parts.append(_has_token(*(tokens.equals(path, value) for value in others)))
        if None in operands:
            parts.append(self._not(_has_token(tokens.has(path))))
            if node.record_field is None:
                parts.append(_has_token(tokens.equals(path, None)))
        if dates and node.record_field is not None:
            parts += [self._time(node.record_field, "equal", date) for date in dates]
        elif dates:
            parts.append(_at_most(tokens.is_text(path)))
        return _any(parts) if parts else Bounds(False, False)

    def _time(self, name: str, sign: str, operand: Scalar) -> Bounds:
        assert isinstance(operand, Instant)
        if abs(operand.microseconds) >= _EXACT:
            return _at_most(tokens.has(name))
        compared = _property(name, sign, operand.microseconds)
        if name == EXPIRES_AT and sign.startswith("greater"):
            # Those that never expire have a date beyond all others in its place.
            return _all([compared, _has_token(tokens.has(name))])
        return compared

    def _number(self, node: Compare, path: str, operand: Scalar) -> Bounds:
        assert isinstance(operand, (int, float))
        keys = node.metadata_keys
        if abs(operand) >= _EXACT or not self._numbers.is_indexed(keys):
            return _at_most(tokens.has(path))
        name = self._numbers.property_of(keys)
        if name is None:
            return Bounds(False, False)
        return _property(name, _SIGNS[node.op], float(operand))


def _unexpired(now: int) -> Bounds:
    if now <= -_EXACT:
        return Bounds(True, True)
    if now >= _EXACT:
        return Bounds(_property(EXPIRES_AT, "equal", NEVER).upper, True)
    return _property(EXPIRES_AT, "greater_than", now)


def _contains(path: str, operand: Scalar) -> Bounds:
    if isinstance(operand, Instant):
        return _at_most(tokens.is_list(path))
    element = _has_token(tokens.holds(path, operand))
    if not isinstance(operand, str):
        return element
    # In a list, a string is an element; in a string, a part, which the journal knows.
    return _any([element, _at_most(tokens.is_text(path))])


def _has_token(*wanted: str) -> Bounds:
    native = with_token(*wanted)
    return Bounds(native, native)


def _at_most(*wanted: str) -> Bounds:
    return Bounds(False, with_token(*wanted))


def _property(name: str, sign: str, value: float) -> Bounds:
    from weaviate.classes.query import Filter

    native = getattr(Filter.by_property(name), sign)(value)
    return Bounds(native, native)


def _all(parts: Sequence[Bounds]) -> Bounds:
    from weaviate.classes.query import Filter

    return _joined(parts, absorbing=False, join=Filter.all_of)


def _any(parts: Sequence[Bounds]) -> Bounds:
    from weaviate.classes.query import Filter

    return _joined(parts, absorbing=True, join=Filter.any_of)


def _joined(
    parts: Sequence[Bounds], *, absorbing: bool, join: Callable[[list[FilterReturn]], FilterReturn]
) -> Bounds:
    upper = _join([part.upper for part in parts], absorbing, join)
    if all(part.exact for part in parts):
        return Bounds(upper, upper)
    return Bounds(_join([part.lower for part in parts], absorbing, join), upper)


def _join(
    natives: list[Native], absorbing: bool, join: Callable[[list[FilterReturn]], FilterReturn]
) -> Native:
    if absorbing in [native for native in natives if isinstance(native, bool)]:
        return absorbing
    rest = [native for native in natives if not isinstance(native, bool)]
    if not rest:
        return not absorbing
    return rest[0] if len(rest) == 1 else join(rest)
