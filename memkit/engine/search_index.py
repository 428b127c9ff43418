"""What a search reads: the store beside its journal, joined as one index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import Journal
from memkit.contracts.store import Frequencies, Keys, Matches, Selection, Store
from memkit.domain.records import MemoryRecord, Scope


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


class SearchIndex:
    """A store, and the journal for what the store can't do.

    Args:
        journal: The truth.
        store: The view of it that is searched.
        has_text: Whether the store searches by text itself.
    """

    def __init__(self, journal: Journal, store: Store, *, has_text: bool) -> None:
        self._journal = journal
        self._store = store
        self._text: Store | Journal = store if has_text else journal

    def look(self, queries: Sequence[str], scope: Scope) -> object:
        """Return a token of the journal's state, before a search."""
        token = self._store.look(queries, scope)
        return self._journal.changed() if token is None else token

    def search(self, space: str, vector: Vectors, *, k: int, selection: Selection) -> Matches:
        """Return the best by cosine."""
        return self._store.search(space, vector, k=k, selection=selection)

    def search_both(
        self, space: str, vector: Vectors, query: str, *, k: int, selection: Selection
    ) -> tuple[Matches, Matches]:
        """Return the best by cosine, and the best by BM25."""
        if self._text is self._store:
            return self._store.search_both(space, vector, query, k=k, selection=selection)
        return (
            self._store.search(space, vector, k=k, selection=selection),
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
