"""What searches of the local store see: segments, each of memories in the order of their scopes.

A scope's memories are neighbours, so that a search within a scope reads a slice. What changes
after a segment was made is marked dead in it and stands in a newer segment.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.vectors import RowIndices
from memkit.builtin.local_store.matrix import Matrix, cosines, top
from memkit.builtin.local_store.postings import Postings
from memkit.contracts.store import Batch, Frequencies, Keys, Matches, Scores
from memkit.domain.records import Scope
from memkit.text.bm25 import bm25, inverse_document_frequency
from memkit.text.terms import QueryTerm

Flags = NDArray[np.bool_]
NEVER = np.iinfo(np.int64).max
# With more slices than this, one pass over everything between them is faster.
_MANY_SLICES = 32

# Keys that a filter lets pass, or None for all of them.
Allowed = Keys | None


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
            sorted(range(len(batch)), key=lambda i: (rank(batch.scopes[i]), batch.keys[i])),
            np.intp,
        )
        expires = np.array([NEVER if at is None else at for at in batch.expires_at], np.int64)[
            order
        ]
        scopes, starts = _runs([batch.scopes[i] for i in order])
        return cls(
            keys=batch.keys[order],
            scopes=scopes,
            starts=starts,
            expires_at=expires if (expires != NEVER).any() else None,
            postings=Postings.of([batch.texts[i] for i in order]),
            matrices={
                space: Matrix.of(vectors[order].astype(np.float32, copy=False))
                for space, vectors in batch.vectors.items()
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


def rank(scope: Scope) -> tuple[tuple[bool, str], ...]:
    """Return what scopes are ordered by."""
    return tuple((part is not None, part or "") for part in scope.key)


def _runs(scopes: Sequence[Scope]) -> tuple[tuple[Scope, ...], NDArray[np.int64]]:
    different: list[Scope] = []
    starts: list[int] = []
    for i, scope in enumerate(scopes):
        if not different or different[-1] != scope:
            different.append(scope)
            starts.append(i)
    return tuple(different), np.array([*starts, len(scopes)], np.int64)


@dataclass(frozen=True)
class Part:
    """Rows of one segment that belong to a scope.

    Attributes:
        outside: Rows of the slice that do not count, or None: dead ones, or ones between the
            slices of a scope.
    """

    segment: Segment
    rows: slice
    outside: Flags | None

    def __len__(self) -> int:
        return int(self.rows.stop - self.rows.start)

    @functools.cached_property
    def size(self) -> int:
        """How many rows count."""
        return len(self) - (0 if self.outside is None else int(np.count_nonzero(self.outside)))

    @functools.cached_property
    def length(self) -> float:
        """The sum of the lengths of the rows that count, in words."""
        lengths = self.segment.postings.lengths[self.rows]
        if self.outside is not None:
            lengths = lengths[~self.outside]
        return float(lengths.sum(dtype=np.float64))

    def of_term(self, term: str) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Return places within the slice whose rows hold a term and count, and how often."""
        rows, counts = self.segment.postings.of_term(term, self.rows)
        places = rows.astype(np.intp)
        places -= self.rows.start
        if self.outside is not None:
            inside = ~self.outside[places]
            places, counts = places[inside], counts[inside]
        return places, counts.astype(np.float32)

    def of_terms(self, terms: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Return the same for rows that hold one of some terms, and how often the most frequent."""
        found = [hits for hits in map(self.of_term, terms) if len(hits[0])]
        if len(found) < 2:
            return found[0] if found else self.of_term(terms[0])
        places = np.concatenate([places for places, _ in found])
        counts = np.concatenate([counts for _, counts in found])
        order = np.argsort(places, kind="stable")
        places, counts = places[order], counts[order]
        first = np.flatnonzero(np.diff(places, prepend=-1))
        return places[first], np.maximum.reduceat(counts, first)

    def barred(self, now: int, allowed: Allowed) -> Flags | None:
        """Return which rows must not be returned, or None if all may."""
        barred = self.outside
        if self.segment.expires_at is not None:
            expired = self.segment.expires_at[self.rows] <= now
            barred = expired if barred is None else barred | expired
        if allowed is not None:
            refused = np.ones(len(self), np.bool_)
            rows, _ = self.segment.find(allowed)
            rows = rows[(rows >= self.rows.start) & (rows < self.rows.stop)]
            refused[rows - self.rows.start] = False
            barred = refused if barred is None else barred | refused
        return barred

    def keys(self, places: NDArray[np.intp]) -> Keys:
        """Return the journal keys of places within the slice."""
        keys: Keys = self.segment.keys[self.rows.start + places]
        return keys


@dataclass(frozen=True)
class ScopeView:
    """A scope as one view sees it."""

    parts: tuple[Part, ...]

    @functools.cached_property
    def size(self) -> int:
        """How many memories it holds."""
        return sum(part.size for part in self.parts)

    @functools.cached_property
    def average_length(self) -> float:
        """The mean length of its memories in words, at least 1."""
        return max(1.0, sum(part.length for part in self.parts) / max(1, self.size))


class View:
    """Segments that do not change while a search reads them."""

    def __init__(self, segments: Sequence[Segment] = ()) -> None:
        self.segments = tuple(segments)
        self._scopes: dict[Scope, ScopeView] = {}

    def __len__(self) -> int:
        return self.within(Scope()).size

    def within(self, scope: Scope) -> ScopeView:
        """Return the memories that a scope covers."""
        known = self._scopes.get(scope)
        if known is None:
            parts = (part for segment in self.segments for part in _parts(segment, scope))
            known = self._scopes[scope] = ScopeView(tuple(parts))
        return known

    def best_vectors(
        self, space: str, query: NDArray[np.float32], k: int, scope: Scope, now: int,
        allowed: Allowed,
    ) -> Matches:  # fmt: skip
        """Return the best `k` memories of a scope by cosine; `query` is a unit vector."""
        keys, scores = [], []
        for part in self.within(scope).parts:
            matrix = part.segment.matrices.get(space)
            if matrix is not None:
                places, cosines = matrix.best(query, k, part.rows, part.barred(now, allowed))
                keys.append(part.keys(places))
                scores.append(cosines)
        return _ranked(keys, scores, k, lookup=functools.partial(self._cosines, space, query))

    def _cosines(self, space: str, query: NDArray[np.float32], keys: Keys) -> Scores:
        found = np.zeros(len(keys), np.float32)
        for segment in self.segments:
            matrix = segment.matrices.get(space)
            if matrix is not None:
                rows, places = segment.find(keys)
                found[places] = cosines(matrix.of_rows(rows), query)
        return found

    def text_scores(self, words: Sequence[QueryTerm], scope: Scope) -> TextScores:
        """Return the BM25 of every memory of a scope."""
        within = self.within(scope)
        scores = [np.zeros(len(part), np.float32) for part in within.parts]
        ceiling = 0.0
        for word in words:
            hits = [part.of_terms(word.forms) for part in within.parts]
            df = sum(len(places) for places, _ in hits)
            idf = inverse_document_frequency(df, within.size)
            ceiling += idf
            for part, total, (places, counts) in zip(within.parts, scores, hits, strict=True):
                lengths = part.segment.postings.lengths[part.rows.start + places]
                total[places] += bm25(
                    counts, lengths, idf=idf, average_length=within.average_length
                )
        return TextScores(within.parts, scores, ceiling)

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        """Return in how many memories of a scope terms occur."""
        within = self.within(scope)
        return Frequencies(
            within.size,
            [sum(len(part.of_term(word)[0]) for part in within.parts) for word in words],
        )


@dataclass(frozen=True)
class TextScores:
    """The BM25 of every row of some parts, and the sum of the query's document frequencies."""

    parts: Sequence[Part]
    scores: Sequence[NDArray[np.float32]]
    ceiling: float

    def best(self, k: int, now: int, allowed: Allowed) -> Matches:
        """Return the best `k` memories that share a term with the query."""
        keys, found = [], []
        for part, scores in zip(self.parts, self.scores, strict=True):
            barred = part.barred(now, allowed)
            some = scores > 0 if barred is None else (scores > 0) & ~barred
            places = np.flatnonzero(some)
            places = places[top(scores[places], k)]
            keys.append(part.keys(places))
            found.append(scores[places])
        return _ranked(keys, found, k, ceiling=self.ceiling, lookup=self._lookup)

    def _lookup(self, keys: Keys) -> Scores:
        found = np.zeros(len(keys), np.float32)
        for part, scores in zip(self.parts, self.scores, strict=True):
            rows, places = part.segment.find(keys)
            inside = (rows >= part.rows.start) & (rows < part.rows.stop)
            found[places[inside]] = scores[rows[inside] - part.rows.start]
        return found


def _parts(segment: Segment, scope: Scope) -> Iterator[Part]:
    slices = segment.ranges(scope)
    if len(slices) <= _MANY_SLICES:
        for rows in slices:
            yield Part(segment, rows, None if segment.dead is None else segment.dead[rows])
        return
    hull = slice(slices[0].start, slices[-1].stop)
    outside = np.ones(hull.stop - hull.start, np.bool_)
    for rows in slices:
        outside[rows.start - hull.start : rows.stop - hull.start] = False
    if segment.dead is not None:
        outside |= segment.dead[hull]
    yield Part(segment, hull, outside)


def _ranked(
    keys: Sequence[Keys],
    scores: Sequence[Scores],
    k: int,
    *,
    ceiling: float = 0.0,
    lookup: Callable[[Keys], Scores],
) -> Matches:
    all_keys = np.concatenate(keys) if keys else np.empty(0, np.int64)
    all_scores = np.concatenate(scores) if scores else np.empty(0, np.float32)
    # Equal scores stand in the order of their keys, so that an answer never depends on segments.
    best = np.lexsort((all_keys, -all_scores))[:k]
    return Matches(all_keys[best], all_scores[best], ceiling=ceiling, lookup=lookup)
