"""What can be written, what it becomes, and what is refused."""

from __future__ import annotations

import enum
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memkit.errors import FilterError
from memkit.filters import Compare, Instant, Where, parse

NEW_YEAR = Instant(1704067200000000)


def of(where: Any) -> Where:
    tree = parse(where)
    assert tree is not None
    return tree


@settings(deadline=None, max_examples=300)
@given(
    text=st.text(max_size=30)
    | st.lists(
        st.sampled_from(
            [
                "a",
                "`b c`",
                "=",
                "in",
                "(",
                ")",
                ",",
                "'x'",
                "1",
                "not",
                "and",
                "or",
                "is",
                "null",
                "exists",
                "contains",
                ">",
                "date",
                "'2024-01-01'",
                ".",
            ]
        ),
        max_size=9,
    ).map(" ".join)
)
def test_any_string_is_a_filter_or_a_filter_error(text: str) -> None:
    mistake: FilterError | None = None
    try:
        tree = parse(text)
    except FilterError as error:
        mistake = error
    if mistake is None:
        assert tree is None or parse(str(tree)) == tree
    else:
        assert mistake.position is not None
        assert 0 <= mistake.position <= len(text)
        assert "^" in str(mistake)


@pytest.mark.parametrize("nothing", [None, {}, "", " \n"])
def test_nothing_is_no_filter(nothing: Any) -> None:
    assert parse(nothing) is None


def test_a_tree_passes_through() -> None:
    tree = of("a = 1")
    assert parse(tree) is tree


# Filters that mean the same, as a dict and as a string.
PAIRS: list[tuple[dict[str, Any], str]] = [
    ({"priority": 3}, "priority = 3"),
    ({"priority": 3}, "priority == 3"),
    ({"priority": 3}, "metadata.priority = 3"),
    ({"priority": 3.0}, "priority = 3"),
    ({"priority": {"$ne": 3}}, "priority != 3"),
    ({"priority": {"$ne": 3}}, "priority <> 3"),
    (
        {"priority": {"$gte": 3}, "category": {"$in": ["food", "home"]}},
        "priority >= 3 and category in ('food', 'home')",
    ),
    ({"priority": {"$gte": 3, "$lt": 5}}, "priority >= 3 AND priority < 5"),
    ({"a": {"$nin": ["x", None, True, -1.5]}}, "a NOT IN ['x', null, TRUE, -1.5,]"),
    ({"a": {"$in": []}}, "a in ()"),
    ({"a": None}, "a is null"),
    ({"a": None}, "a = NULL"),
    ({"a": {"$ne": None}}, "a is not null"),
    ({"a": {"$exists": True}}, "a exists"),
    ({"a": {"$exists": False}}, "a not exists"),
    ({"a": {"$contains": "x"}}, 'a contains "x"'),
    ({"a": {"$icontains": "x"}}, "a icontains 'x'"),
    ({"a": {"$not": {"$contains": "x"}}}, "a not contains 'x'"),
    ({"a": {"b": 3}}, "a.b = 3"),
    ({"a": {"b": {"$gt": 3}, "c.d": 1}}, "a.b > 3 and a.c.d = 1"),
    ({"a.b": 3}, "a.b = 3"),
    ({"`a.b`": 3}, "`a.b` = 3"),
    ({"my key": 3}, "`my key` = 3"),
    ({"metadata": {"id": 3}}, "metadata.id = 3"),
    ({"a": datetime(2024, 1, 1, tzinfo=UTC)}, "a = date '2024-01-01'"),
    ({"a": date(2024, 1, 1)}, "a = date '2024-01-01T01:00:00+01:00'"),
    ({"a": {"$gt": date(2024, 1, 1)}}, "a > '2024-01-01'"),
    ({"created_at": {"$gt": "2024-01-01"}}, "created_at > date '2024-01-01'"),
    ({"created_at": date(2024, 1, 1)}, "created_at = '2024-01-01'"),
    ({"expires_at": None}, "expires_at is null"),
    ({"$or": [{"a": 1}, {"b": 2, "c": 3}]}, "a = 1 or b = 2 and c = 3"),
    ({"$and": [{"$or": [{"a": 1}, {"b": 2}]}, {"c": 3}]}, "(a = 1 or b = 2) and c = 3"),
    ({"$not": {"a": 1, "b": 2}}, "not (a = 1 and b = 2)"),
    ({"$not": {"a": 1}, "b": 2}, "not a = 1 and b = 2"),
    ({"$and": [{"a": 1}]}, "(a = 1)"),
    ({"a": {"$or": [{"$lt": 1}, {"$exists": False}]}}, "a < 1 or a not exists"),
    ({"a": 'it\'s \\ \n \0 "x"'}, "a = 'it\\'s \\\\ \\n \\u0000 \"x\"'"),
    ({"a": "it's"}, "a = 'it''s'"),
    ({"date": 1, "in": 2}, "date = 1 and `in` = 2"),
    ({"größe": 1}, "größe=1"),
]


@pytest.mark.parametrize(("as_dict", "as_text"), PAIRS)
def test_dict_and_string_become_one_tree(as_dict: dict[str, Any], as_text: str) -> None:
    assert parse(as_dict) == parse(as_text)


class Category(enum.StrEnum):
    FOOD = "food"


class Legacy(str, enum.Enum):  # noqa: UP042 - what older code holds
    FOOD = "food"


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Category.FOOD, "food"),
        (Legacy.FOOD, "food"),
        (np.str_("food"), "food"),
        (np.int64(3), 3),
        (np.float32(0.5), 0.5),
        (np.float64(0.1), 0.1),
        (np.bool_(True), True),
        (enum.IntEnum("Level", ["LOW"]).LOW, 1),  # type: ignore[attr-defined]
        (datetime(2024, 1, 1, 2, tzinfo=timezone(timedelta(hours=2))), NEW_YEAR),
        (datetime(2024, 1, 1), NEW_YEAR),
    ],
)
def test_subclasses_become_plain_values(value: Any, plain: Any) -> None:
    tree = of({"a": value})
    assert isinstance(tree, Compare)
    assert type(tree.value) is type(plain)
    assert tree.value == plain
    assert of({"a": {"$in": np.array([1, 2])}}) == of("a in (1, 2)")


# (filter, offset, a piece of the problem, a piece of the fix)
TEXT_MISTAKES = [
    ("a ~ 3", 2, "Unexpected '~'", "icontains"),
    ("a lyke 'x'", 2, "Unknown operator 'lyke'", "Use one of =,"),
    ("a containz 'x'", 2, "Unknown operator 'containz'", "Did you mean contains?"),
    ("a", 1, "found the end", "Use one of"),
    ("a =", 3, "Expected a value", "quotes"),
    ("a = food", 4, "Expected a value, but found 'food'", "'food'"),
    ("a > 2024-01-01", 4, "found '2024-01-01'", "quotes"),
    ("a = (1, 2)", 4, "Expected a value", "'in'"),
    ("3 < a", 0, "Expected a field", "category = 'food'"),
    ("a = 1 b = 2", 6, "Expected 'and', 'or' or the end", "'and' or 'or'"),
    ("a = 1 and", 9, "Expected a field", "category"),
    ("a = 1 and or b = 1", 10, "Expected a field, but found 'or'", "backticks"),
    ("a = 1 && b = 2", 6, "Unexpected '&'", "'and'"),
    ("(a = 1", 6, "Expected ')'", "')'"),
    ("a = 1)", 5, "found ')'", "Join"),
    ("a in 'x'", 5, "Expected a list", "('food', 'home')"),
    ("a in ('x' 'y')", 10, "Expected ')'", "')'"),
    ("a in ('x', b)", 11, "Expected a value, but found 'b'", "'b'"),
    ("a is 3", 5, "Expected 'null'", "'null'"),
    ("a = 'x", 4, 'Unexpected "\'"', "Close the string"),
    ("a = 'x\\q'", 6, "Unknown escape", "\\\\"),
    ("`a = 1", 0, "Unexpected '`'", "backtick"),
    ("$gt = 1", 0, "Unexpected '$'", "signs and words"),
    ("user-id = 1", 4, "Unexpected '-'", "backticks"),
    ("metadata = 1", 0, "names all of the metadata", "metadata.category"),
    ("b = 1 and id.x = 1", 10, "'id' belongs to every memory", "metadata.id.x"),
    ("a > true", 4, "no order", "$eq"),
    ("a > null", 4, "no order", "$eq"),
    ("a icontains 3", 12, "not a string", "$contains"),
    ("a = 1e999", 4, "inf", "finite"),
    ("a in (1, 9223372036854775808)", 9, "64 bits", "float"),
    ("a = " + "9" * 5000, 4, "64 bits", "smaller"),
    ("a = '\\ud800'", 4, "surrogate", "Repair"),
    ("created_at > 5", 13, "is a time", "ISO date"),
    ("created_at > 'soon'", 13, "is a time", "ISO date"),
    ("created_at in ('2024-01-01', 'soon')", 29, "'soon'", "ISO date"),
    ("created_at contains '2024'", 11, "can't search", "$gte"),
    ("memory = 3", 9, "is a string", "metadata.memory"),
    ("a = date 'soon'", 9, "is not a date", "2025-03-01"),
    ("a > '0001-01-01T00:00+14:00'", 4, "years 1 to 9999", "inside"),
    ("(" * 100 + "a = 1" + ")" * 100, 16, "nests deeper", "Flatten"),
    ("not " * 5000 + "a = 1", 64, "nests deeper", "Flatten"),
]


@pytest.mark.parametrize(("where", "position", "problem", "fix"), TEXT_MISTAKES)
def test_a_mistake_in_a_string_shows_where_it_stands(
    where: str, position: int, problem: str, fix: str
) -> None:
    with pytest.raises(FilterError) as caught:
        parse(where)
    error = caught.value
    assert error.position == position
    assert problem in error.problem
    assert fix in error.fix
    *_, line, pointer = error.problem.split("\n")
    column = pointer.index("^")
    assert line[column : column + 1] == where[position : position + 1]
    assert str(error).endswith(error.fix)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_the_caret_stands_under_the_line_that_is_wrong() -> None:
    with pytest.raises(FilterError) as caught:
        parse("a = 1\nand b ~ 2\nand c = 3")
    assert caught.value.position == 12
    assert "\n  and b ~ 2\n        ^ " in str(caught.value)


DICT_MISTAKES: list[tuple[Any, tuple[str | int, ...], str, str]] = [
    ({"category": {"$inn": ["x"]}}, ("category", "$inn"), "Unknown operator '$inn'", "mean $in?"),
    ({"a": {"gte": 3}}, ("a", "gte"), "lacks its $", "'$gte'"),
    ({"AND": [{"a": 1}]}, ("AND",), "lacks its $", "'$and'"),
    ({"$gt": 3}, ("$gt",), "without a field", "category"),
    ({"$or": []}, ("$or",), "not a list", "Give one dict"),
    ({"$or": {"a": 1}}, ("$or",), "not a list", "Give one dict"),
    ({"$or": [{"a": 1}, "b"]}, ("$or", 1), "not a dict", "one dict"),
    ({"$or": [{"a": 1}, {}]}, ("$or", 1), "is empty", "Leave it out"),
    ({"$not": "a = 1"}, ("$not",), "not a dict", "as a dict"),
    ({"a": {}}, ("a",), "is empty", "Leave it out"),
    ({"a": ["x"]}, ("a",), "several values", "$in"),
    ({"a": {"$eq": {"b": 1}}}, ("a", "$eq"), "type dict", "string"),
    ({"a": {"$in": "food"}}, ("a", "$in"), "not a list", "$eq"),
    ({"a": {"$in": ["x", b"y"]}}, ("a", "$in", 1), "type bytes", "string"),
    ({"a": {"$exists": 1}}, ("a", "$exists"), "not a boolean", "True"),
    ({"a": {"$gt": None}}, ("a", "$gt"), "no order", "$eq"),
    ({"a": float("nan")}, ("a",), "nan", "finite"),
    ({"a": 2**64}, ("a",), "64 bits", "float"),
    ({"a": "\ud800"}, ("a",), "surrogate", "Repair"),
    ({"\ud800": 1}, ("\ud800",), "surrogate", "Repair"),
    ({"a": {"b": {"created_at": {"$gt": 3}}}, "created_at": 3}, ("created_at",), "a time", "ISO"),
    ({"id": {"x": 3}}, ("id", "x"), "has no key 'x'", "metadata.id.x"),
    ({"metadata": 3}, ("metadata",), "all of the metadata", "metadata.category"),
    ({"a..b": 3}, ("a..b",), "empty or badly quoted", "one dot"),
    ({3: 3}, (3,), "not a string", "strings"),
]


@pytest.mark.parametrize(("where", "path", "problem", "fix"), DICT_MISTAKES)
def test_a_mistake_in_a_dict_shows_where_it_stands(
    where: Any, path: tuple[str | int, ...], problem: str, fix: str
) -> None:
    with pytest.raises(FilterError) as caught:
        parse(where)
    error = caught.value
    assert error.path == path
    assert problem in error.problem
    assert fix in error.fix
    assert str(error).endswith(error.fix)


def test_the_path_reads_like_python() -> None:
    with pytest.raises(FilterError, match=r'^where\["\$or"\]\[1\]\["category"\]\["\$inn"\]: '):
        parse({"$or": [{"a": 1}, {"category": {"$inn": []}}]})


def test_a_deep_dict_is_refused_before_it_overflows() -> None:
    where: dict[str, Any] = {"a": 1}
    for _ in range(5000):
        where = {"$not": where}
    with pytest.raises(FilterError, match="nests deeper"):
        parse(where)


@pytest.mark.parametrize("wrong", [3, ["a"], b"a = 1", ("a", 1)])
def test_other_types_are_refused(wrong: Any) -> None:
    with pytest.raises(FilterError, match="Give a dict"):
        parse(wrong)
