"""Search by words for whoever has none: an index in this process that follows the journal.

It is the built-in store without its vectors, so that words are counted, weighed and ranked the same
whatever store holds the vectors.
"""

from __future__ import annotations

import functools
import threading
import warnings
from collections.abc import Callable, Sequence
from typing import TypeVar

from memkit import plugins
from memkit.contracts.journal import Journal, TextSearch
from memkit.contracts.store import Frequencies, Matches, Position, Selection, Store
from memkit.domain import fixes, forks
from memkit.domain.records import Scope
from memkit.engine.follower import Follower
from memkit.engine.guarded_store import GuardedStore
from memkit.engine.journal_context import JournalContext
from memkit.errors import JournalError, MemkitWarning, StoreDamagedError

T = TypeVar("T")

_NAME = "word index"


class WordIndex(TextSearch):
    """The words of a journal's memories. It is made, and brought up to date, when it is asked.

    Args:
        journal: The truth that it follows.

    Attributes:
        kept: Whether it is kept in a file beside the journal, for the next process.
    """

    def __init__(self, journal: Journal) -> None:
        self.kept = False
        self._journal = journal
        self._lock = threading.Lock()
        self._made: tuple[GuardedStore, Follower] | None = None
        self._closed = False
        forks.renew(self, _lock=threading.Lock)

    def search_text(self, query: str, *, k: int, selection: Selection) -> Matches:
        """Return the best `k` memories by BM25, and a lookup of the scores of others."""
        return self._ask(lambda store: store.search_text(query, k=k, selection=selection))

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        """Return in how many memories of a scope words occur."""
        return self._ask(lambda store: store.frequencies(words, scope))

    def count(self) -> int:
        """Return how many memories it holds."""
        return self._ask(lambda store: store.count())

    def catch_up(self) -> None:
        """Bring it up to date now, if it is made."""
        if self._made is not None:
            self._made[1].catch_up()

    def verify(self) -> None:
        """Read all of its file.

        Raises:
            StoreDamagedError: It is not what was written.
        """
        store, _ = self._parts()
        store.verify()

    def rebuild(self) -> None:
        """Forget it, so that it is made anew from the journal at its next use."""
        store, follower = self._parts()
        if store.position() != Position():
            follower.rebuild()

    def close(self) -> None:
        """Write its file, if that is worth it."""
        with self._lock:
            self._closed = True
            made, self._made = self._made, None
        if made is not None:
            store, follower = made
            if follower.missed_purge(store.position()):
                follower.catch_up()
            store.close()

    def _ask(self, ask: Callable[[Store], T]) -> T:
        """Return what it answers as far as the journal is; a damaged one is made anew first."""
        store, follower = self._parts()
        try:
            follower.catch_up()
            return ask(store)
        except StoreDamagedError as error:
            _warn_of(error)
            follower.rebuild()
            return ask(store)

    def _parts(self) -> tuple[GuardedStore, Follower]:
        made = self._made
        if made is None:
            with self._lock:
                if self._closed:
                    raise JournalError("The memory is closed.", fix=fixes.OPEN_AGAIN)
                made = self._made = self._made or self._make()
        return made

    def _make(self) -> tuple[GuardedStore, Follower]:
        make = functools.partial(
            plugins.create,
            "store",
            "local",
            context=JournalContext(self._journal, self),
            ending="words",
            sidecar=self.kept,
        )
        store = GuardedStore(make, name=_NAME, words=self)
        return store, Follower(self._journal, store, name=_NAME, vectors=False)


def _warn_of(error: StoreDamagedError) -> None:
    warnings.warn(
        MemkitWarning(f"{error.problem} The index of words is made anew from the journal."),
        stacklevel=4,
    )
