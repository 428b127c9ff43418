"""A tree as a filter string and as a dict; both parse back to an equal tree."""

from __future__ import annotations

from typing import Any

from memkit.filters.fields import write_field
from memkit.filters.operators import SIGNS
from memkit.filters.tree import And, Compare, Not, Or, Where
from memkit.filters.values import Instant, Scalar, Value
from memkit.filters.visit import fold

_WORDS = {sign_op: sign for sign, sign_op in reversed(SIGNS.items())} | {
    "$in": "in",
    "$nin": "not in",
    "$contains": "contains",
    "$icontains": "icontains",
}
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def to_text(tree: Where) -> str:
    """Return the filter as a string."""
    if isinstance(tree, Compare):
        return _comparison(tree)
    if isinstance(tree, Not):
        return f"not {_within(tree.part, And, Or)}"
    if isinstance(tree, And):
        return " and ".join(_within(part, Or) for part in tree.parts)
    return " or ".join(to_text(part) for part in tree.parts)


def to_dict(tree: Where) -> dict[str, Any]:
    """Return the filter as a dict; dates become aware datetimes, tuples lists."""
    return fold(
        tree,
        compare=lambda node: {write_field(node.field): {node.op: _plain(node.value)}},
        and_=lambda parts: {"$and": list(parts)},
        or_=lambda parts: {"$or": list(parts)},
        not_=lambda part: {"$not": part},
    )


def write_literal(value: Scalar) -> str:
    """Return an operand as it stands in a filter string."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, Instant):
        return f"date '{value}'"
    return "'" + "".join(_escaped(character) for character in value) + "'"


def _within(tree: Where, *looser: type) -> str:
    text = to_text(tree)
    return f"({text})" if isinstance(tree, looser) else text


def _comparison(node: Compare) -> str:
    name = write_field(node.field)
    if node.op == "$exists":
        return f"{name} exists" if node.value else f"{name} not exists"
    if node.value is None and node.op in {"$eq", "$ne"}:
        return f"{name} is null" if node.op == "$eq" else f"{name} is not null"
    if isinstance(node.value, tuple):
        return f"{name} {_WORDS[node.op]} ({', '.join(map(write_literal, node.value))})"
    return f"{name} {_WORDS[node.op]} {write_literal(node.value)}"


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
