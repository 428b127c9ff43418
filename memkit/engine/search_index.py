"""What a search reads: a store that is kept up to date, and the journal beside it."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from memkit import plugins
from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import Journal, SpaceRow, TextSearch
from memkit.contracts.store import (
    Frequencies,
    Keys,
    Matches,
    Selection,
    Store,
)
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.times import now
from memkit.engine.follower import Follower
from memkit.engine.guarded_store import GuardedStore
from memkit.engine.journal_context import JournalContext
from memkit.engine.settings import ProviderChoice


class WordSearch:
    """What a search by words reads where the store is not asked.

    Args:
        journal: Whose memories are found.
        words: Who searches by words, and follows the journal by itself.
    """

    def __init__(self, journal: Journal, words: Store | TextSearch) -> None:
        self._journal = journal
        self._text = words

    def begin(self, queries: Sequence[str], scope: Scope) -> Sequence[SpaceRow]:
        """Return the spaces of the journal."""
        return self._journal.spaces()

    def now(self) -> int:
        """Return the instant at which a search sees the memories."""
        return now()

    def validity_matters(self, scope: Scope) -> bool:
        """Tell whether a memory of a scope may not hold at some time."""
        return self._journal.validity_matters(scope)

    def search_text(self, query: str, *, k: int, selection: Selection) -> Matches:
        """Return the best by BM25."""
        return self._text.search_text(query, k=k, selection=selection)

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        """Return in how many memories words occur."""
        return self._text.frequencies(words, scope)

    def replies(self, keys: Keys) -> list[tuple[int, int]]:
        """Return the messages said right after these: pairs of keys, before and after."""
        return self._journal.replies(keys)

    def read(self, keys: Keys) -> Mapping[int, MemoryRecord]:
        """Return memories by key."""
        return self._journal.read(keys)


class SearchIndex(WordSearch):
    """A store in use, and the journal for what the store can't do.

    Args:
        journal: The truth that it follows.
        choice: The store's name, or name and config.
        words: Who searches by words in place of a store that can't, or is down.
        filled: Told of every so many memories that a new store has taken over, if anyone is.

    Attributes:
        name: The provider's name.
        identity: Tells it from other servers and collections.
        has_words: Whether the store searches by words, too.
        without_store: What a search reads while the store is down.
        store, follower: The store, and what keeps it up to date.
        persistent: Whether it outlives this process.
    """

    def __init__(
        self,
        journal: Journal,
        choice: ProviderChoice,
        *,
        words: TextSearch,
        filled: Callable[[int], object] | None = None,
    ) -> None:
        reference, options = chosen(choice)
        spec = plugins.get_spec("store", reference)
        self.name = spec.name
        self.identity = store_identity(choice)
        self.persistent = "persistent" in spec.capabilities
        self.store = GuardedStore(
            functools.partial(
                plugins.create,
                "store",
                reference,
                context=JournalContext(journal, words),
                **options,
            ),
            name=self.name,
            words=words,
        )
        self.filled = filled
        self.follower = Follower(
            journal,
            self.store,
            name=self.identity,
            shared=self.persistent,
            filled=self._tell_filled,
        )
        self.has_words = "text" in spec.capabilities
        super().__init__(journal, self.store if self.has_words else words)
        self.without_store = WordSearch(journal, words)
        # Which scopes hold memories that do not hold always, as of what was followed.
        self._validity: tuple[object, dict[Scope, bool]] = (None, {})

    def _tell_filled(self, number: int) -> None:
        if self.filled is not None:
            self.filled(number)

    def begin(self, queries: Sequence[str], scope: Scope) -> Sequence[SpaceRow]:
        """Be as far as the journal is, before a search; return the spaces of the journal."""
        token = self.store.look(queries, scope)
        self.follower.follow_to(self._journal.changed() if token is None else token)
        return self.follower.rows

    def validity_matters(self, scope: Scope) -> bool:
        """Tell whether a memory of a scope may not hold at some time, as far as was followed."""
        if not self.follower.limited:
            return False
        seen = self.follower.seen
        known_at, known = self._validity
        if seen is None or seen != known_at:
            known = {}
            self._validity = seen, known
        if scope not in known:
            known[scope] = self._journal.validity_matters(scope)
        return known[scope]

    def search(self, space: str, vector: Vectors, *, k: int, selection: Selection) -> Matches:
        """Return the best by cosine."""
        return self.store.search(space, vector, k=k, selection=selection)

    def search_both(
        self, space: str, vector: Vectors, query: str, *, k: int, selection: Selection
    ) -> tuple[Matches, Matches]:
        """Return the best by cosine, and the best by BM25."""
        if self.has_words:
            return self.store.search_both(space, vector, query, k=k, selection=selection)
        return (
            self.store.search(space, vector, k=k, selection=selection),
            self._text.search_text(query, k=k, selection=selection),
        )

    def vectors(self, space: str, keys: Keys) -> Vectors:
        """Return vectors of memories."""
        return self._journal.vectors(space, keys)


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
