"""What a journal keeps beside the memories: ratings of hits, and results that took long."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rating:
    """What was said about a hit, when (microseconds since 1970), and by whom, if known."""

    query: str
    memory_id: str
    relevant: bool
    at: int
    actor: str | None = None


class Ratings(ABC):
    """What people said about hits. A rating outlives the deletion of its memory."""

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
    def rated(self) -> list[Rating]:
        """Return the ratings, the oldest first."""

    def ratings(self) -> dict[str, dict[str, bool]]:
        """Return query -> id of a memory -> whether it answers; the oldest ratings first."""
        by_query: dict[str, dict[str, bool]] = {}
        for rating in self.rated():
            by_query.setdefault(rating.query, {})[rating.memory_id] = rating.relevant
        return by_query


class Cache(ABC):
    """Results that can be computed again."""

    @abstractmethod
    def cache_get(self, key: str) -> bytes | None:
        """Return what was kept under a key, unless it was forgotten."""

    @abstractmethod
    def cache_put(self, key: str, value: bytes) -> None:
        """Keep a value that took long to compute; older ones may be forgotten for it."""
