"""How far a picture of a space can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.vectors import RowIndices, blocks, matrix, same_rows, unit_rows

Scores = NDArray[np.float64]

# Above this many rows, as many are looked at, each against all others.
SAMPLE = 1000


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """How well a projection keeps neighbourhoods.

    Attributes:
        trustworthiness: 1 if all that are near in the picture are near in the space.
        continuity: 1 if all that are near in the space are near in the picture.
        k: The size of the neighbourhoods.
        rows: How many rows were looked at; `of`: how many there are.
    """

    trustworthiness: float
    continuity: float
    k: int
    rows: int
    of: int


def faithfulness(
    vectors: NDArray[np.floating],
    positions: NDArray[np.floating],
    *,
    k: int = 10,
    sample: int = SAMPLE,
    seed: int = 0,
) -> Faithfulness:
    """Return trustworthiness and continuity of a projection.

    Args:
        vectors: The space, of shape (n, dim), compared by cosine.
        positions: The picture, of shape (n, dims), compared by Euclidean distance.
        k: The size of the neighbourhoods; at most (n - 1) // 2 is used.
        sample: The most rows to look at, each against all others.
        seed: For the rows that are drawn.

    Returns:
        Both numbers with what they were made from; NaN with fewer than three rows. Equally far
        rows count as being in the better order.

    Raises:
        ValueError: The arrays have different numbers of rows, or are no matrices.

    Venna and Kaski, "Neighborhood Preservation in Nonlinear Projection Methods", 2001.
    """
    units = unit_rows(vectors)
    points = matrix(positions, name="positions").astype(np.float64)
    same_rows(units, points)
    n = len(units)
    k = min(k, (n - 1) // 2)
    if k < 1:
        return Faithfulness(float("nan"), float("nan"), max(k, 0), n, n)
    chosen = np.arange(n)
    if n > sample:
        chosen = np.sort(np.random.default_rng(seed).choice(n, sample, replace=False))
    points = points - points.mean(axis=0)
    lengths = np.sum(points**2, axis=1)
    untrue = missing = 0.0
    for part in blocks(len(chosen), 2 * n):
        rows = chosen[part]
        space = (units[rows] @ units.T).astype(np.float64)
        picture = 2 * (points[rows] @ points.T) - lengths[rows, None] - lengths
        for scores in (space, picture):
            scores[np.arange(len(rows)), rows] = -np.inf
        untrue += _intruders(space, _best(picture, k), k)
        missing += _intruders(picture, _best(space, k), k)
    worst = len(chosen) * k * (2 * n - 3 * k - 1) / 2
    return Faithfulness(1 - untrue / worst, 1 - missing / worst, k, len(chosen), n)


def _best(scores: Scores, k: int) -> RowIndices:
    return np.argpartition(-scores, k - 1, axis=1)[:, :k]


def _intruders(scores: Scores, neighbours: RowIndices, k: int) -> float:
    """Return by how many ranks neighbours of the one side miss the first k of the other."""
    total = 0.0
    for column in range(k):
        own = np.take_along_axis(scores, neighbours[:, column, None], axis=1)
        ranks = 1 + np.sum(scores > own, axis=1)
        total += float(np.sum(np.maximum(0, ranks - k)))
    return total
