"""The journal contract: memories, their whole history, and their vectors, in one database.

The journal is the memory; every store is a view of it. A change is one transaction: the new state,
the event and the vectors, or nothing. Events are numbered without a step back in the order of
their commits, and each carries the whole state after the change, so that the state at a sequence
number is the last event of each memory up to it. What kind of change an event was is for people:
a kind that this version does not know folds like any other, and without a state after it the
memory is gone.

Texts are held once each. A vector belongs to a text and a space, not to a memory: a text that
comes back (by undo, in another scope, in an earlier state) keeps the vectors it has.

The contract is one class a concern, and `Journal` is all of them: `Changes`, `Memories`,
`EmbeddingSpaces`, `TextSearch`, `Attachments`, `Followers`, `Derivations`, `Calls`, `Ratings`,
`Cache` and `Upkeep`. A journal in a SQL database starts from
`memkit.providers.sql_journal.SQLJournal`, which implements most of it, and adds its dialect.

Capabilities of a `JournalSpec`:
    "text": implements `TextSearch`. Without it, words are searched for in an index that memkit
        keeps beside the journal, in each process that asks for them.
    "attachments": keeps the bytes of images and files (`Attachments`), and with the rest of a
        state its `attachments`. Without it, messages that bring some along are refused.
"""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path

from memkit.contracts.journal.attachments import Attachments
from memkit.contracts.journal.beside import Cache, Rating, Ratings
from memkit.contracts.journal.calls import Call, Calls
from memkit.contracts.journal.changes import (
    Add,
    Applied,
    Changes,
    Condition,
    Edit,
    Instruction,
    Remove,
    Restore,
)
from memkit.contracts.journal.derivations import (
    DerivationRow,
    Derivations,
    Outcome,
    Reading,
    Unread,
    Window,
    WindowLine,
)
from memkit.contracts.journal.followers import Delta, Followers, News
from memkit.contracts.journal.memories import Memories, Restrictions, TextSearch, Turn
from memkit.contracts.journal.spaces import EmbeddingSpaces, SpaceRow, SpaceState
from memkit.contracts.journal.upkeep import Upkeep
from memkit.contracts.store import Position

__all__ = [
    "Add",
    "Applied",
    "Attachments",
    "Cache",
    "Call",
    "Calls",
    "Changes",
    "Condition",
    "Delta",
    "DerivationRow",
    "Derivations",
    "Edit",
    "EmbeddingSpaces",
    "Followers",
    "Instruction",
    "Journal",
    "Memories",
    "News",
    "Outcome",
    "Rating",
    "Ratings",
    "Reading",
    "Remove",
    "Restore",
    "Restrictions",
    "SpaceRow",
    "SpaceState",
    "TextSearch",
    "Turn",
    "Unread",
    "Upkeep",
    "Window",
    "WindowLine",
]


class Journal(
    Changes,
    Memories,
    EmbeddingSpaces,
    TextSearch,
    Attachments,
    Followers,
    Derivations,
    Calls,
    Ratings,
    Cache,
    Upkeep,
):
    """Safe for any number of threads and processes at once. Constructed as `Impl(config)`."""

    @property
    @abstractmethod
    def journal_id(self) -> str:
        """Names this journal; a reset gives it a new one."""

    @property
    @abstractmethod
    def path(self) -> Path | None:
        """Where it lies, if it is a file."""

    @property
    @abstractmethod
    def url(self) -> str:
        """Where it is, for people; without secrets."""

    @property
    def place(self) -> tuple[str, ...] | None:
        """Where it is in a database that a store may be in too, if that can be; without secrets.

        What it says is between the journal and the store of one plug-in.
        """
        return None

    def news(self, since: Position, *, limit: int, vectors: bool = True) -> News:
        """Return what a follower at a position needs, in at most about `limit` memories.

        Override it where all of it can be read at once.

        Args:
            since: The position.
            limit: How many memories at most, about.
            vectors: Whether the follower holds vectors. For one that doesn't, a memory that was
                only embedded has not changed, and the batch holds none.
        """
        token = self.changed()
        spaces = self.spaces()
        seen = since if vectors else Position(since.seq, self.head().vectors)
        delta = self.delta(seen, limit=limit)
        return News(
            token=token,
            journal_id=self.journal_id,
            head=self.head(),
            event_token=self.event_token(delta.position.seq),
            since_token=self.event_token(since.seq),
            restrictions=Restrictions(),
            spaces=spaces,
            delta=delta,
            batch=self.batch(delta.changed, spaces=[row.key for row in spaces if vectors]),
        )
