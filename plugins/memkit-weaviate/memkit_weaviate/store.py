"""The store: searches, and what the journal hands over, put to Weaviate."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
from memkit.filters.tokens import MEMORY
from memkit.providers.vector_stores import is_new, space_of
from memkit_weaviate import schema
from memkit_weaviate.collection import Collection
from memkit_weaviate.config import WeaviateConfig
from memkit_weaviate.connecting import connect
from memkit_weaviate.failures import told
from memkit_weaviate.searching import Searcher, both, near, words
from memkit_weaviate.tenants import Tenants
from memkit_weaviate.writing import Writer

if TYPE_CHECKING:
    from weaviate import WeaviateClient


@dataclass(frozen=True)
class _Open:
    """What there is once the server was reached, for the journal that is being followed."""

    collection: Collection
    writer: Writer
    searcher: Searcher


class WeaviateStore(Store):
    """Rows in one collection of Weaviate, which is opened at the first call."""

    def __init__(self, config: WeaviateConfig, context: StoreContext) -> None:
        super().__init__(context)
        self.config = config
        self._lock = threading.RLock()
        self._client: WeaviateClient | None = None
        self._opened: _Open | None = None
        # Spaces that the journal has, as far as this process was told.
        self._spaces: dict[str, SpaceInfo] = {}

    # -- following the journal ---------------------------------------------------------------

    def open_space(self, space: SpaceInfo) -> None:
        """Give a space its named vector."""
        with self._doing(f"opening the space {space.key!r}") as opened, self._lock:
            if is_new(space, opened.collection.spaces.get(space.key)):
                opened.collection.add_space(space)
            self._spaces[space.key] = space

    def drop_space(self, key: str) -> None:
        """Forget a space."""
        with self._doing(f"dropping the space {key!r}") as opened, self._lock:
            opened.collection.remove_space(key)
            self._spaces.pop(key, None)

    def upsert(self, batch: Batch) -> None:
        """Write memories; spaces that the batch leaves out keep the vectors they have."""
        if not len(batch):
            return
        for key, held in batch.vectors.items():
            space_of(self._spaces, key, held.shape[1])
        vectors = {
            schema.vector_name(space): batch.vectors[key]
            if key in batch.vectors
            # A row is written as a whole, so what it keeps comes from the journal.
            else self.context.vectors(key, batch.keys)
            for key, space in list(self._spaces.items())
        }
        with self._doing("writing memories") as opened:
            opened.writer.upsert(batch, vectors)

    def delete(self, keys: Keys) -> None:
        """Delete memories."""
        if not len(keys):
            return
        with self._doing("deleting memories") as opened:
            if opened.collection.exists:
                opened.writer.delete(keys.tolist())

    def clear(self) -> None:
        """Delete the collection."""
        with self._doing("deleting the collection") as opened, self._lock:
            opened.collection.delete()
            self._spaces = {}
            # The journal may have been given a new id, by which the next collection is named.
            self._opened = None

    def count(self, space: str | None = None) -> int:
        """Count memories, or those with a vector in a space."""
        token = MEMORY
        if space is not None:
            token = schema.vector_token(schema.vector_name(space_of(self._spaces, space)))
        with self._doing("counting memories") as opened:
            return opened.collection.count_rows(token)

    def position(self) -> Position:
        """Return how far the collection has come; the beginning if it was wiped."""
        with self._doing("reading the position") as opened:
            # Others may have moved, wiped or restored it.
            opened.collection.refresh()
            position, mark = opened.collection.position, opened.collection.mark
        if position.seq and mark != self.context.event_token(position.seq):
            return Position()  # The journal, or the collection, was restored from a backup.
        return position

    def moved(self, position: Position) -> None:
        """Keep the position in the collection, so that the two are lost or restored together."""
        with self._doing("writing the position") as opened:
            opened.collection.move(position, self.context.event_token(position.seq))

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        with self._lock:
            client, self._client, self._opened = self._client, None, None
            if client is not None:
                client.close()

    # -- searching ---------------------------------------------------------------------------

    def search(self, space: str, vector: Vectors, *, k: int, selection: Selection) -> Matches:
        """Return the best by cosine."""
        held = space_of(self._spaces, space, len(vector))
        if not vector.any():
            return no_matches()
        with self._doing("searching") as opened:
            ask = near(schema.vector_name(held), vector)
            return opened.searcher.best(ask, k=k, selection=selection)

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
        with self._doing("searching by words") as opened:
            ask = words(query, every_word=every_word)
            return opened.searcher.best(ask, k=k, selection=selection)

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
        with self._doing("searching by words and vectors") as opened:
            ask = both(query, schema.vector_name(held), vector, alpha=alpha)
            return opened.searcher.best(ask, k=k, selection=selection)

    # -- inside ------------------------------------------------------------------------------

    @contextmanager
    def _doing(self, doing: str) -> Iterator[_Open]:
        with told(doing, self.config):
            yield self._open()

    def _open(self) -> _Open:
        with self._lock:
            if self._opened is None:
                if self._client is None:
                    self._client = connect(self.config)
                collection = Collection(self._client, self.config, self.context.journal_id)
                tenants = Tenants(collection, self.config.tenancy) if self.config.tenancy else None
                writer, searcher = (
                    Writer(collection, tenants),
                    Searcher(collection, tenants, self.context),
                )
                self._opened = _Open(collection, writer, searcher)
            return self._opened
