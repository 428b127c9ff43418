"""Searches: what Chroma can select by itself, it does; the journal has the word on the rest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from chromadb import Collection

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Keys, Matches, Selection, StoreContext, no_matches
from memkit.providers.vector_stores import merged, ranked
from memkit_chroma.filters import Native, among_keys, compile_selection

# So many of the best that may match are put to the journal, before it is asked for all that do.
_LOOKS = (64, 1024)
_CHUNK = 1_000


class Searcher:
    """Searches one collection by one vector.

    Args:
        collection: The space's rows.
        space: The space's key.
        unit: The query, of length one.
        context: The journal.
        exact_below: Where the journal names fewer memories, their vectors in it are compared.
    """

    def __init__(
        self,
        collection: Collection,
        space: str,
        unit: Vectors,
        context: StoreContext,
        *,
        exact_below: int,
    ) -> None:
        self._collection = collection
        self._space = space
        self._unit = unit
        self._context = context
        self._exact_below = exact_below

    def best(self, k: int, selection: Selection) -> Matches:
        """Return the `k` best of a selection."""
        bounds = compile_selection(selection)
        if bounds.upper is False:
            return no_matches()
        if bounds.exact:
            found = self._asked(bounds.upper, k)
            # Either there are no more, or the graph had no way to them.
            return found if len(found) == k else self._completed(found, k, selection)
        for look in _LOOKS:
            wanted = max(look, 2 * k)
            found = self._asked(bounds.upper, wanted)
            allowed = self._context.allowed_keys(selection, among=np.sort(found.keys))
            passed = np.isin(found.keys, allowed)
            if passed.sum() >= k:
                return Matches(found.keys[passed][:k], found.scores[passed][:k])
            if len(found) < wanted:
                break
        return self._among(self._context.allowed_keys(selection), k)

    def _completed(self, found: Matches, k: int, selection: Selection) -> Matches:
        allowed = self._context.allowed_keys(selection)
        if len(found) >= min(k, len(allowed), self._collection.count()):
            return found
        return self._among(allowed, k)

    def _among(self, allowed: Keys, k: int) -> Matches:
        if len(allowed) < self._exact_below:
            vectors = self._context.vectors(self._space, allowed)
            lengths = np.linalg.norm(vectors, axis=1)
            there = lengths > 0
            scores = (vectors[there] @ self._unit) / lengths[there]
            return ranked(allowed[there], scores, k)
        parts = [
            self._asked(among_keys(allowed[start : start + _CHUNK].tolist()), k)
            for start in range(0, len(allowed), _CHUNK)
        ]
        return merged(parts, k)

    def _asked(self, native: Native, limit: int) -> Matches:
        queries: list[Sequence[float] | Sequence[int]] = [self._unit.tolist()]
        found = self._collection.query(
            query_embeddings=queries,
            n_results=limit,
            where=None if isinstance(native, bool) else native,
            include=["distances"],
        )
        distances = found["distances"]
        assert distances is not None
        keys = np.array([int(key) for key in found["ids"][0]], np.int64)
        return ranked(keys, 1 - np.array(distances[0], np.float32), limit)
