"""What an engine keeps by tokens surely matches, and what matches it surely keeps."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.times import from_instant, instant_of
from memkit.filters import (
    TIME_FIELDS,
    Bounds,
    Op,
    TokenFilters,
    Where,
    matches,
    parse,
    selection_tree,
    tokens,
)
from tests.unit.filters.strategies import filters, records

NOW = datetime(2024, 1, 1, tzinfo=UTC)
NEVER = 2**53
COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "$eq": operator.eq,
    "$gt": operator.gt,
    "$gte": operator.ge,
    "$lt": operator.lt,
    "$lte": operator.le,
}


@dataclass(frozen=True)
class Row:
    """What a small engine keeps of a memory."""

    tokens: frozenset[str]
    dates: dict[str, int]
    numbers: dict[tuple[str, ...], float]


Keeps: TypeAlias = Callable[[Row], bool]


def row_of(record: MemoryRecord) -> Row:
    moments = {name: getattr(record, name) for name in TIME_FIELDS}
    dates = {name: instant_of(moment) for name, moment in moments.items() if moment is not None}
    return Row(
        frozenset(tokens.tokens_of(record)),
        dates
        | {"expires_at": min(dates.get("expires_at", NEVER), NEVER - ("expires_at" in dates))},
        {keys: float(number) for keys, number in tokens.numbers_of(record.metadata).items()},
    )


class Engine(TokenFilters[Keeps]):
    """An engine that can do all that is asked of it."""

    dates = TIME_FIELDS

    def any_token(self, wanted: Sequence[str]) -> Keeps:
        return lambda row: not row.tokens.isdisjoint(wanted)

    def date(self, field: str, op: Op, microseconds: int) -> Keeps:
        return lambda row: field in row.dates and COMPARED[op](row.dates[field], microseconds)

    def number(self, keys: tuple[str, ...], op: Op, operand: float) -> Keeps | bool | None:
        return lambda row: keys in row.numbers and COMPARED[op](row.numbers[keys], operand)

    def joined(self, op: Literal["$and", "$or"], parts: list[Keeps]) -> Keeps:
        join = all if op == "$and" else any
        return lambda row: join(part(row) for part in parts)

    def negated(self, part: Keeps) -> Keeps | None:
        return lambda row: not part(row)


class Simple(Engine):
    """One that can neither negate nor compare numbers."""

    def number(self, keys: tuple[str, ...], op: Op, operand: float) -> Keeps | bool | None:
        return None

    def negated(self, part: Keeps) -> Keeps | None:
        return None


class Older(Engine):
    """One that keeps the dates that it has always kept."""

    dates = TokenFilters.dates


def memory(metadata: dict[str, Any], **fields: Any) -> MemoryRecord:
    return MemoryRecord(
        **{"id": "0190", "memory": "Likes tea", "created_at": NOW, "updated_at": NOW} | fields,
        metadata=metadata,
    )


def keeps(native: Keeps | bool, row: Row) -> bool:
    return native if isinstance(native, bool) else native(row)


def check(bounds: Bounds[Keeps], tree: Where, memories: Sequence[MemoryRecord]) -> None:
    for record in memories:
        row, wanted = row_of(record), matches(tree, record)
        assert keeps(bounds.lower, row) <= wanted <= keeps(bounds.upper, row)


@pytest.mark.parametrize("engine", [Engine(), Simple(), Older()], ids=["able", "simple", "older"])
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(memories=st.lists(records(), min_size=1, max_size=8), trees=st.lists(filters, max_size=12))
def test_every_memory_lies_within_the_bounds(
    engine: Engine, memories: list[MemoryRecord], trees: list[Where]
) -> None:
    for tree in trees:
        check(engine.tree(tree), tree, memories)


@pytest.mark.parametrize("now", [-(2**53), -1, instant_of(NOW), NEVER - 2, NEVER - 1, NEVER, 2**54])
def test_a_selection(now: int) -> None:
    moments = [None, *(now + shift for shift in (-1, 0, 1)), NEVER - 1, NEVER, NEVER + 1]
    memories = [
        memory({"n": n}, user_id=user, expires_at=None if moment is None else from_instant(moment))
        for user in ("alice", "bob") for n in (1, 3) for moment in moments
    ]  # fmt: skip
    scope, where = Scope(user_id="alice"), parse("n > 2")
    bounds = Engine().selection(scope=scope, where=where, now=now)
    check(bounds, selection_tree(scope=scope, where=where, now=now), memories)


NATIVE = [
    "n = 3", "n != 3.5", "gap is null", "n in (1, 2, null)", "n not in (1, 2)", "n > 3",
    "n <= 2.5 and n >= -5", "created_at >= '2025-01-01'", "expires_at = null", "tags not exists",
    "type = 'episodic'", "role is null", "numbers contains 2", "not (n > 3 or done = false)",
    "n = 9007199254740993", "done = true", "category != 'food'", "gap exists", "memory = 'a text'",
    "a.b.c = 1", "`a.b`.c < 1", "data.place = 'Oslo'", "data.tags contains 3", "data.n exists",
    "pinned = true", "pinned != true", "pinned exists", "superseded_by = null", "said_by = 'user'",
    "valid_to = null or valid_to > '2025-01-01'", "derived_by in ('a', 'b')",
]  # fmt: skip
BY_THE_JOURNAL = [
    "city icontains 'lis'", "city contains 'is'", "city > 'L'", "memory > 'a'",
    "memory contains 'x'", "data.n > 3",
    "when >= date '2025-01-01'", "n > 9007199254740993", "expires_at > '2300-01-01'",
]  # fmt: skip


@pytest.mark.parametrize("written", NATIVE)
def test_exact(written: str) -> None:
    assert Engine().tree(parse(written)).exact


@pytest.mark.parametrize("written", BY_THE_JOURNAL)
def test_not_exact(written: str) -> None:
    assert not Engine().tree(parse(written)).exact


@pytest.mark.parametrize("written", ["valid_to > '2025-01-01'", "valid_from <= '2025-01-01'"])
def test_dates_that_an_engine_does_not_keep_are_compared_by_the_journal(written: str) -> None:
    bounds = Older().tree(parse(written))
    assert not bounds.exact
    rows = [row_of(memory({}, **{name: NOW})) for name in ("valid_from", "valid_to")]
    assert [keeps(bounds.upper, row) for row in rows] == ["from" in written, "to >" in written]
    assert Older().tree(parse("valid_to = null")).exact


def test_only_strings_are_left_to_the_journal_where_strings_are_compared() -> None:
    bounds = Simple().tree(parse("city > 'L'"))
    kept = [
        keeps(bounds.upper, row_of(memory(metadata)))
        for metadata in ({"city": "Berlin"}, {"city": 3}, {"city": None}, {})
    ]
    assert kept == [True, False, False, False]
