"""The store: searches, and what the journal hands over, put to Qdrant."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

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
from memkit_qdrant import filters, rows
from memkit_qdrant.collection import Collection, State, vector_name
from memkit_qdrant.config import QdrantConfig
from memkit_qdrant.connecting import connect
from memkit_qdrant.failures import is_missing, told
from memkit_qdrant.searching import best, nearest

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

_DELETED_AT_ONCE = 10_000


class QdrantStore(Store):
    """Points in one collection of Qdrant, which is opened at the first call."""

    def __init__(self, config: QdrantConfig, context: StoreContext) -> None:
        super().__init__(context)
        self.config = config
        self._lock = threading.RLock()
        self._client: QdrantClient | None = None
        self._collection: Collection | None = None
        # Spaces that the journal has, as far as this process was told.
        self._spaces: dict[str, SpaceInfo] = {}

    # -- following the journal ---------------------------------------------------------------

    def open_space(self, space: SpaceInfo) -> None:
        """Give a space its named vector; a collection is made with the first memories."""
        with self._doing(f"opening the space {space.key!r}") as collection, self._lock:
            state = collection.state()
            known = (state.spaces if state else self._spaces).get(space.key)
            if is_new(space, known) and state is not None:
                collection.add_space(state, space)
            self._spaces[space.key] = space

    def drop_space(self, key: str) -> None:
        """Forget a space and its vectors."""
        with self._doing(f"dropping the space {key!r}") as collection, self._lock:
            self._spaces.pop(key, None)
            state = collection.state()
            if state is not None:
                collection.remove_space(state, key)

    def upsert(self, batch: Batch) -> None:
        """Write memories; spaces that the batch leaves out keep the vectors they have."""
        if not len(batch):
            return
        for key, held in batch.vectors.items():
            space_of(self._spaces, key, held.shape[1])
        vectors = {
            vector_name(space): batch.vectors[key]
            if key in batch.vectors
            # A point is written as a whole, so what it keeps comes from the journal.
            else self.context.vectors(key, batch.keys)
            for key, space in list(self._spaces.items())
        }
        with self._doing("writing memories") as collection:
            self._made(collection)
            points = rows.points_of(batch, vectors)
            for part in rows.parts_of(points, self.config.batch_size):
                collection.client.upsert(collection.name, part, wait=True)

    def delete(self, keys: Keys) -> None:
        """Delete memories."""
        with self._doing("deleting memories") as collection:
            for start in range(0, len(keys), _DELETED_AT_ONCE):
                part = keys[start : start + _DELETED_AT_ONCE].tolist()
                try:
                    collection.client.delete(collection.name, part, wait=True)
                except Exception as error:
                    if is_missing(error):
                        return
                    raise

    def clear(self) -> None:
        """Delete the collection."""
        with self._doing("deleting the collection") as collection, self._lock:
            collection.state()  # Raises if it is not ours.
            collection.delete()
            self._spaces = {}
            # The journal may have been given a new id, by which the next collection is named.
            self._collection = None

    def count(self, space: str | None = None) -> int:
        """Count memories, or those with a vector in a space."""
        native = filters.memories()
        if space is not None:
            native = filters.with_vector(vector_name(space_of(self._spaces, space)))
        with self._doing("counting memories") as collection:
            try:
                return collection.client.count(
                    collection.name, count_filter=native, exact=True
                ).count
            except Exception as error:
                if is_missing(error):
                    return 0
                raise

    def position(self) -> Position:
        """Return how far the collection has come; the beginning if it was wiped."""
        with self._doing("reading the position") as collection:
            state = collection.state()
        if state is None:
            return Position()
        if state.position.seq and state.mark != self.context.event_token(state.position.seq):
            return Position()  # The journal, or the collection, was restored from a backup.
        return state.position

    def moved(self, position: Position) -> None:
        """Keep the position in the collection, so that the two are lost or restored together."""
        with self._doing("writing the position") as collection, self._lock:
            state = self._made(collection)
            mark = self.context.event_token(position.seq)
            collection.say(replace(state, position=position, mark=mark))

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        with self._lock:
            client, self._client, self._collection = self._client, None, None
            if client is not None:
                client.close()

    # -- searching ---------------------------------------------------------------------------

    def search(self, space: str, vector: Vectors, *, k: int, selection: Selection) -> Matches:
        """Return the best by cosine."""
        held = space_of(self._spaces, space, len(vector))
        if not vector.any():
            return no_matches()
        with self._doing("searching") as collection:
            ask = nearest(
                collection.client,
                self.config,
                collection=collection.name,
                using=vector_name(held),
                unit=rows.unit(vector),
            )
            try:
                return best(
                    ask,
                    k=k,
                    selection=selection,
                    context=self.context,
                    slow_filters=self.config.is_local,
                )
            except Exception as error:
                if is_missing(error):
                    return no_matches()
                raise

    # -- inside ------------------------------------------------------------------------------

    @contextmanager
    def _doing(self, what: str) -> Iterator[Collection]:
        """Open the collection, and turn errors of the client into memkit's."""
        with told(what, self.config), self._turn():
            with self._lock:
                if self._client is None:
                    self._client = connect(self.config)
                if self._collection is None:
                    self._collection = Collection(
                        self._client, self.config, self.context.journal_id
                    )
                collection = self._collection
            yield collection

    def _turn(self) -> AbstractContextManager[object]:
        # The client's own engine is not made for threads.
        return self._lock if self.config.is_local else nullcontext()

    def _made(self, collection: Collection) -> State:
        with self._lock:
            return collection.state() or collection.make(self._spaces.values())
