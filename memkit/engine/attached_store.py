"""A store in use: opened for a journal, kept up to date, and searched beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from memkit import plugins
from memkit.concurrency.effects import as_provider_errors
from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import Journal
from memkit.contracts.store import (
    Batch,
    Frequencies,
    Keys,
    Matches,
    Position,
    Scores,
    Selection,
    SpaceInfo,
    Store,
)
from memkit.domain.records import Scope
from memkit.engine.follower import Follower
from memkit.engine.search_index import JournalContext, SearchIndex
from memkit.engine.settings import ProviderChoice
from memkit.errors import ProviderError


class AttachedStore:
    """One store of a memory.

    Args:
        journal: The truth that it follows.
        choice: The store's name, or name and config.
        filled: Told of every so many memories that a new store has taken over.

    Attributes:
        name: The provider's name.
        identity: Tells it from other servers and collections.
        store, follower, index: The store, what keeps it up to date, and what is searched.
        has_text: Whether it searches by words itself; `persistent`: whether it outlives this
            process.
    """

    def __init__(
        self,
        journal: Journal,
        choice: ProviderChoice,
        *,
        filled: Callable[[int], object] = lambda number: None,
    ) -> None:
        reference, options = chosen(choice)
        spec = plugins.get_spec("store", reference)
        self.name = spec.name
        self.identity = store_identity(choice)
        self.persistent = "persistent" in spec.capabilities
        self.store = GuardedStore(
            plugins.create("store", reference, context=JournalContext(journal), **options),
            name=self.name,
        )
        self.follower = Follower(
            journal,
            self.store,
            name=self.identity,
            shared=self.persistent,
            filled=filled,
        )
        self.has_text = "text" in spec.capabilities
        self.index = SearchIndex(journal, self.store, has_text=self.has_text)


class GuardedStore(Store):
    """A store that fails with errors of memkit alone, whatever its plug-in raises.

    What else the plug-in's class offers is there too.

    Args:
        store: As the plug-in made it.
        name: The provider's name.
    """

    def __init__(self, store: Store, *, name: str) -> None:
        super().__init__(store.context)
        self.unguarded = store
        self._name = name

    def open_space(self, space: SpaceInfo) -> None:
        """Make ready to hold vectors of a space."""
        with self._doing(f"opening the space {space.key!r}"):
            self.unguarded.open_space(space)

    def drop_space(self, key: str) -> None:
        """Forget a space."""
        with self._doing(f"dropping the space {key!r}"):
            self.unguarded.drop_space(key)

    def upsert(self, batch: Batch) -> None:
        """Insert or replace memories."""
        with self._doing("writing memories"):
            self.unguarded.upsert(batch)

    def delete(self, keys: Keys) -> None:
        """Remove memories."""
        with self._doing("deleting memories"):
            self.unguarded.delete(keys)

    def search(self, space: str, vector: Vectors, *, k: int, selection: Selection) -> Matches:
        """Return the best memories of the selection."""
        with self._doing("searching"):
            return self._checked(self.unguarded.search(space, vector, k=k, selection=selection))

    def search_text(self, query: str, *, k: int, selection: Selection) -> Matches:
        """Return the best memories by BM25."""
        with self._doing("searching by words"):
            return self._checked(self.unguarded.search_text(query, k=k, selection=selection))

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        """Return in how many memories of a scope words occur."""
        with self._doing("counting words"):
            return self.unguarded.frequencies(words, scope)

    def count(self, space: str | None = None) -> int:
        """Return how many memories are held, or have a vector in a space."""
        with self._doing("counting memories"):
            return int(self.unguarded.count(space))

    def clear(self) -> None:
        """Remove all memories and spaces."""
        with self._doing("removing everything"):
            self.unguarded.clear()

    def position(self) -> Position | None:
        """Return how far the store has read, if it keeps that itself."""
        with self._doing("telling how far it has come"):
            own = self.unguarded.position()
            return None if own is None else Position(*own)

    def moved(self, position: Position) -> None:
        """Tell the store that everything up to this position has been handed over."""
        with self._doing("noting how far it has come"):
            self.unguarded.moved(position)

    def close(self) -> None:
        """Release connections and files."""
        with self._doing("closing"):
            self.unguarded.close()

    def __getattr__(self, name: str) -> Any:
        if name == "unguarded":  # Not set yet, or a copy being made.
            raise AttributeError(name)
        return getattr(self.unguarded, name)

    def _doing(self, what: str) -> AbstractContextManager[None]:
        return as_provider_errors(
            f"The store {self._name!r} failed at {what}",
            fix="Try again; if it stays, run m.reindex(), which makes the store anew from the "
            "journal, or report this to the authors of the plug-in.",
            provider=self._name,
        )

    def _checked(self, found: Matches) -> Matches:
        """Return what a search found, whose scores of further keys are guarded too."""
        if not isinstance(found, Matches):
            raise ProviderError(
                f"The store {self._name!r} answered a search with {type(found).__name__}, where "
                "Matches were expected.",
                fix="Report this to the authors of the plug-in.",
                provider=self._name,
            )
        lookup = found.lookup
        if lookup is None:
            return found

        def guarded(keys: Keys) -> Scores:
            with self._doing("searching"):
                return lookup(keys)

        return replace(found, lookup=guarded)


def chosen(choice: ProviderChoice) -> tuple[str, dict[str, Any]]:
    """Return the reference and the options of a choice."""
    if isinstance(choice, str):
        return choice, {}
    return choice["provider"], dict(choice.get("config", {}))


def store_identity(choice: ProviderChoice) -> str:
    """Return a name that two servers, or two collections on one, do not share."""
    reference, options = chosen(choice)
    spec, config = plugins.spec_config("store", reference, **options)
    location = spec.location if isinstance(spec, plugins.StoreSpec) else ()
    said = json.dumps([spec.impl, *(config.get(name) for name in location)]).encode()
    return f"store:{spec.name}:{hashlib.blake2b(said, digest_size=6).hexdigest()}"
