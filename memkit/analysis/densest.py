"""Where most points of a group lie in a picture: the place for its name."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# So many points tell where a group is; of more, as many that are spread evenly over its rows.
_MOST = 300
# How near other points must lie to count, as a share of the distances within the group.
_NEAR = 0.1


def densest(
    positions: NDArray[np.float32], members: NDArray[np.integer], groups: int
) -> NDArray[np.float32]:
    """Return where each group lies: the middle of the points around its densest one.

    A mean lies between the parts of a group that is in several places; this lies on one of them.

    Args:
        positions: Of shape (n, dims).
        members: The group of each point, from 0, of shape (n,); negative for none.
        groups: How many groups there are.

    Returns:
        float32 of shape (groups, dims); NaN for a group without points.
    """
    found = np.full((groups, positions.shape[1]), np.nan, np.float32)
    for group in range(groups):
        rows = np.flatnonzero(members == group)
        if len(rows):
            some = np.unique(np.linspace(0, len(rows) - 1, min(_MOST, len(rows))).astype(int))
            found[group] = _peak(positions[rows[some]].astype(np.float64))
    return found


def _peak(points: NDArray[np.float64]) -> NDArray[np.float64]:
    squares = np.sum(points**2, axis=1)
    apart = np.maximum(squares[:, None] + squares - 2 * points @ points.T, 0)
    near = apart <= np.quantile(apart, _NEAR)
    around: NDArray[np.float64] = points[near[near.sum(axis=1).argmax()]].mean(axis=0)
    return around
