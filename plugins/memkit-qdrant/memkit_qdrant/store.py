"""The store: a point for each memory in one collection, a named vector for each space.

One more point, with the id 0, which no memory has, says whose they are and how far they go. It is
lost or restored together with the others, so that what it says is always true of them.
"""
# ruff: noqa: D102 - the methods are documented in memkit.providers.vector_stores.EngineStore

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from qdrant_client import QdrantClient, models

from memkit.contracts import (
    Approximation,
    Batch,
    Keys,
    Matches,
    Selection,
    SpaceInfo,
    Vectors,
)
from memkit.domain.records import SCOPE_KEYS, Scope
from memkit.errors import ProviderError
from memkit.filters import TIME_FIELDS, Bounds
from memkit.providers.vector_stores import Answer, Ask, EngineStore, Plan, State, ranked, space_of
from memkit_qdrant import filters, rows
from memkit_qdrant.config import QdrantConfig
from memkit_qdrant.connecting import connect
from memkit_qdrant.failures import answer_of
from memkit_qdrant.replicas import lag_of

_OWN = 0
# A server compares all vectors of a segment that holds less, unless it is set otherwise there.
_FULL_SCAN_BYTES = 10_000 * 1024
_ADVICE = (
    "Open the store with exact=True, which compares all vectors, or make the graph anew with a "
    "larger m or ef_construction."
)
_QUANTIZED = " Without quantization, or with more oversampling, it finds more, too."
_INTEGERS = models.PayloadSchemaType.INTEGER
_KEYWORDS = models.PayloadSchemaType.KEYWORD


class QdrantStore(EngineStore[QdrantClient, models.Filter]):
    """Points in one collection of Qdrant."""

    provider = "qdrant"
    engine = "Qdrant"
    key_variable = "QDRANT_API_KEY"
    looks = (64,)

    config: QdrantConfig

    # As the collection says; None for not asked yet.
    _lag: float | None = None

    @property
    def name(self) -> str:
        """The collection's name."""
        return self.config.collection or f"memkit-{self.journal_id}"

    @property
    def place(self) -> str:
        return self.config.place

    @property
    def addresses(self) -> Sequence[str]:
        return self.config.addresses

    @property
    def takes_turns(self) -> bool:
        # The client's own engine is not made for threads.
        return self.config.is_local

    def connect(self) -> QdrantClient:
        return connect(self.config.at(self.address))

    def disconnect(self, client: QdrantClient) -> None:
        client.close()

    def answer_of(self, error: Exception) -> Answer:
        return answer_of(error, self.config)

    # -- the collection ----------------------------------------------------------------------

    def read_state(self, client: QdrantClient) -> State | None:
        try:
            found = client.retrieve(self.name, [_OWN], with_payload=True, **self._read)
        except Exception as error:
            if self.is_missing(error):
                return None
            raise
        if not found and self.config.collection is None:
            # By its name it is ours, and nobody came to the end of making it; or somebody deleted
            # the point that says whose it is.
            return State(journal_id=self.journal_id, complete=False)
        return self.checked_state((found[0].payload or {}) if found else {}, name=self.name)

    def write_state(self, client: QdrantClient, state: State) -> None:
        point = models.PointStruct(id=_OWN, payload=state.to_json(), vector={})
        client.upsert(self.name, [point], wait=True)

    def create(self, client: QdrantClient, spaces: Iterable[SpaceInfo]) -> None:
        config = self.config
        client.create_collection(
            self.name,
            vectors_config={
                rows.vector_name(space): models.VectorParams(
                    size=space.dim, distance=models.Distance.COSINE
                )
                for space in spaces
            },
            hnsw_config=models.HnswConfigDiff(m=config.m, ef_construct=config.ef_construction),
            quantization_config=_int8() if config.quantization == "int8" else None,
            shard_number=config.shards,
            replication_factor=config.replicas,
            write_consistency_factor=config.write_consistency,
        )
        if config.is_local:
            return
        fields: dict[str, Any] = dict.fromkeys([filters.TOKENS, *SCOPE_KEYS], _KEYWORDS)
        fields |= dict.fromkeys(TIME_FIELDS, _INTEGERS)
        fields[filters.TEXT] = models.TextIndexParams(
            type=models.TextIndexType.TEXT, tokenizer=models.TokenizerType.MULTILINGUAL
        )
        for name, schema in fields.items():
            client.create_payload_index(self.name, name, field_schema=schema, wait=True)

    def destroy(self, client: QdrantClient, state: State) -> None:
        client.delete_collection(self.name)

    def add_space(self, client: QdrantClient, space: SpaceInfo) -> None:
        dense = models.DenseVectorConfig(size=space.dim, distance=models.Distance.COSINE)
        try:
            client.create_vector_name(
                self.name, rows.vector_name(space), models.DenseVectorNameConfig(dense=dense)
            )
        except Exception as error:
            # Servers that do not know the call say that there is no such path or method, as they
            # say that there is no such collection.
            status = self.answer_of(error).status
            if status not in (404, 405) or not client.collection_exists(self.name):
                raise
            raise ProviderError(
                f"Qdrant at {self.place!r} can't add the vector of a new space to a "
                "collection that is there.",
                fix="Update the server, or make the collection anew with m.reindex().",
                provider=self.provider,
            ) from error

    def remove_space(self, client: QdrantClient, space: SpaceInfo) -> None:
        client.delete_vector_name(self.name, rows.vector_name(space))

    # -- points ------------------------------------------------------------------------------

    def write(
        self, client: QdrantClient, batch: Batch, vectors: Mapping[SpaceInfo, Vectors]
    ) -> None:
        for part in rows.parts_of(batch, vectors, self.config.batch_size):
            client.upsert(self.name, part, wait=True)

    def remove(self, client: QdrantClient, keys: list[int]) -> None:
        points: list[Any] = list(keys)
        client.delete(self.name, points, wait=True)

    def size(self, client: QdrantClient, space: SpaceInfo | None) -> int:
        native = filters.memories()
        if space is not None:
            native = filters.with_vector(rows.vector_name(space))
        counted = client.count(self.name, count_filter=native, exact=True, **self._read)
        return counted.count

    # -- what is found late ------------------------------------------------------------------

    def forget(self) -> None:
        self._lag = None

    def lag(self) -> float:
        if self.config.lag is not None:
            return self.config.lag
        if self.config.is_local:
            return 0.0
        if self._lag is None:
            self._lag = self._ask_index(
                "asking how it is replicated",
                lambda client: lag_of(client.get_collection(self.name).config),
                None,
            )
        return self._lag or 0.0

    # -- searching ---------------------------------------------------------------------------

    def approximation(self, space: str) -> Approximation | None:
        """Return how a graph is walked; None where all vectors are compared."""
        held, config = space_of(self._spaces, space), self.config
        if config.is_local or config.exact:
            return None
        return Approximation(
            breadth=self._breadth_of(held),
            exact_below=_FULL_SCAN_BYTES // (4 * held.dim),
            advice=_ADVICE + (_QUANTIZED if config.quantization != "none" else ""),
        )

    def _breadth_of(self, space: SpaceInfo) -> int | None:
        return self.breadths.get(space.key, self.config.ef_search)

    def bounds(self, client: QdrantClient, selection: Selection) -> Bounds[models.Filter]:
        return filters.compile_selection(selection)

    def among(self, keys: Keys) -> models.Filter:
        return filters.among_keys(keys.tolist())

    def plan(self, client: QdrantClient, space: SpaceInfo | None) -> Plan[models.Filter]:
        return Plan(
            among=self.among,
            keys_in_filter=self.keys_in_filter,
            looks=self.looks,
            slow_filters=self.config.is_local,
        )

    def nearest(
        self, client: QdrantClient, space: SpaceInfo, unit: Vectors, scope: Scope
    ) -> Ask[models.Filter]:
        def asked(native: filters.Native, limit: int, *, exact: bool) -> Matches:
            points = client.query_points(
                self.name,
                query=unit.tolist(),
                using=rows.vector_name(space),
                limit=limit,
                query_filter=None if isinstance(native, bool) else native,
                search_params=(None if self.config.is_local else self._params(space, exact=exact)),
                with_payload=False,
                **self._read,
            ).points
            keys = np.array([int(point.id) for point in points], np.int64)
            return ranked(keys, np.array([point.score for point in points], np.float32))

        def ask(native: filters.Native, limit: int, exact: bool) -> Matches:
            exact = exact or self.config.exact
            found = asked(native, limit, exact=exact)
            if len(found) < limit and not exact and not self.config.is_local:
                # Either there are no more, or the graph had no way to them.
                found = asked(native, limit, exact=True)
            return found

        return ask

    @property
    def _read(self) -> dict[str, Any]:
        """How a request that reads is sent; the client's own engine knows no more."""
        asked = self.config.read_consistency
        if asked is None:
            return {}
        named = models.ReadConsistencyType(asked) if isinstance(asked, str) else asked
        return {"consistency": named}

    def _params(self, space: SpaceInfo, *, exact: bool) -> models.SearchParams:
        quantized = None
        if self.config.quantization == "int8":
            quantized = models.QuantizationSearchParams(
                ignore=exact, rescore=True, oversampling=self.config.oversampling
            )
        return models.SearchParams(
            exact=exact, hnsw_ef=self._breadth_of(space), quantization=quantized
        )


def _int8() -> models.ScalarQuantization:
    return models.ScalarQuantization(
        scalar=models.ScalarQuantizationConfig(type=models.ScalarType.INT8, always_ram=True)
    )
