"""The store: a point for each memory in one collection, a named vector for each space.

One more point, with the id 0, which no memory has, says whose they are and how far they go. It is
lost or restored together with the others, so that what it says is always true of them.
"""
# ruff: noqa: D102 - the methods are documented in memkit.providers.vector_stores.EngineStore

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from qdrant_client import QdrantClient, models

from memkit.contracts import Approximation, Batch, Keys, Selection, SpaceInfo, StoreContext, Vectors
from memkit.domain.records import Scope
from memkit.errors import ProviderError
from memkit.filters import Bounds
from memkit.providers.vector_stores import (
    Answer,
    Ask,
    EngineStore,
    Plan,
    State,
    differing,
    space_of,
    tell_what_stands,
)
from memkit_qdrant import filters, rows
from memkit_qdrant.config import QdrantConfig
from memkit_qdrant.connecting import connect
from memkit_qdrant.failures import answer_of, is_refusal
from memkit_qdrant.limits import Limits, at_most
from memkit_qdrant.replicas import lag_of
from memkit_qdrant.searching import Search
from memkit_qdrant.standing import Standing, compared_anyway, quantization

_OWN = 0
# Points that are looked at in one request, where they may not be counted.
_PAGE = 1_000
# A search that is broader than this finds no more.
_BROADEST = 100_000
_ADVICE = (
    "Open the store with exact=True, which compares all vectors, or make the graph anew with a "
    "larger m or ef_construction."
)
_QUANTIZED = " Without quantization, or with more oversampling, it finds more, too."


class QdrantStore(EngineStore[QdrantClient, models.Filter]):
    """Points in one collection of Qdrant."""

    provider = "qdrant"
    engine = "Qdrant"
    key_variable = "QDRANT_API_KEY"
    looks = (64,)

    config: QdrantConfig

    def __init__(self, config: QdrantConfig, context: StoreContext) -> None:
        super().__init__(config, context)
        self._stands: Standing | None = None

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
        # What the user leaves open is the server's.
        given = self.config.model_dump(include=self.config.model_fields_set)
        client.create_collection(
            self.name,
            vectors_config={
                rows.vector_name(space): models.VectorParams(
                    size=space.dim, distance=models.Distance.COSINE
                )
                for space in spaces
            },
            hnsw_config=models.HnswConfigDiff(
                m=given.get("m"), ef_construct=given.get("ef_construction")
            ),
            quantization_config=quantization(self.config.quantization),
            shard_number=self.config.shards,
            replication_factor=self.config.replicas,
            write_consistency_factor=self.config.write_consistency,
        )
        self.forget()
        if not self.config.is_local:
            self._standing(client).complete(wait=True)

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

    # -- what stands -------------------------------------------------------------------------

    def forget(self) -> None:
        self._stands = None

    def _standing(self, client: QdrantClient) -> Standing:
        with self._lock:
            if self._stands is None:
                self._stands = Standing(client, self.name, self.answer_of)
            return self._stands

    def _limits(self, client: QdrantClient) -> Limits:
        return Limits() if self.config.is_local else self._standing(client).limits

    def standing(self, client: QdrantClient) -> Mapping[str, object]:
        if self.config.is_local:
            return {}
        stands = self._standing(client)
        # It may have been made before there were these indexes, or by somebody else.
        stands.complete()
        self._tell_of_limits(stands.limits)
        return stands.options()

    def _tell_of_limits(self, limits: Limits) -> None:
        """Warn of options that strict mode does not allow."""
        allowed = {
            "ef_search": limits.breadth(self.config.ef_search, exact=False),
            "oversampling": limits.compared(self.config.oversampling),
            "exact": self.config.exact and limits.exact,
        }
        beyond = differing(self.config, allowed)
        if beyond:
            tell_what_stands(
                f"Qdrant at {self.place!r}",
                allowed,
                beyond,
                because="which is all that the collection's strict mode allows",
                fix="Raise its limits in strict_mode_config, or leave these options out.",
            )

    def change(self, client: QdrantClient, wanted: Mapping[str, Any]) -> Collection[str]:
        return self._standing(client).change(wanted)

    def learnt_from(self, client: QdrantClient, error: Exception) -> bool:
        if self.config.is_local or self._stands is None or not is_refusal(error):
            return False
        known, self._stands = self._stands, None
        stands = self._standing(client)
        changed = (stands.limits, stands.indexed) != (known.limits, known.indexed)
        stands.complete()
        return changed

    # -- points ------------------------------------------------------------------------------

    def write(
        self, client: QdrantClient, batch: Batch, vectors: Mapping[SpaceInfo, Vectors]
    ) -> None:
        stands = None if self.config.is_local else self._standing(client)
        most = at_most(self.config.batch_size, self._limits(client).upsert)
        for part in rows.parts_of(batch, vectors, most):
            if stands is not None:
                stands.index_numbers(part)
            client.upsert(self.name, part, wait=True)

    def remove(self, client: QdrantClient, keys: list[int]) -> None:
        points: list[Any] = list(keys)
        client.delete(self.name, points, wait=True)

    def size(self, client: QdrantClient, space: SpaceInfo | None) -> int:
        native = filters.memories()
        if space is not None:
            native = filters.with_vector(rows.vector_name(space))
        limits = self._limits(client)
        if not limits.exact:
            return self._looked_through(client, native, at_most(_PAGE, limits.results))
        return client.count(self.name, count_filter=native, exact=True, **self._read).count

    def _looked_through(self, client: QdrantClient, native: models.Filter, page: int) -> int:
        """Count points one page after the other: strict mode may allow estimates only."""
        n, after = 0, None
        while True:
            points, after = client.scroll(
                self.name,
                scroll_filter=native,
                limit=page,
                offset=after,
                with_payload=False,
                **self._read,
            )
            n += len(points)
            if after is None:
                return n

    # -- what is found late ------------------------------------------------------------------

    def lag(self) -> float:
        if self.config.lag is not None:
            return self.config.lag
        if self.config.is_local:
            return 0.0
        return self._ask_index(
            "asking how it is replicated",
            lambda client: lag_of(self._standing(client).config),
            0.0,
        )

    # -- searching ---------------------------------------------------------------------------

    def approximation(self, space: str) -> Approximation | None:
        """Return how a graph is walked; None where all vectors are compared."""
        held, config = space_of(self._spaces, space), self.config
        if config.is_local or config.exact:
            return None
        stands = self._ask_index("reading how it searches", self._standing, None)
        if stands is None:
            below, limits = compared_anyway(held.dim), Limits()
            quantized = config.quantization != "none"
        else:
            below, limits = stands.compared_anyway(rows.vector_name(held)), stands.limits
            quantized = stands.quantized
        return Approximation(
            breadth=self._breadth_of(held),
            most=at_most(_BROADEST, limits.ef),
            exact_below=below,
            advice=_ADVICE + (_QUANTIZED if quantized else ""),
        )

    def _breadth_of(self, space: SpaceInfo) -> int | None:
        return self.breadths.get(space.key, self.config.ef_search)

    def bounds(self, client: QdrantClient, selection: Selection) -> Bounds[models.Filter]:
        allowed = None if self.config.is_local else self._standing(client)
        return filters.compile_selection(selection, allowed)

    def among(self, keys: Keys) -> models.Filter:
        return filters.among_keys(keys.tolist())

    def plan(self, client: QdrantClient, space: SpaceInfo | None) -> Plan[models.Filter]:
        return Plan(
            among=self.among,
            keys_in_filter=self._limits(client).keys_in_filter(self.keys_in_filter),
            looks=self.looks,
            slow_filters=self.config.is_local,
        )

    def nearest(
        self, client: QdrantClient, space: SpaceInfo, unit: Vectors, scope: Scope
    ) -> Ask[models.Filter]:
        return Search(
            client,
            self.name,
            self.config,
            standing=lambda: None if self.config.is_local else self._standing(client),
            vector=rows.vector_name(space),
            query=unit.tolist(),
            breadth=self._breadth_of(space),
            read=self._read,
            at_most=lambda: self.context.frequencies((), scope).n,
        )

    @property
    def _read(self) -> dict[str, Any]:
        """How a request that reads is sent; the client's own engine knows no more."""
        asked = self.config.read_consistency
        if asked is None:
            return {}
        named = models.ReadConsistencyType(asked) if isinstance(asked, str) else asked
        return {"consistency": named}
