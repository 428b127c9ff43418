"""What a filter means: its evaluation in Python, which every other translation must agree with."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from memkit.domain.passages import searched_text_of
from memkit.domain.records import MemoryRecord
from memkit.domain.times import instant_of, parse_instant
from memkit.filters.fields import TIME_FIELDS, Field, Instant, Scalar
from memkit.filters.tree import Compare, Where, fold

Predicate: TypeAlias = Callable[[MemoryRecord], bool]
Test: TypeAlias = Callable[[Any], bool]
ReadInstant: TypeAlias = Callable[[Any], int | None]

MISSING = object()

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "$gt": operator.gt,
    "$gte": operator.ge,
    "$lt": operator.lt,
    "$lte": operator.le,
}


def matches(tree: Where, record: MemoryRecord) -> bool:
    """Tell whether a memory matches a filter; `compile_predicate` is faster for many."""
    return compile_predicate(tree)(record)


def compile_predicate(tree: Where) -> Predicate:
    """Return a function that tells whether a memory matches the filter."""
    return fold(
        tree,
        compare=_record_predicate,
        and_=_all,
        or_=_any,
        not_=_negated,
    )


def compile_metadata(node: Compare) -> Callable[[Mapping[str, Any]], bool]:
    """Return a function that tells whether metadata, or data, match one comparison of a key."""
    test = _test(node)
    keys = node.metadata_keys
    if len(keys) == 1:
        key = keys[0]
        return lambda metadata: test(metadata.get(key, MISSING))
    return lambda metadata: test(_lookup(metadata, keys))


def _record_predicate(node: Compare) -> Predicate:
    if node.record_field is None:
        json_matches = compile_metadata(node)
        read_json = operator.attrgetter(node.field[0])
        return lambda record: json_matches(read_json(record))
    # A passage is found by its headings, too, in Python as in every database.
    by_field = operator.attrgetter(node.record_field)
    read = searched_text_of if node.record_field == "memory" else by_field
    test = _test(node)
    # A field of the record is never missing; None stands for it.
    if node.op == "$exists":
        return lambda record: (read(record) is not None) is node.value
    return lambda record: test(read(record))


def _negated(part: Predicate) -> Predicate:
    return lambda record: not part(record)


def _all(parts: Sequence[Predicate]) -> Predicate:
    def every(record: MemoryRecord) -> bool:
        for part in parts:  # noqa: SIM110 - a generator takes twice as long
            if not part(record):
                return False
        return True

    return every


def _any(parts: Sequence[Predicate]) -> Predicate:
    def some(record: MemoryRecord) -> bool:
        for part in parts:  # noqa: SIM110 - a generator takes twice as long
            if part(record):
                return True
        return False

    return some


def _lookup(metadata: Any, keys: Field) -> Any:
    value = metadata
    for key in keys:
        if not isinstance(value, Mapping) or key not in value:
            return MISSING
        value = value[key]
    return value


def _test(node: Compare) -> Test:
    """Return the test of a stored value; it is given MISSING where there is none."""
    op, value = node.op, node.value
    read = _instant_of_field if node.field[0] in TIME_FIELDS else _instant_of_metadata
    if op == "$exists":
        return lambda stored: (stored is not MISSING) is value
    if isinstance(value, tuple):
        among = _membership(value, read)
        return among if op == "$in" else lambda stored: not among(stored)
    if op == "$eq":
        return _equality(value, read)
    if op == "$ne":
        equal = _equality(value, read)
        return lambda stored: not equal(stored)
    if op == "$contains":
        return _containment(value)
    if op == "$icontains":
        return _folded_containment(str(value))
    return _ordering(_ORDER[op], value, read)


def _membership(values: tuple[Scalar, ...], read: ReadInstant) -> Test:
    # One look into a set: lists may be long. True and 1 are equal to Python.
    texts = frozenset(value for value in values if isinstance(value, str))
    numbers = frozenset(filter(_is_number, values))
    instants = frozenset(value.microseconds for value in values if isinstance(value, Instant))
    others = [_equality(v, read) for v in (None, True, False) if any(v is one for one in values)]

    def among(stored: Any) -> bool:
        if isinstance(stored, str) and stored in texts:
            return True
        if _is_number(stored):
            return stored in numbers
        return bool(instants and read(stored) in instants) or any(test(stored) for test in others)

    return among


def _equality(value: Scalar, read: ReadInstant) -> Test:
    if value is None:
        return lambda stored: stored is None or stored is MISSING
    if isinstance(value, bool):
        return lambda stored: stored is value
    if isinstance(value, str):
        return lambda stored: isinstance(stored, str) and stored == value
    if isinstance(value, Instant):
        return _ordering(operator.eq, value, read)
    return lambda stored: _is_number(stored) and bool(stored == value)


def _ordering(compare: Callable[[Any, Any], bool], value: Any, read: ReadInstant) -> Test:
    if isinstance(value, Instant):
        wanted = value.microseconds

        def test(stored: Any) -> bool:
            instant = read(stored)
            return instant is not None and compare(instant, wanted)

        return test
    if isinstance(value, str):
        return lambda stored: isinstance(stored, str) and compare(stored, value)
    return lambda stored: _is_number(stored) and compare(stored, value)


def _containment(value: Any) -> Test:
    # Elements are never missing, so null finds null only.
    equal = _equality(value, _instant_of_metadata)
    if not isinstance(value, str):
        return lambda stored: isinstance(stored, list) and any(map(equal, stored))

    def test(stored: Any) -> bool:
        if isinstance(stored, str):
            return value in stored
        return isinstance(stored, list) and any(map(equal, stored))

    return test


def _folded_containment(value: str) -> Test:
    folded = value.casefold()

    def test(stored: Any) -> bool:
        if isinstance(stored, str):
            return folded in stored.casefold()
        return isinstance(stored, list) and any(
            isinstance(item, str) and item.casefold() == folded for item in stored
        )

    return test


def _is_number(stored: Any) -> bool:
    return isinstance(stored, (int, float)) and not isinstance(stored, bool)


def _instant_of_metadata(stored: Any) -> int | None:
    return parse_instant(stored) if isinstance(stored, str) else None


def _instant_of_field(stored: datetime | None) -> int | None:
    return None if stored is None else instant_of(stored)
