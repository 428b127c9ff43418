"""Filters of many conditions: short again where they can be, refused where they can't."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from memkit import Memory
from memkit.errors import FilterError
from memkit.filters import Compare, Not, Or, Where, compile_predicate, parse, to_sql

MANY = 3000


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (" or ".join(f"n = {i}" for i in range(MANY)), "n in"),
        ({"$or": [{"n": i} for i in range(MANY)]}, "n in"),
        (Or(tuple(Compare(("metadata", "n"), "$eq", i) for i in range(MANY))), "n in"),
        (" and ".join(f"n != {i}" for i in range(MANY)), "n not in"),
        (" or ".join(f"n in ({i}, {i + 1})" for i in range(MANY)), "n in"),
        (" or ".join(f"id = '{i}'" for i in range(MANY)), "id in"),
        (f"not ({' or '.join(f'n = {i}' for i in range(MANY))})", "not n in"),
    ],
)
def test_many_values_of_a_field_become_a_list(where: Any, expected: str) -> None:
    assert str(parse(where)).startswith(f"{expected} (")


def test_what_is_short_stays_as_it_is_written() -> None:
    assert str(parse("a = 1 or a = 2 or b = 3")) == "a = 1 or a = 2 or b = 3"


@pytest.mark.parametrize(
    "where",
    [
        " or ".join(f"memory contains 'x{i}'" for i in range(MANY)),
        " or ".join(f"k{i} = 1" for i in range(MANY)),
        {"$or": [{"n": {"$gt": i}} for i in range(MANY)]},
    ],
)
def test_too_many_conditions_are_refused(where: Any) -> None:
    with pytest.raises(FilterError, match="3,000 conditions; at most 1,000"):
        parse(where)


def test_a_tree_of_any_depth_is_refused_without_recursion() -> None:
    tree: Where = Compare(("metadata", "n"), "$eq", 1)
    for _ in range(100_000):
        tree = Not(tree)
    for read in (parse, to_sql):
        with pytest.raises(FilterError, match="nests deeper"):
            read(tree)
    while isinstance(tree, Not):  # Python frees it step by step, too
        tree = tree.part


VALUES: list[Any] = [
    None, True, False, 0, 1, 1.0, -0.0, 2.5, "1", "true", "", 10**15, 2**53 + 1,
    "2025-01-01T00:00:00Z", [1], {"a": 1},
]  # fmt: skip


@pytest.mark.parametrize(
    "among",
    [
        [None], [True], [False], [0], [1], ["1"], [2.5, None], [True, 0], [False, 1],
        [datetime(2025, 1, 1, tzinfo=UTC)], [2**53 + 1], [None, True, False, 1, 0, "", "1", 2.5],
    ],
    ids=repr,
)  # fmt: skip
@pytest.mark.parametrize("op", ["$in", "$nin"])
def test_lists_find_what_single_values_find(memory: Memory, among: list[Any], op: str) -> None:
    """In Python and in SQL, alone and among thousands of others."""
    memory.add_many(
        [{"memory": f"m{i}", "user_id": "a", "metadata": {"x": v}} for i, v in enumerate(VALUES)],
        progress=False,
    )
    memory.add("without", user_id="a")
    records = memory.get_all(limit=100)
    singly = [compile_predicate(Compare(("metadata", "x"), "$eq", value)) for value in among]
    wanted = {
        record.memory for record in records if any(test(record) for test in singly) is (op == "$in")
    }
    for values in (among, [*among, *(f"other {i}" for i in range(MANY))]):
        where = {"x": {op: values}}
        tree = parse(where)
        assert tree is not None
        assert {r.memory for r in records if compile_predicate(tree)(r)} == wanted
        assert {r.memory for r in memory.get_all(where=where, limit=100)} == wanted


def test_as_many_conditions_as_may_be_are_asked(memory: Memory) -> None:
    memory.add("x", user_id="a", metadata={"k7": "5"})
    lists = " or ".join(
        f"k{i} in ({', '.join(map(repr, map(str, range(40))))})" for i in range(990)
    )
    assert memory.count(where=lists) == 1
    others = " or ".join(f"k{i} contains '5'" for i in range(990))
    assert memory.count(where=others) == 1
