"""What searches read from, and what becomes of one whose store does not answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import Restrictions, SpaceRow, Turn
from memkit.contracts.store import Frequencies, Keys, Matches, Selection
from memkit.domain.records import MemoryRecord, Scope
from memkit.errors import MemkitError


class Words(Protocol):
    """What a search by words reads from."""

    def begin(self, queries: Sequence[str], scope: Scope) -> Sequence[SpaceRow]:
        """Be up to date before a search; return the spaces of the journal."""

    def now(self) -> int:
        """Return the instant at which a search sees the memories."""

    def restrictions(self, scope: Scope) -> Restrictions:
        """Tell what a search in a scope has to ask of its memories."""

    def search_text(self, query: str, *, k: int, selection: Selection) -> Matches:
        """Return the best by BM25."""

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        """Return in how many memories words occur."""

    def replies(self, keys: Keys) -> Sequence[tuple[int, int]]:
        """Return the messages said right after these: pairs of keys, before and after."""

    def turns(self, keys: Keys) -> Sequence[Turn]:
        """Return these memories, and those said right before and right after them, as turns."""

    def read(self, keys: Keys) -> Mapping[int, MemoryRecord]:
        """Return memories by key, as they are now."""


class Index(Words, Protocol):
    """What a search reads from: a store, and the journal (or a past state) behind it."""

    @property
    def name(self) -> str:
        """The store's name."""

    @property
    def has_words(self) -> bool:
        """Whether the store itself searches by words."""

    @property
    def without_store(self) -> Words | None:
        """What is read where the store is not asked, if it can be done without."""

    def search(self, space: str, vector: Vectors, *, k: int, selection: Selection) -> Matches:
        """Return the best by cosine."""

    def search_both(
        self, space: str, vector: Vectors, query: str, *, k: int, selection: Selection
    ) -> tuple[Matches, Matches]:
        """Return the best by cosine, and the best by BM25."""

    def vectors(self, space: str, keys: Keys) -> Vectors:
        """Return vectors of memories."""


class StoreFailed(MemkitError):
    """The store did not answer, and the search can go on without it. It never leaves a search."""
