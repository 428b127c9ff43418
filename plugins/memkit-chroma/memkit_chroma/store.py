"""The store: searches, and what the journal hands over, put to Chroma."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import (
    Batch,
    Keys,
    Matches,
    Position,
    Selection,
    SpaceInfo,
    Store,
    StoreContext,
    no_matches,
)
from memkit.providers.vector_stores import is_new, space_of
from memkit_chroma import rows
from memkit_chroma.collections import Collections, State
from memkit_chroma.config import ChromaConfig
from memkit_chroma.connecting import connect, disconnect, place_of
from memkit_chroma.failures import is_missing, told
from memkit_chroma.searching import Searcher

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ClientAPI


class ChromaStore(Store):
    """Rows in Chroma's collections, which are opened at the first call."""

    def __init__(self, config: ChromaConfig, context: StoreContext) -> None:
        super().__init__(context)
        self.config = config
        self._lock = threading.RLock()
        self._client: ClientAPI | None = None
        self._collections: Collections | None = None
        # Spaces that the journal has, as far as this process was told.
        self._spaces: dict[str, SpaceInfo] = {}

    # -- following the journal ---------------------------------------------------------------

    def open_space(self, space: SpaceInfo) -> None:
        """Make a space's collection."""
        with self._doing(f"opening the space {space.key!r}") as collections, self._lock:
            state = self._made(collections)
            if is_new(space, state.spaces.get(space.key)):
                collections.add_space(state, space)
            self._spaces[space.key] = space

    def drop_space(self, key: str) -> None:
        """Delete a space's collection."""
        with self._doing(f"dropping the space {key!r}") as collections, self._lock:
            self._spaces.pop(key, None)
            state = collections.state()
            if state is not None:
                collections.remove_space(state, key)

    def upsert(self, batch: Batch) -> None:
        """Write memories; spaces that the batch leaves out keep the vectors they have."""
        if not len(batch):
            return
        for key, held in batch.vectors.items():
            space_of(self._spaces, key, held.shape[1])
        metadata = rows.metadata_of(batch)
        with self._doing("writing memories") as collections:
            for key, space in list(self._spaces.items()):
                # A row is written as a whole, so what it keeps comes from the journal.
                vectors = batch.vectors.get(key)
                if vectors is None:
                    vectors = self.context.vectors(key, batch.keys)
                self._write(collections, collections.of_space(space), batch.keys, vectors, metadata)
            # The last one: what it counts is in all the others.
            base = collections.base()
            self._write(collections, base, batch.keys, rows.places(batch.keys), None)

    def delete(self, keys: Keys) -> None:
        """Delete memories."""
        with self._doing("deleting memories") as collections:
            held = [collections.of_space(space) for space in list(self._spaces.values())]
            for collection in (*held, collections.base()):
                if collection is not None:
                    _delete(collection, keys, collections.most)

    def clear(self) -> None:
        """Delete the collections."""
        with self._doing("deleting the collections") as collections, self._lock:
            state = collections.state()
            if state is not None:
                collections.delete(state)
            self._spaces = {}
            # The journal may have been given a new id, by which the next ones are named.
            self._collections = None

    def count(self, space: str | None = None) -> int:
        """Count memories, or the vectors of a space."""
        held = None if space is None else space_of(self._spaces, space)
        with self._doing("counting memories") as collections:
            collection = collections.base() if held is None else collections.of_space(held)
            try:
                return 0 if collection is None else collection.count()
            except Exception as error:
                if is_missing(error):
                    collections.forget()
                    return 0
                raise

    def position(self) -> Position:
        """Return how far the collections have come; the beginning if they were wiped."""
        with self._doing("reading the position") as collections:
            state = collections.state()
            if state is None:
                collections.forget()
                return Position()
        if state.position.seq and state.mark != self.context.event_token(state.position.seq):
            return Position()  # The journal, or the database, was restored from a backup.
        return state.position

    def moved(self, position: Position) -> None:
        """Keep the position with the collections, so that they are lost or restored together."""
        with self._doing("writing the position") as collections, self._lock:
            state = self._made(collections)
            mark = self.context.event_token(position.seq)
            collections.say(replace(state, position=position, mark=mark))

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        with self._lock:
            client, self._client, self._collections = self._client, None, None
            if client is not None:
                disconnect(client)

    # -- searching ---------------------------------------------------------------------------

    def search(self, space: str, vector: Vectors, *, k: int, selection: Selection) -> Matches:
        """Return the best by cosine."""
        held = space_of(self._spaces, space, len(vector))
        if not vector.any():
            return no_matches()
        with self._doing("searching") as collections:
            collection = collections.of_space(held)
            if collection is None:
                return no_matches()
            searcher = Searcher(
                collection,
                space,
                rows.units(vector),
                self.context,
                exact_below=self.config.exact_below,
            )
            try:
                return searcher.best(k, selection)
            except Exception as error:
                if is_missing(error):
                    collections.forget()
                    return no_matches()
                raise

    # -- inside ------------------------------------------------------------------------------

    @contextmanager
    def _doing(self, what: str) -> Iterator[Collections]:
        """Open the collections, and turn errors of the client into memkit's."""
        with told(what, place_of(self.config, self.context), self.config):
            with self._lock:
                if self._client is None:
                    self._client = connect(self.config, self.context)
                if self._collections is None:
                    self._collections = Collections(
                        self._client, self.config, self.context.journal_id
                    )
                collections = self._collections
            yield collections

    def _made(self, collections: Collections) -> State:
        return collections.state() or collections.make()

    def _write(
        self,
        collections: Collections,
        collection: Collection | None,
        keys: Keys,
        vectors: Vectors,
        metadata: list[dict[str, Any]] | None,
    ) -> None:
        if collection is None:
            return
        there = np.flatnonzero(np.linalg.norm(vectors, axis=1))
        units = rows.units(vectors)
        for start in range(0, len(there), collections.most):
            part = there[start : start + collections.most]
            collection.upsert(
                ids=[str(key) for key in keys[part].tolist()],
                embeddings=units[part],
                metadatas=None if metadata is None else [metadata[i] for i in part.tolist()],
            )
        _delete(collection, np.delete(keys, there), collections.most)


def _delete(collection: Collection, keys: Keys, most: int) -> None:
    for start in range(0, len(keys), most):
        collection.delete(ids=[str(key) for key in keys[start : start + most].tolist()])
