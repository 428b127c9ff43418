"""Hypothesis strategies for memories and filters that often meet: few keys, few values.

Stores that translate filters themselves can be held against `memkit.filters.matches` with these.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from memkit.domain.records import MEMORY_TYPES, ROLES, STATUSES, MemoryRecord
from memkit.domain.times import from_instant, parse_instant
from memkit.filters import (
    BOOLEAN_FIELDS,
    JSON_FIELDS,
    OPERATORS,
    RECORD_FIELDS,
    TIME_FIELDS,
    And,
    Compare,
    Not,
    Op,
    Or,
    Where,
)

PLAIN_KEYS = ["a", "b", "tag", "größe", "id", "metadata", "created_at", "0"]
ODD_KEYS = [
    "",
    "a.b",
    "a b",
    "it's",
    'say "x"',
    "back\\slash",
    "`",
    "``a`",
    "$gt",
    "[0]",
    "a[0]",
    "#",
    "*",
    "line\nbreak",
    "nul\0key",
    "\x7f",
    "and",
    "date",
    "日本",
    "😀",
    "?",
    "%s",
    "--",
    "²",
]
KEYS = PLAIN_KEYS + ODD_KEYS

DATE_TEXTS = [
    "2024-01-01",
    "2024-01-01T00:00:00Z",
    "2024-01-01 00:00",
    "2024-01-01T02:00:00+02:00",
    "2023-12-31T19:00:00.000000-0500",
    "2024-01-01T00:00:00.000001",
    "2024-02-30",
    "2024-01-02",
    "2024-01-01\0",
    "0001-01-01T00:00+14:00",
    "9999-12-31T23:59:59.999999Z",
    "2024-01-01 00:00:00.000000999+00",
    "2024-01-01t03:00:00,5 +03",
    "2023-12-31T23:59:60z",
    "2023-12-31 24:00",
    "2023-12-31 24:01",
    "2024-W01-1",
    "2021-W53-1",
    "2024-001",
    "2023-366",
    "2024-01-01 00:53:28+00:53:28",
    "２０２４-01-01",
]
TEXTS = [
    "",
    "x",
    "X",
    "food",
    "Food court",
    "seafood",
    "x\0y",
    "\0",
    "\\u0000",
    'quote"d',
    "it's",
    "back\\",
    "Straße",
    "STRASSE",
    "İ",
    "ﬀ",
    "\uffff",
    "😀",
    "null",
    "true",
    "1",
    "1.0",
    "[1]",
    "line\nbreak",
    "\x7f\x85\xa0",
    "100%_",
    *DATE_TEXTS,
]
NUMBERS: list[int | float] = [
    0,
    1,
    -1,
    3,
    2**53,
    2**53 + 1,
    2**63 - 1,
    -(2**63),
    0.0,
    -0.0,
    1.0,
    0.1,
    0.1 + 0.2,
    0.3,
    1e308,
    -1e308,
    5e-324,
    2.2250738585072014e-308,
    1e16,
    float(2**53),
    float(2**63),
    1.7976931348623157e308,
    123456789.12345679,
    9007199254740993.0,
]
MOMENTS = [
    date(2024, 1, 1),
    datetime(2024, 1, 1, tzinfo=UTC),
    datetime(2024, 1, 1, 0, 0, 0, 1),
    datetime(2024, 1, 1, 2, tzinfo=timezone(timedelta(hours=2))),
    datetime(2024, 1, 2, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
]

utf8_texts = st.text(st.characters(codec="utf-8"), max_size=4)
texts = st.sampled_from(TEXTS) | utf8_texts
numbers = (
    st.sampled_from(NUMBERS)
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
)
moments = st.sampled_from(MOMENTS)
json_scalars = st.none() | st.booleans() | st.sampled_from(NUMBERS) | numbers | texts
keys = st.sampled_from(PLAIN_KEYS) | st.sampled_from(KEYS) | utf8_texts

metadata_values = st.recursive(
    json_scalars,
    lambda values: st.lists(values, max_size=3) | st.dictionaries(keys, values, max_size=3),
    max_leaves=6,
)
metadata = st.dictionaries(keys, metadata_values, max_size=6)


@st.composite
def records(draw: st.DrawFn) -> MemoryRecord:
    """Memories; only what filters read matters."""
    moment = moments.filter(lambda value: isinstance(value, datetime)).map(_aware)
    optional_text = st.none() | st.sampled_from(["x", "X", "Straße", "x\0y", ""])
    scope_id = st.none() | st.sampled_from(["x", "food", "x\0y"])
    return MemoryRecord(
        id=draw(st.sampled_from(["x", "food", "0190"])),
        memory=draw(texts.filter(str)),
        user_id=draw(scope_id),
        agent_id=draw(scope_id),
        app_id=draw(scope_id),
        run_id=draw(scope_id),
        type=draw(st.sampled_from(MEMORY_TYPES)),
        role=draw(st.none() | st.sampled_from(ROLES)),
        name=draw(optional_text),
        metadata=draw(metadata),
        created_at=draw(moment),
        updated_at=draw(moment),
        occurred_at=draw(st.none() | moment),
        expires_at=draw(st.none() | moment),
        valid_from=draw(st.none() | moment),
        valid_to=draw(st.none() | moment),
        superseded_by=draw(optional_text),
        derived_by=draw(optional_text),
        said_by=draw(optional_text),
        pinned=draw(st.booleans()),
        data=draw(metadata),
        withheld=draw(st.none() | st.sampled_from(STATUSES)),
    )


def _aware(value: Any) -> datetime:
    moment: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
    return moment.astimezone(UTC)


def _several(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=4).map(tuple)


@st.composite
def record_comparisons(draw: st.DrawFn) -> Compare:
    """Comparisons of a field of the record."""
    name = draw(st.sampled_from(RECORD_FIELDS))
    op: Op = draw(st.sampled_from(OPERATORS))
    if name in TIME_FIELDS:
        while op in {"$contains", "$icontains"}:
            op = draw(st.sampled_from(OPERATORS))
        values: st.SearchStrategy[Any] = moments | st.just("2024-01-01T02:00+02:00")
    elif name in BOOLEAN_FIELDS:
        while op in {"$contains", "$icontains", "$gt", "$gte", "$lt", "$lte"}:
            op = draw(st.sampled_from(OPERATORS))
        values = st.booleans()
    else:
        values = st.sampled_from([*MEMORY_TYPES, *ROLES, *STATUSES]) | texts
    return Compare((name,), op, draw(_operands(op, values)))


@st.composite
def metadata_comparisons(draw: st.DrawFn) -> Compare:
    """Comparisons of a key of the metadata or the data, from one to three keys deep."""
    field = (draw(st.sampled_from(JSON_FIELDS)), *draw(st.lists(keys, min_size=1, max_size=3)))
    op: Op = draw(st.sampled_from(OPERATORS))
    if op in {"$gt", "$gte", "$lt", "$lte"}:
        values: st.SearchStrategy[Any] = numbers | texts.filter(_in_range) | moments
    elif op == "$icontains":
        values = texts
    else:
        values = json_scalars | moments
    return Compare(field, op, draw(_operands(op, values)))


def _operands(op: Op, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    if op == "$exists":
        return st.booleans()
    if op in {"$in", "$nin"}:
        return _several(values | st.none())
    return values | st.none() if op in {"$eq", "$ne"} else values


def _in_range(text: str) -> bool:
    return text != "0001-01-01T00:00+14:00"  # a date before year 1 in UTC is refused


comparisons = metadata_comparisons() | metadata_comparisons() | record_comparisons()

filters: st.SearchStrategy[Where] = st.recursive(
    comparisons,
    lambda parts: (
        st.lists(parts, min_size=2, max_size=3).map(lambda nodes: And(tuple(nodes)))
        | st.lists(parts, min_size=2, max_size=3).map(lambda nodes: Or(tuple(nodes)))
        | parts.map(Not)
    ),
    max_leaves=6,
)


def neighbours(value: Any) -> list[Any]:
    """Operands close to a stored value: equal, equal but for the type, just beside it, a part."""
    if isinstance(value, bool):
        return [value, int(value), not value, str(value).lower()]
    if isinstance(value, (int, float)):
        exact = float(value)
        beside = [math.nextafter(exact, math.inf), math.nextafter(exact, -math.inf)]
        others = [value, exact, int(value), -value, int(value) - 1, bool(value), str(value)]
        return [
            item
            for item in [*others, *beside]
            if isinstance(item, (bool, str))
            or (math.isfinite(item) if isinstance(item, float) else -(2**63) <= item < 2**63)
        ]
    if isinstance(value, str):
        head, _, tail = value.partition("\0")
        parts = [value, head, tail, value[1:], value[:-1], value + "\0", value.swapcase()]
        instant = parse_instant(value)
        dates: list[Any] = []
        if instant is not None and _in_range(value):
            dates = [from_instant(instant), from_instant(instant).isoformat()]
        return parts + dates * 2
    return [None, False, 0, "", "null"]


@st.composite
def probes(draw: st.DrawFn, known: Sequence[Mapping[str, Any]], name: str = "metadata") -> Compare:
    """Comparisons of a key that some metadata, or data, have with a neighbour of its value."""
    path: list[str] = []
    value: Any = draw(st.sampled_from([item for item in known if item]))
    while isinstance(value, dict) and value:
        path.append(draw(st.sampled_from(sorted(value))))
        value = value[path[-1]]
    in_list = isinstance(value, list) and value
    if in_list:
        value = draw(st.sampled_from(value))
    operand = draw(st.sampled_from(neighbours(value)))
    ops: list[Op] = ["$eq", "$ne", "$in", "$nin", "$contains", "$exists"]
    if in_list:
        ops = ["$eq", "$contains"]
    if isinstance(operand, str):
        ops.append("$icontains")
    if operand is not None and not isinstance(operand, bool) and _in_range(str(operand).upper()):
        ops += ["$gt", "$gte", "$lt", "$lte"]
    op = draw(st.sampled_from(ops))
    if op in {"$in", "$nin"}:
        operand = tuple(draw(st.permutations([operand, draw(json_scalars)])))
    return Compare((name, *path), op, draw(st.booleans()) if op == "$exists" else operand)
