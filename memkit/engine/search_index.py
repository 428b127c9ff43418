"""What a search reads: a store that is kept up to date, and the journal beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from memkit import plugins
from memkit.concurrency.jobs import BackgroundJob
from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import Journal, Restrictions, SpaceRow, TextSearch, Turn
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
from memkit.engine.kept_recall import kept_breadths
from memkit.engine.settings import ProviderChoice

if TYPE_CHECKING:
    from memkit.engine.recent_changes import RecentChanges
    from memkit.plugins.specs import ProviderSpec

# Seconds that a call waits at most for a store of few memories to be made again.
_MOMENT = 10.0


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

    def restrictions(self, scope: Scope) -> Restrictions:
        """Tell what a search in a scope has to ask of its memories."""
        return self._journal.restrictions(scope)

    def search_text(self, query: str, *, k: int, selection: Selection) -> Matches:
        """Return the best by BM25."""
        return self._text.search_text(query, k=k, selection=selection)

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        """Return in how many memories words occur."""
        return self._text.frequencies(words, scope)

    def replies(self, keys: Keys) -> list[tuple[int, int]]:
        """Return the messages said right after these: pairs of keys, before and after."""
        return self._journal.replies(keys)

    def turns(self, keys: Keys) -> list[Turn]:
        """Return these memories, and those said right before and right after them, as turns."""
        return self._journal.turns(keys)

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
        approximate: Whether its searches may miss some of the nearest.
        breadth_option: Its option that says how broadly it searches, if there is one.
        breadth_by_hand: Whether that was given when the memory was opened.
        breadths: Space -> what `m.tune` set, for a store that has to be made again.
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
        self.approximate = "approximate" in spec.capabilities
        self.breadth_option = spec.breadth if isinstance(spec, plugins.StoreSpec) else None
        self.breadth_by_hand = self.breadth_option in options
        # What `m.tune` set goes before the default, and what the user gives before both.
        self.breadths = (
            kept_breadths(journal, self.identity)
            if self.approximate and not self.breadth_by_hand
            else {}
        )

        def make() -> Store:
            store: Store = plugins.create(
                "store", reference, context=JournalContext(journal, words), **options
            )
            if self.breadths:
                store.breadths = self.breadths
            return store

        self.store = GuardedStore(make, name=self.name, words=words)
        self.filled = filled
        self._recent = self._recent_changes(journal, spec)
        self.follower = Follower(
            journal,
            self.store,
            name=self.identity,
            shared=self.persistent,
            filled=self._tell_filled,
            told=(lambda since: None) if self._recent is None else self._recent.told,
        )
        self.store.rests = self.follower.rests
        # Whether the store searches by words, and shows at once what was written.
        self.has_words = "text" in spec.capabilities and self._recent is None
        super().__init__(journal, self.store if self.has_words else words)
        self.without_store = WordSearch(journal, words)
        # What is to be asked in scopes, as of what was followed.
        self._restrictions: tuple[object, dict[Scope, Restrictions]] = (None, {})

    def _recent_changes(self, journal: Journal, spec: ProviderSpec) -> RecentChanges | None:
        """Return what makes up for a store that shows its changes late, if it does."""
        if "eventual" not in spec.capabilities:
            return None
        # Needed by such stores alone.
        from memkit.engine.recent_changes import RecentChanges

        return RecentChanges(journal, self.store, name=self.name)

    def _tell_filled(self, number: int) -> None:
        if self.filled is not None:
            self.filled(number)

    def let_wait_for(self, job: BackgroundJob[None]) -> None:
        """Let calls wait for a job that makes the store again, as it takes but a moment."""

        def soon() -> bool:
            job.join(_MOMENT)
            return self.store.damage is None

        self.store.soon = self.follower.soon = soon

    def begin(self, queries: Sequence[str], scope: Scope) -> Sequence[SpaceRow]:
        """Be as far as the journal is, before a search; return the spaces of the journal."""
        token = self.store.look(queries, scope)
        self.follower.follow_to(self._journal.changed() if token is None else token)
        return self.follower.rows

    def restrictions(self, scope: Scope) -> Restrictions:
        """Tell what a search in a scope has to ask of its memories, as far as was followed."""
        if not any(self.follower.restrictions):
            return self.follower.restrictions
        seen = self.follower.seen
        known_at, known = self._restrictions
        if seen is None or seen != known_at:
            known = {}
            self._restrictions = seen, known
        if scope not in known:
            known[scope] = self._journal.restrictions(scope)
        return known[scope]

    def search(self, space: str, vector: Vectors, *, k: int, selection: Selection) -> Matches:
        """Return the best by cosine."""
        if self._recent is None or self.store.damage is not None:
            return self.store.search(space, vector, k=k, selection=selection)
        return self._recent.search(
            space,
            vector,
            k=k,
            selection=selection,
            seen=self.follower.seen,
            rows=self.follower.rows,
        )

    def settle(self) -> bool:
        """Wait for a store that shows its changes late, and tell whether it shows all of them."""
        if self._recent is None or self.store.damage is not None:
            return True
        return self._recent.settle(self.follower.seen, self.follower.rows)

    def set_breadth(self, space: str, breadth: int | None) -> None:
        """Search a space so broadly from now on; None goes back to what the config says."""
        self.store.set_breadth(space, breadth)
        kept = {key: value for key, value in self.breadths.items() if key != space}
        self.breadths = kept if breadth is None else {**kept, space: breadth}

    def search_both(
        self, space: str, vector: Vectors, query: str, *, k: int, selection: Selection
    ) -> tuple[Matches, Matches]:
        """Return the best by cosine, and the best by BM25."""
        if self.has_words:
            return self.store.search_both(space, vector, query, k=k, selection=selection)
        return (
            self.search(space, vector, k=k, selection=selection),
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


def _place(value: Any) -> Any:
    # The nodes of a cluster hold the same; whoever names them in another order, or only the
    # first, means the same store.
    return min(value) if isinstance(value, list) and value else value


def store_identity(choice: ProviderChoice) -> str:
    """Return a name that two servers, or two collections on one, do not share."""
    reference, options = chosen(choice)
    spec, config = plugins.spec_config("store", reference, **options)
    location = spec.location if isinstance(spec, plugins.StoreSpec) else ()
    said = json.dumps([spec.impl, *(_place(config.get(name)) for name in location)]).encode()
    return f"store:{spec.name}:{hashlib.blake2b(said, digest_size=6).hexdigest()}"
