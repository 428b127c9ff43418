"""Checks and repairs of a journal."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path

from memkit.domain import fixes
from memkit.domain.results import Problem
from memkit.errors import JournalError


class Upkeep(ABC):
    """What `doctor` and `reindex` ask for, and the end."""

    @abstractmethod
    def check(self) -> Iterable[Problem]:
        """Compare the journal with itself: events and state, vectors, text index if it has one."""

    @abstractmethod
    def repair(self) -> None:
        """Rebuild what is derived inside the journal, such as a text index."""

    def backup(self, path: Path, *, overwrite: bool) -> None:
        """Write all that the journal holds, as of one commit, to a file that it can be opened from.

        Override it where a journal can be a file.

        Args:
            path: The file, made whole or not at all.
            overwrite: Whether to replace one that is there.

        Raises:
            ValidationError: It can't be written, or is there.
            JournalError: A journal of this kind is backed up by other means.
        """
        raise JournalError(
            "This journal can't be written to a file by memkit.",
            fix=fixes.EXPORT_INSTEAD,
        )

    @abstractmethod
    def close(self) -> None:
        """Release the database; further calls raise JournalError."""
