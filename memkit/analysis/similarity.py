"""How alike two spaces are as wholes, and how evenly one is filled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.vectors import RowIndices, matrix, same_rows, unit_rows

Numbers = NDArray[np.float64]


def linear_cka(
    first: NDArray[np.floating], second: NDArray[np.floating], *, debiased: bool = False
) -> float:
    """Return the linear centred kernel alignment of two spaces, 1 for the same up to rotation.

    Args:
        first, second: The same n rows in both spaces, of shapes (n, d1) and (n, d2).
        debiased: Whether to use the unbiased estimator, which is near 0 for unrelated spaces even
            where there are fewer rows than dimensions; it needs four rows, and may be below 0.

    Returns:
        From 0 to 1; NaN if a space holds the same vector only, or has too few rows.

    Raises:
        ValueError: The arrays have different numbers of rows, or are no matrices.

    Kornblith et al., "Similarity of Neural Network Representations Revisited", 2019; the unbiased
    estimator is that of Song et al., "Feature Selection via Dependence Maximization", 2012.
    """
    a = _centred(first)
    b = _centred(second)
    same_rows(a, b)
    if len(a) < (4 if debiased else 2):
        return float("nan")
    dependence = _unbiased_hsic if debiased else _hsic
    spread = dependence(a, a) * dependence(b, b)
    return dependence(a, b) / float(np.sqrt(spread)) if spread > 0 else float("nan")


def _centred(vectors: NDArray[np.floating]) -> Numbers:
    array = matrix(vectors, name="vectors").astype(np.float64)
    if len(array) == 0:
        return array
    array -= array.mean(axis=0)
    # What rounding leaves of a constant is no variation.
    scale = np.abs(vectors).max() if vectors.size else 0.0
    array[np.abs(array) <= 1e-7 * scale] = 0.0
    return array


def _hsic(a: Numbers, b: Numbers) -> float:
    # The same number from the dimensions or from the rows: whichever is smaller.
    if len(a) < min(a.shape[1], b.shape[1]):
        return float(np.sum((a @ a.T) * (b @ b.T)))
    return float(np.sum((a.T @ b) ** 2))


def _unbiased_hsic(a: Numbers, b: Numbers) -> float:
    n = len(a)
    squares_a, squares_b = np.sum(a**2, axis=1), np.sum(b**2, axis=1)
    # Kernel matrices K = a a' and L = b b' with diagonals of zero, never written out.
    trace = _hsic(a, b) - float(squares_a @ squares_b)
    rows_a = a @ a.sum(axis=0) - squares_a
    rows_b = b @ b.sum(axis=0) - squares_b
    whole = float(rows_a.sum() * rows_b.sum()) / ((n - 1) * (n - 2))
    cross = 2 * float(rows_a @ rows_b) / (n - 2)
    return (trace + whole - cross) / (n * (n - 3))


def rank_correlation(
    first: NDArray[np.floating],
    second: NDArray[np.floating],
    *,
    pairs: int = 100_000,
    seed: int = 0,
) -> float:
    """Return the rank correlation of the cosine distances between rows in two spaces.

    Args:
        first, second: The same n rows in both spaces, of shapes (n, d1) and (n, d2).
        pairs: How many pairs of rows to look at; all of them if there are no more.
        seed: For the pairs that are drawn, with replacement.

    Returns:
        Spearman's coefficient, from -1 to 1; NaN with fewer than two pairs, or if all distances
        of a space are the same.

    Raises:
        ValueError: The arrays have different numbers of rows, or are no matrices.
    """
    a, b = unit_rows(first), unit_rows(second)
    same_rows(a, b)
    n = len(a)
    if n * (n - 1) // 2 <= pairs:
        i, j = np.triu_indices(n, 1)
    else:
        chance = np.random.default_rng(seed)
        i = chance.integers(0, n, pairs)
        j = (i + chance.integers(1, n, pairs)) % n
    if len(i) < 2:
        return float("nan")
    ranks = [_ranks(_products(units, i, j)) for units in (a, b)]
    spreads = [float(rank.std()) for rank in ranks]
    if min(spreads) == 0:
        return float("nan")
    return float(np.mean((ranks[0] - ranks[0].mean()) * (ranks[1] - ranks[1].mean()))) / (
        spreads[0] * spreads[1]
    )


def _products(units: NDArray[np.float32], i: RowIndices, j: RowIndices) -> Numbers:
    products = np.empty(len(i))
    for start in range(0, len(i), 10_000):
        part = slice(start, start + 10_000)
        products[part] = np.einsum("ij,ij->i", units[i[part]], units[j[part]])
    return np.round(products, 6)


def _ranks(values: Numbers) -> Numbers:
    """Return ranks from 1; ties share the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    means: Numbers = (ends - (counts - 1) / 2)[inverse]
    return means


def hubness(neighbours: RowIndices) -> float:
    """Return the skewness of how often a row is a neighbour of others.

    Args:
        neighbours: Row numbers of the k nearest neighbours of each row, of shape (n, k).

    Returns:
        About 0 if all rows are neighbours equally often; above 1, a few rows (hubs) are near to
        everything and turn up in every search. 0 if all counts are the same.

    Radovanović et al., "Hubs in Space", 2010.
    """
    if neighbours.size == 0:
        return 0.0
    counts = np.bincount(neighbours.ravel(), minlength=len(neighbours)).astype(np.float64)
    spread = float(counts.std())
    return float(np.mean((counts - counts.mean()) ** 3)) / spread**3 if spread > 0 else 0.0


def anisotropy(vectors: NDArray[np.floating]) -> float:
    """Return the mean cosine of all pairs of different rows, exactly.

    Args:
        vectors: Of shape (n, dim); rows of zeros are left out.

    Returns:
        About 0 if directions are used evenly, near 1 if all vectors lie in a narrow cone; NaN
        with fewer than two rows.

    Ethayarajh, "How Contextual are Contextualized Word Representations?", 2019.
    """
    units = unit_rows(vectors)
    units = units[np.any(units, axis=1)].astype(np.float64)
    n = len(units)
    if n < 2:
        return float("nan")
    total = units.sum(axis=0)
    return float((total @ total - np.sum(units**2)) / (n * (n - 1)))
