"""compare(): which memories and spaces, and what a comparison holds."""

from __future__ import annotations

import time
import warnings
from importlib.util import find_spec

import numpy as np
import pytest

from memkit.comparison import Comparison, compare
from memkit.comparison.derived import InMemory
from memkit.domain.records import Price
from memkit.engine.engine import MemkitWarning
from memkit.errors import NotFoundError, ValidationError

needs_umap = pytest.mark.skipif(find_spec("umap") is None, reason="umap-learn is not installed")


def test_all_memories_of_a_scope_in_all_spaces(two_spaces):
    found = compare(two_spaces)

    assert found.spaces == ("first", "second")
    assert len(found) == 60
    assert len(compare(two_spaces, user_id="alice")) == 30
    assert len(compare(two_spaces, where="category = 'food'")) == 20
    assert {record.user_id for record in compare(two_spaces, user_id="bob").memories} == {"bob"}


def test_vectors_and_positions_are_rows_of_the_memories(two_spaces, make_embedder):
    found = compare(two_spaces, "second", "first")

    assert found.vectors("second").shape == (60, 12)
    assert found.positions["first"].shape == (60, 2)
    embedder = make_embedder("second", 12)
    np.testing.assert_allclose(
        found.vectors("second")[7], embedder.vector(found.memories[7].memory), atol=1e-6
    )


def test_the_first_picture_is_pca_and_needs_no_package(two_spaces):
    found = compare(two_spaces)

    assert found.projection == "pca"
    assert found.wanted == "umap"
    assert repr(found) == "<Comparison of 'first', 'second': 60 memories, pca, started>"


@needs_umap
def test_refine_draws_what_was_asked_for(two_spaces):
    found = compare(two_spaces, projection="umap").refine()

    assert found.projection == "umap"
    assert np.isfinite(found.positions["second"]).all()
    assert found.project("pca", dims=3).positions["first"].shape == (60, 3)


@needs_umap
def test_a_picture_that_was_drawn_once_is_there_at_once(two_spaces, monkeypatch):
    cache = InMemory()
    first = compare(two_spaces, cache=cache).refine()
    monkeypatch.setattr("memkit.comparison.computed.lay_out", None)

    again = compare(two_spaces, cache=cache)

    assert again.projection == "umap"
    np.testing.assert_array_equal(again.positions["first"], first.positions["first"])


def test_a_changed_text_makes_another_picture(two_spaces):
    cache = InMemory()
    before = compare(two_spaces, cache=cache)
    two_spaces.update(before.ids[0], "something else altogether")

    after = compare(two_spaces, cache=cache)

    assert not np.allclose(before.positions["first"], after.positions["first"])


def test_a_sample_is_stated_and_a_query_still_finds_the_rest(two_spaces):
    found = compare(two_spaces, sample=20)

    assert len(found) == 20
    assert found.notes == ("showing 20 of 60, by density",)
    text = next(r.memory for r in two_spaces.get_all() if r.id not in set(found.ids))
    assert found.query(text).found["first"][0].memory == text


def test_memories_without_a_vector_are_left_out_and_counted(two_spaces, flaky, provider_down):
    flaky.model = "third"
    two_spaces.add_space(flaky, key="third", wait=True, progress=False)
    flaky.error = provider_down("third")
    with pytest.warns(MemkitWarning, match="could not embed"):
        two_spaces.add("boat without a place in the third space", user_id="alice")

    found = compare(two_spaces, "first", "third")

    assert len(found) == 60
    assert found.notes == (
        "third: 60 of 61 embedded, and the job fill 'third' is not running; "
        "m.add_space('third') goes on",
        "1 without a vector in 'third' are left out",
    )


def test_an_embedder_without_a_space_embeds_the_sample_only(two_spaces, make_embedder):
    candidate = make_embedder("candidate", 8)

    with pytest.warns(MemkitWarning, match="15 texts are embedded for this comparison only, in 1"):
        found = compare(two_spaces, "first", candidate, sample=15)

    assert found.spaces == ("first", "candidate")
    assert len(candidate.seen) == 15
    assert [space.key for space in two_spaces.spaces] == ["first", "second"]
    assert found.query("boat sail").found["candidate"][0].cosine > 0


def test_what_a_sample_costs_is_told_first(two_spaces, make_embedder):
    candidate = make_embedder("candidate", 8)
    candidate.price = Price(input=20.0)
    told = []

    def embed_batch(texts, *, kind):
        told.append([str(one.message) for one in caught])
        return type(candidate).embed_batch(candidate, texts, kind=kind)

    candidate.embed_batch = embed_batch
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compare(two_spaces, "first", candidate, sample=15)

    assert len(told) == 1
    assert "15 texts are embedded for this comparison only, in 1 call of about" in told[0][0]
    assert "together, for about $0.00" in told[0][0]


def test_a_selection_reaches_what_a_sample_leaves_out(open_memory):
    memory = open_memory()
    memory.add_space("hash", wait=True, progress=False)
    memory.add_many(
        [{"memory": f"note {n} of day {n % 365}", "user_id": "alice"} for n in range(30_000)],
        progress=False,
    )
    memory.add_space("hash", wait=True, progress=False)

    found = compare(memory, projection="pca")

    assert len(found) == 20_000
    assert found.notes == (
        "laid out and measured on 20,000 of 30,000, by density; "
        "the others are placed between these",
    )
    assert [record.id for record in found.placed] == [
        record.id for record in found._corpus.records(found._rest)
    ]
    assert found.placed_clusters("static-2").shape == (10_000,)
    assert found.rest_positions()["hash"].shape == (10_000, 2)
    assert np.isfinite(found.rest_positions()["static-2"]).all()
    found.select_rows(np.arange(15_000, 25_000))
    assert len(set(found.selection)) == 10_000
    left_out = set(found.selection) - set(found.ids)
    assert len(left_out) == 5_000
    assert set(found.rows_of(sorted(left_out))) == set(range(20_000, 25_000))


def test_the_code_of_a_comparison_makes_it_again(two_spaces):
    found = compare(two_spaces, user_id="alice", where="category = 'food'", k=5, sample=7)

    again = eval(f"compare(two_spaces, {', '.join(found._call)})")

    assert again.ids == found.ids
    assert (again.k, again.notes) == (found.k, found.notes)


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (["first"], {}, "1 different spaces"),
        (["first", "first"], {}, "1 different spaces"),
        ([], {"projection": "mds"}, "projection is 'mds'"),
        ([], {"layout": "stacked"}, "layout is 'stacked'"),
        ([], {"dims": 4}, "dims is 4"),
        ([], {"k": 0}, "k is 0"),
        ([], {"sample": 0}, "sample is 0"),
        ([], {"user_id": "nobody"}, "no memories to compare"),
    ],
)
def test_what_can_not_be_compared_is_refused(two_spaces, arguments, options, message):
    with pytest.raises(ValidationError, match=message):
        compare(two_spaces, *arguments, **options)


def test_an_unknown_space_of_a_comparison_is_refused(two_spaces):
    with pytest.raises(ValidationError, match="'third' is not compared here"):
        compare(two_spaces).vectors("third")


def test_the_selection_is_a_list_of_known_ids(two_spaces):
    found = compare(two_spaces)

    found.selection = [*found.ids[:2], found.ids[0]]

    assert found.selection == found.ids[:2]
    with pytest.raises(NotFoundError, match="'nowhere'"):
        found.selection = ["nowhere"]
    with pytest.raises(ValidationError, match="list of ids"):
        found.selection = found.ids[0]


def test_one_memory_can_be_looked_at(open_memory, make_embedder):
    memory = open_memory(embedder=make_embedder("first"))
    memory.add_space(make_embedder("second"), key="second", wait=True, progress=False)
    memory.add("alone", user_id="alice")

    found = compare(memory)

    assert found.positions["first"].tolist() == [[0, 0]]
    assert np.isnan(found.overlap).all()
    assert found.disagreements()[0].neighbours["first"] == ()
    assert found.query("alone").found["second"][0].rank == 1


def test_arrays_without_a_memory(two_spaces):
    taken = compare(two_spaces)

    found = Comparison.from_arrays(
        taken.memories, {space: taken.vectors(space) for space in taken.spaces}
    )

    np.testing.assert_array_equal(found.overlap, taken.overlap)
    with pytest.raises(ValidationError, match="shape"):
        Comparison.from_arrays(taken.memories, {"a": np.zeros((3, 2)), "b": np.zeros((60, 2))})


def test_a_comparison_comes_within_a_second(two_spaces):
    compare(two_spaces)
    started = time.perf_counter()

    compare(two_spaces)

    assert time.perf_counter() - started < 1
