"""What a search reads: a store that is kept up to date, and the journal beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from memkit import plugins
from memkit.concurrency.jobs import BackgroundJob
from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import Journal, SpaceRow
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

# Seconds that a call waits at most for a store of few memories to be made again.
_MOMENT = 10.0


class SearchIndex:
    """A store in use, and the journal for what the store can't do.

    Args:
        journal: The truth that it follows.
        choice: The store's name, or name and config.
        filled: Told of every so many memories that a new store has taken over, if anyone is.

    Attributes:
        name: The provider's name.
        identity: Tells it from other servers and collections.
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
                "store", reference, context=JournalContext(journal), **options
            )
            if self.breadths:
                store.breadths = self.breadths
            return store

        self.store = GuardedStore(make, name=self.name, journal=journal)
        self.filled = filled
        self.follower = Follower(
            journal,
            self.store,
            name=self.identity,
            shared=self.persistent,
            filled=self._tell_filled,
        )
        self.store.rests = self.follower.rests
        self._journal = journal
        # What searches by words.
        self._text: Store | Journal = self.store if "text" in spec.capabilities else journal
        # Which scopes hold memories that do not hold always, as of what was followed.
        self._validity: tuple[object, dict[Scope, bool]] = (None, {})

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

    def now(self) -> int:
        """Return the instant at which a search sees the memories."""
        return now()

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

    def set_breadth(self, space: str, breadth: int | None) -> None:
        """Search a space so broadly from now on; None goes back to what the config says."""
        self.store.set_breadth(space, breadth)
        kept = {key: value for key, value in self.breadths.items() if key != space}
        self.breadths = kept if breadth is None else {**kept, space: breadth}

    def search_both(
        self, space: str, vector: Vectors, query: str, *, k: int, selection: Selection
    ) -> tuple[Matches, Matches]:
        """Return the best by cosine, and the best by BM25."""
        if self._text is self.store:
            return self.store.search_both(space, vector, query, k=k, selection=selection)
        return (
            self.store.search(space, vector, k=k, selection=selection),
            self._text.search_text(query, k=k, selection=selection),
        )

    def search_text(self, query: str, *, k: int, selection: Selection) -> Matches:
        """Return the best by BM25."""
        return self._text.search_text(query, k=k, selection=selection)

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        """Return in how many memories words occur."""
        return self._text.frequencies(words, scope)

    def vectors(self, space: str, keys: Keys) -> Vectors:
        """Return vectors of memories."""
        return self._journal.vectors(space, keys)

    def replies(self, keys: Keys) -> list[tuple[int, int]]:
        """Return the messages said right after these: pairs of keys, before and after."""
        return self._journal.replies(keys)

    def read(self, keys: Keys) -> Mapping[int, MemoryRecord]:
        """Return memories by key."""
        return self._journal.read(keys)


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
