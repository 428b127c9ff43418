"""Exact nearest neighbours by cosine, and how far those of two spaces agree."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.vectors import Matrix, Progress, RowIndices, blocks, same_rows, unit_rows

# Cosines that differ by less are ties, which the lower row number wins: products of float32 are
# not exact, and equal texts must have the same neighbours in the same order.
_TIE = np.float32(2e-6)
# So many columns are looked at as one at first.
_GROUP = 32


class Neighbours(NamedTuple):
    """Nearest rows, nearest first.

    Attributes:
        rows: Row numbers, of shape (n, k).
        cosines: Their cosines, float32 of shape (n, k), falling.
    """

    rows: RowIndices
    cosines: Matrix

    @property
    def k(self) -> int:
        """How many neighbours each row has."""
        return int(self.rows.shape[1])

    def first(self, k: int) -> Neighbours:
        """Return the nearest `k` of them."""
        return Neighbours(self.rows[:, :k], self.cosines[:, :k])


def nearest(
    vectors: NDArray[np.floating], *, k: int, progress: Progress | None = None
) -> Neighbours:
    """Return the `k` nearest other rows of each row by cosine, found by matrix products.

    Args:
        vectors: Of shape (n, dim). A row of zeros is at cosine zero from all others.
        k: How many; with fewer than `k` other rows, all of them are returned.
        progress: Told how much is done, from 0 to 1.

    Returns:
        Rows and cosines of shape (n, min(k, n - 1)); equally near rows by rising number.

    Raises:
        ValueError: `k` is below one, or the array is no matrix of finite numbers.
    """
    if k < 1:
        raise ValueError(f"k is {k}; give at least one.")
    units = unit_rows(vectors)
    n = len(units)
    k = max(0, min(k, n - 1))
    rows = np.zeros((n, k), np.intp)
    cosines = np.zeros((n, k), np.float32)
    if k == 0:
        return Neighbours(rows, cosines)
    for part in blocks(n, n):
        block = units[part] @ units.T
        block[np.arange(len(block)), np.arange(part.start, part.stop)] = -np.inf
        rows[part], cosines[part] = top_k(block, k)
        if progress is not None:
            progress(part.stop / n)
    return Neighbours(rows, cosines)


def nearest_to(
    queries: NDArray[np.floating], vectors: NDArray[np.floating], *, k: int
) -> Neighbours:
    """Return the `k` rows of `vectors` nearest to each query by cosine.

    Args:
        queries: Of shape (m, dim).
        vectors: Of shape (n, dim).
        k: How many; with fewer rows, all of them are returned.

    Returns:
        Rows and cosines of shape (m, min(k, n)).

    Raises:
        ValueError: An array is no matrix of finite numbers.
    """
    asked, units = unit_rows(queries), unit_rows(vectors)
    k = min(k, len(units))
    rows = np.zeros((len(asked), k), np.intp)
    cosines = np.zeros((len(asked), k), np.float32)
    if k > 0:
        for part in blocks(len(asked), len(units)):
            rows[part], cosines[part] = top_k(asked[part] @ units.T, k)
    return Neighbours(rows, cosines)


def top_k(scores: Matrix, k: int) -> tuple[RowIndices, Matrix]:
    """Return columns and values of the `k` largest scores of each row, largest first.

    Args:
        scores: Of shape (m, n).
        k: From 1 to n.
    """
    m = len(scores)
    row, column = np.nonzero(scores >= _least(scores, k) - _TIE)
    values = scores[row, column]
    # Rounded, so that ties are ties; rows stay together because they are the first key.
    order = np.lexsort((column, -np.round(values / _TIE), row))
    starts = np.searchsorted(row, np.arange(m))
    chosen = order[starts[:, None] + np.arange(k)]
    return column[chosen], values[chosen]


def _least(scores: Matrix, k: int) -> Matrix:
    """Return a bound that `k` scores of each row reach, and hardly more than `k`, of shape (m, 1).

    The k-th largest of the maxima of groups of columns is reached by k of them. Finding it takes a
    fifth of the time that the k-th largest of all scores takes.
    """
    m, n = scores.shape
    whole = n - n % _GROUP
    if whole // _GROUP < 2 * k:
        return np.partition(scores, n - k, axis=1)[:, n - k, None]
    # Columns that are far from each other are a group: near rows are often similar.
    maxima = scores[:, :whole].reshape(m, _GROUP, whole // _GROUP).max(axis=1)
    return np.partition(maxima, maxima.shape[1] - k, axis=1)[:, -k, None]


def overlap(first: RowIndices, second: RowIndices) -> NDArray[np.float32]:
    """Return which share of its neighbours each row has in both lists, from 0 to 1.

    Args:
        first, second: Row numbers of neighbours, of shape (n, k); each row without repeats.

    Returns:
        Shape (n,); NaN where k is zero. Its mean is the overall overlap.

    Raises:
        ValueError: The shapes differ.
    """
    if first.shape != second.shape:
        raise ValueError(
            f"The neighbours have shapes {first.shape} and {second.shape}; "
            "give as many of the same rows."
        )
    n, k = first.shape
    if k == 0:
        return np.full(n, np.nan, np.float32)
    # In a sorted row of both lists, a neighbour of both stands twice in a row.
    both = np.sort(np.concatenate([first, second], axis=1), axis=1)
    shared = (both[:, 1:] == both[:, :-1]).sum(axis=1)
    shares: NDArray[np.float32] = (shared / k).astype(np.float32)
    return shares


def disagreement(
    units: Matrix, own: RowIndices, other: RowIndices
) -> NDArray[np.float32]:  # fmt: skip
    """Return how much nearer a row's own neighbours are than those it has in another space.

    Args:
        units: Rows of length one of this space, of shape (n, dim).
        own, other: Neighbours in this space and in the other one, of shape (n, k).

    Returns:
        Mean cosine with `own` less mean cosine with `other`, of shape (n,), from 0 to 2. It tells
        apart rows whose overlap is the same.

    Raises:
        ValueError: There are different numbers of rows.
    """
    same_rows(own, other)
    gaps = np.zeros(len(units), np.float32)
    for part in blocks(len(units), max(1, own.shape[1]) * units.shape[1]):
        mine = np.einsum("id,ikd->ik", units[part], units[own[part]])
        theirs = np.einsum("id,ikd->ik", units[part], units[other[part]])
        gaps[part] = mine.mean(axis=1) - theirs.mean(axis=1) if own.shape[1] else 0
    return gaps
