"""Neighbours against a brute-force search in float64, overlap against sets."""

from __future__ import annotations

import numpy as np
import pytest

from memkit.analysis import neighbours as module
from memkit.analysis.neighbours import disagreement, nearest, nearest_to, overlap


def brute(vectors, k):
    """Cosines one by one, the row itself left out, ties by row number."""
    units = vectors.astype(np.float64)
    units = units / np.linalg.norm(units, axis=1, keepdims=True)
    found = []
    for i, unit in enumerate(units):
        cosines = [(-round(float(unit @ other), 5), j) for j, other in enumerate(units) if j != i]
        found.append([j for _, j in sorted(cosines)[:k]])
    return np.array(found)


@pytest.mark.parametrize(("n", "dim", "k"), [(60, 8, 5), (200, 32, 10), (12, 3, 11)])
def test_the_nearest_are_those_of_a_brute_force_search(n, dim, k):
    vectors = np.random.default_rng(n).standard_normal((n, dim)).astype(np.float32)

    found = nearest(vectors, k=k)

    np.testing.assert_array_equal(found.rows, brute(vectors, k))
    assert (np.diff(found.cosines, axis=1) <= 1e-6).all()


def test_blocks_give_what_one_product_gives(monkeypatch):
    vectors = np.random.default_rng(1).standard_normal((101, 16)).astype(np.float32)
    whole = nearest(vectors, k=7)
    monkeypatch.setattr("memkit.analysis.vectors._CELLS", 101 * 10)

    parts = nearest(vectors, k=7)

    np.testing.assert_array_equal(parts.rows, whole.rows)


def test_fewer_rows_than_neighbours():
    vectors = np.eye(3, dtype=np.float32)

    assert nearest(vectors, k=10).rows.shape == (3, 2)
    assert nearest(vectors[:1], k=10).rows.shape == (1, 0)
    assert nearest(vectors[:0], k=10).rows.shape == (0, 0)
    assert nearest_to(vectors, vectors[:2], k=10).rows.shape == (3, 2)


def test_equal_rows_are_neighbours_in_the_order_of_their_numbers():
    one = np.random.default_rng(2).standard_normal((1, 40)).astype(np.float32)
    vectors = np.concatenate([np.repeat(one, 6, axis=0), -one])

    found = nearest(vectors, k=3)

    np.testing.assert_array_equal(found.rows[5], [0, 1, 2])
    np.testing.assert_array_equal(found.rows[0], [1, 2, 3])


def test_a_row_of_zeros_is_at_cosine_zero():
    vectors = np.array([[1, 0], [0, 0], [-1, 0]], np.float32)

    found = nearest(vectors, k=2)

    np.testing.assert_array_equal(found.rows[0], [1, 2])
    np.testing.assert_array_equal(found.cosines[1], [0, 0])


def test_the_length_of_vectors_does_not_matter():
    vectors = np.random.default_rng(3).standard_normal((50, 6))
    scaled = vectors * np.random.default_rng(4).uniform(0.01, 100, (50, 1))

    np.testing.assert_array_equal(nearest(vectors, k=5).rows, nearest(scaled, k=5).rows)


@pytest.mark.parametrize("bad", [np.zeros(3), np.array([[np.nan, 1.0]]), np.zeros((2, 2, 2))])
def test_what_is_no_matrix_of_numbers_is_refused(bad):
    with pytest.raises(ValueError, match=r"shape|NaN"):
        nearest(bad, k=1)


def test_k_below_one_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        nearest(np.eye(3), k=0)


def test_overlap_is_the_share_of_common_neighbours():
    chance = np.random.default_rng(5)
    first, second = (np.array([chance.permutation(30)[:10] for _ in range(40)]) for _ in range(2))

    expected = [len(set(a) & set(b)) / 10 for a, b in zip(first, second, strict=True)]

    np.testing.assert_allclose(overlap(first, second), expected)
    np.testing.assert_array_equal(overlap(first, first[:, ::-1]), 1)


def test_overlap_of_no_neighbours_is_unknown():
    assert np.isnan(overlap(np.zeros((2, 0), int), np.zeros((2, 0), int))).all()
    with pytest.raises(ValueError, match="shapes"):
        overlap(np.zeros((2, 1), int), np.zeros((2, 2), int))


def test_disagreement_is_the_loss_in_cosine():
    units = module.unit_rows(np.random.default_rng(6).standard_normal((20, 5)))
    own, other = nearest(units, k=3).rows, nearest(-units[:, ::-1], k=3).rows

    gaps = disagreement(units, own, other)

    row = 7
    by_hand = np.mean(units[own[row]] @ units[row]) - np.mean(units[other[row]] @ units[row])
    assert gaps[row] == pytest.approx(by_hand, abs=1e-6)
    assert (gaps >= -1e-6).all()
    np.testing.assert_array_equal(disagreement(units, own, own), 0)
