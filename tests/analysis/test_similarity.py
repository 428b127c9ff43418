"""CKA against the definition by kernel matrices, ranks against SciPy, the rest by hand."""

from __future__ import annotations

import numpy as np
import pytest

from memkit.analysis.neighbours import nearest
from memkit.analysis.similarity import anisotropy, hubness, linear_cka, rank_correlation


@pytest.fixture
def two():
    chance = np.random.default_rng(0)
    first = chance.standard_normal((80, 12))
    return first, first @ chance.standard_normal((12, 30)) + chance.standard_normal((80, 30))


def by_kernels(a, b):
    """Kornblith et al. 2019, equation 1 and 2, word for word."""
    n = len(a)
    centring = np.eye(n) - np.ones((n, n)) / n

    def hsic(k, m):
        return np.trace(k @ centring @ m @ centring) / (n - 1) ** 2

    k, m = a @ a.T, b @ b.T
    return hsic(k, m) / np.sqrt(hsic(k, k) * hsic(m, m))


def unbiased_by_kernels(a, b):
    """Song et al. 2012, equation 5, with the matrices written out."""
    n = len(a)

    def hsic(k, m):
        k, m = k.copy(), m.copy()
        np.fill_diagonal(k, 0)
        np.fill_diagonal(m, 0)
        one = np.ones(n)
        return (
            np.trace(k @ m)
            + (one @ k @ one) * (one @ m @ one) / ((n - 1) * (n - 2))
            - 2 / (n - 2) * (one @ k @ m @ one)
        ) / (n * (n - 3))

    k, m = a @ a.T, b @ b.T
    return hsic(k, m) / np.sqrt(hsic(k, k) * hsic(m, m))


def test_cka_is_that_of_the_kernel_matrices(two):
    assert linear_cka(*two) == pytest.approx(by_kernels(*two))
    assert linear_cka(two[0][:8], two[1][:8]) == pytest.approx(by_kernels(two[0][:8], two[1][:8]))
    assert linear_cka(*two, debiased=True) == pytest.approx(unbiased_by_kernels(*two))


def test_cka_does_not_see_rotation_scale_and_shift(two):
    first, _ = two
    turn = np.linalg.qr(np.random.default_rng(1).standard_normal((12, 12)))[0]

    assert linear_cka(first, 3 * first @ turn + 5) == pytest.approx(1)
    assert linear_cka(first, 3 * first @ turn + 5, debiased=True) == pytest.approx(1)


def test_unrelated_spaces_of_many_dimensions_are_alike_only_to_the_biased_estimator():
    chance = np.random.default_rng(2)
    first, second = chance.standard_normal((50, 400)), chance.standard_normal((50, 400))

    assert linear_cka(first, second) > 0.8
    assert abs(linear_cka(first, second, debiased=True)) < 0.1


@pytest.mark.parametrize("debiased", [False, True])
def test_cka_of_constant_vectors_or_too_few_is_unknown(two, debiased):
    first, _ = two
    constant = np.full((80, 3), 0.1, np.float32)

    assert np.isnan(linear_cka(first, constant, debiased=debiased))
    assert np.isnan(linear_cka(first[:1], first[:1], debiased=debiased))


def test_rank_correlation_is_spearmans(two):
    stats = pytest.importorskip("scipy.stats", reason="SciPy is the reference for ranks")
    from scipy.spatial.distance import pdist

    expected = stats.spearmanr(*(pdist(space, "cosine") for space in two)).statistic

    assert rank_correlation(*two) == pytest.approx(expected, abs=1e-4)
    assert rank_correlation(*two, pairs=2000, seed=1) == pytest.approx(expected, abs=0.06)


def test_rank_correlation_of_equal_distances_is_unknown(two):
    assert np.isnan(rank_correlation(two[0], np.ones((80, 2))))
    assert np.isnan(rank_correlation(two[0][:2], two[1][:2]))
    with pytest.raises(ValueError, match="80 rows against 79"):
        rank_correlation(two[0], two[1][1:])


def test_hubness_is_the_skewness_of_the_occurrences(two):
    stats = pytest.importorskip("scipy.stats", reason="SciPy is the reference for skewness")
    rows = nearest(two[0], k=5).rows

    assert hubness(rows) == pytest.approx(
        stats.skew(np.bincount(rows.ravel(), minlength=len(rows)))
    )


def test_a_hub_is_seen_and_a_ring_has_none():
    ring = np.array([[(i + 1) % 9, (i - 1) % 9] for i in range(9)])
    star = np.zeros((9, 1), int)

    assert hubness(ring) == 0
    assert hubness(star) > 2
    assert hubness(np.zeros((1, 0), int)) == 0


def test_anisotropy_is_the_mean_cosine_of_all_pairs(two):
    first, _ = two
    units = first / np.linalg.norm(first, axis=1, keepdims=True)
    expected = np.mean([units[i] @ units[j] for i in range(80) for j in range(i)])

    assert anisotropy(first) == pytest.approx(expected, abs=1e-6)
    assert anisotropy(np.concatenate([first, np.zeros((3, 12))])) == pytest.approx(
        expected, abs=1e-6
    )
    assert anisotropy(np.ones((4, 3))) == pytest.approx(1)
    assert np.isnan(anisotropy(np.zeros((4, 3))))
