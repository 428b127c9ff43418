"""A filter as filters of an engine that keeps the tokens of each memory: exactly, or as bounds.

Not everything that a filter asks can be asked of such an engine: parts of strings, their order,
dates in metadata. So a tree becomes two filters: what `lower` keeps surely matches, and what
matches `upper` surely keeps. Where both are the same, the engine's answer is exact; else the
journal has the last word on what `upper` lets through.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, Literal, TypeVar

from memkit.domain.records import SCOPE_KEYS, Scope
from memkit.filters import tokens
from memkit.filters.fields import BOOLEAN_FIELDS, METADATA, TIME_FIELDS, Instant, Scalar
from memkit.filters.operators import Op
from memkit.filters.tree import Compare, Where, fold

N = TypeVar("N")

# Engines compare numbers as 64-bit floats. Rounding keeps their order, so a comparison with a
# number below this, which has no other spelling, is exact even for a stored one that was rounded.
_EXACT = 2**53
# The date before it stands for all later ones, which must be less than `never`.
_LAST = _EXACT - 1
_EXPIRES_AT = "expires_at"
_POSITIVE: dict[str, Op] = {"$ne": "$eq", "$nin": "$in"}


@dataclass(frozen=True, eq=False)
class Bounds(Generic[N]):
    """What surely matches, and what may match; True keeps everything, False nothing."""

    lower: N | bool
    upper: N | bool

    @property
    def exact(self) -> bool:
        """Whether the two are the same."""
        return self.lower is self.upper


class TokenFilters(ABC, Generic[N]):
    """Filters of an engine that keeps `memkit.filters.tokens.tokens_of` each memory.

    A subclass says how the engine spells a condition; the rest follows from it. `N` is the
    engine's own type of a filter.

    Attributes:
        never: Microseconds that the engine keeps as the expiry of memories that never expire. One
            that expires then or later has one microsecond less.
        dates: Those of `TIME_FIELDS` that the engine keeps as dates; the journal compares others.
    """

    never: ClassVar[int] = _EXACT
    dates: ClassVar[tuple[str, ...]] = ("created_at", "updated_at", "occurred_at", "expires_at")

    # -- what an engine says ---------------------------------------------------------------------

    @abstractmethod
    def any_token(self, wanted: Sequence[str]) -> N:
        """Return the filter for memories that have any of these tokens, one or more."""

    @abstractmethod
    def date(self, field: str, op: Op, microseconds: int) -> N:
        """Return the filter for memories with a date that compares so.

        Args:
            field: One of `dates`. Memories without it are not kept, but for "expires_at",
                in which they have `never`.
            op: "$eq", or one of the orderings.
            microseconds: Since 1970 in UTC.
        """

    @abstractmethod
    def number(self, keys: tuple[str, ...], op: Op, operand: float) -> N | bool | None:
        """Return the filter for memories with a number that compares so.

        Args:
            keys: They lead to the number in the metadata.
            op: One of the orderings.
            operand: Of less than 2**53, so that a float is exact.

        Returns:
            False if no memory has a number there, None if the engine can't tell.
        """

    @abstractmethod
    def joined(self, op: Literal["$and", "$or"], parts: list[N]) -> N:
        """Return two or more filters as one."""

    @abstractmethod
    def negated(self, part: N) -> N | None:
        """Return the filter for all memories that another does not keep; None if it can't be."""

    def scope(self, name: str, value: str) -> N:
        """Return the filter for memories with this key of the scope."""
        return self.any_token([tokens.equals(name, value)])

    # -- what follows ----------------------------------------------------------------------------

    def selection(self, *, scope: Scope, where: Where | None, now: int) -> Bounds[N]:
        """Return what every search applies, as bounds.

        Args:
            scope: Keys that are None are open.
            where: A further filter, if any.
            now: Microseconds since 1970 in UTC; what expired by then is not kept.
        """
        parts = [
            _exactly(self.scope(name, value))
            for name, value in zip(SCOPE_KEYS, scope.key, strict=True)
            if value is not None
        ]
        parts.append(self._unexpired(now))
        if where is not None:
            parts.append(self.tree(where))
        return self.all_of(parts)

    def tree(self, tree: Where) -> Bounds[N]:
        """Return a filter as bounds."""
        return fold(tree, compare=self.compare, and_=self.all_of, or_=self._any_of, not_=self._not)

    def compare(self, node: Compare) -> Bounds[N]:
        """Return one comparison as bounds."""
        if node.op in _POSITIVE:
            return self._not(self.compare(Compare(node.field, _POSITIVE[node.op], node.value)))
        if node.record_field in BOOLEAN_FIELDS:
            return self._boolean(node.record_field, node)
        path = node.record_field or tokens.path_of(node.metadata_keys, node.field[0])
        if node.op == "$exists":
            there = self.having(tokens.has(path))
            return there if node.value else self._not(there)
        operands = node.value if isinstance(node.value, tuple) else (node.value,)
        if node.op in ("$eq", "$in"):
            return self._among(node, path, operands)
        (operand,) = operands
        if node.record_field in TIME_FIELDS:
            return self._date(node.record_field, node.op, operand)
        if node.record_field is not None:
            return self._at_most(tokens.has(path))
        if node.op == "$contains":
            return self._contains(path, operand)
        if node.op == "$icontains":
            return self._at_most(tokens.is_text(path), tokens.is_list(path))
        if isinstance(operand, (str, Instant)):
            return self._at_most(tokens.is_text(path))
        return self._number(node, path, operand)

    def having(self, *wanted: str) -> Bounds[N]:
        """Return the bounds of having any of these tokens."""
        return _exactly(self.any_token(list(dict.fromkeys(wanted))))

    def all_of(self, parts: Sequence[Bounds[N]]) -> Bounds[N]:
        """Return the bounds of what matches all of the parts."""
        return self._joined("$and", parts)

    # -- inside ----------------------------------------------------------------------------------

    def _boolean(self, field: str, node: Compare) -> Bounds[N]:
        if node.op == "$exists":
            return Bounds(node.value is True, node.value is True)
        operands = node.value if isinstance(node.value, tuple) else (node.value,)
        true = self.having(tokens.equals(field, True))
        parts = [true if value else self._not(true) for value in operands if value is not None]
        return self._any_of(parts) if parts else Bounds(False, False)

    def _unexpired(self, now: int) -> Bounds[N]:
        if now <= -_EXACT:
            return Bounds(False, True)
        if now >= _LAST:
            return Bounds(self.date(_EXPIRES_AT, "$eq", self.never), True)
        return _exactly(self.date(_EXPIRES_AT, "$gt", now))

    def _among(self, node: Compare, path: str, operands: Sequence[Scalar]) -> Bounds[N]:
        dates = [value for value in operands if isinstance(value, Instant)]
        others = [v for v in operands if v is not None and not isinstance(v, Instant)]
        parts: list[Bounds[N]] = []
        if others:
            parts.append(self.having(*(tokens.equals(path, value) for value in others)))
        if None in operands:
            parts.append(self._not(self.having(tokens.has(path))))
            if node.record_field is None:
                parts.append(self.having(tokens.equals(path, None)))
        if dates and node.record_field is not None:
            parts += [self._date(node.record_field, "$eq", date) for date in dates]
        elif dates:
            parts.append(self._at_most(tokens.is_text(path)))
        return self._any_of(parts) if parts else Bounds(False, False)

    def _date(self, field: str, op: Op, operand: Scalar) -> Bounds[N]:
        assert isinstance(operand, Instant)
        if field not in self.dates or abs(operand.microseconds) >= _LAST:
            return self._at_most(tokens.has(field))
        compared = _exactly(self.date(field, op, operand.microseconds))
        if field == _EXPIRES_AT and op in ("$gt", "$gte"):
            # Those that never expire have a date beyond all others in its place.
            return self.all_of([compared, self.having(tokens.has(field))])
        return compared

    def _number(self, node: Compare, path: str, operand: Scalar) -> Bounds[N]:
        assert isinstance(operand, (int, float))
        native = None
        if abs(operand) < _EXACT and node.field[0] == METADATA:
            # Engines keep the numbers of the metadata beside the tokens, and no others.
            native = self.number(node.metadata_keys, node.op, float(operand))
        return self._at_most(tokens.is_number(path)) if native is None else _exactly(native)

    def _contains(self, path: str, operand: Scalar) -> Bounds[N]:
        if isinstance(operand, Instant):
            return self._at_most(tokens.is_list(path))
        element = self.having(tokens.holds(path, operand))
        if not isinstance(operand, str):
            return element
        # In a list, a string is an element; in a string, a part, which the journal knows.
        return self._any_of([element, self._at_most(tokens.is_text(path))])

    def _at_most(self, *wanted: str) -> Bounds[N]:
        return Bounds(False, self.any_token(list(wanted)))

    def _any_of(self, parts: Sequence[Bounds[N]]) -> Bounds[N]:
        return self._joined("$or", parts)

    def _not(self, part: Bounds[N]) -> Bounds[N]:
        upper = self._opposite(part.lower)
        if part.exact and upper is not None:
            return _exactly(upper)
        lower = self._opposite(part.upper)
        return Bounds(False if lower is None else lower, True if upper is None else upper)

    def _opposite(self, native: N | bool) -> N | bool | None:
        return not native if isinstance(native, bool) else self.negated(native)

    def _joined(self, op: Literal["$and", "$or"], parts: Sequence[Bounds[N]]) -> Bounds[N]:
        upper = self._join(op, [part.upper for part in parts])
        if all(part.exact for part in parts):
            return _exactly(upper)
        return Bounds(self._join(op, [part.lower for part in parts]), upper)

    def _join(self, op: Literal["$and", "$or"], natives: Sequence[N | bool]) -> N | bool:
        absorbing = op == "$or"
        filters: list[N] = []
        for native in natives:
            if not isinstance(native, bool):
                filters.append(native)
            elif native is absorbing:
                return absorbing
        if not filters:
            return not absorbing
        return filters[0] if len(filters) == 1 else self.joined(op, filters)


def _exactly(native: N | bool) -> Bounds[N]:
    return Bounds(native, native)
