"""Query drift and the A/B test of embedders."""

from __future__ import annotations

import numpy as np
import pytest

from memkit.comparison import Comparison, compare, reports
from memkit.errors import NotFoundError, SpaceError, ValidationError


def test_each_space_finds_what_a_vector_search_finds(two_spaces):
    found = compare(two_spaces)

    drift = found.query("boat anchor", k=5)

    for space in found.spaces:
        hits = two_spaces.search("boat anchor", space=space, mode="vector", k=5)
        assert [one.cosine for one in drift.found[space]] == pytest.approx(
            [hit.score for hit in hits], abs=1e-5
        )
        assert [one.relevance for one in drift.found[space]] == pytest.approx(
            [hit.relevance for hit in hits], abs=1e-5
        )


def test_a_query_says_which_spaces_find_nothing_close(two_spaces):
    found = compare(two_spaces)

    far = found.query("xylophone trilobite")
    assert far.weak == tuple(found.spaces)
    assert str(far).count("nothing close") == 2
    answer = reports.answer(found, far)
    assert answer["weak"] == list(found.spaces)
    assert all(shift["weak"] for shift in answer["shifts"])
    near = found.query(two_spaces.get_all(limit=1)[0].memory)
    assert near.weak == ()
    assert not all(shift["weak"] for shift in reports.answer(found, near)["shifts"])


def test_ranks_shift_between_spaces(two_spaces):
    found = compare(two_spaces)

    drift = found.query("soup salt", k=4)

    for shift in drift.shifts:
        for space in found.spaces:
            top = {one.id: one.rank for one in drift.found[space]}
            assert top.get(shift.id, shift.ranks[space]) == shift.ranks[space]
            assert (shift.id in top) == (shift.ranks[space] <= 4)
    moves = [abs(shift.by) for shift in drift.shifts]
    assert moves == sorted(moves, reverse=True)


def test_the_star_lies_on_the_memory_that_says_the_same(two_spaces):
    found = compare(two_spaces)

    drift = found.query(found.memories[11].memory)

    for space in found.spaces:
        np.testing.assert_allclose(drift.stars[space], found.positions[space][11], atol=0.05)


def test_labelled_queries_tell_the_better_space(two_spaces, make_embedder):
    taken = compare(two_spaces)
    chance = np.random.default_rng(0)

    embedder = make_embedder("first", 24)
    noise = chance.standard_normal(taken.vectors("first").shape).astype(np.float32)
    found = Comparison.from_arrays(
        taken.memories,
        {"noise": noise, "good": taken.vectors("first")},
        embedders={"noise": embedder, "good": embedder},
    )
    labelled = {record.memory: [record.id] for record in taken.memories[:20]}

    result = found.evaluate(labelled, k=3)

    good, bad = result.spaces["good"], result.spaces["noise"]
    assert good.recall.mean == good.mrr.mean == good.ndcg.mean == pytest.approx(1)
    assert bad.recall.mean < 0.5
    assert bad.difference == {}
    assert good.difference["mrr"].low > 0
    assert result.queries == 20


def test_a_query_must_say_something_and_have_answers(two_spaces):
    found = compare(two_spaces)

    with pytest.raises(ValidationError, match="The query is"):
        found.query("  ")
    with pytest.raises(ValidationError, match="no labelled queries"):
        found.evaluate({})
    with pytest.raises(ValidationError, match="relevant memories"):
        found.evaluate({"boat": []})
    with pytest.raises(NotFoundError, match="'nowhere'"):
        found.evaluate({"boat": ["nowhere"]})


def test_arrays_alone_can_not_be_asked(two_spaces):
    taken = compare(two_spaces)
    found = Comparison.from_arrays(
        taken.memories, {space: taken.vectors(space) for space in taken.spaces}
    )

    with pytest.raises(SpaceError, match="no embedder of space 'first'"):
        found.query("boat")


def test_the_default_embedder_weights_words_as_a_search_does(open_memory):
    memory = open_memory()
    memory.add_space("hash", wait=True, progress=False)
    for text in ("the boat leaks", "the soup burns", "the choir sings", "the boat sails away"):
        memory.add(text, user_id="alice")

    drift = compare(memory).query("what about the boat", k=2)

    hits = memory.search("what about the boat", space="static-2", mode="vector", k=2)
    assert [one.cosine for one in drift.found["static-2"]] == pytest.approx(
        [hit.score for hit in hits], abs=1e-5
    )


def test_hits_count_the_questions_that_found_a_memory(two_spaces):
    found = compare(two_spaces)
    assert found.asked == []
    assert found.hit_counts.tolist() == [0] * 60

    asked = ["soup salt", "boat anchor", "choir"]
    top = [found.query(text, k=3).found for text in [*asked, "choir"]][:3]
    found.evaluate({"bread": [found.ids[0]]}, k=3)
    top.append(found.query("bread", k=3).found)

    assert found.asked == [*asked, "bread"]
    for row, id_ in enumerate(found.ids):
        in_top = [any(one.id == id_ for near in best.values() for one in near) for best in top]
        assert found.hit_counts[row] == sum(in_top)


def test_ratings_are_evaluated_by_default(two_spaces):
    found = compare(two_spaces, user_id="alice")
    with pytest.raises(ValidationError, match=r"Rate hits with m\.rate"):
        found.evaluate()
    for record in found.memories[:5]:
        two_spaces.rate(record.memory, record.id)
        two_spaces.rate(record.memory, found.ids[9], False)
    strange = compare(two_spaces, user_id="bob").ids[0]
    two_spaces.rate("of somebody else", strange)

    result = found.evaluate()

    assert result.queries == 5
    assert result.spaces["first"].mrr.mean == 1
    assert found.evaluation is result


def test_what_was_deleted_since_is_still_in_the_comparison(two_spaces):
    found = compare(two_spaces)
    gone = found.memories[3]
    two_spaces.delete(gone.id)

    assert found.query(gone.memory).found["first"][0].id == gone.id
    assert gone.id not in compare(two_spaces).ids
