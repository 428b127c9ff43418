"""SQLite connections for many threads and processes: one that writes, one a thread that reads."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from memkit.errors import JournalError, ValidationError

Durability = Literal["full", "fast"]

_BUSY_SECONDS = 60.0


class _Reader:
    """A thread's connection, closed when its thread ends."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


class Connections:
    """Hands out connections to one database file, or to one private database in memory.

    In a file, readers see the last commit and never wait for the writer (write-ahead log). In
    memory there is one connection, and a lock around it.

    Args:
        path: The file, or None for a database in memory.
        durability: "full" makes every commit wait for the disk; "fast" may lose the last commits
            in a power cut, but never in a crash of the process, and never the consistency.
        check: Called with each new connection before anything is written; refuses what is not
            ours.
        prepare: Called with each new connection, e.g. to register functions.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        durability: Durability,
        check: Callable[[sqlite3.Connection], None],
        prepare: Callable[[sqlite3.Connection], None],
    ) -> None:
        self.path = path
        self._durability = durability
        self._check_file = check
        self._prepare = prepare
        self._lock = threading.RLock()
        self._open_all()

    def _open_all(self) -> None:
        self._pid = os.getpid()
        self._closed = False
        self._local = threading.local()
        self._readers: weakref.WeakSet[_Reader] = weakref.WeakSet()
        self._writer = self._connect()
        self._watcher = self._connect() if self.path else self._writer
        self._watch_lock = threading.Lock()

    def _connect(self) -> sqlite3.Connection:
        target = str(self.path) if self.path else ":memory:"
        try:
            connection = sqlite3.connect(
                target, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._check_file(connection)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
            if self.path:
                _use_write_ahead_log(connection)
                level = "FULL" if self._durability == "full" else "NORMAL"
                connection.execute(f"PRAGMA synchronous = {level}")
                connection.execute(f"PRAGMA fullfsync = {int(self._durability == 'full')}")
                connection.execute("PRAGMA wal_autocheckpoint = 8000")
                connection.execute("PRAGMA cache_size = -65536")
                connection.execute("PRAGMA mmap_size = 268435456")
        except sqlite3.Error as error:
            raise self.error(error) from error
        self._prepare(connection)
        return connection

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection to read with."""
        self._check()
        if self.path is None:
            with self._lock, self._translated():
                yield self._writer
            return
        reader = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._local.reader = _Reader(self._connect())
            with self._lock:
                self._readers.add(reader)
        with self._translated():
            yield reader.connection

    @contextmanager
    def read_near(self) -> Iterator[sqlite3.Connection]:
        """Yield the writing connection if nobody uses it, else one to read with.

        A commit empties the caches of all other connections, so between two changes this is the
        one that answers at once.
        """
        self._check()
        if self._lock.acquire(blocking=False):
            try:
                with self._translated():
                    yield self._writer
            finally:
                self._lock.release()
            return
        with self.read() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection whose reads all see the same commit."""
        with self.read() as connection:
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Yield the writing connection inside a transaction that commits, or rolls back."""
        self._check()
        with self._lock, self._translated():
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise

    def erase_deleted(self) -> None:
        """Write the file anew without what was deleted, which stays readable in it otherwise.

        Raises:
            JournalError: It could not be done, or another process still reads what was there.
        """
        if self.path is None:
            return
        self._check()
        with self._lock, self._translated():
            self._writer.execute("VACUUM")
            busy, _, _ = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise JournalError(
                f"Another process still reads an earlier state of {self.path} from its log.",
                fix="End it, or its reading, and do it again.",
            )

    def version(self) -> object:
        """Return a token that changes with every commit of any process."""
        self._check()
        if self.path is None:
            return self._writer.total_changes
        with self._watch_lock, self._translated():
            # SQLite counts for each connection, so a fork starts again from the beginning.
            return self._pid, self._watcher.execute("PRAGMA data_version").fetchone()[0]

    def close(self) -> None:
        """Close all connections; the last process that closes folds the log into the file."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            if os.getpid() == self._pid:
                for reader in list(self._readers):
                    reader.connection.close()
                self._watcher.close()
                self._writer.close()

    def error(self, error: sqlite3.Error) -> JournalError:
        """Return the error that tells users what a SQLite error means, and what to do."""
        where = str(self.path) if self.path else "the journal in memory"
        text = str(error)
        if "not a database" in text:
            return JournalError(
                f"{where} is not a SQLite file.",
                fix="Give the path of a memkit file, or a new one.",
            )
        if "locked" in text or "busy" in text:
            return JournalError(
                f"{where} was locked by another process for over {_BUSY_SECONDS:.0f} s.",
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

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self.error(error) from error
        except UnicodeEncodeError as error:
            raise ValidationError(
                f"{error.object!r} holds half a character (a lone surrogate) at {error.start}.",
                fix="Clean it: text.encode(errors='replace').decode().",
            ) from error

    def _check(self) -> None:
        if self._closed:
            raise JournalError(
                f"The memory {self.path or ':memory:'} is closed.",
                fix="Open it again: Memory(...).",
            )
        if self._pid != os.getpid():
            if self.path is None:
                raise JournalError(
                    "A memory in memory can't be used in a forked process.",
                    fix="Give the memory a file: Memory('research.db').",
                )
            # SQLite's connections and locks must not be carried over a fork.
            self._lock = threading.RLock()
            self._open_all()


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    # Two processes that open a new file at once: SQLite reports the switch as busy at once,
    # without its usual patience.
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return
