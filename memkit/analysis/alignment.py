"""Turning one picture so that it lies on another, and by how much the two then differ."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.vectors import matrix, same_rows

Positions = NDArray[np.float32]


class Aligned(NamedTuple):
    """A picture laid on a reference.

    Attributes:
        positions: Moved, turned, mirrored and scaled onto the reference, float32 (n, dims).
        disparity: What is left between the two, from 0 (the same shape) to 1; NaN where one of
            them is a single point.
    """

    positions: Positions
    disparity: float


def procrustes(reference: NDArray[np.floating], positions: NDArray[np.floating]) -> Aligned:
    """Lay positions on a reference without changing their shape.

    Args:
        reference: Of shape (n, dims).
        positions: Of shape (n, dims), the same rows in the same order.

    Raises:
        ValueError: The shapes differ, or are no matrices of finite numbers.

    Gower, "Generalized Procrustes analysis", 1975.
    """
    fixed = matrix(reference, name="reference").astype(np.float64)
    moved = matrix(positions, name="positions").astype(np.float64)
    same_rows(fixed, moved)
    if fixed.shape[1] != moved.shape[1]:
        raise ValueError(
            f"The reference has {fixed.shape[1]} dimensions, the positions {moved.shape[1]}."
        )
    if len(fixed) == 0:
        return Aligned(moved.astype(np.float32), float("nan"))
    centre = fixed.mean(axis=0)
    fixed, moved = fixed - centre, moved - moved.mean(axis=0)
    size, own_size = float(np.linalg.norm(fixed)), float(np.linalg.norm(moved))
    if size == 0 or own_size == 0:
        return Aligned((moved + centre).astype(np.float32), float("nan"))
    left, singular, right = np.linalg.svd((moved / own_size).T @ (fixed / size))
    fit = float(singular.sum())
    laid = moved / own_size @ (left @ right) * fit * size + centre
    return Aligned(laid.astype(np.float32), max(0.0, 1 - fit**2))
