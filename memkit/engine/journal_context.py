"""What a journal offers to the stores that follow it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import Journal, TextSearch
from memkit.contracts.store import Frequencies, Keys, Selection
from memkit.domain.records import Scope

# What stores make names of files and collections of.
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}", re.ASCII)


class JournalContext:
    """What a journal offers to its store.

    Args:
        journal: The journal.
        words: Who knows the words of its memories.
    """

    def __init__(self, journal: Journal, words: TextSearch) -> None:
        self._journal = journal
        self._words = words

    @property
    def journal_id(self) -> str:
        """The journal's name; one that a file of somebody else has need not be a name."""
        said = self._journal.journal_id
        if _PLAIN.fullmatch(said):
            return said
        return hashlib.blake2b(said.encode(errors="replace"), digest_size=16).hexdigest()

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
        return self._words.frequencies(words, scope)

    def vectors(self, space: str, keys: Keys) -> Vectors:
        """Return vectors of memories."""
        return self._journal.vectors(space, keys)
