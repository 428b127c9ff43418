"""A store behind a guard: no plug-in's error, and no damage, reaches whoever searches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from types import TracebackType
from typing import Any, TypeVar

import numpy as np

from memkit.concurrency.effects import as_provider_errors
from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import Journal
from memkit.contracts.store import (
    Approximation,
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
from memkit.domain import fixes, forks
from memkit.domain.records import Scope
from memkit.errors import JournalError, ProviderError, StoreDamagedError, StoreLostError

T = TypeVar("T")

_MOST_TIMES = 3

# Once for all: each question to a store has it at hand.
_STORE_FAILED = fixes.REBUILD.changed(
    lambda fix: (
        "Try again. If it stays, make the store anew from the journal, or report this to "
        f"the authors of the plug-in. {fix}"
    )
)


class GuardedStore(Store):
    """A store that fails with errors of memkit alone, whatever its plug-in raises.

    One that says that it is damaged is not asked again until it was made anew: its searches are
    answered from the journal. What else the plug-in's class offers is there too.

    Args:
        make: Makes the plug-in's store; a forked process may need one of its own.
        name: The provider's name.
        journal: The truth that it follows.

    Attributes:
        damage: What it said when it was found damaged, until it is whole again.
        on_damage: Told of that, and sees to it that it is made anew; without, the error is raised.
    """

    unguarded: Store

    def __init__(self, make: Callable[[], Store], *, name: str, journal: Journal) -> None:
        self.unguarded = make()
        super().__init__(self.unguarded.context)
        self.damage: StoreDamagedError | None = None
        # How often it was made anew: what is damaged each time is not helped by that.
        self._times = 0
        self.on_damage: Callable[[StoreDamagedError], object] | None = None
        # Whether it took so long to fail that nobody waits for it for now.
        self.rests: Callable[[], bool] = lambda: False
        # Waits where that takes but a moment, and tells whether it is whole again.
        self.soon: Callable[[], bool] = lambda: False
        self._make = make
        self._name = name
        self._journal = journal
        self._closed = False
        forks.in_child(self, type(self).in_child)

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

        def near() -> Matches:
            return self._near(space, vector, k, selection)

        return self._ask(
            "searching",
            lambda: self._checked(
                self.unguarded.search(space, vector, k=k, selection=selection), near
            ),
            otherwise=near,
        )

    def search_both(
        self, space: str, vector: Vectors, query: str, *, k: int, selection: Selection
    ) -> tuple[Matches, Matches]:
        """Return the best memories by cosine, and the best by BM25."""

        def near() -> Matches:
            return self._near(space, vector, k, selection)

        def worded() -> Matches:
            return self._worded(query, k, selection)

        def both() -> tuple[Matches, Matches]:
            first, second = self.unguarded.search_both(
                space, vector, query, k=k, selection=selection
            )
            return self._checked(first, near), self._checked(second, worded)

        return self._ask("searching", both, otherwise=lambda: (near(), worded()))

    def search_text(self, query: str, *, k: int, selection: Selection) -> Matches:
        """Return the best memories by BM25."""

        def worded() -> Matches:
            return self._worded(query, k, selection)

        return self._ask(
            "searching by words",
            lambda: self._checked(
                self.unguarded.search_text(query, k=k, selection=selection), worded
            ),
            otherwise=worded,
        )

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        """Return in how many memories of a scope words occur."""
        return self._ask(
            "counting words",
            lambda: self.unguarded.frequencies(words, scope),
            otherwise=lambda: self._journal.frequencies(words, scope),
        )

    def look(self, queries: Sequence[str], scope: Scope) -> object:
        """Return what the journal's `changed()` would, if the store can tell."""
        return self._ask(
            "looking for changes",
            lambda: self.unguarded.look(queries, scope),
            otherwise=lambda: None,
        )

    def approximation(self, space: str) -> Approximation | None:
        """Return how a space is searched, where its nearest may be missed."""
        with self._doing(f"telling how it searches the space {space!r}"):
            return self.unguarded.approximation(space)

    def set_breadth(self, space: str, breadth: int | None) -> None:
        """Search a space so broadly from now on."""
        with self._doing(f"setting how broadly the space {space!r} is searched"):
            self.unguarded.set_breadth(space, breadth)

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

    def in_child(self) -> bool:
        """Go on in a forked process, with another store at the next call if need be."""
        store = vars(self).get("unguarded")
        if store is not None and not store.in_child():
            forks.abandon(store)
            del self.unguarded
        return True

    def verify(self) -> None:
        """Read all that can be read of the store's own files."""
        with self._doing("reading its files"):
            self.unguarded.verify()

    def close(self) -> None:
        """Release connections and files."""
        if "unguarded" in vars(self):
            with self._doing("closing"):
                self._closed = True
                self.unguarded.close()

    def __getattr__(self, name: str) -> Any:
        if name != "unguarded":
            return getattr(self.unguarded, name)
        if "_make" not in vars(self):  # Not set yet, or a copy being made.
            raise AttributeError(name)
        # A forked process that has none yet.
        store: Store = self._make()
        return vars(self).setdefault(name, store)

    @contextmanager
    def _held(self, turn: AbstractContextManager[None]) -> Iterator[None]:
        with self._doing("holding its turn"), turn:
            yield

    def _check(self) -> None:
        """Make sure that no other thread closed the memory meanwhile."""
        if self._closed:
            raise JournalError("The memory is closed.", fix="Open it again: Memory(...).")

    def _doing(self, what: str) -> AbstractContextManager[None]:
        self._check()
        return _Doing(
            self,
            f"The store {self._name!r} failed at {what}",
            fix=_STORE_FAILED,
            provider=self._name,
        )

    def _ask(self, what: str, ask: Callable[[], T], *, otherwise: Callable[[], T]) -> T:
        """Return what the store answers, or the journal in place of one that is damaged."""
        if not self.rests() and (self.damage is None or self.soon()):
            try:
                with self._doing(what):
                    return ask()
            except StoreDamagedError:
                if self.damage is None:
                    raise
                if self.soon():
                    with self._doing(what):
                        return ask()
        return otherwise()

    def note_damage(self, error: StoreDamagedError) -> None:
        """Ask the store no more, and tell whoever makes it anew, once; unless there is nobody."""
        if self.on_damage is None or self.damage is not None:
            return
        # What somebody deletes each time is helped by making it again each time.
        if not isinstance(error, StoreLostError):
            if self._times >= _MOST_TIMES:
                return
            self._times += 1
        self.damage = error
        self.on_damage(error)

    def _near(self, space: str, vector: Vectors, k: int, selection: Selection) -> Matches:
        # Needed by next to nobody.
        from memkit.engine.journal_search import best_in_journal

        return best_in_journal(self.context, space, vector, k=k, selection=selection)

    def _worded(self, query: str, k: int, selection: Selection) -> Matches:
        return self._journal.search_text(query, k=k, selection=selection)

    def _checked(self, found: Matches, otherwise: Callable[[], Matches]) -> Matches:
        """Return what a search found, whose scores of further keys are guarded too.

        Args:
            found: By the store.
            otherwise: Searches the journal, if the store is found damaged by then.
        """
        # A store that is closed under way may find less.
        self._check()
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
            try:
                with self._doing("searching"):
                    return lookup(keys)
            except StoreDamagedError:
                if self.damage is None:
                    raise
                known = otherwise().lookup
                return np.zeros(len(keys), np.float32) if known is None else known(keys)

        return replace(found, lookup=guarded)


class _Doing(as_provider_errors):
    """Errors of memkit alone, and a word to the store where they tell that it is damaged."""

    __slots__ = ("_store",)

    def __init__(self, store: GuardedStore, what: str, *, fix: str, provider: str) -> None:
        super().__init__(what, fix=fix, provider=provider)
        self._store = store

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if isinstance(error, StoreDamagedError):
            self._store.note_damage(error)
        super().__exit__(kind, error, traceback)
