"""What a tree is, what it refuses to be, and how it is walked and written."""

from __future__ import annotations

import pickle
from datetime import date

import pytest
from hypothesis import given, settings

from memkit.errors import FilterError
from memkit.filters import (
    And,
    Compare,
    Instant,
    Not,
    Or,
    Where,
    all_of,
    any_of,
    fields_of,
    fold,
    parse,
    to_dict,
    walk,
)
from tests.unit.filters.strategies import filters


@settings(deadline=None, max_examples=300)
@given(tree=filters)
def test_a_tree_survives_being_written(tree: Where) -> None:
    assert parse(str(tree)) == tree
    assert parse(to_dict(tree)) == tree
    assert str(parse(to_dict(tree))) == str(tree)
    assert hash(parse(str(tree))) == hash(tree)
    assert pickle.loads(pickle.dumps(tree)) == tree


def test_nodes_are_normal() -> None:
    assert parse("category = 'food'") == Compare(("category",), "$eq", "food")
    assert Compare(("category",), "$eq", "food").field == ("metadata", "category")
    assert Compare(("category",), "$eq", "food").metadata_keys == ("category",)
    assert Compare(("created_at",), "$eq", "2024-01-01").value == Instant(1704067200000000)
    assert Compare(("created_at",), "$eq", "2024-01-01").record_field == "created_at"
    a, b, c = (Compare((name,), "$exists", True) for name in "abc")
    three = And((a, And((b, c))))
    assert three == And((And((a, b)), c)) == parse("a exists and (b exists and c exists)")
    assert Or((a, Or((b, c)))).parts == (a, b, c)
    assert all_of([a]) is a
    assert any_of([a, b]) == Or((a, b))
    # Lists and sets are taken too, though their type says tuples.
    assert Compare(("a",), "$in", [1, 1.0, True, "1", 1]).value == (1, True, "1")  # type: ignore[arg-type]
    assert Compare(("a",), "$in", {"b", "a"}).value == ("a", "b")  # type: ignore[arg-type]


def test_trees_are_cache_keys_that_keep_types_apart() -> None:
    assert parse({"a": 1}) != parse({"a": True})
    assert parse({"a": 0}) != parse({"a": False})
    assert parse({"a": {"$in": [1]}}) != parse({"a": {"$in": [True]}})
    assert parse({"a": 1}) == parse({"a": 1.0})
    assert parse({"a": "2024-01-01"}) != parse({"a": date(2024, 1, 1)})
    assert len({parse({"a": 1}), parse({"a": True}), parse("a = 1"), parse("a = true")}) == 2


def test_nodes_check_what_they_are_given() -> None:
    with pytest.raises(FilterError, match="Did you mean"):
        Compare(("a",), "$gte ", 3)  # type: ignore[arg-type]
    with pytest.raises(FilterError, match="tuple of strings"):
        Compare("a", "$eq", 3)  # type: ignore[arg-type]
    with pytest.raises(FilterError, match="two or more"):
        And((Compare(("a",), "$eq", 1),))
    with pytest.raises(FilterError, match="not a filter"):
        Not("a = 1")  # type: ignore[arg-type]


def test_a_store_can_translate_a_tree() -> None:
    tree = parse("a = 1 and (b.c > 2 or not created_at > '2024-01-01' and a < 7)")
    assert tree is not None
    text = fold(
        tree,
        compare=lambda node: ".".join(node.field) + node.op,
        and_=lambda parts: f"({'&'.join(parts)})",
        or_=lambda parts: f"({'|'.join(parts)})",
        not_=lambda part: f"!{part}",
    )
    assert text == ("(metadata.a$eq&(metadata.b.c$gt|(!created_at$gt&metadata.a$lt)))")
    assert fields_of(tree) == (("metadata", "a"), ("metadata", "b", "c"), ("created_at",))
    assert sum(isinstance(node, Compare) for node in walk(tree)) == 4
