"""Hypothesis strategies for memories and filters that often meet: few keys, few values.

Stores that translate filters themselves can be held against `memkit.where.matches` with these.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from memkit.records import MEMORY_TYPES, ROLES, MemoryRecord
from memkit.where import (
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
    else:
        values = st.sampled_from([*MEMORY_TYPES, *ROLES]) | texts
    return Compare((name,), op, draw(_operands(op, values)))


@st.composite
def metadata_comparisons(draw: st.DrawFn) -> Compare:
    """Comparisons of a metadata key, from one to three keys deep."""
    field = ("metadata", *draw(st.lists(keys, min_size=1, max_size=3)))
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


@st.composite
def probes(draw: st.DrawFn, known: list[MemoryRecord]) -> Compare:
    """Comparisons with a value that one of the memories holds, so that many do match."""
    record = draw(st.sampled_from(known))
    path: list[str] = []
    value: Any = record.metadata
    while isinstance(value, dict) and value:
        path.append(draw(st.sampled_from(sorted(value))))
        value = value[path[-1]]
        if draw(st.integers(0, 3)) == 0:
            break
    if not path:
        return draw(metadata_comparisons())
    field = ("metadata", *path)
    if isinstance(value, list) and value:
        value = draw(st.sampled_from(value))
    if isinstance(value, (list, dict)):
        return Compare(field, "$exists", draw(st.booleans()))
    ops: list[Op] = ["$eq", "$ne", "$contains"]
    if isinstance(value, str):
        value = value[draw(st.sampled_from([0, 0, 1])) :]
        ops += ["$icontains"]
    if value is not None and not isinstance(value, bool) and _in_range(str(value)):
        ops += ["$gt", "$gte", "$lt", "$lte"]
    op = draw(st.sampled_from([*ops, "$in", "$nin"]))
    if op in {"$in", "$nin"}:
        return Compare(field, op, (value, draw(json_scalars)))
    return Compare(field, op, value)
