"""The store: rows in one collection of Weaviate, a named vector for each space."""
# ruff: noqa: D102 - the methods are documented in memkit.providers.vector_stores.EngineStore

from __future__ import annotations

from collections.abc import Collection as Names
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from memkit.contracts import (
    Approximation,
    Batch,
    Keys,
    Matches,
    Selection,
    SpaceInfo,
    Vectors,
    no_matches,
)
from memkit.domain.records import Scope
from memkit.filters import Bounds, tokens
from memkit.providers.vector_stores import Answer, Ask, EngineStore, Plan, State, space_of, units
from memkit_weaviate import graph, schema
from memkit_weaviate.collection import Collection
from memkit_weaviate.config import WeaviateConfig
from memkit_weaviate.connecting import connect
from memkit_weaviate.failures import answer_of
from memkit_weaviate.filters import Native, among_keys, compile_selection, without_keys
from memkit_weaviate.indexing import all_indexed
from memkit_weaviate.limits import is_refusal
from memkit_weaviate.searching import Shape, asked, both, near, words
from memkit_weaviate.tenants import Tenants
from memkit_weaviate.writing import Writer

if TYPE_CHECKING:
    from weaviate.collections.classes.filters import FilterReturn


class WeaviateStore(EngineStore[Collection, "FilterReturn"]):
    """Rows in one collection of Weaviate."""

    provider = "weaviate"
    engine = "Weaviate"
    key_variable = "WEAVIATE_API_KEY"
    looks = (64, 512, 4096)
    keys_in_filter = 5_000
    keys_in_delete = 1_000

    config: WeaviateConfig

    @property
    def place(self) -> str:
        return self.config.place

    @property
    def addresses(self) -> Sequence[str]:
        return self.config.addresses

    @property
    def name(self) -> str:
        return schema.collection_name(self.config, self.journal_id)

    def connect(self) -> Collection:
        return Collection(connect(self.config.at(self.address)), self.config)

    def disconnect(self, client: Collection) -> None:
        client.client.close()

    def answer_of(self, error: Exception) -> Answer:
        return answer_of(error)

    # -- the collection ----------------------------------------------------------------------

    def read_state(self, client: Collection) -> State | None:
        return client.state(self.journal_id)

    def write_state(self, client: Collection, state: State) -> None:
        client.say(state)

    def create(self, client: Collection, spaces: Iterable[SpaceInfo]) -> None:
        made = list(spaces)
        client.create(made)
        for space in made:
            self._search_as_before(client, space)

    def destroy(self, client: Collection, state: State) -> None:
        client.delete()

    def add_space(self, client: Collection, space: SpaceInfo) -> None:
        client.add_space(space, [*self._spaces.values()])
        self._search_as_before(client, space)

    def remove_space(self, client: Collection, space: SpaceInfo) -> None:
        """Do nothing: vectors of a space that nobody names go as rows are written anew."""

    def standing(self, client: Collection) -> Mapping[str, object]:
        client.config = self.config
        return client.options()

    def change(self, client: Collection, wanted: Mapping[str, Any]) -> Names[str]:
        return client.change(wanted)

    def learnt_from(self, client: Collection, error: Exception) -> bool:
        if client.tenants and "tenant not found" in str(error):
            # Somebody deleted it since it was last looked for.
            client.tenants = set()
            return True
        return is_refusal(error) and client.learn_most()

    # -- rows --------------------------------------------------------------------------------

    def write(self, client: Collection, batch: Batch, vectors: Mapping[SpaceInfo, Vectors]) -> None:
        named = {schema.vector_name(space): held for space, held in vectors.items()}
        Writer(client, self._tenants(client)).upsert(batch, named)

    def remove(self, client: Collection, keys: list[int]) -> None:
        Writer(client, self._tenants(client)).delete(keys)

    def size(self, client: Collection, space: SpaceInfo | None) -> int:
        if space is None:
            return client.count_rows(tokens.MEMORY)
        return client.count_rows(schema.vector_token(schema.vector_name(space)))

    # -- what is found late ------------------------------------------------------------------

    def lag(self) -> float:
        return self.config.lag

    def settled(self) -> bool | None:
        indexed: bool | None = True
        return self._ask_index("asking whether all is indexed", all_indexed, indexed)

    # -- searching ---------------------------------------------------------------------------

    def approximation(self, space: str) -> Approximation | None:
        held = space_of(self._spaces, space)
        return self._ask_index(
            "reading how it searches",
            lambda client: graph.approximation(client, schema.vector_name(held)),
            graph.planned(self.config, self.breadths.get(space)),
        )

    def set_breadth(self, space: str, breadth: int | None) -> None:
        held, ef = space_of(self._spaces, space), self.config.ef if breadth is None else breadth
        self._ask_index(
            "setting how broadly it searches", lambda client: self._set_ef(client, held, ef), None
        )
        super().set_breadth(space, breadth)

    def _search_as_before(self, client: Collection, space: SpaceInfo) -> None:
        """Search what was just made as broadly as what was there before it, if that was tuned."""
        if space.key in self.breadths:
            self._set_ef(client, space, self.breadths[space.key])

    def _set_ef(self, client: Collection, space: SpaceInfo, ef: int) -> None:
        if self.config.index == "hnsw":
            graph.set_ef(client, schema.vector_name(space), ef)

    def bounds(self, client: Collection, selection: Selection) -> Bounds[FilterReturn]:
        return compile_selection(selection, numbers=client, negation=client.negation)

    def among(self, keys: Keys) -> FilterReturn:
        return among_keys(keys.tolist())

    def plan(self, client: Collection, space: SpaceInfo | None) -> Plan[FilterReturn]:
        return Plan(
            among=self.among,
            keys_in_filter=self.keys_in_filter,
            looks=self.looks,
            most=client.most,
            without=_without if client.negation else None,
        )

    def nearest(
        self, client: Collection, space: SpaceInfo, unit: Vectors, scope: Scope
    ) -> Ask[FilterReturn]:
        return self._asking(client, near(schema.vector_name(space), unit), scope)

    def native_text(
        self, query: str, *, k: int, selection: Selection, every_word: bool = False
    ) -> Matches:
        """Return the `k` best by Weaviate's own BM25.

        It is no `search_text`: Weaviate counts words over the whole collection, or tenant, and
        not within the scope, knows no stems, and gives no ceiling.

        Args:
            query: Words; none of its characters has a meaning.
            k: At least 1.
            selection: Applied before the cut.
            every_word: Whether a memory must hold all words of the query.
        """
        if not query.strip():
            return no_matches()
        shape = words(query, every_word=every_word)
        return self._native("searching by words", shape, k, selection)

    def native_hybrid(
        self,
        query: str,
        space: str,
        vector: Vectors,
        *,
        k: int,
        selection: Selection,
        alpha: float = 0.5,
    ) -> Matches:
        """Return the `k` best by Weaviate's own fusion of BM25 and cosine.

        Scores tell the order within one answer, and mean nothing across answers.

        Args:
            query: Words, for BM25.
            space: Key of the space.
            vector: The query's vector in it, float32 of shape (dim,).
            k: At least 1.
            selection: Applied before the cut.
            alpha: From 0, only words, to 1, only vectors.
        """
        held = space_of(self._spaces, space, len(vector))
        if not vector.any():
            return self.native_text(query, k=k, selection=selection)
        shape = both(query, schema.vector_name(held), units(vector), alpha=alpha)
        return self._native("searching by words and vectors", shape, k, selection)

    def _native(self, what: str, shape: Shape, k: int, selection: Selection) -> Matches:
        def searched(client: Collection) -> Matches:
            ask = self._asking(client, shape, selection.scope)
            return self.answered(ask, client, k=k, selection=selection)

        return self._ask_index(what, searched, no_matches())

    def _asking(self, client: Collection, shape: Shape, scope: Scope) -> Ask[FilterReturn]:
        tenants = self._tenants(client)
        handles = [client.handle]
        if tenants is not None:
            handles = [client.handle.with_tenant(name) for name in tenants.of_search(scope)]
        return lambda native, limit, exact: asked(handles, shape, native, limit)

    def _tenants(self, client: Collection) -> Tenants | None:
        return Tenants(client, self.config.tenancy) if self.config.tenancy else None


def _without(native: Native, keys: Keys) -> FilterReturn:
    return without_keys(native, keys.tolist())
