"""Checks and repairs of a journal."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable

from memkit.domain.results import Problem


class Upkeep(ABC):
    """What `doctor` and `reindex` ask for, and the end."""

    @abstractmethod
    def check(self) -> Iterable[Problem]:
        """Compare the journal with itself: events and state, text index, vectors."""

    @abstractmethod
    def repair(self) -> None:
        """Rebuild what is derived inside the journal: the text index."""

    @abstractmethod
    def close(self) -> None:
        """Release the database; further calls raise JournalError."""
