"""Tokens tell apart what filters tell apart."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given

from memkit.domain.records import MemoryRecord
from memkit.filters import tokens
from tests.unit.filters.strategies import records

NOW = datetime(2024, 1, 1, tzinfo=UTC)


def tokens_with(metadata: dict[str, Any]) -> list[str]:
    record = MemoryRecord(
        id="0190", memory="Likes tea", user_id="alice", created_at=NOW, updated_at=NOW,
        metadata=metadata,
    )  # fmt: skip
    return tokens.tokens_of(record)


def test_a_memory_as_tokens() -> None:
    found = tokens_with({"place": {"floor": 3}, "tags": ["red", 7, ["deep"]], "gap": None})
    assert found == [
        "memory", "id?", 'id="0190"', "memory?", 'memory="Likes tea"', "type?", 'type="semantic"',
        "user_id?", 'user_id="alice"', "created_at?", "updated_at?",
        '["place"]?', '["place","floor"]?', '["place","floor"]=3', '["place","floor"]:number',
        '["tags"]?', '["tags"]:list', '["tags"][]="red"', '["tags"][]=7',
        '["gap"]?', '["gap"]=null',
    ]  # fmt: skip


def test_equal_numbers_are_spelled_alike() -> None:
    assert tokens.equals("[1]", 3) == tokens.equals("[1]", 3.0)
    assert tokens.holds("[1]", 1e300) == tokens.holds("[1]", int(1e300))
    assert tokens.equals("[1]", 2**53) != tokens.equals("[1]", 2**53 + 1)


@pytest.mark.parametrize(
    ("one", "another"),
    list(combinations([3, "3", 1, True, "true", None, "null", 0, False, "", 0.5], 2)),
)
def test_other_values_are_spelled_otherwise(one: Any, another: Any) -> None:
    assert tokens.equals("[1]", one) != tokens.equals("[1]", another)


def test_a_dotted_key_is_no_path() -> None:
    paths = {tokens.path_of(keys) for keys in [("a.b",), ("a", "b"), ('a","b',), ("a",), ()]}
    assert len(paths) == 5
    assert len({tokens.name_of(keys) for keys in [("a.b",), ("a", "b"), ('a","b',)]}) == 3


def test_long_values_keep_apart_and_stay_short() -> None:
    one, another = tokens.equals("memory", "x" * 5000), tokens.equals("memory", "x" * 5001)
    assert one != another
    assert len(one) == len(another) < 200


@given(record=records())
def test_numbers_are_those_with_a_token(record: MemoryRecord) -> None:
    found = set(tokens.tokens_of(record))
    numbers = tokens.numbers_of(record.metadata)
    of_metadata = [token for token in found if token.startswith("[")]
    assert sum(token.endswith(":number") for token in of_metadata) <= len(numbers)
    for keys, number in numbers.items():
        path = tokens.path_of(keys)
        assert {tokens.is_number(path), tokens.equals(path, number)} <= found
