"""Pairs of vectors that are nearly the same, found block by block."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# 1,024 rows against 8,192: the block of similarities takes 32 MB.
_ROWS = 1024
_COLUMNS = 8192


def near_pairs(
    vectors: NDArray[np.float32], *, threshold: float, limit: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32]]:
    """Return the most similar pairs of rows.

    Args:
        vectors: float32 of shape (n, dim). Rows of zeros have no duplicates.
        threshold: The least cosine.
        limit: The most pairs; the most similar ones are kept.

    Returns:
        First rows, second rows (each larger than its first) and cosines, most similar first.
    """
    lengths = np.linalg.norm(vectors, axis=1)
    # A cosine of equal vectors may be a little less than one.
    bound = threshold - 1e-6
    units = vectors / np.where(lengths == 0, 1, lengths)[:, None].astype(np.float32)
    firsts: list[NDArray[np.intp]] = []
    seconds: list[NDArray[np.intp]] = []
    cosines: list[NDArray[np.float32]] = []
    kept = 0
    for row in range(0, len(units), _ROWS):
        rows = units[row : row + _ROWS]
        for column in range(row, len(units), _COLUMNS):
            block = rows @ units[column : column + _COLUMNS].T
            i, j = np.nonzero(block >= bound)
            later = column + j > row + i
            i, j = i[later], j[later]
            firsts.append(row + i)
            seconds.append(column + j)
            cosines.append(block[i, j].astype(np.float32, copy=False))
            kept += len(i)
            if kept > 4 * limit:
                firsts, seconds, cosines = _best(firsts, seconds, cosines, limit)
                kept, bound = limit, max(bound, float(cosines[0].min()))
    (first,), (second,), (cosine,) = _best(firsts, seconds, cosines, limit)
    return first, second, cosine


def _best(
    firsts: list[NDArray[np.intp]],
    seconds: list[NDArray[np.intp]],
    cosines: list[NDArray[np.float32]],
    limit: int,
) -> tuple[list[NDArray[np.intp]], list[NDArray[np.intp]], list[NDArray[np.float32]]]:
    first = np.concatenate([*firsts, np.empty(0, np.intp)])
    second = np.concatenate([*seconds, np.empty(0, np.intp)])
    cosine = np.concatenate([*cosines, np.empty(0, np.float32)])
    order = np.lexsort((second, first, -cosine))[:limit]
    return [first[order]], [second[order]], [cosine[order]]
