"""The journal contract: memories, their whole history, and their vectors, in one database.

The journal is the memory; every store is a view of it. A change is one transaction: the new state,
the event and the vectors, or nothing. Events are numbered without a step back in the order of
their commits, and each carries the whole state after the change, so that the state at a sequence
number is the last event of each memory up to it. What kind of change an event was is for people:
a kind that this version does not know folds like any other, and without a state after it the
memory is gone.

Texts are held once each. A vector belongs to a text and a space, not to a memory: a text that
comes back (by undo, in another scope, in an earlier state) keeps the vectors it has.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Batch, Frequencies, Keys, Matches, Position, Selection
from memkit.domain.records import Change, Event, MemoryRecord, Scope
from memkit.domain.results import Problem
from memkit.domain.states import State

# How often to look whether something changed, where nobody tells.
_LOOK_SECONDS = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """Store a memory, unless its scope already holds one of the same text, role and name.

    A memory without a role counts as one of the user. If the one that is there has expired, or no
    longer holds, it takes the new state instead (an "UPDATE"). It no longer holds if it was said
    again (`occurred_at`, else `created_at`, else now) after its `valid_to`, or after it was
    superseded.

    Attributes:
        id: The memory's UUID, or None for a new one. The id of a deleted memory brings it back;
            in place of the id of another memory that is there, a new one is made.
        created_at: When it was stored; None stands for the time of the transaction.
        is_reply: Whether it was said right after the addition before it in the same call.
    """

    id: str | None = None
    scope: Scope
    state: State
    created_at: int | None = None
    is_reply: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Change a memory. `change` maps the old state to the new one, inside the transaction."""

    id: str
    change: Callable[[State], State]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """Delete a memory. Its history stays.

    Attributes:
        missing_ok: Whether it may be gone already, which makes this a "NONE".
    """

    id: str
    missing_ok: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    """Bring a memory back to the state after event `seq`, or from its deletion ("undo")."""

    id: str
    seq: int


Instruction = Add | Edit | Remove | Restore


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of one instruction; `event` is "NONE" if nothing changed."""

    id: str
    text: str
    event: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """What happened between two positions: memories to take over again, and memories gone.

    Attributes:
        changed: Keys of memories that are there and whose state or vectors changed.
        deleted: Keys of memories that are gone.
        position: Where the delta ends.
    """

    changed: Keys
    deleted: Keys
    position: Position


SpaceState = Literal["filling", "ready"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceRow:
    """An embedding space as the journal records it.

    Attributes:
        key: Its name, e.g. "static" or "openai:text-embedding-3-small".
        provider: Name of the embedder's provider; `config`: its settings without secrets.
        model: The model's name as the provider knows it.
        dim: Length of a vector.
        normalized: Whether vectors have length one.
        fingerprint: The vector of a fixed probe text, float32 as bytes.
        state: "filling" until every memory has had its vector once.
        default: Whether searches use it when no space is named.
        id: Given by the journal, never twice; 0 for a row that is not in it yet.
    """

    key: str
    provider: str
    config: Mapping[str, Any]
    model: str
    dim: int
    normalized: bool
    fingerprint: bytes
    state: SpaceState = "ready"
    default: bool = False
    id: int = 0


class Journal(ABC):
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

    # -- changes -----------------------------------------------------------------------------

    @abstractmethod
    def apply(
        self,
        instructions: Sequence[Instruction],
        *,
        vectors: Mapping[str, Mapping[str, Vectors]],
        now: int,
        batch_id: str,
        actor: str | None = None,
        reason: str | None = None,
    ) -> list[Applied]:
        """Carry out the instructions in order, in one transaction, durably.

        Args:
            vectors: Space key -> text -> float32 of shape (dim,), for texts that are new to a
                space. Texts that have a vector there already keep it.
            now: The instant of the change, microseconds since 1970.
            batch_id: Shared by the events of one call.

        Raises:
            NotFoundError: An edit, removal or restoration names no memory; nothing is changed.
            JournalError: The database refuses; nothing is changed.
        """

    @abstractmethod
    def reset(self) -> None:
        """Erase all memories, history and vectors for good; spaces stay registered, empty."""

    # -- reading -----------------------------------------------------------------------------

    @abstractmethod
    def changed(self) -> object:
        """Return a token that differs from an earlier one if anything may have been written."""

    def wait(self, token: object, *, timeout: float) -> bool:
        """Wait until `changed()` differs from a token, and tell whether it does.

        Override it where the database can wake those who wait.

        Args:
            token: What `changed()` returned.
            timeout: Seconds to wait at most.
        """
        end = time.monotonic() + timeout
        while (same := self.changed() == token) and (left := end - time.monotonic()) > 0:
            time.sleep(min(_LOOK_SECONDS, left))
        return not same

    @abstractmethod
    def head(self) -> Position:
        """Return the position after the last event and vector."""

    @abstractmethod
    def get(self, ids: Sequence[str]) -> dict[str, MemoryRecord]:
        """Return the memories of these ids, by id; unknown ids are absent."""

    @abstractmethod
    def read(self, keys: Keys) -> dict[int, MemoryRecord]:
        """Return the memories of these keys, by key; unknown keys are absent."""

    @abstractmethod
    def keys_of(self, ids: Sequence[str]) -> dict[str, int]:
        """Return the keys of these ids; unknown ids are absent."""

    @abstractmethod
    def replies(self, keys: Keys) -> list[tuple[int, int]]:
        """Return the messages that were said right after these: pairs of keys, before and after."""

    @abstractmethod
    def page(
        self, selection: Selection, *, limit: int, after: int = 0
    ) -> list[tuple[int, MemoryRecord]]:
        """Return up to `limit` memories with their keys, by rising key, from above `after`."""

    @abstractmethod
    def count(self, selection: Selection) -> int:
        """Return how many memories a selection holds."""

    def validity_matters(self, scope: Scope) -> bool:
        """Tell whether a memory of a scope may not hold at some time.

        Searches leave the question of validity out where it does not matter, which is most often.
        Override it where the database can tell quickly.
        """
        return True

    @abstractmethod
    def allowed_keys(self, selection: Selection, *, among: Keys | None = None) -> Keys:
        """Return the keys a selection holds, rising; `among` looks at these only."""

    @abstractmethod
    def events(
        self,
        *,
        after: int = 0,
        until: int | None = None,
        memory_id: str | None = None,
        scope: Scope | None = None,
        limit: int | None = None,
    ) -> list[Event]:
        """Return events with `after < seq <= until`, by rising sequence number."""

    @abstractmethod
    def event_token(self, seq: int) -> str | None:
        """Return what tells event `seq` from that of another history: its batch; None for none."""

    @abstractmethod
    def seq_at(self, instant: int) -> int:
        """Return the number of the last event at or before an instant; 0 if there is none."""

    @abstractmethod
    def state_at(self, seq: int) -> Iterator[tuple[int, MemoryRecord]]:
        """Yield the memories as they stood after event `seq`, with their keys, by rising key."""

    # -- text search -------------------------------------------------------------------------

    @abstractmethod
    def search_text(self, query: str, *, k: int, selection: Selection) -> Matches:
        """Return the `k` best memories by BM25, for stores that have no text search."""

    @abstractmethod
    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        """Return in how many memories of a scope words occur."""

    # -- spaces and vectors ------------------------------------------------------------------

    @abstractmethod
    def spaces(self) -> list[SpaceRow]:
        """Return the spaces in the order in which they were added."""

    @abstractmethod
    def put_space(self, space: SpaceRow) -> None:
        """Add a space, or replace the row of this key; `default` moves to it if it says so."""

    @abstractmethod
    def complete_space(self, key: str) -> bool:
        """Mark a space as ready if every memory has its vector in it, and tell whether it is so."""

    @abstractmethod
    def default_space(self, key: str) -> None:
        """Make a space, and no other, the default."""

    @abstractmethod
    def drop_space(self, key: str) -> None:
        """Forget a space and its vectors."""

    @abstractmethod
    def known_texts(self, space: str, texts: Sequence[str]) -> set[str]:
        """Return those of the texts that have a vector in a space: the cache of embeddings."""

    @abstractmethod
    def put_vectors(self, space: str, vectors: Mapping[str, Vectors]) -> None:
        """Store vectors by text, for texts that the journal holds; others are left out."""

    @abstractmethod
    def vectors(self, space: str, keys: Keys) -> Vectors:
        """Return the vectors of memories, of shape (len(keys), dim); zeros where none is."""

    @abstractmethod
    def text_vectors(self, space: str, texts: Sequence[str]) -> Vectors:
        """Return vectors by text, of shape (len(texts), dim); zeros where there is none."""

    @abstractmethod
    def count_vectors(self, space: str) -> int:
        """Return how many memories have a vector in a space."""

    @abstractmethod
    def texts_without_vectors(self, space: str, *, limit: int) -> list[str]:
        """Return up to `limit` texts of memories that have no vector in a space."""

    # -- followers ---------------------------------------------------------------------------

    @abstractmethod
    def follower(self, name: str) -> Position:
        """Return how far a follower has read; the beginning if it is unknown."""

    @abstractmethod
    def set_follower(self, name: str, position: Position | None) -> None:
        """Record how far a follower has read; None forgets it."""

    @abstractmethod
    def followers(self) -> dict[str, Position]:
        """Return all followers that the journal knows."""

    @abstractmethod
    def exclusively(self, name: str) -> AbstractContextManager[None]:
        """Hold the lock of this name against all other threads and processes; waits for it.

        Those who write to one store take turns by it. It is free again when its holder dies.
        """

    @abstractmethod
    def delta(self, since: Position, *, limit: int) -> Delta:
        """Return what happened after a position, in at most about `limit` memories."""

    @abstractmethod
    def batch(self, keys: Keys, *, spaces: Sequence[str]) -> Batch:
        """Return memories with their vectors, as stores take them; unknown keys are left out."""

    # -- ratings -----------------------------------------------------------------------------

    @abstractmethod
    def rate(
        self, query: str, memory_id: str, relevant: bool | None, *, at: int, actor: str | None
    ) -> None:
        """Record whether a memory answers a query, in place of what was said before.

        Args:
            relevant: None takes the rating back.
            at: When, microseconds since 1970; `actor`: who, if known.
        """

    @abstractmethod
    def ratings(self) -> dict[str, dict[str, bool]]:
        """Return query -> id of a memory -> whether it answers; the oldest ratings first."""

    # -- results that can be computed again --------------------------------------------------

    @abstractmethod
    def cache_get(self, key: str) -> bytes | None:
        """Return what was kept under a key, unless it was forgotten."""

    @abstractmethod
    def cache_put(self, key: str, value: bytes) -> None:
        """Keep a value that took long to compute; older ones may be forgotten for it."""

    # -- care --------------------------------------------------------------------------------

    @abstractmethod
    def check(self) -> Iterable[Problem]:
        """Compare the journal with itself: events and state, text index, vectors."""

    @abstractmethod
    def repair(self) -> None:
        """Rebuild what is derived inside the journal: the text index."""

    @abstractmethod
    def close(self) -> None:
        """Release the database; further calls raise JournalError."""
