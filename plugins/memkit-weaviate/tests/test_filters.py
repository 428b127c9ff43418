"""Which filters are left to Weaviate, and that the others are exact all the same.

All through the stand-in, which is no substitute for Weaviate; see `wire`.
"""

import pytest
from helpers import QUERY, Journal, fill, found, rows_with, select, store_on
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from memkit_weaviate.collection import MOST_NUMBERS
from weaviate.proto.v1 import search_get_pb2

from memkit.domain.records import Scope
from memkit.errors import FilterError
from memkit.filters import Compare, Not
from memkit.testing import DictContext

METADATA = [
    {"n": 1, "s": "Lisbon", "tags": ["red", 7], "deep": {"x": 2.5}, "when": "2025-03-01"},
    {"n": 3.0, "s": "Berlin", "tags": [], "b": True, "when": "2025-04-01T12:00:00Z"},
    {"n": 2**53 + 1, "s": " Lisbon ", "gap": None, "tags": [True, None]},
    {"n": -(2**62), "s": "lisbon", "tags": "red", "deep": {"x": "2.5"}},
    {"n": "3", "s": "x" * 5000, "tags": ["Red", 7.0], "b": False},
    {"s": 3, "": {"": 1}, "a.b": 1, "a": {"b": 2}, "n": 0.1},
]

NATIVE = [
    "n = 3",
    "n != 3",
    "n in (1, 3)",
    "n not in (1, 3)",
    "n > 1",
    "n >= 1 and n < 3.5",
    "n <= -5",
    "n = 9007199254740993",
    "s = 'Lisbon'",
    "s in ('Lisbon', 'Berlin', null)",
    "s = ' Lisbon '",
    "gap = null",
    "gap != null",
    "b = true",
    "b != true",
    "deep.x > 2",
    "`a.b` = 1",
    "a.b = 2",
    "not (n = 3 or b = false)",
    "created_at >= '2025-02-19' and updated_at < '2025-02-20'",
    "expires_at = null",
    "type = 'semantic'",
    "role = null",
    "user_id = 'alice'",
    "memory = 'memory 2'",
    {"gap": {"$exists": True}},
    {"tags": {"$exists": False}},
    {"tags": {"$contains": 7}},
    {"tags": {"$contains": None}},
    {"n": {"$exists": True}},
]

CHECKED = [
    "s > 'C'",
    "s contains 'isb'",
    "s icontains 'LIS'",
    "tags contains 'red'",
    "tags icontains 'red'",
    "not s contains 'isb'",
    "when >= '2025-03-15'",
    "not when >= '2025-03-15'",
    "n > 9007199254740992",
    "n < -9007199254740993",
    "memory contains '2'",
    "user_id > 'a'",
    "n = 3 or s contains 'isb'",
    "b = true and s contains 'erl'",
    {"s": {"$in": ["Lisbon"]}, "when": {"$lt": "2025-03-15"}},
]


@pytest.fixture
def context():
    return Journal()


@pytest.fixture
def store(server, context):
    made = store_on(server, context)
    fill(made, context, rows_with(METADATA))
    return made


def expected(context, selection):
    return DictContext.allowed_keys(context, selection).tolist()


@pytest.mark.parametrize("written", NATIVE, ids=str)
def test_weaviate_evaluates(store, server, context, written):
    selection = select(written)
    before = len(server.calls(search_get_pb2.SearchRequest))
    assert found(store, selection) == expected(context, selection)
    assert context.asked == []
    assert len(server.calls(search_get_pb2.SearchRequest)) <= before + 1


@pytest.mark.parametrize("written", CHECKED, ids=str)
def test_the_journal_has_the_last_word(store, context, written):
    selection = select(written)
    wanted = expected(context, selection)
    assert found(store, selection) == wanted
    assert context.asked
    assert "all" not in context.asked, "what may match was few, and the journal looked at it only"


def test_what_surely_fails_is_not_asked(store, server):
    before = len(server.calls(search_get_pb2.SearchRequest))
    assert found(store, select("nowhere > 3 and s = 'Lisbon'")) == []
    assert found(store, select({"s": {"$in": []}})) == []
    assert len(server.calls(search_get_pb2.SearchRequest)) == before


def test_the_journal_is_asked_for_all_where_few_of_many_pass(server, context):
    store = store_on(server, context)
    many = [{"s": f"note {number}"} for number in range(600)]
    keys = fill(store, context, rows_with(many, seed=4))
    selection = select("s contains 'note 59'")
    assert found(store, selection, k=5) == sorted(
        context.scores("a", QUERY, selection)[0].tolist()[:5]
    )
    context.asked.clear()
    assert found(store, selection, k=300) == expected(context, selection)
    assert set(expected(context, selection)) < set(keys)


def test_more_results_than_the_server_gives_at_once(server, context):
    store = store_on(server, context, max_results=50)
    keys = fill(store, context, rows_with([{"n": number} for number in range(170)], seed=5))
    assert found(store, select()) == keys
    best = store.search("a", QUERY, k=60, selection=select())
    assert best.keys.tolist() == context.scores("a", QUERY, select())[0].tolist()[:60]
    limits = [asked.limit for asked in server.calls(search_get_pb2.SearchRequest)]
    assert max(limits[-4:]) <= 50


def test_an_older_server_is_asked_no_negation(server, context):
    server.version = "1.32.0"
    store = store_on(server, context)
    fill(store, context, rows_with(METADATA))
    for written in ("n != 3", "not (n = 3 or b = false)", "gap = null", "role = null"):
        selection = select(written)
        assert found(store, selection) == expected(context, selection)
        assert context.asked


def test_keys_beyond_the_room_for_numbers_go_by_the_journal(server, context):
    store = store_on(server, context)
    wide = {f"key{number}": number for number in range(MOST_NUMBERS + 5)}
    fill(store, context, rows_with([wide, {"late": 3}, {"late": 1}]))
    for name in (*list(wide)[:: MOST_NUMBERS // 4], *list(wide)[-5:], "late"):
        selection = select({name: {"$gte": 2}})
        assert found(store, selection) == expected(context, selection), name
    assert context.asked
    properties = server.data.classes[next(iter(server.data.classes))].schema["properties"]
    assert sum(each["name"].startswith("number_") for each in properties) == MOST_NUMBERS


def test_a_reader_sees_keys_that_another_process_brought(server, context):
    reader = store_on(server, context)
    reader.open_space(context.open_space("a", 8))
    writer = store_on(server, context)
    writer.open_space(context.spaces["a"])
    fill(writer, context, rows_with([{"new": 1}, {"new": 5}]))
    reader.position()
    assert found(reader, select("new > 2")) == [2]


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    st.sampled_from(["2025-03-01", "2025-03-01T00:00:00+00:00", " a", "a ", "a", "A", 1, 1.0, "1"]),
)
OPERATORS = st.sampled_from(["$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$contains", "$icontains"])


@settings(
    max_examples=40,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    stored=st.lists(st.one_of(VALUES, st.lists(VALUES, max_size=3)), min_size=3, max_size=6),
    op=OPERATORS,
    operand=VALUES,
    negated=st.booleans(),
)
def test_any_value_against_any_other(server, stored, op, operand, negated):
    try:
        tree = Compare(("v",), op, operand)
    except FilterError:
        return
    context = Journal()
    store = store_on(server, context)
    fill(store, context, rows_with([{"v": value} for value in stored] + [{}]))
    selection = select()
    selection = type(selection)(
        scope=Scope(), where=Not(tree) if negated else tree, now=selection.now
    )
    assert found(store, selection) == expected(context, selection)
    store.clear()
