"""Searches: what is asked of Weaviate, and what the journal has to add."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Matches, Selection, StoreContext, no_matches
from memkit.filters import Bounds
from memkit.filters.tokens import MEMORY
from memkit.providers.vector_stores import merged, ranked
from memkit_weaviate import schema
from memkit_weaviate.collection import Collection
from memkit_weaviate.filters import Native, among_keys, compile_selection, with_token
from memkit_weaviate.rows import key_of, unit
from memkit_weaviate.tenants import Tenants

if TYPE_CHECKING:
    from weaviate.collections import Collection as Handle
    from weaviate.collections.classes.filters import FilterReturn

# Where the journal has the last word, it is asked about so many at first, and about at most so
# many before all that it allows are asked for by key.
_FIRST_LOOK = 64
_LAST_LOOK = 4096
_GROWTH = 8
# Keys in one filter.
_CHUNK = 5000
_THREADS = 8

# Asks one collection or tenant: the filter, and how many of the best.
Ask = Callable[["Handle[Any, Any]", Native, int], Matches]


def near(vector_name: str, vector: Vectors) -> Ask:
    """Return the question for the nearest by cosine."""
    query = unit(vector).tolist()

    def ask(handle: Handle[Any, Any], native: Native, limit: int) -> Matches:
        from weaviate.classes.query import Filter, MetadataQuery

        # Also where the filter keeps everything, so that the server compares all vectors of what
        # it selects, exactly, unless these are very many.
        there = with_token(schema.vector_token(vector_name))
        found = handle.query.near_vector(
            query,
            target_vector=vector_name,
            limit=limit,
            filters=there if isinstance(native, bool) else Filter.all_of([there, native]),
            return_metadata=MetadataQuery(distance=True),
            return_properties=[schema.KEY],
        )
        return _matches(found.objects, lambda row: 1.0 - row.metadata.distance)

    return ask


def words(query: str, *, every_word: bool) -> Ask:
    """Return the question for the best by BM25."""

    def ask(handle: Handle[Any, Any], native: Native, limit: int) -> Matches:
        from weaviate.classes.query import BM25Operator, MetadataQuery

        found = handle.query.bm25(
            query,
            query_properties=[schema.TEXT],
            limit=limit,
            filters=_memories(native),
            operator=BM25Operator.and_() if every_word else None,
            return_metadata=MetadataQuery(score=True),
            return_properties=[schema.KEY],
        )
        return _matches(found.objects, lambda row: row.metadata.score)

    return ask


def both(query: str, vector_name: str, vector: Vectors, *, alpha: float) -> Ask:
    """Return the question for the best by BM25 and cosine together."""
    queried = unit(vector).tolist()

    def ask(handle: Handle[Any, Any], native: Native, limit: int) -> Matches:
        from weaviate.classes.query import MetadataQuery

        found = handle.query.hybrid(
            query,
            vector=queried,
            target_vector=vector_name,
            alpha=alpha,
            query_properties=[schema.TEXT],
            limit=limit,
            filters=_memories(native),
            return_metadata=MetadataQuery(score=True),
            return_properties=[schema.KEY],
        )
        return _matches(found.objects, lambda row: row.metadata.score)

    return ask


class Searcher:
    """Puts questions to one collection.

    Args:
        collection: Where the rows stand.
        tenants: Who is where, if it has tenants.
        context: The journal, which knows what Weaviate can't tell.
    """

    def __init__(
        self, collection: Collection, tenants: Tenants | None, context: StoreContext
    ) -> None:
        self._collection = collection
        self._tenants = tenants
        self._context = context

    def best(self, ask: Ask, *, k: int, selection: Selection) -> Matches:
        """Return the `k` best of a selection."""
        collection, most = self._collection, self._collection.config.max_results
        bounds = compile_selection(selection, numbers=collection, negation=collection.negation)
        handles = self._handles(selection)
        if bounds.upper is False or not handles:
            return no_matches()
        if k <= most and bounds.exact:
            return _asked(handles, ask, bounds.upper, k)
        found = self._checked(handles, ask, bounds, k, selection)
        if found is not None:
            return found
        allowed = self._context.allowed_keys(selection).tolist()
        chunk = min(_CHUNK, most)
        parts = [
            _asked(handles, ask, among_keys(part), min(k, len(part)))
            for part in (allowed[start : start + chunk] for start in range(0, len(allowed), chunk))
        ]
        return merged(parts, k)

    def _checked(
        self,
        handles: Sequence[Handle[Any, Any]],
        ask: Ask,
        bounds: Bounds[FilterReturn],
        k: int,
        selection: Selection,
    ) -> Matches | None:
        """Look for `k` that the journal allows among the best that may match; None in vain."""
        n = max(_FIRST_LOOK, 2 * k)
        while n <= min(max(_LAST_LOOK, 2 * k), self._collection.config.max_results):
            found = _asked(handles, ask, bounds.upper, n)
            allowed = self._context.allowed_keys(selection, among=np.sort(found.keys))
            passed = np.isin(found.keys, allowed)
            if passed.sum() >= k or len(found) < n:
                return Matches(found.keys[passed][:k], found.scores[passed][:k])
            n *= _GROWTH
        return None

    def _handles(self, selection: Selection) -> list[Handle[Any, Any]]:
        if not self._collection.exists:
            return []
        handle = self._collection.handle
        if self._tenants is None:
            return [handle]
        return [handle.with_tenant(name) for name in self._tenants.of_search(selection.scope)]


def _asked(handles: Sequence[Handle[Any, Any]], ask: Ask, native: Native, limit: int) -> Matches:
    if len(handles) == 1:
        return ask(handles[0], native, limit)
    with ThreadPoolExecutor(min(_THREADS, len(handles))) as threads:
        parts = list(threads.map(lambda handle: ask(handle, native, limit), handles))
    return merged(parts, limit)


def _memories(native: Native) -> Any:
    return with_token(MEMORY) if native is True else native


def _matches(rows: Sequence[Any], score: Callable[[Any], float | None]) -> Matches:
    keys = np.array([key_of(row.properties) for row in rows], np.int64)
    scores = np.array([score(row) or 0.0 for row in rows], np.float32)
    return ranked(keys, scores)
