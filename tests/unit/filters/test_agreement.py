"""SQL and Python mean the same by every filter."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.times import instant_of
from memkit.errors import FilterError
from memkit.filters import (
    JSON_FIELDS,
    Columns,
    Compare,
    Not,
    SQLiteDialect,
    Where,
    any_of,
    matches,
    parse,
    register_functions,
    selection_tree,
    to_sql,
)
from tests.unit.filters.strategies import filters, metadata, probes, records

SCHEMA = """
    CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
    CREATE TABLE scopes (
        id INTEGER PRIMARY KEY, user_id TEXT, agent_id TEXT, app_id TEXT, run_id TEXT
    );
    CREATE TABLE memories (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL, text_id INTEGER, scope_id INTEGER,
        type TEXT NOT NULL, role TEXT, name TEXT, metadata TEXT NOT NULL,
        created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
        occurred_at INTEGER, expires_at INTEGER, valid_from INTEGER, valid_to INTEGER,
        superseded_by TEXT, derived_by TEXT, said_by TEXT, pinned INTEGER NOT NULL, data TEXT,
        withheld TEXT
    );
"""
TABLES = "memories m JOIN texts t ON t.id = m.text_id JOIN scopes s ON s.id = m.scope_id"
NOW = datetime(2024, 1, 1, tzinfo=UTC)

quick = settings(
    deadline=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    register_functions(connection)
    yield connection
    connection.close()


def instant(moment: datetime | None) -> int | None:
    return None if moment is None else instant_of(moment)


def as_json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def fill(connection: sqlite3.Connection, memories: Sequence[MemoryRecord]) -> None:
    for table in ("texts", "scopes", "memories"):
        connection.execute(f"DELETE FROM {table}")
    for key, record in enumerate(memories):
        connection.execute("INSERT INTO texts VALUES (?, ?)", (key, record.memory))
        connection.execute("INSERT INTO scopes VALUES (?, ?, ?, ?, ?)", (key, *record.scope.key))
        connection.execute(
            f"INSERT INTO memories VALUES ({', '.join('?' * 20)})",
            (
                key,
                record.id,
                key,
                key,
                record.type,
                record.role,
                record.name,
                as_json(record.metadata),
                instant(record.created_at),
                instant(record.updated_at),
                instant(record.occurred_at),
                instant(record.expires_at),
                instant(record.valid_from),
                instant(record.valid_to),
                record.superseded_by,
                record.derived_by,
                record.said_by,
                record.pinned,
                as_json(record.data) if record.data else None,
                record.withheld,
            ),
        )


def by_sql(connection: sqlite3.Connection, tree: Where) -> list[bool]:
    sql, params = to_sql(tree)
    rows = connection.execute(f"SELECT ({sql}) FROM {TABLES} ORDER BY m.key", params).fetchall()
    values = [value for (value,) in rows]
    assert set(values) <= {0, 1}, "SQL gave NULL or no boolean"
    found = connection.execute(f"SELECT m.key FROM {TABLES} WHERE {sql}", params)
    assert {key for (key,) in found} == {key for key, value in enumerate(values) if value}
    return [bool(value) for value in values]


def by_python(memories: Sequence[MemoryRecord], tree: Where) -> list[bool]:
    return [matches(tree, record) for record in memories]


def record(metadata: dict[str, Any] | None = None, **fields: Any) -> MemoryRecord:
    return MemoryRecord(
        **{"id": "0190", "memory": "Likes tea", "created_at": NOW, "updated_at": NOW} | fields,
        metadata=metadata or {},
    )


@quick
@given(memories=st.lists(records(), min_size=1, max_size=8), trees=st.lists(filters, max_size=12))
def test_every_filter_selects_the_same_in_sql_and_python(
    connection: sqlite3.Connection, memories: list[MemoryRecord], trees: list[Where]
) -> None:
    fill(connection, memories)
    for tree in trees:
        assert by_sql(connection, tree) == by_python(memories, tree), str(tree)


@pytest.mark.parametrize("name", JSON_FIELDS)
@settings(quick, max_examples=200)
@given(data=st.data(), stored=st.lists(metadata.filter(bool), min_size=1, max_size=8))
def test_filters_made_from_stored_values_select_the_same(
    connection: sqlite3.Connection, data: st.DataObject, stored: list[dict[str, Any]], name: str
) -> None:
    memories = [record(**{name: item}) for item in [{}, *stored]]
    fill(connection, memories)
    for tree in data.draw(st.lists(probes(stored, name), min_size=8, max_size=20)):
        expected = by_python(memories, tree)
        assert by_sql(connection, tree) == expected, str(tree)
        assert by_sql(connection, Not(tree)) == [not value for value in expected], str(tree)


# (metadata, filter, does it match); each row is checked in Python and in SQL.
MEANINGS: list[tuple[dict[str, Any], str, bool]] = [
    # a missing key
    ({}, "a = 1", False),
    ({}, "a != 1", True),
    ({}, "a in (1)", False),
    ({}, "a not in (1)", True),
    ({}, "a > 1", False),
    ({}, "not a > 1", True),
    ({}, "a contains 'x'", False),
    ({}, "a not contains 'x'", True),
    ({}, "a exists", False),
    ({}, "a not exists", True),
    # null
    ({}, "a is null", True),
    ({"a": None}, "a is null", True),
    ({"a": None}, "a is not null", False),
    ({"a": 0}, "a is null", False),
    ({"a": None}, "a exists", True),
    ({"a": None}, "a in (null, 1)", True),
    ({}, "a in (null, 1)", True),
    ({}, "a not in (null, 1)", False),
    ({}, "a in ()", False),
    ({}, "a not in ()", True),
    # types don't mix
    ({"a": True}, "a = 1", False),
    ({"a": 1}, "a = true", False),
    ({"a": True}, "a = true", True),
    ({"a": False}, "a = 0", False),
    ({"a": True}, "a > 0", False),
    ({"a": "1"}, "a = 1", False),
    ({"a": 1}, "a = '1'", False),
    ({"a": 1}, "a = 1.0", True),
    ({"a": 1.0}, "a = 1", True),
    ({"a": -0.0}, "a = 0", True),
    ({"a": "x"}, "a > 1", False),
    ({"a": [1]}, "a = 1", False),
    ({"a": {"b": 1}}, "a = '{\"b\":1}'", False),
    # numbers are exact
    ({"a": 2**53 + 1}, f"a = {2**53}", False),
    ({"a": 2**53 + 1}, f"a > {float(2**53)!r}", True),
    ({"a": 2**63 - 1}, f"a < {float(2**63)!r}", True),
    ({"a": 2**63 - 1}, f"a = {2**63 - 1}", True),
    ({"a": 0.1 + 0.2}, "a > 0.3", True),
    ({"a": 0.1 + 0.2}, "a = 0.3", False),
    ({"a": 1e308}, "a >= 1e308", True),
    ({"a": 1e16}, "a = 10000000000000000", True),
    # strings are ordered by code point, and never cut
    ({"a": "b"}, "a > 'B'", True),
    ({"a": "\U00010000"}, "a > '\uffff'", True),
    ({"a": "x\0y"}, "a = 'x'", False),
    ({"a": "x\0y"}, "a > 'x'", True),
    ({"a": "x\0y"}, "a contains 'y'", True),
    ({"a": "x\0Y"}, "a icontains 'y'", True),
    ({"a": "\\u0000"}, "a = '\\\\u0000'", True),
    ({"a": "\\u0000"}, "a = '\\u0000'", False),
    # dates are instants for dates, and for the order of strings that look like dates
    ({"a": "2024-01-01T02:00:00+02:00"}, "a = date '2024-01-01'", True),
    ({"a": "2024-01-01T02:00:00+02:00"}, "a = '2024-01-01'", False),
    ({"a": "2024-01-01T02:00:00+02:00"}, "a >= '2024-01-01'", True),
    ({"a": "2024-01-01T02:00:00+02:00"}, "a > '2024-01-01'", False),
    ({"a": "2024-01-01T02:00:00+02:00"}, "a in (3, date '2024-01-01')", True),
    ({"a": "2024-01-01\0"}, "a >= '2024-01-01'", False),
    ({"a": "yesterday"}, "a > '2024-01-01'", False),
    ({"a": 1704067200000000}, "a = date '2024-01-01'", False),
    ({"a": ["2024-01-01"]}, "a contains date '2024-01-01'", True),
    # contains
    ({"a": "seafood"}, "a contains 'food'", True),
    ({"a": "Seafood"}, "a contains 'FOOD'", False),
    ({"a": "Seafood"}, "a icontains 'FOOD'", True),
    ({"a": "Straße"}, "a icontains 'STRASSE'", True),
    ({"a": "x"}, "a contains ''", True),
    ({"a": ["food", 1]}, "a contains 'food'", True),
    ({"a": ["seafood"]}, "a contains 'food'", False),
    ({"a": ["Food"]}, "a icontains 'food'", True),
    ({"a": ["Seafood"]}, "a icontains 'food'", False),
    ({"a": [["food"], {"food": "food"}]}, "a contains 'food'", False),
    ({"a": [1.0]}, "a contains 1", True),
    ({"a": [True]}, "a contains 1", False),
    ({"a": [None]}, "a contains null", True),
    ({"a": []}, "a contains null", False),
    ({"a": 12}, "a contains 1", False),
    # nested keys
    ({"a": {"b": 3}}, "a.b = 3", True),
    ({"a.b": 3}, "a.b = 3", False),
    ({"a.b": 3}, "`a.b` = 3", True),
    ({"a": [3]}, "a.0 = 3", False),
    ({"a": "x"}, "a.b is null", True),
    ({"a": {"b": None}}, "a.b exists", True),
    # odd keys
    ({'say "x"': 1}, '`say "x"` = 1', True),
    ({"": {"": 1}}, "``.`` = 1", True),
    ({"a\\b": 1}, "`a\\b` = 1", True),
    ({"[0]": 1}, "`[0]` = 1", True),
    ({"'; --": 1}, "`'; --` = 1", True),
    ({"a`b": 1}, "`a``b` = 1", True),
    ({"nul\0": 1}, "nul exists", False),
    ({"id": 7}, "metadata.id = 7", True),
    ({"metadata": 7}, "metadata.metadata = 7", True),
]


@pytest.mark.parametrize(("metadata", "where", "expected"), MEANINGS)
def test_meaning(
    connection: sqlite3.Connection, metadata: dict[str, Any], where: str, expected: bool
) -> None:
    tree = parse(where)
    assert tree is not None
    fill(connection, [record(metadata)])
    assert by_python([record(metadata)], tree) == [expected]
    assert by_sql(connection, tree) == [expected]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("memory contains 'tea'", True),
        ("memory icontains 'TEA'", True),
        ("memory > 'L'", True),
        ("id = '0190'", True),
        ("type in ('semantic', 'episodic')", True),
        ("role is null", True),
        ("role != 'user'", True),
        ("role exists", False),
        ("role icontains 'x'", False),
        ("role not in ('user')", True),
        ("role in ('user', null)", True),
        ("user_id = 'ann'", True),
        ("created_at = '2024-01-01T02:00+02:00'", True),
        ("created_at in ('2024-01-01', '2025-01-01')", True),
        ("created_at > '2024-01-01'", False),
        ("not occurred_at > '2024-01-01'", True),
        ("expires_at exists", False),
        ("valid_to = null", True),
        ("valid_from <= '2024-01-01'", True),
        ("valid_from > '2024-01-01'", False),
        ("superseded_by = null", True),
        ("said_by = 'user'", True),
        ("derived_by != 'x'", True),
        ("pinned = true", True),
        ("pinned != true", False),
        ("pinned in (false)", False),
        ("pinned exists", True),
        ("pinned is null", False),
        ("data.place = 'Oslo'", True),
        ("metadata.place = 'Oslo'", False),
        ("data.floor > 2 and data.`odd key` contains 'x'", True),
    ],
)
def test_meaning_for_record_fields(
    connection: sqlite3.Connection, where: str, expected: bool
) -> None:
    tree = parse(where)
    assert tree is not None
    held = record(
        user_id="ann", valid_from=NOW, said_by="user", pinned=True,
        data={"place": "Oslo", "floor": 3, "odd key": ["x"]},
    )  # fmt: skip
    fill(connection, [held])
    assert by_python([held], tree) == [expected]
    assert by_sql(connection, tree) == [expected]


def test_long_lists_and_long_alternatives_stay_within_sqlites_limits(
    connection: sqlite3.Connection,
) -> None:
    memories = [record({"a": "v39999"}), record({"a": 39999}), record({"a": "other"}), record()]
    fill(connection, memories)
    values = [f"v{number}" for number in range(40_000)]
    long_list = Compare(("a",), "$in", tuple(values))
    assert by_sql(connection, long_list) == [True, False, False, False]
    assert by_sql(connection, Compare(("a",), "$nin", (*values, None, 39999))) == [
        False,
        False,
        True,
        False,
    ]
    alternatives = any_of(Compare(("a",), "$eq", number) for number in range(38_000, 40_000))
    assert by_sql(connection, alternatives) == [False, True, False, False]
    assert by_sql(connection, Compare(("id",), "$in", (*values, "0190"))) == [True] * 4


@pytest.mark.parametrize(
    ("even", "odd"),
    [
        ("c > 'x' and ({})", "d = 1 or ({})"),
        ("({}) and c icontains 'x'", "({}) or d contains 1"),
        ("not ({})", "c > 'x' and d >= '2024-01-01' and ({})"),
        ("not ({})", "not ({})"),
    ],
)
def test_the_deepest_filter_that_parses_runs_in_sqlite(
    connection: sqlite3.Connection, even: str, odd: str
) -> None:
    deepest, text = parse("a icontains 'x'"), "a icontains 'x'"
    for level in range(1000):
        text = (odd if level % 2 else even).format(text)
        try:
            deepest = parse(text)
        except FilterError:
            break
    assert deepest is not None
    assert level >= 8
    memories = [record({"a": "x", "c": "y", "d": 1}), record()]
    fill(connection, memories)
    tree = selection_tree(scope=Scope(), where=deepest, now=0)
    sql, params = to_sql(tree)
    found = connection.execute(
        f"WITH found AS (SELECT m.key FROM {TABLES} WHERE m.key IN "
        f"(SELECT m.key FROM {TABLES} WHERE m.role IS NULL AND ({sql}))) "
        "SELECT key FROM found ORDER BY key",
        params,
    ).fetchall()
    assert [key for (key,) in found] == [
        key for key, matching in enumerate(by_python(memories, tree)) if matching
    ]


def test_a_tree_built_too_deep_by_hand_is_refused() -> None:
    tree: Where = Compare(("a",), "$eq", 1)
    for _ in range(100):
        tree = Not(tree)
    with pytest.raises(FilterError, match="nests deeper"):
        to_sql(tree)


def test_selection_tree_keeps_scope_expiry_and_filter(connection: sqlite3.Connection) -> None:
    memories = [
        record({"a": 1}, user_id="ann"),
        record({"a": 1}, user_id="ann", run_id="r1", expires_at="2024-01-02T00:00:00Z"),
        record({"a": 1}, user_id="ann", expires_at=NOW),
        record({"a": 1}, user_id="bob"),
        record({"a": 1}),
        record({"a": 2}, user_id="ann"),
    ]
    fill(connection, memories)
    tree = selection_tree(scope=Scope(user_id="ann"), where=parse({"a": 1}), now=instant_of(NOW))
    assert by_sql(connection, tree) == [True, True, False, False, False, False]
    assert by_python(memories, tree) == [True, True, False, False, False, False]

    everything = selection_tree(scope=Scope(), where=None, now=instant_of(NOW))
    assert by_python(memories, everything) == [True, True, False, True, True, True]


def test_a_filter_cannot_smuggle_sql(connection: sqlite3.Connection) -> None:
    key = "x') OR 1=1 --"
    tree = Compare((key,), "$eq", "' OR 1=1 --")
    sql, params = to_sql(tree)
    assert "OR 1=1" not in sql
    assert any("OR 1=1" in str(param) for param in params)
    fill(connection, [record()])
    assert by_sql(connection, tree) == [False]


def test_columns_can_be_renamed() -> None:
    dialect = SQLiteDialect(columns=Columns(id="i.id", metadata="x.meta"))
    sql, params = to_sql(Compare(("id",), "$eq", "7"), dialect)
    assert (sql, params) == ("i.id IS ?", ["7"])
    assert "x.meta" in to_sql(Compare(("a",), "$eq", "7"), dialect)[0]
