"""Filters, evaluated row by row, as we read Weaviate's documentation; see `wire`."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from weaviate.proto.v1 import base_pb2

from .data import Class, Object, Refusal

OP = base_pb2.Filters
_ORDER: dict[int, Callable[[Any, Any], bool]] = {
    OP.OPERATOR_EQUAL: operator.eq,
    OP.OPERATOR_GREATER_THAN: operator.gt,
    OP.OPERATOR_GREATER_THAN_EQUAL: operator.ge,
    OP.OPERATOR_LESS_THAN: operator.lt,
    OP.OPERATOR_LESS_THAN_EQUAL: operator.le,
}
_FIELDS = {
    "text": ("value_text", "value_text_array"),
    "int": ("value_int", "value_int_array"),
    "number": ("value_number", "value_number_array"),
}


def test_of(filters: Any, owner: Class, version: tuple[int, int]) -> Callable[[Object], bool]:
    """Return the filter as a function of a row."""
    sign = filters.operator
    if sign in (OP.OPERATOR_AND, OP.OPERATOR_OR):
        parts = [test_of(part, owner, version) for part in filters.filters]
        if not parts:
            raise Refusal("no children for operator")
        join = all if sign == OP.OPERATOR_AND else any
        return lambda row: join(part(row) for part in parts)
    if sign == OP.OPERATOR_NOT:
        if version < (1, 33):
            raise Refusal("unknown filter operator Not")
        if len(filters.filters) != 1:
            raise Refusal("Not takes exactly one operand")
        part = test_of(filters.filters[0], owner, version)
        return lambda row: not part(row)
    return _comparison(filters, owner)


def _comparison(filters: Any, owner: Class) -> Callable[[Object], bool]:
    name = filters.target.property
    if name == "_id":
        return lambda row: row.uuid == filters.value_text
    prop = owner.property(name)
    if not prop.get("indexFilterable", True):
        raise Refusal(f"Filtering by property '{name}' requires inverted index")
    kind = prop["dataType"][0].removesuffix("[]")
    one, several = _FIELDS[kind]
    given = filters.WhichOneof("test_value")
    tokenized = kind == "text"
    if tokenized and prop["tokenization"] != "field":
        raise Refusal("this stand-in filters whole texts only")
    if filters.operator == OP.OPERATOR_CONTAINS_ANY:
        if given != several:
            raise Refusal(f"data type filter cannot use {given!r} on type {kind!r}")
        wanted = set(getattr(filters, several).values)
        if tokenized:
            wanted = {_token(value) for value in wanted}
        return lambda row: bool(wanted & set(_values(row, name, tokenized)))
    if filters.operator not in _ORDER:
        raise Refusal(f"this stand-in knows no operator {filters.operator}")
    if given != one:
        raise Refusal(f"data type filter cannot use {given!r} on type {kind!r}")
    compare = _ORDER[filters.operator]
    operand = getattr(filters, one)
    operand = _token(operand) if tokenized else operand
    return lambda row: any(compare(value, operand) for value in _values(row, name, tokenized))


def _values(row: Object, name: str, tokenized: bool) -> list[Any]:
    held = row.properties.get(name)
    values = held if isinstance(held, list) else [] if held is None else [held]
    return [_token(value) for value in values] if tokenized else values


def _token(text: str) -> str:
    # What "field" does: the whole value, trimmed.
    return text.strip()
