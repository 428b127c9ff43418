"""The tree every filter becomes, whether it was written as a dict or as a string.

`Where` is one of four frozen, hashable nodes:

- `Compare(field, op, value)`: a field against an operand;
- `And(parts)`, `Or(parts)`: two or more parts, flat: no part of an And is an And;
- `Not(part)`: everything that the part does not match, memories without the key included.

Nodes check and normalise what they are given, so a tree that exists is a valid one: fields are
resolved (`("metadata", "category")`, `("created_at",)`), operands are plain Python values, and
dates are `Instant`. Two trees are equal when they mean the same comparison by comparison: 1 and
1.0 are equal operands, 1 and True are not.

`str(tree)` is a filter string that parses back to an equal tree.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from memkit.domain.records import SCOPE_KEYS, Scope
from memkit.errors import FilterError
from memkit.filters.fields import (
    JSON_FIELDS,
    Field,
    Instant,
    Scalar,
    Value,
    identity,
    resolve,
    write_field,
)
from memkit.filters.operators import SIGNS, Op, checked_operand, checked_operator

T = TypeVar("T")

# SQLite's parser has a stack of 100 symbols. A level of a filter takes three of them, the longest
# comparison about 20, and the query around the filter must fit as well.
MAX_DEPTH = 16

TOO_DEEP = f"The filter nests deeper than {MAX_DEPTH} levels."
TOO_DEEP_FIX = "Flatten it: one $and, $or or $in holds any number of conditions."

_WORDS = {sign_op: sign for sign, sign_op in reversed(SIGNS.items())} | {
    "$in": "in",
    "$nin": "not in",
    "$contains": "contains",
    "$icontains": "icontains",
}
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, slots=True, eq=False)
class Compare:
    """A field against an operand.

    Attributes:
        field: `("created_at",)` for a field of the record, else "metadata" or "data" and the keys
            below it.
        op: The operator.
        value: The operand; a tuple for "$in" and "$nin".

    Raises:
        FilterError: No such field or operator, or the operand does not fit them.
    """

    field: Field
    op: Op
    value: Value

    def __post_init__(self) -> None:
        object.__setattr__(self, "field", resolve(self.field))
        object.__setattr__(self, "op", checked_operator(self.field, self.op))
        object.__setattr__(self, "value", checked_operand(self.field, self.op, self.value))

    @property
    def record_field(self) -> str | None:
        """The field of the record, or None for a key of the metadata or the data."""
        return None if self.field[0] in JSON_FIELDS else self.field[0]

    @property
    def metadata_keys(self) -> Field:
        """The keys that lead to the value inside `field[0]`; empty for a record field."""
        return self.field[1:]

    def __str__(self) -> str:
        name, op, value = write_field(self.field), self.op, self.value
        if op == "$exists":
            return f"{name} exists" if value else f"{name} not exists"
        if value is None and op in {"$eq", "$ne"}:
            return f"{name} is null" if op == "$eq" else f"{name} is not null"
        if isinstance(value, tuple):
            return f"{name} {_WORDS[op]} ({', '.join(map(_literal, value))})"
        return f"{name} {_WORDS[op]} {_literal(value)}"

    def _identity(self) -> Hashable:
        return self.field, self.op, identity(self.value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Compare):
            return NotImplemented
        return self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())


@dataclass(frozen=True, slots=True)
class And:
    """All parts match. At least two; use `all_of` when there may be fewer.

    Raises:
        FilterError: Fewer than two parts.
    """

    parts: tuple[Where, ...]

    def __post_init__(self) -> None:
        flat: list[Where] = []
        for part in self.parts:
            flat.extend(part.parts if isinstance(part, And) else (part,))
        object.__setattr__(self, "parts", _at_least_two("And", flat))

    def __str__(self) -> str:
        return " and ".join(_within(part, Or) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """Any part matches. At least two; use `any_of` when there may be fewer.

    Raises:
        FilterError: Fewer than two parts.
    """

    parts: tuple[Where, ...]

    def __post_init__(self) -> None:
        flat: list[Where] = []
        for part in self.parts:
            flat.extend(part.parts if isinstance(part, Or) else (part,))
        object.__setattr__(self, "parts", _at_least_two("Or", flat))

    def __str__(self) -> str:
        return " or ".join(map(str, self.parts))


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not match."""

    part: Where

    def __post_init__(self) -> None:
        _checked_node("Not", self.part)

    def __str__(self) -> str:
        return f"not {_within(self.part, And, Or)}"


Where: TypeAlias = And | Or | Not | Compare


def all_of(parts: Iterable[Where]) -> Where:
    """Return the And of the parts, or the only part.

    Raises:
        FilterError: There is no part.
    """
    nodes = tuple(parts)
    return nodes[0] if len(nodes) == 1 else And(nodes)


def any_of(parts: Iterable[Where]) -> Where:
    """Return the Or of the parts, or the only part.

    Raises:
        FilterError: There is no part.
    """
    nodes = tuple(parts)
    return nodes[0] if len(nodes) == 1 else Or(nodes)


def selection_tree(*, scope: Scope, where: Where | None, now: int) -> Where:
    """Return the filter for memories of a scope that have not expired.

    Args:
        scope: Keys that are None are open.
        where: A further filter, if any.
        now: Microseconds since 1970 in UTC.
    """
    parts: list[Where] = [
        Compare((name,), "$eq", value)
        for name, value in zip(SCOPE_KEYS, scope.key, strict=True)
        if value is not None
    ]
    parts.append(
        Or((Compare(("expires_at",), "$eq", None), Compare(("expires_at",), "$gt", Instant(now))))
    )
    if where is not None:
        parts.append(where)
    return all_of(parts)


def fold(
    tree: Where,
    *,
    compare: Callable[[Compare], T],
    and_: Callable[[Sequence[T]], T],
    or_: Callable[[Sequence[T]], T],
    not_: Callable[[T], T],
) -> T:
    """Build a value from the leaves up; this is how a store translates a filter.

    Args:
        tree: The filter.
        compare: Translates one comparison. `node.record_field` names a field of the record or is
            None; `node.metadata_keys` then lead to the value. `node.op` is one of `OPERATORS`,
            and `node.value` None, a bool, an int, a float, a str or an `Instant`, or a tuple of
            these for "$in" and "$nin". Raise for what the engine can't express.
        and_: Joins two or more translated parts.
        or_: Joins two or more translated parts.
        not_: Negates a translated part.

    The meaning to keep: logic has two values. A missing key fails every comparison but "$ne",
    "$nin", "$exists" with False, and "$eq" or "$in" with None. "$ne" is the negation of "$eq",
    "$nin" of "$in". Values of another type than the operand don't match; booleans are not
    numbers; ints and floats are. An `Instant` compares with strings that `memkit.domain.times`
    understands as dates.

    Example:
        >>> from memkit.filters import fold, parse
        >>> words = fold(
        ...     parse("a = 1 or b = 2"),
        ...     compare=lambda node: node.field[-1],
        ...     and_=" & ".join,
        ...     or_=" | ".join,
        ...     not_="!{}".format,
        ... )
        >>> words
        'a | b'
    """

    def build(node: Where) -> T:
        if isinstance(node, Compare):
            return compare(node)
        if isinstance(node, Not):
            return not_(build(node.part))
        join = and_ if isinstance(node, And) else or_
        return join([build(part) for part in node.parts])

    return build(tree)


def walk(tree: Where) -> Iterator[Where]:
    """Yield the tree and everything below it, parents first, in the order it is written."""
    yield tree
    if isinstance(tree, Not):
        yield from walk(tree.part)
    elif isinstance(tree, (And, Or)):
        for part in tree.parts:
            yield from walk(part)


def fields_of(tree: Where) -> tuple[Field, ...]:
    """Return the fields a filter reads, each once, in the order of first use."""
    return tuple(dict.fromkeys(node.field for node in walk(tree) if isinstance(node, Compare)))


def is_too_deep(tree: Where, *, spare: int = 0) -> bool:
    """Tell whether a tree nests deeper than `MAX_DEPTH` and the spare levels.

    Args:
        tree: The filter.
        spare: Levels that were put around what a user wrote, as `selection_tree` does.
    """
    # Without recursion: a tree may have been built by hand, as deep as anybody likes.
    level: list[Where] = [tree]
    for _ in range(MAX_DEPTH + spare):
        below: list[Where] = []
        for node in level:
            if isinstance(node, Not):
                below.append(node.part)
            elif isinstance(node, (And, Or)):
                below.extend(node.parts)
        level = below
    return bool(level)


def to_text(tree: Where) -> str:
    """Return the filter as a string."""
    return str(tree)


def to_dict(tree: Where) -> dict[str, Any]:
    """Return the filter as a dict; dates become aware datetimes, tuples lists."""
    return fold(
        tree,
        compare=lambda node: {write_field(node.field): {node.op: _plain(node.value)}},
        and_=lambda parts: {"$and": list(parts)},
        or_=lambda parts: {"$or": list(parts)},
        not_=lambda part: {"$not": part},
    )


def _at_least_two(name: str, parts: list[Where]) -> tuple[Where, ...]:
    if len(parts) < 2:
        raise FilterError(
            f"{name} has {len(parts)} parts, and needs two or more.",
            fix="Use all_of or any_of for one part, and no filter at all for none.",
        )
    for part in parts:
        _checked_node(name, part)
    return tuple(parts)


def _checked_node(name: str, part: object) -> None:
    if not isinstance(part, Where):
        raise FilterError(
            f"{name} holds {part!r}, which is not a filter.",
            fix="Build the part with parse() or with Compare, And, Or, Not.",
        )


def _within(tree: Where, *looser: type) -> str:
    return f"({tree})" if isinstance(tree, looser) else str(tree)


def _literal(value: Scalar) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, Instant):
        return f"date '{value}'"
    return "'" + "".join(_escaped(character) for character in value) + "'"


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return (
        character if character.isprintable() or character > "\xff" else f"\\u{ord(character):04x}"
    )


def _plain(value: Value) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.datetime if isinstance(value, Instant) else value
