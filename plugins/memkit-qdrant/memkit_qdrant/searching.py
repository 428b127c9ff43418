"""Searches: what Qdrant can select by itself, it does; the journal has the word on the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from qdrant_client import QdrantClient, models

from memkit.contracts.store import Matches, Selection, StoreContext, no_matches
from memkit.providers.vector_stores import merged, ranked
from memkit_qdrant.config import QdrantConfig
from memkit_qdrant.filters import Native, among_keys, compile_selection

# So many of the best that may match are put to the journal, before it is asked for all that do.
_FIRST_LOOK = 64
_CHUNK = 10_000

Ask = Callable[[Native, int, bool], Matches]


def best(
    ask: Ask, *, k: int, selection: Selection, context: StoreContext, slow_filters: bool
) -> Matches:
    """Return the `k` best of a selection.

    Args:
        ask: Returns the best that a filter keeps, given how many, and whether to compare all.
        k: At least 1.
        selection: Applied before the cut.
        context: The journal.
        slow_filters: Whether a filter costs the engine more than a look into the journal.
    """

    def checked(native: Native) -> Matches | None:
        """Look for `k` that the journal allows among the best; None in vain."""
        wanted = max(_FIRST_LOOK, 2 * k)
        found = ask(native, wanted, False)
        passed = np.isin(found.keys, context.allowed_keys(selection, among=np.sort(found.keys)))
        if passed.sum() < k and len(found) == wanted:
            return None
        return Matches(found.keys[passed][:k], found.scores[passed][:k])

    bounds = compile_selection(selection)
    if bounds.upper is False:
        return no_matches()
    if slow_filters:
        found = checked(True)
        if found is not None:
            return found
    if bounds.exact:
        return ask(bounds.upper, k, False)
    found = checked(bounds.upper)
    if found is not None:
        return found
    allowed = context.allowed_keys(selection).tolist()
    return merged(
        [
            ask(among_keys(allowed[start : start + _CHUNK]), k, True)
            for start in range(0, len(allowed), _CHUNK)
        ],
        k,
    )


def nearest(
    client: QdrantClient, config: QdrantConfig, *, collection: str, using: str, unit: list[float]
) -> Ask:
    """Return the question for the points nearest to a unit vector."""

    def asked(native: Native, limit: int, params: models.SearchParams | None) -> Matches:
        found = client.query_points(
            collection,
            query=unit,
            using=using,
            limit=limit,
            query_filter=None if isinstance(native, bool) else native,
            search_params=params,
            with_payload=False,
        )
        return _matches(found.points)

    def ask(native: Native, limit: int, exact: bool) -> Matches:
        if config.is_local:
            return asked(native, limit, None)
        exact = exact or config.exact
        found = asked(native, limit, _params(config, exact=exact))
        if len(found) < limit and not exact:
            # Either there are no more, or the graph had no way to them.
            found = asked(native, limit, _params(config, exact=True))
        return found

    return ask


def _params(config: QdrantConfig, *, exact: bool) -> models.SearchParams:
    quantized = None
    if config.quantization == "int8":
        quantized = models.QuantizationSearchParams(
            ignore=exact, rescore=True, oversampling=config.oversampling
        )
    return models.SearchParams(exact=exact, hnsw_ef=config.ef_search, quantization=quantized)


def _matches(points: Sequence[models.ScoredPoint]) -> Matches:
    keys = np.array([int(point.id) for point in points], np.int64)
    scores = np.array([point.score for point in points], np.float32)
    return ranked(keys, scores)
