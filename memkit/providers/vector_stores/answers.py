"""Values on their way: answers in order, vectors at length one, rows in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Keys, Matches, Scores, no_matches

T = TypeVar("T")


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
    single: Any = scores.astype(np.float32, copy=False)
    found: Scores = np.round(single, 6)
    return found


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


def in_chunks(keys: Keys, most: int) -> Iterator[list[int]]:
    """Yield keys in lists of at most so many."""
    for start in range(0, len(keys), most):
        yield keys[start : start + most].tolist()


def in_parts(
    rows: Iterable[T], *, most: int, largest: int, size: Callable[[T], int]
) -> Iterator[list[T]]:
    """Yield rows in parts that fit into a request.

    Args:
        rows: What is sent.
        most: How many at once.
        largest: Bytes that a request may have; a row that is larger goes alone.
        size: Tells the bytes of a row.
    """
    part: list[T] = []
    total = 0
    for row in rows:
        own = size(row)
        if part and (len(part) >= most or total + own > largest):
            yield part
            part, total = [], 0
        part.append(row)
        total += own
    if part:
        yield part
