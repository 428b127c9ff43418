"""Clusters, their agreement and their names."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

from memkit.analysis.clusters import agreement, by_size, find_clusters, hdbscan, name_clusters

needs_sklearn = pytest.mark.skipif(
    find_spec("sklearn") is None, reason="scikit-learn is not installed"
)


@needs_sklearn
def test_groups_are_found_and_numbered_by_size():
    chance = np.random.default_rng(0)
    points = np.concatenate(
        [chance.normal(centre, 0.05, (n, 2)) for centre, n in ((0, 40), (3, 90), (6, 60))]
    )

    labels = hdbscan(points)

    assert labels.max() == 2
    for start, stop, label in ((0, 40, 2), (40, 130, 0), (130, 190, 1)):
        assert (labels[start:stop] == label).mean() > 0.9


@needs_sklearn
@pytest.mark.parametrize("size", [20, 60])
def test_groups_are_found_in_many_dimensions(size):
    chance = np.random.default_rng(3)
    numbers = np.repeat(np.arange(8), size)
    centres = chance.standard_normal((8, 200))
    vectors = centres[numbers] + chance.standard_normal((8 * size, 200))

    labels = find_clusters(vectors)

    assert agreement(numbers, labels)[0] > 0.8


@needs_sklearn
def test_clusters_do_not_hang_on_a_grain_of_noise():
    chance = np.random.default_rng(4)
    centres = chance.standard_normal((6, 50))
    vectors = centres[np.repeat(np.arange(6), 70)] + 1.2 * chance.standard_normal((420, 50))

    shaken = find_clusters(vectors + 1e-4 * chance.standard_normal(vectors.shape))

    assert agreement(find_clusters(vectors), shaken)[0] > 0.8


@needs_sklearn
@pytest.mark.parametrize("n", [0, 1, 3, 5, 6, 9, 40])
def test_clusters_of_few_or_equal_rows(n):
    assert len(find_clusters(np.random.default_rng(5).standard_normal((n, 4)))) == n
    assert len(find_clusters(np.ones((n, 4)))) == n
    assert len(find_clusters(np.zeros((n, 4)))) == n


@needs_sklearn
@pytest.mark.parametrize("n", [0, 1, 4, 5, 6])
def test_too_few_points_for_a_cluster(n):
    assert len(hdbscan(np.random.default_rng(1).standard_normal((n, 3)))) == n


@needs_sklearn
def test_equal_points_do_not_fail():
    assert len(hdbscan(np.ones((30, 2)))) == 30


def test_a_cluster_of_one_is_refused():
    with pytest.raises(ValueError, match="at least two"):
        hdbscan(np.zeros((3, 2)), min_size=1)


def test_by_size_keeps_noise():
    np.testing.assert_array_equal(
        by_size(np.array([5, -1, 2, 2, -2, 5, 2])), [1, -1, 0, 0, -1, 1, 0]
    )
    np.testing.assert_array_equal(by_size(np.array([-1, -1])), [-1, -1])
    assert len(by_size(np.array([], int))) == 0


def rand_index(a, b):
    """Hubert and Arabie 1985, from the pairs themselves."""
    n = len(a)
    pairs = [(i, j) for i in range(n) for j in range(i)]
    same_a = np.array([a[i] == a[j] for i, j in pairs])
    same_b = np.array([b[i] == b[j] for i, j in pairs])
    both, expected = (same_a & same_b).sum(), same_a.sum() * same_b.sum() / len(pairs)
    return (both - expected) / ((same_a.sum() + same_b.sum()) / 2 - expected)


@needs_sklearn
def test_agreement_is_counted_in_pairs():
    chance = np.random.default_rng(2)
    a = chance.integers(0, 4, 60)
    b = np.where(chance.random(60) < 0.6, a, chance.integers(0, 4, 60))

    ari, ami = agreement(a, b)

    assert ari == pytest.approx(rand_index(a, b))
    assert 0 < ami < 1
    assert agreement(a, (a + 1) % 4) == (pytest.approx(1), pytest.approx(1))


@needs_sklearn
def test_what_is_noise_in_both_does_not_count():
    a = np.array([0, 0, 1, 1, -1, -1, -1])
    b = np.array([1, 1, 0, 0, -1, -1, -1])

    assert agreement(a, b)[0] == pytest.approx(1)
    assert np.isnan(agreement(a[4:], b[4:])[0])


def test_names_are_the_terms_that_set_a_cluster_apart():
    texts = ["the boat leaks", "the boat sails", "the soup burns", "the soup boils", "the end"]
    labels = np.array([0, 0, 1, 1, -1])

    names = name_clusters(texts, labels, tokenise=str.split, terms=2)

    assert names[0][0] == "boat"
    assert names[1][0] == "soup"
    assert set(names) == {0, 1}


def test_the_weights_are_those_of_the_paper():
    texts = ["a a b", "b c"]

    names = name_clusters(texts, np.array([0, 1]), tokenise=str.split, terms=3)

    # Average size 2.5: "a" 2/3 ln(1 + 2.5/2), "b" 1/3 ln(1 + 2.5/2); "c" 1/2 ln(1 + 2.5/1).
    assert names == {0: ["a", "b"], 1: ["c", "b"]}


def test_a_cluster_without_terms_has_no_name():
    assert name_clusters(["?", "!"], np.array([0, 0]), tokenise=lambda text: []) == {0: []}
    with pytest.raises(ValueError, match="2 texts and 1 labels"):
        name_clusters(["a", "b"], np.array([0]), tokenise=str.split)


@needs_sklearn
def test_of_many_rows_a_sample_is_clustered_and_the_others_join():
    chance = np.random.default_rng(0)
    centres = chance.standard_normal((6, 32)) * 4
    kind = chance.integers(0, 6, 900)
    vectors = centres[kind] + chance.standard_normal((900, 32))

    found = find_clusters(vectors, sample=300)
    again = find_clusters(vectors, sample=300)

    np.testing.assert_array_equal(found, again)
    assert agreement(found, kind)[0] > 0.9
    assert found.shape == (900,)


@needs_sklearn
def test_a_graph_in_more_pieces_than_are_looked_for_ends():
    # All of their eigenvalues are one, so that no iteration ever tells the eigenvectors apart.
    chance = np.random.default_rng(0)
    centres = chance.standard_normal((60, 64)) * 50
    kind = np.repeat(np.arange(60), 25)
    vectors = centres[kind] + chance.standard_normal((1500, 64))

    found = find_clusters(vectors)

    assert found.max() > 10
    assert agreement(found, kind)[0] > 0.2
