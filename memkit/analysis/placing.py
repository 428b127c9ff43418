"""Where a new vector belongs in a picture that is already drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.neighbours import nearest_to
from memkit.analysis.vectors import same_rows


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
    placed = np.full((len(new), positions.shape[1]), np.nan, np.float32)
    if len(vectors) == 0:
        return placed
    near = nearest_to(new, vectors, k=k + 1)
    last = near.cosines[:, -1:] if near.k > 1 else np.zeros((len(new), 1), np.float32)
    # The nearer the much heavier, so that an exact match is not drawn away by its neighbours.
    distances = np.maximum(1 - near.cosines, 1e-6)
    weights = np.maximum(near.cosines - last, 0) / distances + 1e-9
    weights /= weights.sum(axis=1, keepdims=True)
    known = np.any(new, axis=1)
    placed[known] = np.einsum("ik,ikd->id", weights, positions[near.rows])[known]
    return placed
