from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from memkit import Memory
from memkit.errors import FilterError
from memkit.filters import matches, parse

FILTERS: list[Any] = [
    {"n": 7},
    {"n": {"$gte": 4990}},
    {"n": {"$in": [1, 2500, 4999]}},
    "kind = 'rare'",
    "kind in ('rare', 'odd') and n < 2000",
    {"kind": {"$exists": False}},
    {"$not": {"kind": "plain"}},
    {"tags": {"$contains": "x3"}},
    {"nested.deep": {"$gt": 40}},
    {"when": {"$gte": "2025-03-01"}},
    {"user_id": "u7"},
    {"memory": {"$icontains": "NUMBER 42 "}},
    {"created_at": {"$gte": "2020-01-01"}, "n": {"$lt": 20}},
    {"n": {"$gt": 10**9}},
]


def item(i: int) -> dict[str, Any]:
    kind = "rare" if i % 1000 == 7 else "odd" if i % 100 == 3 else "plain"
    metadata: dict[str, Any] = {
        "n": i,
        "tags": [f"x{i % 10}", "y"],
        "nested": {"deep": i % 50},
        "when": f"2025-0{i % 9 + 1}-10",
    }
    if i % 500:
        metadata["kind"] = kind
    return {"memory": f"tea number {i} of the day", "user_id": f"u{i % 10}", "metadata": metadata}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Any:
    memory = Memory(tmp_path_factory.mktemp("many") / "m.db", durability="fast")
    memory.add_many((item(i) for i in range(5000)), progress=False)
    yield memory
    memory.close()


@pytest.fixture(scope="module")
def ranked(many: Memory) -> dict[str, Any]:
    """Every memory in the order of each mode, unfiltered."""
    return {mode: of_mode(many, mode, k=5000) for mode in ("hybrid", "vector", "text")}


def of_mode(many: Memory, mode: Any, **options: Any) -> Any:
    # What late interaction adds depends on the other candidates, which a filter changes.
    return many.search("a cup of tea", mode=mode, late_interaction=False, **options)


@pytest.mark.parametrize("mode", ["hybrid", "vector", "text"])
@pytest.mark.parametrize("where", FILTERS, ids=str)
def test_the_filter_comes_before_the_cut(
    many: Memory, ranked: dict[str, Any], where: Any, mode: Any
) -> None:
    tree = parse(where)
    assert tree is not None
    everything = ranked[mode]
    assert len(everything) == 5000
    expected = {hit.id for hit in everything if matches(tree, hit)}
    for k in (3, 200):
        hits = of_mode(many, mode, where=where, k=k)
        assert len(hits) == min(k, len(expected))
        assert {hit.id for hit in hits} <= expected
        # The best of those that pass, in the order that they have without the filter.
        scores = sorted((hit.score for hit in everything if hit.id in expected), reverse=True)
        assert [hit.score for hit in hits] == pytest.approx(scores[: len(hits)], abs=1e-5)
    assert many.count(where=where) == len(expected)


def test_filter_scope_and_threshold_together(many: Memory) -> None:
    where = {"n": {"$lt": 300}}
    hits = many.search("tea number 21", user_id="u1", where=where, k=100)
    assert {hit.metadata["n"] for hit in hits} == set(range(1, 300, 10))
    assert hits[0].metadata["n"] == 21
    kept = many.search("tea number 21", user_id="u1", where=where, k=100, threshold=hits[4].score)
    assert {hit.id for hit in kept} == {hit.id for hit in hits if hit.score >= hits[4].score}


@pytest.mark.parametrize(
    "where",
    [
        {"n": {"$like": 1}},
        "n >",
        "n = 'a",
        {"$and": 5},
        {"created_at": {"$gt": "soon"}},
        5,
        [1],
        "(" * 300 + "n = 1" + ")" * 300,
    ],
    ids=lambda where: str(where)[:20],
)
def test_every_verb_refuses_what_it_can_not_understand(many: Memory, where: Any) -> None:
    verbs: list[Callable[[], Any]] = [
        lambda: many.search("tea", where=where),
        lambda: many.get_all(where=where),
        lambda: many.count(where=where),
        lambda: many.delete_all(user_id="u1", where=where),
        lambda: many.duplicates(where=where),
        lambda: many.as_of(5).search("tea", where=where),
    ]
    for verb in verbs:
        with pytest.raises(FilterError) as caught:
            verb()
        assert str(caught.value).endswith(caught.value.fix)
        str(caught.value).encode()
    assert many.count() == 5000


def test_an_error_can_always_be_printed(many: Memory) -> None:
    for where in ({"\ud800": 1}, {"a": {"$eq": "\udc00"}}, "a = '\ud800'"):
        with pytest.raises(FilterError) as caught:
            many.count(where=where)
        str(caught.value).encode()


def test_pages_are_complete_in_order_and_stable(open_memory: Callable[..., Memory]) -> None:
    memory = open_memory(":memory:")
    memory.add_many(({"memory": f"m{i}", "n": i} for i in range(100)), user_id="a", progress=False)
    seen: list[str] = []
    cursor, pages = None, 0
    rng = random.Random(0)
    while True:
        page = memory.get_all(user_id="a", where={"n": {"$gte": 10}}, limit=7, cursor=cursor)
        seen += [record.memory for record in page]
        pages += 1
        # What happens between pages neither repeats nor hides what was there all the time.
        memory.delete(memory.add(f"late {pages}", user_id="a", metadata={"n": 5})[0].id)
        if seen and pages < 5:
            victim = memory.get_all(user_id="a", where={"n": rng.randrange(10, 14)})
            for record in victim:
                memory.delete(record.id)
        cursor = page.cursor
        if cursor is None:
            break
    assert len(seen) == len(set(seen))
    assert [text for text in seen if int(text[1:]) >= 17] == [f"m{i}" for i in range(17, 100)]
    assert pages == 13


def test_a_full_last_page_has_no_cursor(memory: Memory) -> None:
    memory.add([f"m{i}" for i in range(10)], user_id="a")
    page = memory.get_all(user_id="a", limit=10)
    assert (len(page), page.cursor) == (10, None)
    page = memory.get_all(user_id="a", limit=9)
    assert [r.memory for r in memory.get_all(user_id="a", limit=9, cursor=page.cursor)] == ["m9"]
    assert memory.get_all(user_id="nobody") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"limit": 0},
        {"limit": -1},
        {"limit": True},
        {"limit": 2.0},
        {"limit": 10**30},
        {"cursor": "x"},
        {"cursor": "-1"},
        {"cursor": 5},
        {"cursor": ""},
        {"cursor": "9" * 30},
    ],
    ids=str,
)
def test_a_wrong_page_is_a_memkit_error(memory: Memory, wrong: dict[str, Any]) -> None:
    from memkit.errors import MemkitError

    with pytest.raises(MemkitError):
        memory.get_all(user_id="a", **wrong)
