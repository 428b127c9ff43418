"""Whether the files at a path are still those that were opened, and what is to be done if not."""

from __future__ import annotations

from pathlib import Path

from memkit.domain import fixes
from memkit.errors import JournalError

_RESCUE = "m.backup('rescued.db') writes what it holds to a new file"


def log_of(path: Path) -> str:
    """Return the path of the log of a file."""
    return f"{path}-wal"


def index_of(path: Path) -> str:
    """Return the path of the index of the log of a file, which all processes share."""
    return f"{path}-shm"


def gone(path: Path) -> JournalError:
    """Return the error for a file that is no longer where it was."""
    return JournalError(
        f"{path} is gone: it was deleted or moved, or its folder was renamed, while this memory "
        "had it open. Nothing was changed, and nothing more is written to it.",
        fix=f"{_RESCUE}; or put the file back where it was.",
    )


def replaced(path: Path) -> JournalError:
    """Return the error for a path at which there is another file now."""
    return JournalError(
        f"{path} is another file than the one that this memory opened: it was replaced meanwhile, "
        "by a restored backup maybe. Nothing was changed.",
        fix="To go on with the file that is there, close this memory and open it again. "
        f"{_RESCUE}.",
    )


def other_content(path: Path) -> JournalError:
    """Return the error for a file that was written over while it was open."""
    return JournalError(
        f"{path} was written over by something else than memkit while this memory had it open: "
        "another file was copied onto it. Nothing was changed.",
        fix=f"End all processes that have it open, delete {log_of(path)!r} and {index_of(path)!r}, "
        "which belong to what was there before, and open it again.",
    )


def log_gone(path: Path) -> JournalError:
    """Return the error for a file whose log was taken away while it was open."""
    return JournalError(
        f"The log of {path}, {log_of(path)!r} or {index_of(path)!r}, was deleted, moved or "
        "replaced while this memory had it open. Nothing was changed: what would be written now "
        "could be lost.",
        fix=f"{_RESCUE}; then close the memory in all processes, and open it again.",
    )


def without_log(path: Path) -> JournalError:
    """Return the error for a copy of a file without its log."""
    return JournalError(
        f"{path} is not whole: memories were stored that were in its log {log_of(path)!r} when it "
        "was copied, and the log is not there.",
        fix=fixes.copy_with_log(str(path)),
    )


def other_log(path: Path) -> JournalError:
    """Return the error for a file beside which there is the log of another."""
    return JournalError(
        f"The log {log_of(path)!r} does not belong to {path}: one of the two was replaced, by a "
        "restored backup maybe. Nothing was changed.",
        fix=f"Put back the one that is missing; or, to go on with the file alone, delete "
        f"{log_of(path)!r} and {index_of(path)!r}.",
    )
