"""An immutable piece of the local store: memories in the order of their scopes.

A scope's memories are neighbours, so that a search within a scope reads a slice. What changes
after a segment was made is marked dead in it and stands in a newer segment.
"""

from __future__ import annotations

import functools
import mmap
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.vectors import RowIndices
from memkit.builtin.local_store.matrix import Matrix
from memkit.builtin.local_store.postings import Postings
from memkit.contracts.store import Batch, Keys
from memkit.domain.records import Scope

Flags = NDArray[np.bool_]
_NEVER = np.iinfo(np.int64).max
# From here on a matrix goes into a file, if there is a folder for it.
_LARGE = 256 << 20
_BLOCK = 65_536


@dataclass(frozen=True)
class Segment:
    """Memories, row by row.

    Attributes:
        keys: int64 of shape (n,).
        scopes: The different scopes, in order; scope i stands at starts[i]:starts[i + 1].
        expires_at: int64 microseconds, or None if no row ever expires.
        postings: The text index of the rows.
        matrices: Space key -> vectors of the rows; a space may be absent.
        dead: Rows that no longer count, or None.
    """

    keys: Keys
    scopes: tuple[Scope, ...]
    starts: NDArray[np.int64]
    expires_at: NDArray[np.int64] | None
    postings: Postings
    matrices: dict[str, Matrix]
    dead: Flags | None = None

    def __len__(self) -> int:
        return len(self.keys)

    @classmethod
    def of(cls, batch: Batch) -> Segment:
        """Build a segment from a batch of the journal's."""
        order = np.array(
            sorted(range(len(batch)), key=lambda i: (_rank(batch.scopes[i]), batch.keys[i])),
            np.intp,
        )
        expires = np.array([_NEVER if at is None else at for at in batch.expires_at], np.int64)[
            order
        ]
        scopes, starts = _runs([batch.scopes[i] for i in order])
        return cls(
            keys=batch.keys[order],
            scopes=scopes,
            starts=starts,
            expires_at=expires if (expires != _NEVER).any() else None,
            postings=Postings.of([batch.texts[i] for i in order]),
            matrices={
                space: Matrix.of(vectors[order].astype(np.float32, copy=False))
                for space, vectors in batch.vectors.items()
            },
        )

    @classmethod
    def merged(cls, parts: Sequence[Segment], *, scratch: Path | None = None) -> Segment:
        """Join segments, leaving out their dead rows.

        Args:
            parts: What to join.
            scratch: A folder for large matrices, which then take no memory of the process.
        """
        alive = [part.alive() for part in parts]
        scope_of = [part.scope_numbers() for part in parts]
        all_scopes = sorted({scope for part in parts for scope in part.scopes}, key=_rank)
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
        return cls(
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

    def alive(self) -> RowIndices:
        """Return the rows that count."""
        return np.arange(len(self)) if self.dead is None else np.flatnonzero(~self.dead)

    def scope_numbers(self) -> NDArray[np.int64]:
        """Return for each row the place of its scope in `scopes`."""
        return np.repeat(np.arange(len(self.scopes)), np.diff(self.starts))

    def find(self, keys: Keys) -> tuple[RowIndices, NDArray[np.intp]]:
        """Return the rows of those keys that are here and count, and the keys' places."""
        order, ordered = self._by_key
        at = np.searchsorted(ordered, keys)
        at[at == len(ordered)] = 0
        there = ordered[at] == keys
        rows = order[at]
        if self.dead is not None:
            there &= ~self.dead[rows]
        return rows[there], np.flatnonzero(there)

    def without(self, keys: Keys) -> Segment:
        """Return the segment with the rows of these keys marked dead."""
        rows, _ = self.find(keys)
        if not len(rows):
            return self
        dead = np.zeros(len(self), np.bool_) if self.dead is None else self.dead.copy()
        dead[rows] = True
        copy = replace(self, dead=dead)
        copy.__dict__["_by_key"] = self._by_key
        return copy

    @functools.cached_property
    def _by_key(self) -> tuple[RowIndices, Keys]:
        order = np.argsort(self.keys)
        return order, self.keys[order]

    def ranges(self, scope: Scope) -> list[slice]:
        """Return the slices of rows that a scope covers."""
        if not scope:
            return [slice(0, len(self))] if len(self) else []
        known = self._ranges.get(scope)
        if known is None:
            known = self._ranges[scope] = self._find_ranges(scope)
        return known

    @functools.cached_property
    def _ranges(self) -> dict[Scope, list[slice]]:
        return {}

    @functools.cached_property
    def _users(self) -> dict[str | None, tuple[int, int]]:
        users: dict[str | None, tuple[int, int]] = {}
        for i, scope in enumerate(self.scopes):
            users[scope.user_id] = (users.get(scope.user_id, (i, 0))[0], i + 1)
        return users

    def _find_ranges(self, scope: Scope) -> list[slice]:
        first, last = 0, len(self.scopes)
        if scope.user_id is not None:
            first, last = self._users.get(scope.user_id, (0, 0))
        found: list[slice] = []
        for i in range(first, last):
            if scope.covers(self.scopes[i]):
                start, stop = int(self.starts[i]), int(self.starts[i + 1])
                if found and found[-1].stop == start:
                    start = found.pop().start
                found.append(slice(start, stop))
        return found


def _rank(scope: Scope) -> tuple[tuple[bool, str], ...]:
    return tuple((part is not None, part or "") for part in scope.key)


def _runs(scopes: Sequence[Scope]) -> tuple[tuple[Scope, ...], NDArray[np.int64]]:
    different: list[Scope] = []
    starts: list[int] = []
    for i, scope in enumerate(scopes):
        if not different or different[-1] != scope:
            different.append(scope)
            starts.append(i)
    return tuple(different), np.array([*starts, len(scopes)], np.int64)


def _merged_expiry(
    parts: Sequence[Segment], moved: Sequence[NDArray[np.int64]], n: int
) -> NDArray[np.int64] | None:
    if all(part.expires_at is None for part in parts):
        return None
    expires = np.full(n, _NEVER, np.int64)
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
                block[places] = matrix.vectors[rows]
                empty[start + places] = False if matrix.empty is None else matrix.empty[rows]
        vectors[start : start + len(source)] = block
        _release(vectors)
    # A plain view: numpy's type for mapped files costs microseconds at every slice.
    return Matrix(vectors.view(np.ndarray), empty if empty.any() else None)


def _large(n: int, dim: int, scratch: Path | None) -> NDArray[np.float32]:
    """Return room for a matrix: in memory, or in a file without a name if it is large."""
    if scratch is None or 4 * n * dim < _LARGE:
        return np.empty((n, dim), np.float32)
    with tempfile.TemporaryFile(dir=scratch) as file:
        return np.memmap(file, np.float32, "w+", shape=(n, dim))


def _release(vectors: NDArray[np.float32]) -> None:
    """Let go of the pages of a mapped matrix; the file keeps them."""
    if isinstance(vectors, np.memmap) and hasattr(mmap, "MADV_DONTNEED"):
        vectors.flush()
        # numpy has no public way to the map behind an array.
        vectors._mmap.madvise(mmap.MADV_DONTNEED)  # type: ignore[attr-defined]
