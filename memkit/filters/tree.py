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

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from memkit.errors import FilterError
from memkit.filters.check import checked_operand, checked_operator
from memkit.filters.fields import JSON_FIELDS, Field, resolve
from memkit.filters.operators import Op
from memkit.filters.values import Value, identity


class _Node:
    """What all nodes share."""

    __slots__ = ()

    def __str__(self) -> str:
        # The writer walks the nodes, so it can't be imported before they exist.
        from memkit.filters.write import to_text

        return to_text(self)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, eq=False)
class Compare(_Node):
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

    def _identity(self) -> Hashable:
        return self.field, self.op, identity(self.value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Compare):
            return NotImplemented
        return self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())


@dataclass(frozen=True, slots=True)
class And(_Node):
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


@dataclass(frozen=True, slots=True)
class Or(_Node):
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


@dataclass(frozen=True, slots=True)
class Not(_Node):
    """The part does not match."""

    part: Where

    def __post_init__(self) -> None:
        _checked_node("Not", self.part)


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
    if not isinstance(part, _Node):
        raise FilterError(
            f"{name} holds {part!r}, which is not a filter.",
            fix="Build the part with parse() or with Compare, And, Or, Not.",
        )
