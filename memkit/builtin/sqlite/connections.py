"""SQLite connections for many threads and processes: one that writes, one a thread that reads."""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from memkit.builtin.sqlite import place
from memkit.builtin.sqlite.backup import copy_pages
from memkit.builtin.sqlite.failures import BUSY_SECONDS, explained, let_go_of_cursors
from memkit.builtin.sqlite.log import LARGE, Log
from memkit.builtin.sqlite.quiet import QUIET_SECONDS, quiet
from memkit.domain import forks
from memkit.errors import JournalError, ValidationError

Durability = Literal["full", "fast"]

# How often to look whether others came to an end.
_LOOK_SECONDS = 0.0005
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# What stays of a log's file when it begins again.
_KEPT_LOG = 4 << 20


class _Thread:
    """A thread's connection to read with, closed when the thread ends, and how deep it is inside.

    Attributes:
        connection: None until it reads, and after a fork or a close.
        depth: How many calls it is in; a fork and a close wait until it is in none.
    """

    __slots__ = ("__weakref__", "connection", "depth", "pid")

    def __init__(self) -> None:
        self.connection: sqlite3.Connection | None = None
        self.depth = 0
        self.pid = os.getpid()

    def __del__(self) -> None:
        if self.connection is None:
            return
        # A fork and a close wait for this, too.
        self.depth += 1
        connection, self.connection = self.connection, None
        if self.pid == os.getpid():
            connection.close()
        else:
            forks.abandon(connection)
        self.depth -= 1


_OUTSIDE = _Thread()


class Connections:
    """Hands out connections to one database file, or to one private database in memory.

    In a file, readers see the last commit and never wait for the writer (write-ahead log). In
    memory there is one connection, and a lock around it.

    No connection is carried over a fork: all are closed before it, and opened again at the next
    use by whoever uses them. Where one can't be closed, because the thread that forks is inside of
    it, the child refuses the file.

    Args:
        path: The file, or None for a database in memory.
        durability: "full" makes every commit wait for the disk; "fast" may lose the last commits
            in a power cut, but never in a crash of the process, and never the consistency.
        check: Called with each new connection before anything is written; refuses what is not
            ours.
        prepare: Called with each new connection, e.g. to register functions.
        accept_without_log: Whether to open a file that was copied without its log.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        durability: Durability,
        check: Callable[[sqlite3.Connection], None],
        prepare: Callable[[sqlite3.Connection], None],
        accept_without_log: bool = False,
    ) -> None:
        # Made absolute once: the working directory may be another one later.
        self.path = None if path is None else Path(os.path.abspath(path))
        self._files: tuple[str, ...] = ()
        if path is not None:
            self._files = tuple(f"{self.path}{ending}" for ending in ("", "-wal", "-shm"))
        self._durability = durability
        self._check_file = check
        self._prepare = prepare
        self._accept_without_log = accept_without_log
        self._file: forks.FileId | None = None
        self._beside: tuple[forks.FileId | None, ...] = ()
        self._log = None if self.path is None else Log(self.path)
        self._written_to: tuple[int, int] | None = None
        self._last_commit = 0.0
        self._awaits_quiet = False
        self._closed = False
        self._refused = False
        # Whether a call has to look before it goes on: closed, refused, or about to be forked.
        self._shut = False
        self._generation = 0
        self._writer: sqlite3.Connection | None = None
        self._watcher: sqlite3.Connection | None = None
        self._start()
        forks.notice()
        forks.guard(self)
        # Before the first use nothing is known of the file.
        thread = self._enter()
        try:
            with self._translated():
                self._write_connection()
        finally:
            self._leave(thread)

    def __del__(self) -> None:
        # A connection of sqlite3 is a cycle, which would stay open until it is collected.
        if not sys.is_finalizing() and getattr(self, "_pid", None) == os.getpid():
            self._close_all()

    def _start(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.RLock()
        self._watch_lock = threading.Lock()
        self._local = threading.local()
        self._threads: weakref.WeakSet[_Thread] = weakref.WeakSet()

    # -- opening -----------------------------------------------------------------------------

    def _connect(self) -> sqlite3.Connection:
        self._look_before()
        connection = sqlite3.connect(
            self._files[0] if self._files else ":memory:",
            timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False,
        )  # fmt: skip
        try:
            self._check_file(connection)
            if self._log is not None and self._file is None:
                self._log.opened(connection, accept=self._accept_without_log)
            self._set_up(connection)
            self._look_after()
        except BaseException:
            connection.close()
            raise
        return connection

    def _look_before(self) -> None:
        """Look at the file before it is opened.

        Raises:
            JournalError: It was open at a fork, is not the one that was opened first, or has a log
                beside it that is that of another.
        """
        if self.path is None:
            return
        found = forks.file_id(self.path)
        if found is not None and forks.is_inherited(found):
            raise self._inherited()
        if self._file is not None and found != self._file:
            # Opening it would make a new one, or show another memory.
            raise place.gone(self.path) if found is None else place.replaced(self.path)
        if self._file is None and self._log is not None:
            with suppress(OSError):
                if os.stat(self._files[1]).st_size:
                    self._log.before_opening()

    def _look_after(self) -> None:
        if self.path is None:
            return
        found = forks.file_id(self.path)
        if self._file is None:
            self._file = found
        elif found != self._file:
            raise place.gone(self.path) if found is None else place.replaced(self.path)

    def _set_up(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        if self.path:
            _use_write_ahead_log(connection)
            level = "FULL" if self._durability == "full" else "NORMAL"
            connection.execute(f"PRAGMA synchronous = {level}")
            connection.execute(f"PRAGMA fullfsync = {int(self._durability == 'full')}")
            # `Log` does it: what is folded in has to be told of.
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            connection.execute(f"PRAGMA journal_size_limit = {_KEPT_LOG}")
            connection.execute("PRAGMA cache_size = -65536")
            connection.execute("PRAGMA mmap_size = 268435456")
        self._prepare(connection)

    def _write_connection(self) -> sqlite3.Connection:
        """Return the connection that writes, under its lock or before anybody else has it."""
        writer = self._writer
        if writer is None:
            with self._lock:
                if self._writer is None:
                    writer = self._connect()
                    self._beside = tuple(map(forks.file_id, self._files[1:]))
                    self._writer = writer
                    self._generation += 1
                writer = self._writer
        return writer

    def _read_connection(self, thread: _Thread) -> sqlite3.Connection:
        if thread.connection is None:
            # The one that writes comes first: what is beside the file is known from then on.
            self._write_connection()
            thread.connection = self._connect()
        return thread.connection

    # -- handing out -------------------------------------------------------------------------

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection to read with."""
        thread = self._enter()
        try:
            with self._translated():
                if self.path is None:
                    with self._lock:
                        yield self._write_connection()
                else:
                    yield thread.connection or self._read_connection(thread)
        finally:
            self._leave(thread)

    @contextmanager
    def read_near(self) -> Iterator[sqlite3.Connection]:
        """Yield the writing connection if nobody uses it, else one to read with.

        A commit empties the caches of all other connections, so between two changes this is the
        one that answers at once.
        """
        thread = self._enter()
        try:
            if self._lock.acquire(blocking=False):
                try:
                    with self._translated():
                        yield self._writer or self._write_connection()
                finally:
                    self._lock.release()
                return
            with self.read() as connection:
                yield connection
        finally:
            self._leave(thread)

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
                self._roll_back(connection)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Yield the writing connection inside a transaction that commits, or rolls back."""
        thread = self._enter()
        try:
            with self._lock, self._translated():
                writer = self._writer or self._write_connection()
                writer.execute("BEGIN IMMEDIATE")
                try:
                    yield writer
                    self._commit(writer)
                except BaseException:
                    self._roll_back(writer)
                    raise
        finally:
            self._leave(thread)

    def erase_deleted(self) -> None:
        """Write the file anew without what was deleted, which stays readable in it otherwise.

        Raises:
            JournalError: It could not be done, or another process still reads what was there.
        """
        if self._log is None:
            return
        thread = self._enter()
        try:
            with self._lock, self._translated():
                writer = self._writer or self._write_connection()
                self._stamp()
                self._log.settled = None
                writer.execute("VACUUM")
                busy, _, _ = writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            self._leave(thread)
        if busy:
            raise JournalError(
                f"Another process still reads an earlier state of {self.path} from its log.",
                fix="End it, or its reading, and do it again.",
            )

    def copy_to(self, target: sqlite3.Connection) -> None:
        """Copy everything, as of one commit, into an empty database."""
        thread = self._enter()
        try:
            if self.path is None or forks.file_id(self.path) == self._file:
                with self.snapshot() as source:
                    copy_pages(source, target)
                return
            # The file has been taken away, and can be read by what is open alone.
            with self._lock, self._translated():
                copy_pages(thread.connection or self._write_connection(), target)
        finally:
            self._leave(thread)

    def version(self) -> object:
        """Return a token that changes with every commit of any process."""
        thread = self._enter()
        try:
            if self.path is None:
                return self._write_connection().total_changes
            with self._watch_lock, self._translated():
                if self._watcher is None:
                    self._write_connection()
                    self._watcher = self._connect()
                self._check_unchanged(self._watcher)
                # SQLite counts for each connection, which begins again after a fork.
                counted = self._watcher.execute("PRAGMA data_version").fetchone()[0]
                return self._pid, self._generation, counted
        finally:
            self._leave(thread)

    def _commit(self, writer: sqlite3.Connection) -> None:
        if os.getpid() != self._pid:
            # Forked in the middle: the transaction is the parent's.
            raise self._inherited()
        if self._log is None:
            writer.execute("COMMIT")
            return
        stamp, size = self._stamp()
        begun = None
        if stamp != self._log.settled or size > LARGE:
            begun = self._log.begin(writer, stamp=stamp, size=size)
        writer.execute("COMMIT")
        if begun is not None:
            self._log.follow_up(writer, begun, stamp=lambda: self._stamp()[0])
        self._last_commit = time.monotonic()
        if not self._awaits_quiet:
            self._awaits_quiet = True
            quiet().wait_for(self)

    def _stamp(self) -> tuple[tuple[int, ...], int]:
        """Return what tells whether the file was written to, and the size of its log.

        Raises:
            JournalError: The files at the path are not those that were opened.
        """
        assert self.path is not None
        try:
            file, log, index = map(os.stat, self._files)
        except OSError:
            raise self._displaced() from None
        beside = (log.st_dev, log.st_ino), (index.st_dev, index.st_ino)
        if (file.st_dev, file.st_ino) != self._file or beside != self._beside:
            raise self._displaced()
        return (file.st_ino, file.st_size, file.st_mtime_ns, log.st_ino), log.st_size

    def _displaced(self) -> JournalError:
        assert self.path is not None
        found = forks.file_id(self.path)
        if found is None:
            return place.gone(self.path)
        return place.replaced(self.path) if found != self._file else place.log_gone(self.path)

    def _check_unchanged(self, connection: sqlite3.Connection) -> None:
        """Make sure that the file is the one that was opened, with the content that it should have.

        Raises:
            JournalError: It is not.
        """
        assert self.path is not None
        try:
            file = os.stat(self._files[0])
        except OSError:
            raise self._displaced() from None
        if (file.st_dev, file.st_ino) != self._file:
            raise self._displaced()
        written = file.st_size, file.st_mtime_ns
        if self._log is not None and written != self._written_to:
            self._log.check(connection)
            self._written_to = written

    # -- the log -----------------------------------------------------------------------------

    def rest(self) -> float | None:
        """Fold the log into the file, if nothing was written for a while."""
        left = self._last_commit + QUIET_SECONDS - time.monotonic()
        if left > 0:
            return left
        if self._shut:
            self._awaits_quiet = False
            return None
        thread = self._enter()
        try:
            if not self._lock.acquire(blocking=False):
                return QUIET_SECONDS
            try:
                if self._log is None or self._writer is None:
                    return None
                with self._translated():
                    folded = not self._stamp()[1] or self._log.rest(self._writer)
                self._awaits_quiet = not folded
                return None if folded else QUIET_SECONDS
            finally:
                self._lock.release()
        finally:
            self._leave(thread)

    def _roll_back(self, connection: sqlite3.Connection) -> None:
        if connection.in_transaction and os.getpid() == self._pid:
            connection.execute("ROLLBACK")

    # -- in and out --------------------------------------------------------------------------

    def _enter(self) -> _Thread:
        """Begin a call, which a fork and a close wait for.

        Raises:
            JournalError: It is closed, or was open at a fork.
        """
        thread: _Thread | None = getattr(self._local, "thread", None)
        if thread is None:
            thread = self._local.thread = _Thread()
            self._threads.add(thread)
        thread.depth += 1
        if thread.depth == 1 and (self._shut or os.getpid() != self._pid):
            thread.depth -= 1
            return self._enter_later()
        return thread

    def _enter_later(self) -> _Thread:
        forks.notice()
        if self._refused:
            raise self._inherited()
        if self._closed:
            raise self._is_closed()
        if forks.wait():
            return self._enter()
        # What the thread itself does while it forks.
        thread: _Thread = self._local.thread
        thread.depth += 1
        return thread

    def _leave(self, thread: _Thread) -> None:
        thread.depth -= 1
        if self._closed and not thread.depth:
            self._close_idle()

    def _others_inside(self) -> list[_Thread]:
        own = getattr(self._local, "thread", None)
        return [thread for thread in list(self._threads) if thread.depth and thread is not own]

    # -- the end -----------------------------------------------------------------------------

    def close(self) -> None:
        """Close all connections; the last process that closes folds the log into the file.

        Who reads meanwhile is told that it is closed; who writes comes to an end first.
        """
        forks.notice()
        self._closed = self._shut = True
        while not self._close_idle():
            for thread in self._others_inside():
                if thread.connection is not None:
                    with suppress(sqlite3.Error):
                        thread.connection.interrupt()
            time.sleep(_LOOK_SECONDS)

    def _close_idle(self) -> bool:
        """Close the connections if nobody is inside; False if others are.

        A thread that is inside of a call itself does so when it leaves.
        """
        if self._others_inside():
            return False
        with self._lock:
            if self._others_inside():
                return False
            if not getattr(self._local, "thread", _OUTSIDE).depth:
                self._close_all()
            return True

    def _close_all(self) -> None:
        writer, found = self._writer, self._taken()
        if not found:
            return
        self._generation += 1
        if writer is not None and self._log is not None and not self._may_fold_in(writer):
            for connection in found:
                forks.abandon(connection)
            return
        for connection in found:
            connection.close()

    def _may_fold_in(self, writer: sqlite3.Connection) -> bool:
        """Tell whether SQLite may fold the log into the file, and delete it, when it is closed.

        It does so by name, and looks at nothing: the file may have been written over, or others may
        have opened another one at this path, with a log of its own.
        """
        assert self._log is not None
        beside = tuple(map(forks.file_id, self._files[1:]))
        if forks.file_id(self._files[0]) != self._file:
            return all(
                found in (None, own) for found, own in zip(beside, self._beside, strict=True)
            )
        try:
            self._log.check(writer)
            self._log.end(writer)
        except JournalError:
            return False
        except sqlite3.Error:
            pass
        return True

    def _taken(self) -> list[sqlite3.Connection]:
        """Return the connections that are open, which are nobody's from then on."""
        found = [self._watcher, self._writer]
        self._watcher = self._writer = None
        for thread in list(self._threads):
            found.insert(0, thread.connection)
            thread.connection = None
        return [connection for connection in found if connection is not None]

    # -- forks -------------------------------------------------------------------------------

    def before_fork(self, deadline: float) -> None:
        """Close what a child must not have; what is in use stays open, and the child refuses."""
        self._shut = True
        # One in memory would be lost. It is let go of by those who use it all the same: a lock of
        # SQLite's that they hold would be held in the child for ever.
        let_go = self._close_idle if self.path else lambda: not self._others_inside()
        while not let_go() and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS)

    def after_fork(self) -> None:
        """Go on with new connections."""
        self._shut = self._closed

    def in_child(self) -> None:
        """Go on with new connections, or refuse if there are old ones."""
        inherited = self._taken()
        for connection in inherited:
            forks.abandon(connection)
        # Locks must not be carried over a fork.
        self._start()
        self._refused = bool(inherited)
        self._awaits_quiet = False
        self._shut = self._closed or self._refused

    # -- errors ------------------------------------------------------------------------------

    def _is_closed(self) -> JournalError:
        return JournalError(
            f"The memory {self.path or ':memory:'} is closed.", fix="Open it again: Memory(...)."
        )

    def _inherited(self) -> JournalError:
        if self.path is None:
            return JournalError(
                "A memory in memory can't be used in a forked process.",
                fix="Give the memory a file: Memory('research.db').",
            )
        return JournalError(
            f"{self.path} was in use when this process was forked, and SQLite's files must not be "
            "carried over a fork.",
            fix="Start the process with multiprocessing's 'spawn' or 'forkserver', or fork while "
            "no call is under way on any connection to the file.",
        )

    def error(self, error: sqlite3.Error) -> JournalError:
        """Return the error that tells users what a SQLite error means, and what to do."""
        where = str(self.path) if self.path else "the journal in memory"
        if self._closed:  # Interrupted, or what came of that.
            return self._is_closed()
        if self._file is not None:
            if forks.file_id(self._files[0]) != self._file:
                return self._displaced()
            damaged = getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED
            if damaged and self._log is not None and self._log.is_other():
                return place.other_content(self._log.path)
        return explained(error, where)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            let_go_of_cursors(error)
            if isinstance(error, sqlite3.Error):
                raise self.error(error) from error
            if not isinstance(error, UnicodeEncodeError):
                raise
            raise ValidationError(
                f"{error.object!r} holds half a character (a lone surrogate) at {error.start}.",
                fix="Clean it: text.encode(errors='replace').decode().",
            ) from error


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    # Two processes that open a new file at once: SQLite reports the switch as busy at once,
    # without its usual patience.
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            break
    # Reading is what makes the log, if there is none yet.
    connection.execute("PRAGMA user_version").fetchone()
