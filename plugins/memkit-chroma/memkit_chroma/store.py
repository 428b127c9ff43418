"""The store: a collection of Chroma for each space, and one that counts all memories.

That one also says whose they are and how far they go. It is lost or restored together with the
others where they are in one database, so that what it says is true of them.
"""
# ruff: noqa: D102 - the methods are documented in memkit.providers.vector_stores.EngineStore

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Collection as Names
from typing import Any, TypeVar

import numpy as np
from chromadb import Collection
from chromadb.api import ClientAPI
from chromadb.api.collection_configuration import (
    CreateCollectionConfiguration,
    UpdateCollectionConfiguration,
)

from memkit.contracts import (
    Approximation,
    Batch,
    Keys,
    Matches,
    Selection,
    SpaceInfo,
    StoreContext,
    Vectors,
)
from memkit.domain.records import Scope
from memkit.filters import Bounds
from memkit.providers.vector_stores import (
    Answer,
    Ask,
    EngineStore,
    Plan,
    State,
    in_chunks,
    ranked,
    space_of,
    tell_what_stands,
)
from memkit_chroma import filters, rows
from memkit_chroma.config import ChromaConfig
from memkit_chroma.connecting import connect, disconnect, place_of
from memkit_chroma.failures import answer_of, is_race
from memkit_chroma.quotas import Quotas

T = TypeVar("T")

_OPTIONS = {"index", "ef_construction", "ef_search", "m"}
# Letters of a value in a collection's metadata.
_LONGEST = 200
_ADVICE = "Make the graph anew with a larger m or ef_construction."
_ADVICE_OF_SERVER = (
    "A server of Chroma goes on with the ef_search that an index was loaded with: open the store "
    "with a larger one, or a larger m or ef_construction, and make it anew from the journal."
)
# How often a search is begun again that met a deletion.
_RACES = 10


class ChromaStore(EngineStore[ClientAPI, filters.Condition]):
    """Rows in Chroma's collections."""

    provider = "chroma"
    engine = "Chroma"
    key_variable = "CHROMA_API_KEY"
    keys_in_filter = 1_000

    config: ChromaConfig

    def __init__(self, config: ChromaConfig, context: StoreContext) -> None:
        super().__init__(config, context)
        self._known: dict[str, Collection] = {}
        # Names of collections that held more than are compared exactly.
        self._large: set[str] = set()
        self._quotas = Quotas()

    @property
    def place(self) -> str:
        return place_of(self.config, self.context)

    def connect(self) -> ClientAPI:
        client = connect(self.config, self.context)
        self._batch = min(self.config.batch_size, client.get_max_batch_size())
        return client

    def disconnect(self, client: ClientAPI) -> None:
        disconnect(client)

    def answer_of(self, error: Exception) -> Answer:
        return answer_of(error)

    def forget(self) -> None:
        self._known = {}
        self._large = set()

    @property
    def _most(self) -> int:
        """How many rows a request may write."""
        return min(self._batch, self._quotas.records or self._batch)

    def learnt_from(self, client: ClientAPI, error: Exception) -> bool:
        known, self._quotas = self._quotas, self._quotas.learnt(error)
        return self._quotas != known

    # -- the collections ---------------------------------------------------------------------

    @property
    def name(self) -> str:
        """What the names of the collections begin with; that of the one that counts all."""
        return self.config.collection or f"memkit-{self.journal_id}"

    def collection(self, client: ClientAPI, space: SpaceInfo | None) -> Collection:
        """Return the collection of a space, or the one that counts all memories."""
        name = self._name_of(space)
        if name not in self._known:
            self._known[name] = client.get_collection(name, embedding_function=None)
        return self._known[name]

    def read_state(self, client: ClientAPI) -> State | None:
        self._known.pop(self.name, None)
        try:
            said: dict[str, Any] = dict(self.collection(client, None).metadata or {})
        except Exception as error:
            if self.is_missing(error):
                return None
            raise
        # Nothing but whose it is, where somebody did not come to the end of making it.
        said["position"] = [said.get("seq", 0), said.get("vectors", 0)]
        said["mark"] = said.get("mark") or None
        said["spaces"] = json.loads(_whole(said, "spaces") or "[]")
        return self.checked_state(said, name=self.name)

    def standing(self, client: ClientAPI) -> Mapping[str, object]:
        if not self.config.model_fields_set & _OPTIONS:
            return {}
        found: dict[str, object] = {}
        for space in self._spaces_there():
            # Where collections differ, those count that differ from the config.
            for name, value in _options(self.collection(client, space)).items():
                if name not in found or value != getattr(self.config, name):
                    found[name] = value
        return found

    def change(self, client: ClientAPI, wanted: Mapping[str, Any]) -> Names[str]:
        if "ef_search" not in wanted or "index" in wanted:
            return ()
        standing = self.standing(client)
        for space in self._spaces_there():
            self._widen(client, space, self.config.ef_search)
        if not self._sees_changes:
            tell_what_stands(
                f"Chroma at {self.place!r}",
                standing,
                {"ef_search": self.config.ef_search},
                because="until the server loads the collection again, as after a restart",
            )
        return ("ef_search",)

    def _spaces_there(self) -> Iterable[SpaceInfo]:
        return () if self._state is None else self._state.spaces.values()

    def write_state(self, client: ClientAPI, state: State) -> None:
        self.collection(client, None).modify(metadata=_said(state))

    def create(self, client: ClientAPI, spaces: Iterable[SpaceInfo]) -> None:
        for space in spaces:
            self.add_space(client, space)
        self._make(client, None, {"journal_id": self.journal_id})

    def destroy(self, client: ClientAPI, state: State) -> None:
        for space in state.spaces.values():
            self.remove_space(client, space)
        # The last one: it says what there is.
        self._delete(client, self._name_of(None))

    def add_space(self, client: ClientAPI, space: SpaceInfo) -> None:
        # What is there under this name was made by somebody who did not come to an end.
        self.remove_space(client, space)
        said = {"journal_id": self.journal_id, "space": space.key, "dim": space.dim}
        self._make(client, space, said)

    def remove_space(self, client: ClientAPI, space: SpaceInfo) -> None:
        self._delete(client, self._name_of(space))

    def approximation(self, space: str) -> Approximation | None:
        held = space_of(self._spaces, space)
        planned: int | None = self._breadth_of(space)
        breadth = self._ask_index(
            "reading how it searches", lambda client: self._as_kept(client, held), planned
        )
        if self._sees_changes:
            return Approximation(breadth=breadth, advice=_ADVICE)
        return Approximation(breadth=breadth, most=0, advice=_ADVICE_OF_SERVER)

    def set_breadth(self, space: str, breadth: int | None) -> None:
        held = space_of(self._spaces, space)
        ef_search = breadth or self.config.ef_search
        self._ask_index(
            "setting how broadly it searches",
            lambda client: self._widen(client, held, ef_search),
            None,
        )
        super().set_breadth(space, breadth)
        if self.config.url is None:
            # An index that is open goes on as it was opened: the next call opens the folder anew.
            self.close()

    def _widen(self, client: ClientAPI, space: SpaceInfo, ef_search: int) -> None:
        wanted: UpdateCollectionConfiguration = (
            {"spann": {"ef_search": ef_search}}
            if self.config.index == "spann"
            else {"hnsw": {"ef_search": ef_search}}
        )
        with self._lock, warnings.catch_warnings():
            # It reads the configuration with what it thinks of our having no embedder.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.collection(client, space).modify(configuration=wanted)

    @property
    def _sees_changes(self) -> bool:
        """Whether a change of the breadth is seen without a restart of the server."""
        return self.config.url is None or self.config.index == "spann"

    def _breadth_of(self, space: str) -> int:
        return self.breadths.get(space, self.config.ef_search)

    def _as_kept(self, client: ClientAPI, space: SpaceInfo) -> int | None:
        found = client.get_collection(self._name_of(space), embedding_function=None)
        kept: dict[str, int | None] = found.configuration_json.get(self.config.index) or {}
        return kept.get("ef_search")

    def _make(self, client: ClientAPI, space: SpaceInfo | None, said: dict[str, Any]) -> None:
        name = self._name_of(space)
        ef_search = self.config.ef_search if space is None else self._breadth_of(space.key)
        self._known[name] = client.create_collection(
            name,
            metadata=said,
            configuration=_index(self.config, ef_search),
            embedding_function=None,
        )

    def _delete(self, client: ClientAPI, name: str) -> None:
        self._known.pop(name, None)
        try:
            client.delete_collection(name)
        except Exception as error:
            if not self.is_missing(error):
                raise

    def _name_of(self, space: SpaceInfo | None) -> str:
        return self.name if space is None else f"{self.name}-{space.id}"

    # -- rows --------------------------------------------------------------------------------

    def write(self, client: ClientAPI, batch: Batch, vectors: Mapping[SpaceInfo, Vectors]) -> None:
        metadata = rows.metadata_of(batch)
        for space, held in vectors.items():
            self._write(client, space, batch.keys, held, metadata)
        # The last one: what it counts is in all the others.
        self._write(client, None, batch.keys, rows.places(batch.keys), None)

    def remove(self, client: ClientAPI, keys: list[int]) -> None:
        for space in (*self._spaces.values(), None):
            self._remove(client, space, np.array(keys, np.int64))

    def size(self, client: ClientAPI, space: SpaceInfo | None) -> int:
        return self.collection(client, space).count()

    def _write(
        self,
        client: ClientAPI,
        space: SpaceInfo | None,
        keys: Keys,
        vectors: Vectors,
        metadata: list[dict[str, Any]] | None,
    ) -> None:
        there = np.flatnonzero(vectors.any(axis=1))
        for part in in_chunks(there, self._most):
            self.collection(client, space).upsert(
                ids=[str(key) for key in keys[part].tolist()],
                embeddings=vectors[part],
                metadatas=None if metadata is None else [metadata[i] for i in part],
            )
        self._remove(client, space, np.delete(keys, there))

    def _remove(self, client: ClientAPI, space: SpaceInfo | None, keys: Keys) -> None:
        for part in in_chunks(keys, self._most):
            self.collection(client, space).delete(ids=[str(key) for key in part])

    # -- searching ---------------------------------------------------------------------------

    def bounds(self, client: ClientAPI, selection: Selection) -> Bounds[filters.Condition]:
        return filters.compile_selection(selection, self._quotas)

    def among(self, keys: Keys) -> filters.Condition:
        return filters.among_keys(keys.tolist())

    def plan(self, client: ClientAPI, space: SpaceInfo | None) -> Plan[filters.Condition]:
        return Plan(
            among=self.among,
            keys_in_filter=self.keys_in_filter,
            looks=self.looks,
            most=self._quotas.results,
            without=lambda native, keys: filters.without_keys(native, keys.tolist()),
            compare_below=self.config.exact_below,
            available=lambda: self.size(client, space),
            kept=lambda native: self._kept(client, space, native),
        )

    def _kept(
        self, client: ClientAPI, space: SpaceInfo | None, native: filters.Native
    ) -> Keys | None:
        # Chroma writes a row by changing its links in the graph: where many are nearly alike, one
        # that only a written row led to is not found any more.
        name = self._name_of(space)
        if name in self._large:
            return None
        if self.size(client, space) >= self.config.exact_below:
            self._large.add(name)
            return None
        found = self.collection(client, space).get(
            where=None if isinstance(native, bool) else native, include=[]
        )
        return np.array(sorted(map(int, found["ids"])), np.int64)

    def nearest(
        self, client: ClientAPI, space: SpaceInfo, unit: Vectors, scope: Scope
    ) -> Ask[filters.Condition]:
        queries: list[Sequence[float] | Sequence[int]] = [unit.tolist()]

        def ask(native: filters.Native, limit: int, exact: bool) -> Matches:
            found = _again_after_races(
                lambda: self.collection(client, space).query(
                    query_embeddings=queries,
                    n_results=limit,
                    where=None if isinstance(native, bool) else native,
                    include=["distances"],
                )
            )
            distances = found["distances"]
            assert distances is not None
            keys = np.array([int(key) for key in found["ids"][0]], np.int64)
            return ranked(keys, 1 - np.array(distances[0], np.float32), limit)

        return ask


def _again_after_races(ask: Callable[[], T]) -> T:
    for _ in range(_RACES):
        try:
            return ask()
        except Exception as error:
            if not is_race(error):
                raise
    return ask()


def _said(state: State) -> dict[str, Any]:
    # Chroma's metadata are flat, and know no null.
    said = state.to_json()
    seq, vectors = said.pop("position")
    spaces = _parts("spaces", json.dumps(said.pop("spaces")))
    return {**said, "mark": state.event_token or "", **spaces, "seq": seq, "vectors": vectors}


def _parts(name: str, text: str) -> dict[str, str]:
    """Return a text under several names, each as long as the cloud takes it."""
    cut = [text[start : start + _LONGEST] for start in range(0, len(text), _LONGEST)]
    return {f"{name}:{n}" if n else name: part for n, part in enumerate(cut)}


def _whole(said: Mapping[str, Any], name: str) -> str:
    found, n = str(said.get(name, "")), 1
    while f"{name}:{n}" in said:
        found += said[f"{name}:{n}"]
        n += 1
    return found


def _options(collection: Collection) -> dict[str, object]:
    """Return the options that a collection has, by their names in the config."""
    # Read as JSON: the client would warn of an embedding function, of which there is none.
    there: Mapping[str, Any] = collection.configuration_json
    for index in ("hnsw", "spann"):
        made = there.get(index)
        if made:
            named = {
                "ef_construction": made.get("ef_construction"),
                "ef_search": made.get("ef_search"),
                "m": made.get("max_neighbors"),
            }
            return {"index": index} | {k: v for k, v in named.items() if v is not None}
    return {}


def _index(config: ChromaConfig, ef_search: int) -> CreateCollectionConfiguration:
    if config.index == "spann":
        return {
            "spann": {
                "space": "cosine",
                "ef_construction": config.ef_construction,
                "ef_search": ef_search,
                "max_neighbors": config.m,
            }
        }
    return {
        "hnsw": {
            "space": "cosine",
            "ef_construction": config.ef_construction,
            "ef_search": ef_search,
            "max_neighbors": config.m,
        }
    }
