"""Showing fewer points without changing where there are many."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.vectors import RowIndices, matrix

_BITS = 16


def density_sample(positions: NDArray[np.floating], size: int, *, seed: int = 0) -> RowIndices:
    """Return rows of a sample that has, everywhere, the same share of the points.

    The points are put in order along a space-filling curve and every n-th is taken, so that each
    region keeps its share up to one point, where a random sample would miss by the root of it.

    Args:
        positions: Of shape (n, dims); the first two columns are used.
        size: How many rows; all of them if there are no more.
        seed: For where on the curve to start.

    Returns:
        Rising row numbers, of shape (min(n, size),).

    Raises:
        ValueError: `size` is negative, or the positions are no matrix of finite numbers.

    Morton, "A Computer Oriented Geodetic Data Base", 1966, for the curve.
    """
    points = matrix(positions, name="positions")
    if size < 0:
        raise ValueError(f"size is {size}; give zero or more.")
    n = len(points)
    if size >= n:
        return np.arange(n)
    if size == 0:
        return np.empty(0, np.intp)
    order = np.argsort(_along_curve(points[:, :2]), kind="stable")
    start = np.random.default_rng(seed).random()
    places = ((np.arange(size) + start) * n / size).astype(np.intp)
    return np.sort(order[np.minimum(places, n - 1)])


def _along_curve(points: NDArray[np.floating]) -> NDArray[np.uint64]:
    low, high = points.min(axis=0), points.max(axis=0)
    width = np.where(high > low, high - low, 1)
    cells = ((points - low) / width * (2**_BITS - 1)).astype(np.uint64)
    code = np.zeros(len(points), np.uint64)
    for bit in range(_BITS):
        for axis in range(cells.shape[1]):
            one = (cells[:, axis] >> np.uint64(bit)) & np.uint64(1)
            code |= one << np.uint64(2 * bit + axis)
    return code
