"""Searches: what is found, what just missed, and what a second space would have found."""

from __future__ import annotations

import pytest

from memkit.errors import SpaceError, ValidationError


def test_hits_are_those_of_the_memory(m, alice) -> None:
    found = alice.search("where does she live", k=2)
    hits = m.search("where does she live", user_id="alice", k=2)
    assert [(hit["id"], hit["score"], hit["reasons"]) for hit in found["hits"]] == [
        (hit.id, hit.score, hit.reasons) for hit in hits
    ]
    assert [hit["rank"] for hit in found["hits"]] == [1, 2]
    assert found["signals"] == ["semantic", "bm25"][: len(found["signals"])]
    assert found["best"] == pytest.approx(
        max(sum(part for part in hit.reasons.values() if part > 0) for hit in hits)
    )


def test_a_question_without_an_answer_says_so_and_draws_short_bars(m, alice) -> None:
    found = alice.search("xylophone trilobite")
    assert found["weak"]
    assert found["said"] == "Nothing close was found; the nearest are shown."
    hits = m.search("xylophone trilobite", user_id="alice")
    assert [hit["relevance"] for hit in found["hits"]] == [hit.relevance for hit in hits]
    assert all(hit["weak"] for hit in found["hits"])
    for answer in (found, alice.search("where does she live")):
        for hit in answer["hits"] + answer["below"]:
            drawn = sum(part for part in hit["reasons"].values() if part > 0) / hit["full_bar"]
            assert drawn == pytest.approx(hit["relevance"], abs=1e-6)
    near = alice.search(hits[0].memory)
    assert not near["weak"]
    assert near["said"] == ""
    assert not alice.search("", k=1)["weak"]


def test_what_came_after_the_last_hit_is_told(alice) -> None:
    found = alice.search("tea", k=1, below=2)
    assert len(found["hits"]) == 1
    assert [(hit["rank"], hit["why"]) for hit in found["below"]] == [(2, "k"), (3, "k")]


def test_what_fell_below_the_threshold_is_told(m, alice) -> None:
    scores = [hit.score for hit in m.search("green tea", user_id="alice")]
    threshold = (scores[0] + scores[1]) / 2
    found = alice.search("green tea", threshold=threshold, below=2)
    assert [hit["score"] for hit in found["hits"]] == scores[:1]
    assert [(hit["score"], hit["why"]) for hit in found["below"]] == [
        (score, "threshold") for score in scores[1:3]
    ]
    none = alice.search("green tea", threshold=scores[0] + 1)
    assert none["hits"] == []
    assert f"the best is {scores[0]:.2f}. Lower the threshold." in none["said"]


def test_a_search_stays_in_the_scope_and_the_filter(alice, texts) -> None:
    assert "The office is in Berlin" not in texts(alice.search("office in Berlin")["hits"])
    alice.where = "category = 'food'"
    found = alice.search("where does she live", k=5)
    assert {hit["metadata"]["category"] for hit in found["hits"]} == {"food"}


def test_an_empty_query_finds_nothing_and_an_empty_memory_says_what_to_do(alice, memory) -> None:
    assert alice.search("  ")["hits"] == []
    assert alice.search("  ")["code"] == ""
    said = memory.explore(user_id="nobody").search("tea")["said"]
    assert said == ("There are no memories in user_id='nobody'. Add one, or widen what is shown.")


@pytest.fixture
def two_spaces(m, make_embedder):
    m.add_space(make_embedder("other", 24), key="other", wait=True, progress=False)
    return m


def test_a_second_space_shows_how_ranks_shift(two_spaces) -> None:
    explorer = two_spaces.explore()
    query = "who lives in Porto"
    found = explorer.search(query, k=2, other="other")
    here = [hit.id for hit in two_spaces.search(query, k=50)]
    there = [hit.id for hit in two_spaces.search(query, k=50, space="other")]
    for hit in found["hits"]:
        rank = here.index(hit["id"]) + 1
        assert hit["other"] == {
            "rank": there.index(hit["id"]) + 1,
            "shift": rank - (there.index(hit["id"]) + 1),
        }
    only = [id_ for id_ in there[:2] if id_ not in here[:2]]
    assert [hit["id"] for hit in found["other_only"]] == only
    for hit in found["other_only"]:
        assert hit["rank"] == there.index(hit["id"]) + 1
        assert hit["other"]["rank"] == here.index(hit["id"]) + 1
        assert hit["other"]["shift"] == hit["other"]["rank"] - hit["rank"]
    assert found["other_space"] == "other"
    assert explorer.search(query, k=2)["hits"][0]["other"] is None


def test_the_space_of_the_explorer_is_searched(two_spaces) -> None:
    explorer = two_spaces.explore(space="other")
    assert explorer.search("tea")["space"] == "other"
    explorer.space = None
    assert explorer.search("tea")["space"] == "static-2"
    with pytest.raises(SpaceError, match="no space 'third'"):
        explorer.search("tea", space="third")
    with pytest.raises(SpaceError, match="no space 'third'"):
        two_spaces.explore(space="third")


def test_recency_and_the_reranker_are_signals(open_memory, reranker) -> None:
    memory = open_memory(reranker=reranker)
    for text in ("tea", "tea in the garden", "tea and more tea in the garden"):
        memory.add(text, user_id="a", occurred_at="2020-01-01")
    explorer = memory.explore()
    assert explorer.status()["reranker"] is True
    assert "recency" in explorer.search("tea", recency="30d")["signals"]
    assert "role" in explorer.search("tea", role_weights={"user": 0.5})["signals"]
    found = explorer.search("tea", rerank=True, k=1, below=1)
    assert found["signals"][-1] == "rerank"
    assert [hit["text"] for hit in found["hits"] + found["below"]] == ["tea", "tea in the garden"]


def test_wrong_arguments_are_refused(alice) -> None:
    for options in ({"k": 0}, {"below": -1}, {"threshold": "high"}):
        with pytest.raises(ValidationError):
            alice.search("tea", **options)
    with pytest.raises(ValidationError, match="no reranker"):
        alice.search("tea", rerank=True)


def test_ratings_come_back_with_the_hits(m, alice) -> None:
    first, second = alice.search("tea", k=2)["hits"]
    assert alice.rate("tea", first["id"], True)["said"] == "Noted as a good hit."
    alice.rate("tea", second["id"], False)
    assert [hit["rated"] for hit in alice.search("tea", k=2)["hits"]] == [True, False]
    assert m.ratings == {"tea": {first["id"]: True, second["id"]: False}}
    alice.rate("tea", first["id"], None)
    assert alice.search("tea", k=1)["hits"][0]["rated"] is None
