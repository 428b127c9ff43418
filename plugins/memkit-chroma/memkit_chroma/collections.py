"""The collections: one for each space, and one that counts all memories and says how far they go.

That one is lost or restored together with the others where they are in one database, so that what
it says is true of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chromadb import Collection
from chromadb.api import ClientAPI
from chromadb.api.collection_configuration import CreateCollectionConfiguration

from memkit.contracts.store import Position, SpaceInfo
from memkit.errors import ValidationError
from memkit_chroma.config import ChromaConfig
from memkit_chroma.failures import is_missing


@dataclass(frozen=True, kw_only=True)
class State:
    """What the collections say of themselves.

    Attributes:
        journal_id: Whose memories they hold.
        position: How far the journal was read; `mark`: the journal's mark of it.
        spaces: The spaces that have a collection, by key.
    """

    journal_id: str
    position: Position = field(default_factory=Position)
    mark: str | None = None
    spaces: Mapping[str, SpaceInfo] = field(default_factory=dict)


class Collections:
    """The collections of one journal, which may not exist yet.

    Args:
        client: The connection.
        config: Their names and how to make them.
        journal_id: Whose memories they hold.
    """

    def __init__(self, client: ClientAPI, config: ChromaConfig, journal_id: str) -> None:
        self.client = client
        self.most = min(config.batch_size, client.get_max_batch_size())
        self._config = config
        self._journal_id = journal_id
        self._name = config.collection or f"memkit-{journal_id}"
        self._known: dict[str, Collection] = {}

    def base(self) -> Collection | None:
        """Return the collection that counts all memories; None if there is none."""
        return self._get(self._name)

    def of_space(self, space: SpaceInfo) -> Collection | None:
        """Return the collection of a space; None if there is none."""
        return self._get(self._name_of(space))

    def forget(self) -> None:
        """Look for all collections again: they may have been deleted, or made anew."""
        self._known = {}

    def state(self) -> State | None:
        """Return what the collections say of themselves; None if they do not exist.

        Raises:
            ValidationError: They belong to another journal.
        """
        self._known.pop(self._name, None)
        base = self.base()
        if base is None:
            return None
        said: Mapping[str, Any] = base.metadata or {}
        if said.get("journal_id") != self._journal_id:
            raise ValidationError(
                f"The collection {self._name!r} of Chroma belongs to "
                + ("another journal." if said.get("journal_id") else "no journal of memkit."),
                fix="Give the store another collection=..., or delete this one in Chroma.",
            )
        return State(
            journal_id=self._journal_id,
            position=Position(int(said["seq"]), int(said["vectors"])),
            mark=said["mark"] or None,
            spaces={
                key: SpaceInfo(key=key, id=id_, dim=dim, normalized=normalized)
                for key, id_, dim, normalized in json.loads(said["spaces"])
            },
        )

    def say(self, state: State) -> None:
        """Write down what the collections say of themselves."""
        base = self.base()
        if base is not None:
            base.modify(metadata=_said(state))

    def make(self) -> State:
        """Make the collection that counts all memories."""
        state = State(journal_id=self._journal_id)
        self._known[self._name] = self.client.create_collection(
            self._name,
            metadata=_said(state),
            configuration=self._index(),
            embedding_function=None,
        )
        return state

    def add_space(self, state: State, space: SpaceInfo) -> State:
        """Make a collection for a space, in place of that of a space of the same key."""
        if space.key in state.spaces:
            state = self.remove_space(state, space.key)
        # What is there under this name was made by somebody who did not come to the next line.
        self._delete(self._name_of(space))
        self._known[self._name_of(space)] = self.client.create_collection(
            self._name_of(space),
            metadata={"journal_id": self._journal_id, "space": space.key, "dim": space.dim},
            configuration=self._index(),
            embedding_function=None,
        )
        state = replace(state, spaces={**state.spaces, space.key: space})
        self.say(state)
        return state

    def remove_space(self, state: State, key: str) -> State:
        """Delete a space's collection."""
        space = state.spaces.get(key)
        if space is None:
            return state
        said = replace(state, spaces={k: s for k, s in state.spaces.items() if k != key})
        self.say(said)
        self._delete(self._name_of(space))
        return said

    def delete(self, state: State) -> None:
        """Delete all collections; the one that says what there is goes last."""
        for space in state.spaces.values():
            self._delete(self._name_of(space))
        self._delete(self._name)

    def _delete(self, name: str) -> None:
        self._known.pop(name, None)
        try:
            self.client.delete_collection(name)
        except Exception as error:
            if not is_missing(error):
                raise

    def _get(self, name: str) -> Collection | None:
        known = self._known.get(name)
        if known is None:
            try:
                known = self.client.get_collection(name, embedding_function=None)
            except Exception as error:
                if is_missing(error):
                    return None
                raise
            self._known[name] = known
        return known

    def _name_of(self, space: SpaceInfo) -> str:
        return f"{self._name}-{space.id}"

    def _index(self) -> CreateCollectionConfiguration:
        config = self._config
        if config.index == "spann":
            return {
                "spann": {
                    "space": "cosine",
                    "ef_construction": config.ef_construction,
                    "ef_search": config.ef_search,
                    "max_neighbors": config.m,
                }
            }
        return {
            "hnsw": {
                "space": "cosine",
                "ef_construction": config.ef_construction,
                "ef_search": config.ef_search,
                "max_neighbors": config.m,
            }
        }


def _said(state: State) -> dict[str, Any]:
    return {
        "journal_id": state.journal_id,
        "seq": state.position.seq,
        "vectors": state.position.vectors,
        "mark": state.mark or "",
        "spaces": json.dumps([[s.key, s.id, s.dim, s.normalized] for s in state.spaces.values()]),
    }
