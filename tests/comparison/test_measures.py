"""The numbers of a comparison, against brute force on its own vectors."""

from __future__ import annotations

from importlib.util import find_spec
from itertools import combinations

import numpy as np
import pytest

from memkit.comparison import Comparison, compare

needs_sklearn = pytest.mark.skipif(
    find_spec("sklearn") is None, reason="scikit-learn is not installed"
)


def brute_neighbours(vectors, k):
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = np.round(units.astype(np.float64) @ units.T.astype(np.float64), 5)
    np.fill_diagonal(cosines, -9)
    return [set(np.argsort(-row, kind="stable")[:k].tolist()) for row in cosines]


def test_overlap_is_that_of_brute_force(two_spaces):
    found = compare(two_spaces, k=7)

    first, second = (brute_neighbours(found.vectors(space), 7) for space in found.spaces)
    expected = [len(a & b) / 7 for a, b in zip(first, second, strict=True)]

    # Equal cosines may be cut differently at the seventh place.
    assert np.abs(found.overlap - expected).mean() < 0.02


def test_a_space_agrees_with_itself(two_spaces):
    taken = compare(two_spaces)
    same = Comparison.from_arrays(
        taken.memories, {"a": taken.vectors("first"), "b": 3 * taken.vectors("first")}
    )

    assert (same.overlap == 1).all()


@needs_sklearn
def test_metrics_of_two_equal_spaces(two_spaces):
    taken = compare(two_spaces)
    same = Comparison.from_arrays(
        taken.memories, {"a": taken.vectors("first"), "b": 3 * taken.vectors("first")}
    )

    pair = same.metrics.pairs[0]

    assert pair.overlap == 1
    assert pair.cka == pytest.approx(1)
    assert pair.rank_correlation == pytest.approx(1, abs=1e-4)
    assert pair.ari == pytest.approx(1)
    assert same.metrics.spaces[1].disparity == pytest.approx(0, abs=1e-5)


@needs_sklearn
def test_metrics_have_every_space_and_every_pair(two_spaces, make_embedder):
    two_spaces.add_space(make_embedder("third", 6), key="third", wait=True, progress=False)
    found = compare(two_spaces)

    metrics = found.metrics

    assert [one.space for one in metrics.spaces] == list(found.spaces)
    assert [(one.first, one.second) for one in metrics.pairs] == list(combinations(found.spaces, 2))
    assert found.overlap.mean() == pytest.approx(np.mean([one.overlap for one in metrics.pairs]))
    assert "neighbours in common (of 10)" in str(metrics)
    assert set(metrics.to_dict()) == {"spaces", "pairs"}


@needs_sklearn
def test_clusters_are_named_by_their_words(two_spaces):
    found = compare(two_spaces)

    labels, names = found.clusters("first"), found.cluster_names("first")

    assert labels.shape == (60,)
    assert set(names) == set(range(labels.max() + 1))
    for label, name in names.items():
        texts = [found.memories[row].memory for row in np.flatnonzero(labels == label)]
        words = set(" ".join(texts).split())
        assert set(name.split(", ")) <= words


def test_disagreements_begin_with_the_least_overlap(two_spaces):
    found = compare(two_spaces)

    worst = found.disagreements(5)

    assert [one.overlap for one in worst] == sorted(found.overlap.tolist())[:5]
    one = worst[0]
    row = found.ids.index(one.id)
    for space in found.spaces:
        expected = [found.ids[other] for other in found.neighbours(space).rows[row]]
        assert [near.id for near in one.neighbours[space]] == expected
        assert [near.rank for near in one.neighbours[space]] == list(range(1, 11))
    shared = {near.id for near in one.neighbours["first"] if near.shared}
    assert shared == {near.id for near in one.neighbours["second"]} & {
        near.id for near in one.neighbours["first"]
    }


def test_duplicates_that_only_one_space_sees(two_spaces):
    taken = compare(two_spaces)
    chance = np.random.default_rng(0)
    apart = np.eye(60, dtype=np.float32)
    twin = chance.standard_normal((60, 30)).astype(np.float32)
    twin[9] = twin[4] * 1.1
    found = Comparison.from_arrays(taken.memories, {"sees": twin, "blind": apart})

    (pair,) = found.duplicates(threshold=0.9)

    assert pair.space == "sees"
    assert {pair.first.id, pair.second.id} == {taken.ids[4], taken.ids[9]}
    assert pair.cosine == pytest.approx(1, abs=1e-5)
    assert pair.elsewhere == {"blind": pytest.approx(0)}


def test_duplicates_that_both_see_take_no_room_from_those_of_one(two_spaces):
    taken = compare(two_spaces)
    chance = np.random.default_rng(0)
    sees, blind = (chance.standard_normal((60, 30)).astype(np.float32) for _ in range(2))
    sees[:40], blind[:40] = sees[0], blind[0]
    # The least alike of all pairs above the threshold, and the last.
    sees[59] = sees[58] + 0.3 * sees[57]
    found = Comparison.from_arrays(taken.memories, {"sees": sees, "blind": blind})

    (pair,) = found.duplicates(threshold=0.9, limit=5)

    assert {pair.first.id, pair.second.id} == {taken.ids[58], taken.ids[59]}


def test_duplicates_that_both_see_are_not_listed(two_spaces):
    taken = compare(two_spaces)
    twin = np.random.default_rng(0).standard_normal((60, 30)).astype(np.float32)
    twin[9] = twin[4]
    found = Comparison.from_arrays(taken.memories, {"a": twin, "b": twin})

    assert found.duplicates(threshold=0.9) == []
