"""Backups: a copy of a database as of one commit, made while others write to it."""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Callable
from pathlib import Path

from memkit.builtin.sqlite import log
from memkit.domain.files import check_place, file_errors
from memkit.errors import ValidationError, Wording

_PAGES_AT_ONCE = 4096


def write(
    copy: Callable[[sqlite3.Connection], None],
    target: Path,
    *,
    own: Path | None,
    overwrite: bool,
) -> None:
    """Write a backup, whole or not at all.

    Args:
        copy: Fills an empty database.
        target: The file to write.
        own: That of the memory, whose permissions it gets.
        overwrite: Whether to replace a file that is there.

    Raises:
        ValidationError: It can't be written, is there, or belongs to the memory itself.
    """
    aside = target.with_name(f".{target.name[:200]}.{secrets.token_hex(8)}.tmp")
    with file_errors(target):
        _check(target, own=own, overwrite=overwrite)
        try:
            mode = 0o600 if own is None or not own.exists() else own.stat().st_mode & 0o777
            os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))
            _fill(aside, copy)
            _put(aside, target, overwrite=overwrite)
        except FileExistsError:
            raise _is_there(target) from None
        except sqlite3.Error as error:
            raise ValidationError(
                f"The backup {str(target)!r} can't be written: {error}. Nothing was changed.",
                fix="Check that there is space left, or choose another path.",
            ) from error
        finally:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)


def copy_pages(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Copy a database as a transaction of the source sees it."""
    source.backup(target, pages=_PAGES_AT_ONCE, sleep=0)


def _check(target: Path, *, own: Path | None, overwrite: bool) -> None:
    check_place(target, named=target)
    if own is not None:
        taken = {
            Path(f"{own}{ending}").resolve() for ending in ("", "-wal", "-shm", ".index", ".words")
        }
        same = target.exists() and own.exists() and target.samefile(own)
        if same or target.resolve() in taken:
            raise ValidationError(
                f"{str(target)!r} belongs to the memory itself.", fix="Back up to another file."
            )
    for ending in ("-wal", "-journal"):
        beside = Path(f"{target}{ending}")
        if beside.exists() and beside.stat().st_size:
            raise ValidationError(
                f"{str(target)!r} is in use: its log {str(beside)!r} is beside it.",
                fix="Close it, or choose another path.",
            )
    if target.exists() and not overwrite:
        raise _is_there(target)


def _is_there(target: Path) -> ValidationError:
    return ValidationError(
        f"{str(target)!r} is there already.",
        fix=Wording(
            "Choose another path, or say that it is to be replaced: overwrite=True.",
            magic="Choose another path, or add --yes to replace it.",
            command="Choose another path, or add --overwrite.",
        ),
    )


def _fill(path: Path, copy: Callable[[sqlite3.Connection], None]) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        copy(connection)
        # One file: a backup has no log. Its mark is of no round of the memory's, so that neither's
        # log is ever taken for that of the other.
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        mark = log.read(connection)
        number = 1 if mark is None else mark.number
        log.put(connection, log.Mark("whole", number, (secrets.token_hex(4),)))
    finally:
        connection.close()
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _put(aside: Path, target: Path, *, overwrite: bool) -> None:
    if overwrite:
        os.replace(aside, target)
        return
    try:
        # Unlike renaming, this fails if somebody has made the file meanwhile.
        os.link(aside, target)
    except FileExistsError:
        raise
    except OSError:
        if target.exists():
            raise FileExistsError from None
        os.replace(aside, target)
