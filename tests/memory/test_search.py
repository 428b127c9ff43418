from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from memkit import MemkitWarning, Memory
from memkit.errors import MemkitError, SpaceError, ValidationError

FACTS = [
    "She moved to Lisbon in March and rents a flat near the river",
    "Her favourite food is grilled sardines",
    "She works as a nurse in a children's hospital",
    "Her brother Tom plays the cello",
    "She is allergic to cats",
    "They plan a trip to Kyoto next spring",
]
MODES = ("hybrid", "vector", "text")


@pytest.fixture
def facts(memory: Memory) -> Memory:
    memory.add(FACTS, user_id="alice")
    return memory


def test_the_answer_comes_first_even_in_other_words(facts: Memory) -> None:
    assert facts.search("where does she live?", user_id="alice")[0].memory == FACTS[0]
    assert (
        facts.search("which instrument does her sibling play", user_id="alice")[0].memory
        == FACTS[3]
    )
    assert facts.search("what is her job", user_id="alice")[0].memory == FACTS[2]


@pytest.mark.parametrize("mode", MODES)
def test_best_first_no_more_than_k_and_no_repeats(facts: Memory, mode: Any) -> None:
    hits = facts.search("She moved to Lisbon, her brother, her food", user_id="alice", mode=mode)
    assert hits
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.id for hit in hits}) == len(hits)
    for k in (1, 2, 3):
        assert [
            h.id
            for h in facts.search(
                "She moved to Lisbon, her brother, her food", user_id="alice", mode=mode, k=k
            )
        ] == [h.id for h in hits[:k]]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("n", [50, 6000])
def test_fewer_hits_are_the_beginning_of_more_hits_also_among_equals(
    open_memory: Callable[..., Memory], mode: Any, n: int
) -> None:
    # Equal scores stand in the order in which they were stored, wherever the list is cut.
    memory = open_memory(":memory:")
    memory.add_many(
        ({"memory": "the same cup of tea", "run_id": f"r{i:05}"} for i in range(n)),
        user_id="a",
        progress=False,
    )
    many = [hit.id for hit in memory.search("tea", user_id="a", k=40, mode=mode)]
    few = [hit.id for hit in memory.search("tea", user_id="a", k=5, mode=mode)]
    assert few == many[:5]


def test_all_hits_if_they_are_fewer_than_k(facts: Memory) -> None:
    assert len(facts.search("sardines", user_id="alice", k=1000)) == len(FACTS)
    assert len(facts.search("sardines", user_id="alice", mode="text", k=1000)) == 1


def test_an_empty_memory_finds_nothing(memory: Memory) -> None:
    for mode in MODES:
        assert memory.search("anything", mode=mode) == []
    assert memory.search("anything", user_id="nobody", where={"a": 1}) == []
    memory.add("x", user_id="a")
    assert memory.search("anything", user_id="nobody", recency="1d") == []


def test_several_queries_are_fused(facts: Memory) -> None:
    hits = facts.search(["Lisbon flat", "cello brother"], user_id="alice", k=3)
    assert {FACTS[0], FACTS[3]} == {hit.memory for hit in hits[:2]}
    assert len(hits) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    # Each memory once; the score is the mean over the queries.
    alone = [
        {hit.id: hit.score for hit in facts.search(q, user_id="alice", k=100)}
        for q in ("Lisbon flat", "cello brother")
    ]
    for hit in hits:
        assert hit.score == pytest.approx(sum(a.get(hit.id, 0.0) for a in alone) / 2, abs=1e-6)
    swapped = facts.search(["cello brother", "Lisbon flat"], user_id="alice", k=3)
    assert [hit.id for hit in swapped] == [hit.id for hit in hits]
    same = facts.search(["Lisbon flat", "Lisbon flat"], user_id="alice", k=3)
    assert [(h.id, h.score) for h in same] == [
        (h.id, h.score) for h in facts.search("Lisbon flat", user_id="alice", k=3)
    ]


@pytest.mark.parametrize("query", ["", "   ", [], ["x", ""], ["x", None], None, 5, b"x"])
def test_a_query_must_ask_something(facts: Memory, query: Any) -> None:
    with pytest.raises(ValidationError):
        facts.search(query, user_id="alice")


@pytest.mark.parametrize(
    "wrong",
    [
        {"k": 0},
        {"k": -1},
        {"k": 1.5},
        {"k": True},
        {"k": "3"},
        {"mode": "magic"},
        {"recency": "soon"},
        {"recency": 0},
        {"recency": -1},
        {"recency": []},
        {"recency": True},
        {"threshold": "0.5"},
        {"threshold": float("nan")},
        {"rerank": True},
        {"space": "none"},
        {"user_id": ""},
        {"where": "priority >"},
        {"where": 5},
    ],
)
def test_wrong_arguments_are_memkit_errors(facts: Memory, wrong: dict[str, Any]) -> None:
    with pytest.raises(MemkitError) as caught:
        facts.search("x", **{"user_id": "alice", **wrong})
    assert str(caught.value).endswith(caught.value.fix)


@pytest.mark.parametrize("mode", MODES)
def test_threshold_keeps_exactly_what_scores_as_much(facts: Memory, mode: Any) -> None:
    query = "She moved to Lisbon with her brother and cats"
    hits = facts.search(query, user_id="alice", mode=mode)
    assert len(hits) >= 3
    for i, hit in enumerate(hits):
        kept = facts.search(query, user_id="alice", mode=mode, threshold=hit.score)
        assert [h.id for h in kept] == [h.id for h in hits[: i + 1]]
    assert facts.search(query, user_id="alice", mode=mode, threshold=hits[0].score + 0.01) == []


def test_explain_says_what_the_score_was_made_from(facts: Memory) -> None:
    (hit,) = facts.search("the sardines of Lisbon", user_id="alice", k=1, explain=True)
    assert set(hit.details) >= {"cosine", "bm25", "matched_terms"}
    assert hit.details["matched_terms"] == ["sardin"] or hit.details["matched_terms"] == ["lisbon"]
    assert facts.search("sardines", user_id="alice", k=1)[0].details == {}


def test_the_text_index_and_vectors_follow_every_change(facts: Memory) -> None:
    for i in range(30):
        (added,) = facts.add(f"Note {i} about zebra{i}", user_id="alice")
        assert facts.search(f"zebra{i}", user_id="alice", mode="text")[0].id == added.id
        if i % 2:
            facts.update(added.id, f"Note {i} about giraffe{i}")
            assert facts.search(f"zebra{i}", user_id="alice", mode="text") == []
            assert facts.search(f"giraffe{i}", user_id="alice", k=1)[0].id == added.id
        else:
            facts.delete(added.id)
            assert added.id not in {h.id for h in facts.search(f"zebra{i}", user_id="alice", k=100)}
    assert facts.doctor().ok


def test_a_search_writes_nothing(facts: Memory, path: Any) -> None:
    before = facts.events()
    facts.search("Lisbon", user_id="alice", recency="30d", explain=True)
    assert facts.events() == before
    assert (
        facts.get_all(user_id="alice")[0].updated_at == facts.get_all(user_id="alice")[0].created_at
    )


def test_results_can_be_shown(facts: Memory) -> None:
    hits = facts.search("Lisbon", user_id="alice")
    assert FACTS[0][:30] in repr(hits)
    assert "nothing" in repr(facts.search("x", user_id="nobody"))
    assert (hits.query, hits.space) == ("Lisbon", "static-2")
    assert "memory.db" in repr(facts)


def test_a_space_that_is_not_filled_is_refused(
    open_memory: Callable[..., Memory], flaky: Any, provider_down: Callable[[], Exception]
) -> None:
    memory = open_memory()
    memory.add("I like tea", user_id="a")
    flaky.error = provider_down()
    with pytest.warns(UserWarning, match="stopped"), pytest.raises(MemkitError, match="down"):
        memory.add_space(flaky, wait=True, progress=False)
    with pytest.raises(SpaceError, match="not filled"):
        memory.search("tea", user_id="a", space="flaky")
    assert memory.search("tea", user_id="a")


@pytest.mark.parametrize("at", [":memory:", None])
def test_threads_add_and_search_one_memory_at_once(
    open_memory: Callable[..., Memory], at: Any
) -> None:
    memory = open_memory(at)
    failures: list[BaseException] = []

    def work(n: int) -> None:
        try:
            for i in range(12):
                (added,) = memory.add(f"thread {n} says word{n}x{i}", user_id=f"u{n}")
                hits = memory.search(f"word{n}x{i}", user_id=f"u{n}", mode="text")
                assert [hit.id for hit in hits] == [added.id]
                assert {hit.user_id for hit in memory.search("says", user_id=f"u{n}")} == {f"u{n}"}
                memory.add("everyone says this", user_id="all")
        except BaseException as error:  # noqa: BLE001 - told below
            failures.append(error)

    threads = [threading.Thread(target=work, args=[n]) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert memory.count() == 6 * 12 + 1
    assert memory.doctor().ok


def test_threads_that_come_and_go_leave_no_open_files(memory: Memory) -> None:
    import os

    def descriptors() -> int:
        return len(os.listdir("/proc/self/fd"))

    def read() -> None:
        thread = threading.Thread(target=lambda: memory.get_all(user_id="a"))
        thread.start()
        thread.join()

    for _ in range(5):
        read()
    before = descriptors()
    for _ in range(40):
        read()
    assert descriptors() <= before + 10


@pytest.mark.parametrize("mode", ["hybrid", "text", "vector"])
def test_of_a_query_that_is_a_book_the_beginning_is_searched_for(memory: Memory, mode: Any) -> None:
    memory.add("The lighthouse keeper", user_id="a")
    query = " " * 200_000 + "lighthouse " * 100_000
    with pytest.warns(MemkitWarning, match="1,300,000 characters; the first 100,000"):
        hits = memory.search(query, user_id="a", mode=mode)
    assert [hit.memory for hit in hits] == ["The lighthouse keeper"]
