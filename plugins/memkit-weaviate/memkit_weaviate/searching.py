"""What can be asked of Weaviate: the nearest, the best by words, and both together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from memkit.contracts import Matches, Vectors, no_matches
from memkit.filters import tokens
from memkit.providers.vector_stores import merged, ranked
from memkit_weaviate import schema
from memkit_weaviate.filters import Native, with_token
from memkit_weaviate.objects import key_of

if TYPE_CHECKING:
    from weaviate.collections import Collection as Handle

_THREADS = 8

# Asks one collection or tenant: the filter, and how many of the best.
Shape = Callable[["Handle[Any, Any]", Native, int], Matches]


def near(vector_name: str, unit: Vectors) -> Shape:
    """Return the question for the nearest by cosine."""
    query = unit.tolist()

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


def words(query: str, *, every_word: bool) -> Shape:
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


def both(query: str, vector_name: str, unit: Vectors, *, alpha: float) -> Shape:
    """Return the question for the best by BM25 and cosine together."""
    queried = unit.tolist()

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


def asked(handles: Sequence[Handle[Any, Any]], shape: Shape, native: Native, limit: int) -> Matches:
    """Return the best of one collection, or of several tenants together."""
    if len(handles) == 1:
        return shape(handles[0], native, limit)
    if not handles:
        return no_matches()
    with ThreadPoolExecutor(min(_THREADS, len(handles))) as threads:
        parts = list(threads.map(lambda handle: shape(handle, native, limit), handles))
    return merged(parts, limit)


def _memories(native: Native) -> Any:
    return with_token(tokens.MEMORY) if native is True else native


def _matches(rows: Sequence[Any], score: Callable[[Any], float | None]) -> Matches:
    keys = np.array([key_of(row.properties) for row in rows], np.int64)
    scores = np.array([score(row) or 0.0 for row in rows], np.float32)
    return ranked(keys, scores)
