"""The collection: a point for each memory, and one that says whose they are and how far they go.

That one has the id 0, which no memory has. It is lost or restored together with the others, so
that what it says is always true of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from qdrant_client import QdrantClient, models

from memkit.contracts.store import Position, SpaceInfo
from memkit.domain.records import SCOPE_KEYS
from memkit.errors import ProviderError, ValidationError
from memkit.filters import TIME_FIELDS
from memkit_qdrant import filters
from memkit_qdrant.config import QdrantConfig
from memkit_qdrant.failures import is_missing, status_of

_OWN = 0
_INTEGERS = models.PayloadSchemaType.INTEGER
_KEYWORDS = models.PayloadSchemaType.KEYWORD


@dataclass(frozen=True, kw_only=True)
class State:
    """What the collection says of itself.

    Attributes:
        journal_id: Whose memories it holds.
        position: How far the journal was read; `mark`: the journal's mark of it.
        spaces: The spaces that have a vector in it, by key.
    """

    journal_id: str
    position: Position = field(default_factory=Position)
    mark: str | None = None
    spaces: Mapping[str, SpaceInfo] = field(default_factory=dict)


def vector_name(space: SpaceInfo) -> str:
    """Return the name of a space's vector: another one for a space that was added again."""
    return f"space-{space.id}"


class Collection:
    """One collection of Qdrant, which may not exist yet.

    Args:
        client: The connection.
        config: The collection's name and how to make it.
        journal_id: Whose memories it holds.
    """

    def __init__(self, client: QdrantClient, config: QdrantConfig, journal_id: str) -> None:
        self.client = client
        self.name = config.collection or f"memkit-{journal_id}"
        self._config = config
        self._journal_id = journal_id

    def state(self) -> State | None:
        """Return what it says of itself; None if it does not exist.

        Raises:
            ValidationError: It belongs to another journal.
        """
        try:
            found = self.client.retrieve(self.name, [_OWN], with_payload=True)
        except Exception as error:
            if is_missing(error):
                return None
            raise
        said: dict[str, Any] = (found[0].payload or {}) if found else {}
        if said.get("journal_id") != self._journal_id:
            raise ValidationError(
                f"The collection {self.name!r} of Qdrant at {self._config.place!r} belongs to "
                + ("another journal." if said.get("journal_id") else "no journal of memkit."),
                fix="Give the store another collection=..., or delete this one in Qdrant.",
            )
        return State(
            journal_id=self._journal_id,
            position=Position(*said["position"]),
            mark=said["mark"],
            spaces={
                key: SpaceInfo(key=key, id=id_, dim=dim, normalized=normalized)
                for key, id_, dim, normalized in said["spaces"]
            },
        )

    def say(self, state: State) -> None:
        """Write down what the collection says of itself."""
        payload = {
            "journal_id": state.journal_id,
            "position": list(state.position),
            "mark": state.mark,
            "spaces": [[s.key, s.id, s.dim, s.normalized] for s in state.spaces.values()],
        }
        point = models.PointStruct(id=_OWN, payload=payload, vector={})
        self.client.upsert(self.name, [point], wait=True)

    def make(self, spaces: Iterable[SpaceInfo]) -> State:
        """Make the collection, with a vector for each space."""
        state = State(journal_id=self._journal_id, spaces={space.key: space for space in spaces})
        config = self._config
        self.client.create_collection(
            self.name,
            vectors_config={
                vector_name(space): models.VectorParams(
                    size=space.dim, distance=models.Distance.COSINE
                )
                for space in state.spaces.values()
            },
            hnsw_config=models.HnswConfigDiff(m=config.m, ef_construct=config.ef_construction),
            quantization_config=_int8() if config.quantization == "int8" else None,
        )
        if not config.is_local:
            self._index()
        # The last step: a collection that says nothing of itself is not used.
        self.say(state)
        return state

    def add_space(self, state: State, space: SpaceInfo) -> State:
        """Give a space a vector, in place of that of a space of the same key."""
        if space.key in state.spaces:
            state = self.remove_space(state, space.key)
        dense = models.DenseVectorConfig(size=space.dim, distance=models.Distance.COSINE)
        try:
            self.client.create_vector_name(
                self.name, vector_name(space), models.DenseVectorNameConfig(dense=dense)
            )
        except Exception as error:
            # Servers that do not know the call say that there is no such path or method.
            if status_of(error) not in (404, 405):
                raise
            raise ProviderError(
                f"Qdrant at {self._config.place!r} can't add the vector of a new space to a "
                "collection that is there.",
                fix="Update the server, or make the collection anew with m.reindex().",
                provider="qdrant",
            ) from error
        state = replace(state, spaces={**state.spaces, space.key: space})
        self.say(state)
        return state

    def remove_space(self, state: State, key: str) -> State:
        """Forget a space and its vector."""
        rest = {name: space for name, space in state.spaces.items() if name != key}
        if len(rest) < len(state.spaces):
            # Said first: a vector that nobody names is harmless, a name without a vector is not.
            said = replace(state, spaces=rest)
            self.say(said)
            self.client.delete_vector_name(self.name, vector_name(state.spaces[key]))
            return said
        return state

    def delete(self) -> None:
        """Delete the collection; does nothing if there is none."""
        if self.client.collection_exists(self.name):
            self.client.delete_collection(self.name)

    def _index(self) -> None:
        fields: dict[str, Any] = dict.fromkeys([filters.TOKENS, *SCOPE_KEYS], _KEYWORDS)
        fields |= dict.fromkeys(TIME_FIELDS, _INTEGERS)
        fields[filters.TEXT] = models.TextIndexParams(
            type=models.TextIndexType.TEXT, tokenizer=models.TokenizerType.MULTILINGUAL
        )
        for name, schema in fields.items():
            self.client.create_payload_index(self.name, name, field_schema=schema, wait=True)


def _int8() -> models.ScalarQuantization:
    return models.ScalarQuantization(
        scalar=models.ScalarQuantizationConfig(type=models.ScalarType.INT8, always_ram=True)
    )
