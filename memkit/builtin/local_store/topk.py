"""The best few of many scores, in less time than a partition of all of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Rows = NDArray[np.intp]

# Below this, a partition costs less than it saves.
_SMALL = 4096
_BLOCK = 64


def top(scores: Scores, k: int) -> Rows:
    """Return the places of the `k` largest scores, in no order; -inf is never returned.

    All scores that equal the k-th largest are among them: who comes first is decided later.

    The k-th largest of the maxima of many blocks is a lower bound of the k-th largest score,
    since k blocks hold at least one score as large. All scores up to the bound are few.
    """
    if len(scores) > _SMALL and k * _BLOCK * 4 < len(scores):
        width = len(scores) // _BLOCK
        maxima = scores[: width * _BLOCK].reshape(_BLOCK, width).max(axis=0)
        bound = np.partition(maxima, width - k)[width - k]
        if bound > -np.inf:
            places = np.flatnonzero(scores >= bound)
            if len(places) <= len(scores) // 4:
                return places[_largest(scores[places], k)]
    places = np.flatnonzero(scores > -np.inf)
    return places[_largest(scores[places], k)]


def _largest(scores: Scores, k: int) -> Rows:
    if k >= len(scores):
        return np.arange(len(scores))
    return np.flatnonzero(scores >= np.partition(scores, len(scores) - k)[len(scores) - k])
