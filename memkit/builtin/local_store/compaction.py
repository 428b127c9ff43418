"""Segments joined: what makes searches meet few of them, and leaves out rows that died."""

from __future__ import annotations

import contextlib
import mmap
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.vectors import RowIndices
from memkit.builtin.local_store.matrix import Matrix
from memkit.builtin.local_store.postings import Postings
from memkit.builtin.local_store.segments import NEVER, Segment, rank
from memkit.domain.files import allocate

# A segment is joined with those behind it once they hold a quarter of its rows.
_RATIO = 4
# From here on a matrix goes into a file, if there is a folder for it.
_LARGE = 256 << 20
_BLOCK = 65_536


def compacted(segments: Sequence[Segment], scratch: Path | None) -> list[Segment]:
    """Join segments where those behind one have grown large beside it, or many of its rows died.

    Each row is copied a few times for every fourfold growth, and a search meets few segments.
    """
    kept = [segment for segment in segments if len(segment.alive())]
    first, behind = len(kept), 0
    for i in range(len(kept) - 1, -1, -1):
        dead = len(kept[i]) - len(kept[i].alive())
        if (behind + dead) * _RATIO > len(kept[i]):
            first = i
        behind += len(kept[i])
    return kept if first == len(kept) else [*kept[:first], merged(kept[first:], scratch=scratch)]


def merged(parts: Sequence[Segment], *, scratch: Path | None = None) -> Segment:
    """Join segments, leaving out their dead rows.

    Args:
        parts: What to join.
        scratch: A folder for large matrices, which then take no memory of the process.
    """
    alive = [part.alive() for part in parts]
    scope_of = [part.scope_numbers() for part in parts]
    all_scopes = sorted({scope for part in parts for scope in part.scopes}, key=rank)
    number = {scope: i for i, scope in enumerate(all_scopes)}
    renumbered = np.concatenate(
        [
            np.array([number[scope] for scope in part.scopes], np.int64)[scope_numbers[rows]]
            for part, scope_numbers, rows in zip(parts, scope_of, alive, strict=True)
        ]
    )
    keys = np.concatenate([part.keys[rows] for part, rows in zip(parts, alive, strict=True)])
    order = np.lexsort((keys, renumbered))
    n = len(order)
    place = np.empty(n, np.int64)
    place[order] = np.arange(n)
    moved, done = [], 0
    for part, rows in zip(parts, alive, strict=True):
        to = np.full(len(part), -1, np.int64)
        to[rows] = place[done : done + len(rows)]
        moved.append(to)
        done += len(rows)
    counts = np.bincount(renumbered, minlength=len(all_scopes))
    used = np.flatnonzero(counts)
    starts = np.zeros(len(used) + 1, np.int64)
    np.cumsum(counts[used], out=starts[1:])
    return Segment(
        keys=keys[order],
        scopes=tuple(all_scopes[i] for i in used),
        starts=starts,
        expires_at=_merged_expiry(parts, moved, n),
        postings=Postings.merged(
            [(part.postings, to) for part, to in zip(parts, moved, strict=True)], n
        ),
        matrices={
            space: _merged_matrix(space, parts, alive, order, scratch)
            for space in dict.fromkeys(space for part in parts for space in part.matrices)
        },
    )


def _merged_expiry(
    parts: Sequence[Segment], moved: Sequence[NDArray[np.int64]], n: int
) -> NDArray[np.int64] | None:
    if all(part.expires_at is None for part in parts):
        return None
    expires = np.full(n, NEVER, np.int64)
    for part, to in zip(parts, moved, strict=True):
        if part.expires_at is not None:
            expires[to[to >= 0]] = part.expires_at[to >= 0]
    return expires


def _merged_matrix(
    space: str,
    parts: Sequence[Segment],
    alive: Sequence[RowIndices],
    order: NDArray[np.intp],
    scratch: Path | None,
) -> Matrix:
    dim = next(p.matrices[space].vectors.shape[1] for p in parts if space in p.matrices)
    vectors = _large(len(order), dim, scratch)
    empty = np.ones(len(order), np.bool_)
    first = np.cumsum([0, *map(len, alive)])
    # Row by row of the result, so that a file is written from its beginning to its end.
    for start in range(0, len(order), _BLOCK):
        source = order[start : start + _BLOCK]
        block = np.zeros((len(source), dim), np.float32)
        number = np.searchsorted(first, source, side="right") - 1
        for i in np.unique(number).tolist():
            matrix = parts[i].matrices.get(space)
            if matrix is not None:
                places = np.flatnonzero(number == i)
                rows = alive[i][source[places] - first[i]]
                block[places] = matrix.of_rows(rows)
                empty[start + places] = False if matrix.empty is None else matrix.empty[rows]
        vectors[start : start + len(source)] = block
        _release(vectors)
    # A plain view: numpy's type for mapped files costs microseconds at every slice.
    return Matrix(vectors.view(np.ndarray), empty if empty.any() else None)


def _large(n: int, dim: int, scratch: Path | None) -> NDArray[np.float32]:
    """Return room for a matrix: in memory, or in a file without a name if it is large.

    A disk without room for the file is no reason not to search.
    """
    if scratch is not None and 4 * n * dim >= _LARGE:
        with contextlib.suppress(OSError), tempfile.TemporaryFile(dir=scratch) as file:
            allocate(file.fileno(), 4 * n * dim)
            return np.memmap(file, np.float32, "r+", shape=(n, dim))
    return np.empty((n, dim), np.float32)


def _release(vectors: NDArray[np.float32]) -> None:
    """Let go of the pages of a mapped matrix; the file keeps them."""
    if isinstance(vectors, np.memmap) and hasattr(mmap, "MADV_DONTNEED"):
        vectors.flush()
        # numpy has no public way to the map behind an array.
        vectors._mmap.madvise(mmap.MADV_DONTNEED)  # type: ignore[attr-defined]
