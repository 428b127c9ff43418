"""Where a new vector belongs in a picture that is already drawn."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.neighbours import nearest_to
from memkit.analysis.vectors import RowIndices, same_rows


class Anchors(NamedTuple):
    """The rows between which new vectors lie.

    Attributes:
        rows: Row numbers, of shape (m, k).
        weights: How much each counts, of shape (m, k), summing to one; NaN for a vector of zeros.
    """

    rows: RowIndices
    weights: NDArray[np.float32]


def place(
    new: NDArray[np.floating],
    vectors: NDArray[np.floating],
    positions: NDArray[np.float32],
    *,
    k: int = 5,
) -> NDArray[np.float32]:
    """Return positions between those of the nearest rows, weighted by how near they are.

    Args:
        new: Of shape (m, dim).
        vectors: The rows that have positions, of shape (n, dim).
        positions: Of shape (n, dims).
        k: How many nearest rows to look at; the one beyond them has the weight zero.

    Returns:
        Shape (m, dims); a vector that is in the picture lies on its point. NaN without rows, or
        for a vector of zeros.

    Raises:
        ValueError: The arrays have different numbers of rows, or are no matrices.
    """
    same_rows(vectors, positions)
    return between(anchors(new, vectors, k=k), positions)


def anchors(new: NDArray[np.floating], vectors: NDArray[np.floating], *, k: int = 5) -> Anchors:
    """Return the nearest rows of new vectors with weights; they serve for every picture.

    Args:
        new: Of shape (m, dim).
        vectors: Of shape (n, dim).
        k: How many nearest rows to look at; the one beyond them has the weight zero.

    Raises:
        ValueError: An array is no matrix of finite numbers.
    """
    if len(vectors) == 0:
        return Anchors(np.zeros((len(new), 0), np.intp), np.zeros((len(new), 0), np.float32))
    near = nearest_to(new, vectors, k=k + 1)
    last = near.cosines[:, -1:] if near.k > 1 else np.zeros((len(new), 1), np.float32)
    # The nearer the much heavier, so that an exact match is not drawn away by its neighbours.
    distances = np.maximum(1 - near.cosines, 1e-6)
    weights = np.maximum(near.cosines - last, 0) / distances + 1e-9
    weights /= weights.sum(axis=1, keepdims=True)
    weights[~np.any(new, axis=1)] = np.nan
    return Anchors(near.rows, weights.astype(np.float32))


def between(anchors: Anchors, positions: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return where vectors lie in a picture, of shape (m, dims).

    Args:
        anchors: See `anchors`.
        positions: Of the rows that they name, of shape (n, dims).
    """
    if anchors.rows.shape[1] == 0:
        return np.full((len(anchors.rows), positions.shape[1]), np.nan, np.float32)
    placed: NDArray[np.float32] = np.einsum(
        "ik,ikd->id", anchors.weights, positions[anchors.rows]
    ).astype(np.float32)
    return placed
