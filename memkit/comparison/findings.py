"""Memories that spaces see differently: neighbours they don't share, duplicates only one has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.duplicates import near_pairs
from memkit.analysis.neighbours import Neighbours, disagreement
from memkit.analysis.vectors import RowIndices, unit_rows
from memkit.domain.records import MemoryRecord

Read = Callable[[RowIndices], Sequence[MemoryRecord]]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A memory that is near to another one.

    Attributes:
        id, memory: Which one.
        rank: From 1 for the nearest.
        cosine: Its cosine.
        shared: Whether it is among the neighbours in every other space too.
    """

    id: str
    memory: str
    rank: int
    cosine: float
    shared: bool


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A memory whose neighbours differ from space to space.

    Attributes:
        id, memory: Which one.
        overlap: The share of neighbours that it has in both of two spaces; the mean over pairs.
        neighbours: Space -> its nearest memories, nearest first.
    """

    id: str
    memory: str
    overlap: float
    neighbours: Mapping[str, tuple[Neighbour, ...]]


@dataclass(frozen=True, slots=True)
class OneSided:
    """Two memories that are near duplicates in one space, and in no other.

    Attributes:
        space: The one that sees it.
        first, second: The memories.
        cosine: Their cosine there; `elsewhere`: space -> their cosine in the others.
    """

    space: str
    first: MemoryRecord
    second: MemoryRecord
    cosine: float
    elsewhere: Mapping[str, float]


def disagreements(
    vectors: Mapping[str, NDArray[np.float32]],
    neighbours: Mapping[str, Neighbours],
    overlap: NDArray[np.float32],
    read: Read,
    *,
    n: int,
) -> list[Disagreement]:
    """Return the memories with the least overlap, the most differing first.

    Among memories of the same overlap, those come first whose neighbours of the one space are the
    farthest from them in the other.
    """
    spaces = list(vectors)
    gap = np.zeros(len(overlap), np.float32)
    for space in spaces:
        units = unit_rows(vectors[space])
        for other in spaces:
            if other != space:
                gap += disagreement(units, neighbours[space].rows, neighbours[other].rows)
    worst = np.lexsort((-gap, np.nan_to_num(overlap, nan=1.0)))[:n]
    involved = np.unique(
        np.concatenate([worst, *(near.rows[worst].ravel() for near in neighbours.values())])
    )
    records = dict(zip(involved.tolist(), read(involved), strict=True))
    return [
        Disagreement(
            records[row].id,
            records[row].memory,
            float(overlap[row]),
            {space: _listed(space, row, neighbours, records) for space in spaces},
        )
        for row in worst.tolist()
    ]


def _listed(
    space: str,
    row: int,
    neighbours: Mapping[str, Neighbours],
    records: Mapping[int, MemoryRecord],
) -> tuple[Neighbour, ...]:
    elsewhere = [set(near.rows[row].tolist()) for name, near in neighbours.items() if name != space]
    own = neighbours[space]
    return tuple(
        Neighbour(
            records[other].id,
            records[other].memory,
            rank,
            float(cosine),
            all(other in near for near in elsewhere),
        )
        for rank, (other, cosine) in enumerate(
            zip(own.rows[row].tolist(), own.cosines[row].tolist(), strict=True), start=1
        )
    )


def one_sided_duplicates(
    vectors: Mapping[str, NDArray[np.float32]], read: Read, *, threshold: float, limit: int
) -> list[OneSided]:
    """Return pairs at or above a cosine in one space and below it in all others.

    Args:
        vectors: Space -> shape (n, dim).
        read: Gives the memories of rows.
        threshold: The least cosine of a duplicate.
        limit: The most pairs a space; the most similar ones are kept.

    Returns:
        Pairs in the order of how much less similar they are elsewhere, the largest gap first.
    """
    units = {space: unit_rows(array) for space, array in vectors.items()}
    found: list[tuple[float, str, int, int, float, dict[str, float]]] = []
    for space, own in units.items():
        others = {name: array for name, array in units.items() if name != space}
        first, second, cosine = near_pairs(
            own, threshold=threshold, limit=limit, elsewhere=list(others.values())
        )
        cosines = {
            name: np.einsum("ij,ij->i", array[first], array[second]).tolist()
            for name, array in others.items()
        }
        for pair, (row, other, value) in enumerate(
            zip(first.tolist(), second.tolist(), cosine.tolist(), strict=True)
        ):
            elsewhere = {name: values[pair] for name, values in cosines.items()}
            nearest = max(elsewhere.values(), default=-1.0)
            found.append((nearest - value, space, row, other, value, elsewhere))
    found.sort(key=lambda one: one[:4])
    rows = np.array(sorted({row for one in found for row in one[2:4]}), np.intp)
    records = dict(zip(rows.tolist(), read(rows), strict=True))
    return [
        OneSided(space, records[row], records[other], cosine, elsewhere)
        for _, space, row, other, cosine, elsewhere in found
    ]
