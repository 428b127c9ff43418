"""Scores that can be compared between engines, and answers in the order of their scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Keys, Matches, Scores, no_matches


def ranked(keys: Keys, scores: NDArray[Any], k: int | None = None) -> Matches:
    """Return the `k` best, or all.

    Equal scores stand in the order of their keys, so that an answer does not depend on how an
    engine came to it.
    """
    scores = rounded(scores)
    order = np.lexsort((keys, -scores))[:k]
    return Matches(keys[order], scores[order])


def rounded(scores: NDArray[Any]) -> Scores:
    """Return scores to six decimals.

    What comes after these depends on the order in which an engine adds up its products. Without it
    equal vectors score alike, and memories stand in the same order in every store.
    """
    return np.asarray(np.round(scores.astype(np.float32, copy=False), 6), np.float32)


def merged(parts: Sequence[Matches], k: int) -> Matches:
    """Return the `k` best of several answers that have no memory in common."""
    if not parts:
        return no_matches()
    if len(parts) == 1:
        return replace(parts[0], keys=parts[0].keys[:k], scores=parts[0].scores[:k])
    keys = np.concatenate([part.keys for part in parts])
    return ranked(keys, np.concatenate([part.scores for part in parts]), k)


def units(vectors: Vectors) -> Vectors:
    """Return vectors, or one, at length one; zeros stay zeros."""
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=-1, keepdims=True)
    lengths[lengths == 0] = 1
    scaled: Vectors = (vectors / lengths).astype(np.float32)
    return scaled
