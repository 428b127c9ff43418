"""What those read who follow a journal by number: stores, indexes, whoever waits for a change."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from memkit.contracts.journal.memories import Restrictions
from memkit.contracts.journal.spaces import SpaceRow
from memkit.contracts.store import Batch, Keys, Position

# How often to look whether something changed, where nobody tells.
_LOOK_SECONDS = 0.25


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


@dataclass(frozen=True, kw_only=True)
class News:
    """All that a follower needs to go on from where it is, as of one commit.

    Attributes:
        token: What `changed()` returned as of then, or before.
        journal_id: The journal's name.
        head: The position after the last event and vector.
        event_token: Of the event at which the delta ends.
        since_token: Of the event after which it begins: a follower that saw another one there has
            read another history.
        restrictions: What searches have to ask of memories of any scope.
        spaces: The embedding spaces.
        delta: What happened since.
        batch: The changed memories with their vectors in all of the spaces.
    """

    token: object
    journal_id: str
    head: Position
    event_token: str | None
    since_token: str | None
    restrictions: Restrictions
    spaces: Sequence[SpaceRow]
    delta: Delta
    batch: Batch


class Followers(ABC):
    """How far the journal is, how far its followers are, and what lies between."""

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
