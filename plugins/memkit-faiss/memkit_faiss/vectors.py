"""The vectors of one space, in an index of Faiss."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from memkit.contracts import Keys, Scores, SpaceInfo, Vectors
from memkit.providers.vector_stores import ranked, units
from memkit_faiss.config import FaissConfig
from memkit_faiss.engine import faiss

# Rows that were replaced or deleted stay in the index, barred, until they are as many as this
# share of the others.
_MOST_DEAD = 0.5
# The graph is left for a comparison of all vectors where more than this share of them is wanted.
_MANY = 0.1


class SpaceVectors:
    """Unit vectors by journal key. Not safe for threads; the store sees to that.

    A row of the index never moves: a vector that is replaced or deleted leaves a dead row behind,
    since a graph can't lose a node.

    Args:
        space: The space.
        config: What index to make.
        index: An index that was read from a file, of vectors without dead rows.
        keys: The journal key of each of its rows.
    """

    def __init__(
        self, space: SpaceInfo, config: FaissConfig, *, index: Any = None, keys: Keys | None = None
    ) -> None:
        self.space = space
        self._config = config
        self.index: Any = self._empty() if index is None else index
        self._keys = np.empty(0, np.int64) if keys is None else keys
        self._alive = np.ones(len(self._keys), np.bool_)
        self._sorted: tuple[Keys, NDArray[np.int64]] | None = None

    def __len__(self) -> int:
        return int(np.count_nonzero(self._alive))

    @property
    def dim(self) -> int:
        """Numbers in a vector."""
        return self.space.dim

    @property
    def keys(self) -> Keys:
        """The key of each row of the index, where no row is dead."""
        return self._keys

    # -- changes -----------------------------------------------------------------------------

    def put(self, keys: Keys, vectors: Vectors) -> None:
        """Take over vectors in place of those that the keys had; zeros take a vector away."""
        self.remove(keys)
        there = vectors.any(axis=1)
        self._append(keys[there], units(vectors[there]))

    def remove(self, keys: Keys) -> None:
        """Bar the rows of these keys; unknown keys are fine."""
        rows = self._rows_of(keys)
        if len(rows):
            self._alive[rows] = False
            self._sorted = None
            if len(self._alive) - len(self) > _MOST_DEAD * len(self):
                self.compact()

    def compact(self) -> None:
        """Make the index anew without its dead rows."""
        if self._alive.all():
            return
        keys, units = self._keys[self._alive], self._units()[self._alive]
        self.index = self._empty()
        self._keys, self._alive = np.empty(0, np.int64), np.empty(0, np.bool_)
        self._append(keys, units)

    def _append(self, keys: Keys, units: Vectors) -> None:
        self._sorted = None
        if len(keys):
            self.index.add(np.ascontiguousarray(units))
            self._keys = np.concatenate([self._keys, keys])
            self._alive = np.concatenate([self._alive, np.ones(len(keys), np.bool_)])

    def _empty(self) -> Any:
        if self._config.index == "flat":
            return faiss.IndexFlatIP(self.space.dim)
        index = faiss.IndexHNSWFlat(self.space.dim, self._config.m, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = self._config.ef_construction
        return index

    # -- searching ---------------------------------------------------------------------------

    def best(
        self, unit: Vectors, k: int, *, breadth: int, among: Keys | None = None
    ) -> tuple[Keys, Scores]:
        """Return the keys of the best `k`, best first, with their cosines; `among` these only.

        Args:
            unit: The query, of length one.
            k: How many.
            breadth: How many candidates a walk through the graph holds.
            among: Which keys; all of them if None.
        """
        if among is None:
            alive = None if self._alive.all() else self._alive
            size = len(self)
            if size < self._config.exact_below and alive is not None:
                return self._compared(np.flatnonzero(alive), unit, k)
        else:
            rows = self._rows_of(among)
            size = len(rows)
            # A gather costs a copy of the vectors, and a selector a look at every row.
            if size < self._config.exact_below or size * 8 < len(self._keys):
                return self._compared(rows, unit, k)
            alive = np.zeros(len(self._keys), np.bool_)
            alive[rows] = True
        k = min(k, size)
        if not k:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        if self._config.index == "hnsw" and self._walks(k, size):
            keys, scores = self._searched(self.index, unit, k, alive, breadth=breadth)
            # A graph may have no way to all that a selection holds.
            if len(keys) == k:
                return keys, scores
        return self._searched(self._flat, unit, k, alive)

    def cosines(self, unit: Vectors, keys: Keys) -> Scores:
        """Return the cosine of each key; 0 where there is no vector."""
        found = np.zeros(len(keys), np.float32)
        sorted_keys, rows = self._order()
        if len(sorted_keys):
            places = np.searchsorted(sorted_keys, keys).clip(max=len(sorted_keys) - 1)
            there = sorted_keys[places] == keys
            found[there] = self._units()[rows[places[there]]] @ unit
        return found

    def _walks(self, k: int, size: int) -> bool:
        return size >= self._config.exact_below and k <= max(1, _MANY * size)

    def _compared(self, rows: NDArray[np.int64], unit: Vectors, k: int) -> tuple[Keys, Scores]:
        scores = self._units()[rows] @ unit
        found = ranked(self._keys[rows], scores, k)
        return found.keys, found.scores

    def _searched(
        self,
        index: Any,
        unit: Vectors,
        k: int,
        alive: NDArray[np.bool_] | None,
        *,
        breadth: int = 0,
    ) -> tuple[Keys, Scores]:
        selector = None
        if alive is not None:
            selector = faiss.IDSelectorBitmap(np.packbits(alive, bitorder="little"))
        if index is self._flat:
            how = faiss.SearchParameters(sel=selector)
        else:
            how = faiss.SearchParametersHNSW(sel=selector, efSearch=max(k, breadth))
        scores, rows = index.search(unit[np.newaxis], k, params=how)
        there = rows[0] >= 0
        found = ranked(self._keys[rows[0][there]], scores[0][there], k)
        return found.keys, found.scores

    # -- inside ------------------------------------------------------------------------------

    @property
    def _flat(self) -> Any:
        if self._config.index == "flat":
            return self.index
        return faiss.downcast_index(self.index.storage)

    def _units(self) -> Vectors:
        """Return the vectors of all rows, as a view that the next change invalidates."""
        flat = self._flat
        if not flat.ntotal:
            return np.empty((0, self.space.dim), np.float32)
        view: Vectors = faiss.rev_swig_ptr(flat.get_xb(), flat.ntotal * flat.d)
        return view.reshape(flat.ntotal, flat.d)

    def _order(self) -> tuple[Keys, NDArray[np.int64]]:
        """Return the keys that are alive, rising, and the row of each."""
        if self._sorted is None:
            rows = np.flatnonzero(self._alive)
            keys = self._keys[rows]
            # Most keys come in rising order, which a stable sort makes use of.
            order = np.argsort(keys, kind="stable")
            self._sorted = keys[order], rows[order]
        return self._sorted

    def _rows_of(self, keys: Keys) -> NDArray[np.int64]:
        sorted_keys, rows = self._order()
        if not len(sorted_keys) or not len(keys):
            return np.empty(0, np.int64)
        places = np.searchsorted(sorted_keys, keys).clip(max=len(sorted_keys) - 1)
        found: NDArray[np.int64] = rows[places[sorted_keys[places] == keys]]
        return found
