"""Pairs of vectors that are nearly the same, found block by block."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# 1,024 rows against 8,192: the block of similarities takes 32 MB.
_ROWS = 1024
_COLUMNS = 8192

Rows = NDArray[np.intp]
Pairs = tuple[Rows, Rows, NDArray[np.float32]]


def near_pairs(
    vectors: NDArray[np.float32],
    *,
    threshold: float,
    limit: int,
    elsewhere: Sequence[NDArray[np.float32]] = (),
) -> Pairs:
    """Return the most similar pairs of rows.

    Rows that are equal are compared with the others once.

    Args:
        vectors: float32 of shape (n, dim). Rows of zeros have no duplicates.
        threshold: The least cosine.
        limit: The most pairs; the most similar ones are kept.
        elsewhere: Vectors of the same rows in other spaces, of shapes (n, other dims). Pairs that
            reach the threshold in one of them do not count.

    Returns:
        First rows, second rows (each larger than its first) and cosines, most similar first.
    """
    # Rows are equal if they are so everywhere.
    groups = _equal_rows(np.concatenate([vectors, *elsewhere], axis=1) if elsewhere else vectors)
    firsts = np.array([group[0] for group in groups], np.intp)
    units, lengths = _units(vectors[firsts])
    # A cosine of equal vectors may be a little less than one.
    bound = threshold - 1e-6
    others = [_units(one[firsts])[0] for one in elsewhere]
    a, b, cosines = _distinct_pairs(units, others, bound=bound, limit=limit)
    # What is equal everywhere reaches any threshold elsewhere too, but for zeros.
    once = [lengths > 0, *(~one.any(axis=1) for one in others)]
    apart = np.logical_and.reduce(once)
    alike = [row for row, group in enumerate(groups) if len(group) > 1 and apart[row]]
    own = np.einsum("ij,ij->i", units[alike], units[alike])
    a, b = np.concatenate([a, np.array(alike, np.intp)]), np.concatenate([b, alike]).astype(np.intp)
    cosines = np.concatenate([cosines, own.astype(np.float32)])
    if len(groups) == len(vectors):
        return a, b, cosines
    return _expanded(groups, _best(a, b, cosines, limit), limit)


def _equal_rows(vectors: NDArray[np.float32]) -> list[list[int]]:
    """Return the rows of each different vector, in the order of their first."""
    groups: dict[bytes, list[int]] = {}
    for row, vector in enumerate(np.ascontiguousarray(vectors)):
        groups.setdefault(vector.tobytes(), []).append(row)
    return list(groups.values())


def _units(vectors: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return rows at length one, but those of zeros, and how long they were."""
    lengths: NDArray[np.float32] = np.linalg.norm(vectors, axis=1)
    units = vectors.copy()
    units /= np.where(lengths == 0, 1, lengths)[:, None].astype(np.float32)
    return units, lengths


def _distinct_pairs(
    units: NDArray[np.float32],
    others: Sequence[NDArray[np.float32]],
    *,
    bound: float,
    limit: int,
) -> Pairs:
    best: Pairs = (np.empty(0, np.intp), np.empty(0, np.intp), np.empty(0, np.float32))
    for row in range(0, len(units), _ROWS):
        rows = units[row : row + _ROWS]
        for column in range(row, len(units), _COLUMNS):
            block = rows @ units[column : column + _COLUMNS].T
            # Of those that are as similar as the last one that is kept, the first found stay.
            close = block > best[2][-1] if len(best[2]) >= limit else block >= bound
            close = np.triu(close, 1) if column == row else close
            for other in others if close.any() else ():
                close &= other[row : row + _ROWS] @ other[column : column + _COLUMNS].T < bound
            flat = np.flatnonzero(close)
            if not len(flat):
                continue
            cosines = block.reshape(-1)[flat]
            chosen = _largest(cosines, limit)
            first, second = np.divmod(flat[chosen], block.shape[1])
            best = _best(
                np.concatenate([best[0], row + first]),
                np.concatenate([best[1], column + second]),
                np.concatenate([best[2], cosines[chosen].astype(np.float32, copy=False)]),
                limit,
            )
    return best


def _largest(values: NDArray[np.float32], limit: int) -> NDArray[np.intp]:
    """Return the places of the largest values, the first ones of those that are equal."""
    if len(values) <= limit:
        return np.arange(len(values))
    least = np.partition(values, len(values) - limit)[len(values) - limit]
    above = np.flatnonzero(values > least)
    equal = np.flatnonzero(values == least)[: limit - len(above)]
    return np.sort(np.concatenate([above, equal]))


def _best(
    first: NDArray[np.intp], second: NDArray[np.intp], cosine: NDArray[np.float32], limit: int
) -> Pairs:
    order = np.lexsort((second, first, -cosine))[:limit]
    return first[order], second[order], cosine[order]


def _expanded(groups: list[list[int]], pairs: Pairs, limit: int) -> Pairs:
    """Return the pairs of rows that pairs of different vectors stand for."""
    found: list[tuple[int, int, float]] = []
    for a, b, cosine in zip(*(array.tolist() for array in pairs), strict=True):
        for place, first in enumerate(groups[a]):
            others = groups[a][place + 1 :] if a == b else groups[b]
            room = limit - len(found)
            found += [(*sorted((first, other)), cosine) for other in others[:room]]
            if len(found) >= limit:
                break
        if len(found) >= limit:
            break
    firsts, seconds, cosines = zip(*found, strict=True) if found else ((), (), ())
    return _best(
        np.array(firsts, np.intp), np.array(seconds, np.intp), np.array(cosines, np.float32), limit
    )
