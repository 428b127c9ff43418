"""What a search reads: a store that is kept up to date, and the journal beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from memkit import plugins
from memkit.concurrency.effects import as_provider_errors
from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import Journal, SpaceRow
from memkit.contracts.store import (
    Batch,
    Frequencies,
    Keys,
    Matches,
    Position,
    Scores,
    Selection,
    SpaceInfo,
    Step,
    Store,
)
from memkit.domain import fixes
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.times import now
from memkit.engine.follower import Follower
from memkit.engine.settings import ProviderChoice
from memkit.errors import ProviderError

# Once for all: each question to a store has it at hand.
_STORE_FAILED = fixes.REBUILD.changed(
    lambda fix: (
        "Try again. If it stays, make the store anew from the journal, or report this to "
        f"the authors of the plug-in. {fix}"
    )
)


class SearchIndex:
    """A store in use, and the journal for what the store can't do.

    Args:
        journal: The truth that it follows.
        choice: The store's name, or name and config.
        filled: Told of every so many memories that a new store has taken over.

    Attributes:
        name: The provider's name.
        identity: Tells it from other servers and collections.
        store, follower: The store, and what keeps it up to date.
        persistent: Whether it outlives this process.
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
        self._journal = journal
        # What searches by words.
        self._text: Store | Journal = self.store if "text" in spec.capabilities else journal
        # Which scopes hold memories that do not hold always, as of what was followed.
        self._validity: tuple[object, dict[Scope, bool]] = (None, {})

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


class JournalContext:
    """What a journal offers to its store."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    @property
    def journal_id(self) -> str:
        """The journal's name."""
        return self._journal.journal_id

    @property
    def path(self) -> Path | None:
        """The journal's file, if it is one."""
        return self._journal.path

    @property
    def place(self) -> tuple[str, ...] | None:
        """The journal's place in its database."""
        return self._journal.place

    def event_token(self, seq: int) -> str | None:
        """Return what tells an event from that of another history."""
        return self._journal.event_token(seq)

    def allowed_keys(self, selection: Selection, *, among: Keys | None = None) -> Keys:
        """Return the keys a search may return."""
        return self._journal.allowed_keys(selection, among=among)

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        """Return in how many memories words occur."""
        return self._journal.frequencies(words, scope)

    def vectors(self, space: str, keys: Keys) -> Vectors:
        """Return vectors of memories."""
        return self._journal.vectors(space, keys)


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

    def search_both(
        self, space: str, vector: Vectors, query: str, *, k: int, selection: Selection
    ) -> tuple[Matches, Matches]:
        """Return the best memories by cosine, and the best by BM25."""
        with self._doing("searching"):
            near, worded = self.unguarded.search_both(
                space, vector, query, k=k, selection=selection
            )
            return self._checked(near), self._checked(worded)

    def search_text(self, query: str, *, k: int, selection: Selection) -> Matches:
        """Return the best memories by BM25."""
        with self._doing("searching by words"):
            return self._checked(self.unguarded.search_text(query, k=k, selection=selection))

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        """Return in how many memories of a scope words occur."""
        with self._doing("counting words"):
            return self.unguarded.frequencies(words, scope)

    def look(self, queries: Sequence[str], scope: Scope) -> object:
        """Return what the journal's `changed()` would, if the store can tell."""
        with self._doing("looking for changes"):
            return self.unguarded.look(queries, scope)

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

    def turn(self) -> AbstractContextManager[None] | None:
        """Hold the store against all others who write to it, if it has locks."""
        with self._doing("taking its turn"):
            turn = self.unguarded.turn()
        return None if turn is None else self._held(turn)

    def take(self, step: Step) -> None:
        """Make a step along the journal."""
        with self._doing("taking over changes"):
            self.unguarded.take(step)

    def close(self) -> None:
        """Release connections and files."""
        with self._doing("closing"):
            self.unguarded.close()

    def __getattr__(self, name: str) -> Any:
        if name == "unguarded":  # Not set yet, or a copy being made.
            raise AttributeError(name)
        return getattr(self.unguarded, name)

    @contextmanager
    def _held(self, turn: AbstractContextManager[None]) -> Iterator[None]:
        with self._doing("holding its turn"), turn:
            yield

    def _doing(self, what: str) -> AbstractContextManager[None]:
        return as_provider_errors(
            f"The store {self._name!r} failed at {what}",
            fix=_STORE_FAILED,
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
