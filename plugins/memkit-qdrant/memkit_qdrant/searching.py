"""A search of one collection for the nearest, within what the collection allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from qdrant_client import QdrantClient, models

from memkit.contracts import Matches
from memkit.providers.vector_stores import ranked
from memkit_qdrant.config import QdrantConfig
from memkit_qdrant.filters import Native
from memkit_qdrant.limits import at_most
from memkit_qdrant.standing import Standing


class Search:
    """A question for the nearest.

    Args:
        client: Connected.
        collection: The collection's name.
        config: The store's settings.
        standing: Tells what stands on the server, which may change; None for the client's own
            engine.
        vector: Name of the vector that is compared.
        query: The query, of length one.
        breadth: Of a search of the graph; the server's choice if None.
        read: How a request that reads is sent, such as its `consistency`.
        at_most: Tells how many memories the search may find at most.
    """

    def __init__(
        self,
        client: QdrantClient,
        collection: str,
        config: QdrantConfig,
        *,
        standing: Callable[[], Standing | None],
        vector: str,
        query: list[float],
        breadth: int | None,
        read: Mapping[str, Any],
        at_most: Callable[[], int],
    ) -> None:
        self._client = client
        self._collection = collection
        self._config = config
        self._standing = standing
        self._vector = vector
        self._query = query
        self._breadth = breadth
        self._read = read
        self._at_most = at_most

    def __call__(self, native: Native, limit: int, exact: bool) -> Matches:
        """Return the best, best first."""
        stands = self._standing()
        exact = exact or self._config.exact
        found = self._found(native, limit, stands, exact=exact)
        if len(found) == limit or exact or stands is None:
            return found
        # Either there are no more, or the graph had no way to them, where it was asked at all.
        if self._at_most() > stands.compared_anyway(self._vector):
            found = self._found(native, limit, stands, exact=True)
        return found

    def _found(
        self, native: Native, limit: int, stands: Standing | None, *, exact: bool
    ) -> Matches:
        page = at_most(limit, None if stands is None else stands.limits.results)
        params = None if stands is None else self._params(stands, exact=exact)
        scores: dict[int, float] = {}
        for start in range(0, limit, page):
            points = self._asked(native, min(page, limit - start), start, params)
            scores |= {int(point.id): point.score for point in points}
            if len(points) < min(page, limit - start):
                break
        return ranked(
            np.fromiter(scores.keys(), np.int64, len(scores)),
            np.fromiter(scores.values(), np.float32, len(scores)),
        )

    def _asked(
        self, native: Native, limit: int, start: int, params: models.SearchParams | None
    ) -> list[Any]:
        return self._client.query_points(
            self._collection,
            query=self._query,
            using=self._vector,
            limit=limit,
            offset=start or None,
            query_filter=None if isinstance(native, bool) else native,
            search_params=params,
            with_payload=False,
            **self._read,
        ).points

    def _params(self, stands: Standing, *, exact: bool) -> models.SearchParams:
        quantized = None
        if stands.quantized:
            oversampling = stands.limits.compared(self._config.oversampling)
            quantized = models.QuantizationSearchParams(
                ignore=exact, rescore=True, oversampling=oversampling
            )
        return models.SearchParams(
            exact=exact and stands.limits.exact,
            hnsw_ef=stands.limits.breadth(self._breadth, exact=exact),
            quantization=quantized,
        )
