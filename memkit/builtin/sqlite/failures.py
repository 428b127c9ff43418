"""What SQLite's errors mean, and what to do about them."""

from __future__ import annotations

import sqlite3
import traceback

from memkit.errors import JournalError

# Who waits for another process's transaction waits so long.
BUSY_SECONDS = 60.0


def explained(error: sqlite3.Error, where: str) -> JournalError:
    """Return the error that tells users what one of SQLite's means.

    Args:
        error: SQLite's.
        where: What the database is called.
    """
    text = str(error)
    if "not a database" in text:
        return JournalError(
            f"{where} is not a SQLite file.",
            fix="Give the path of a memkit file, or a new one.",
        )
    if "locked" in text or "busy" in text:
        return JournalError(
            f"{where} was locked by another process for over {BUSY_SECONDS:.0f} s.",
            fix="End the process that holds a transaction open on it, and try again.",
        )
    if "unable to open" in text or "readonly" in text:
        return JournalError(
            f"{where} can't be opened for writing ({text}).",
            fix="Check that its folder exists and that you may write there.",
        )
    if "full" in text:
        return JournalError(
            f"There is no space left for {where} ({text}); nothing was changed.",
            fix="Free some disk space and try again.",
        )
    return JournalError(
        f"{where}: {text}; nothing was changed.",
        fix="Run `memkit doctor` to see whether the file is sound.",
    )


def let_go_of_cursors(error: BaseException | None) -> None:
    """Clear what has ended of an error's tracebacks, which its owner may keep for long.

    A cursor in them keeps its connection open after it was closed.
    """
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__context__
