"""Whether a database file is the whole memory, told by a mark inside of it.

SQLite puts commits into a log beside the file, and folds them in now and then. A copy of the file
alone opens as what it was when that last happened. So the file itself says when there is more: a
mark, a row of `meta`, which comes into the file before a commit may be in the log alone.

    beyond     in the file: more was committed, which is in the log
    within     in the log, after it: here is what the file did not have
    whole      in both, when nothing was written for a while: the file has everything

Each round from "beyond" to the next has a number and a token, so that a file and a log that do not
belong together are told apart, and so is a file whose content was replaced while it was open. A
mark names the tokens that the file itself may have: the one of its round, and those of the rounds
before it that did not come into the file, because somebody was reading. Whoever reads keeps the
file from going on, so the two are compared while a transaction is open.

Whoever folds the log into the file for good, be it another program, brings "within" into it.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import sqlite3
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from memkit.builtin.sqlite import place

_NAME = "log"
_READ = f"SELECT value FROM meta WHERE name = '{_NAME}'"
_PUT = f"INSERT OR REPLACE INTO meta VALUES ('{_NAME}', ?)"
# A reader may keep the log from being folded in; then it is tried again after so long.
_SECONDS_BETWEEN = 1.0
_LOOKS, _SECONDS_BETWEEN_LOOKS = 50, 0.01
# So many rounds that came to nothing are told apart; then the last one is tried again.
_MOST_TOKENS = 64
_MARK = re.compile(r"(?P<state>beyond|within|whole) (?P<number>[0-9]+) (?P<tokens>[0-9a-z,]+)")
# What stands for a file without a mark.
_NONE = "none"

# Magic, version, page size, number of the checkpoint, two salts, two checksums.
_WAL_HEADER = struct.Struct(">8I")
_WAL_MAGIC = 0x377F0682
# Page, size of the file after a commit, two salts, two checksums; then the page itself.
_WAL_FRAME = struct.Struct(">6I")

# Of a log that is folded in before it grows further.
LARGE = 32 << 20


@dataclass(frozen=True, slots=True)
class Mark:
    """What a file says of its log.

    Attributes:
        state: See above.
        number: Of the round.
        tokens: That the file itself may have; the last one is that of the round.
    """

    state: Literal["beyond", "within", "whole"]
    number: int
    tokens: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.state} {self.number} {','.join(self.tokens)}"

    @property
    def token(self) -> str:
        """That of the round."""
        return self.tokens[-1]


class Log:
    """The log of one file, as one process sees it.

    Attributes:
        path: The file.
        settled: What the files were like when the file was last known to hold "beyond"; as long as
            they are, commits may go to the log. None if it has to be looked at.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.settled: object = None
        self._seen: Mark | None = None
        self._next = 0.0

    def before_opening(self) -> None:
        """Look at a file and its log, before a connection may fold the one into the other.

        Raises:
            JournalError: They do not belong together.
        """
        uri = f"{self.path.as_uri()}?mode=ro"
        with contextlib.suppress(sqlite3.Error):  # What it is, is told when it is opened.
            connection = sqlite3.connect(uri, uri=True, isolation_level=None)
            try:
                fits = self._is_pair(connection)
            finally:
                connection.close()
            if not fits:
                raise place.other_log(self.path)

    def opened(self, connection: sqlite3.Connection, *, accept: bool) -> None:
        """Look at a file that was just opened.

        Args:
            connection: Which has read nothing but what it is.
            accept: Whether to go on with what a file without its log holds.

        Raises:
            JournalError: The log that it needs is not there.
        """
        if not accept and not self._has_its_log(connection):
            raise place.without_log(self.path)
        # Who was between two marks has died, or is about to do the same.
        self.end(connection)
        self._seen = read(connection)

    def _has_its_log(self, connection: sqlite3.Connection) -> bool:
        for _ in range(_LOOKS):
            mark = read(connection)
            if mark is None or mark.state != "beyond" or _frames(connection):
                return True
            if _was_begun_anew(Path(place.log_of(self.path))):
                return True
            # Another process may have opened the file a moment later, and be between two marks.
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        return False

    def check(self, connection: sqlite3.Connection) -> None:
        """Make sure that a file that somebody wrote to has the content that it should have.

        Raises:
            JournalError: It has not.
        """
        if not self._is_pair(connection) or not self._goes_on(read(connection)):
            raise place.other_content(self.path)

    def _is_pair(self, connection: sqlite3.Connection) -> bool:
        """Tell whether the file itself is what its log goes on from."""
        if connection.in_transaction:
            return _compared(read(connection), self.path)[0]
        connection.execute("BEGIN")
        try:
            # The file can't go on from here until the end of the transaction.
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return _compared(read(connection), self.path)[0]
        finally:
            connection.execute("ROLLBACK")

    def is_other(self) -> bool:
        """Tell whether the file itself is not what was opened, after it could not be read."""
        try:
            held = read_file(self.path)
        except sqlite3.Error:
            return self._seen is not None
        return self._seen is not None and (held is None or held.token not in self._seen.tokens)

    def _goes_on(self, mark: Mark | None) -> bool:
        seen = self._seen
        if seen is None:
            return True
        return mark is not None and (mark.number > seen.number or mark.token == seen.token)

    def begin(self, writer: sqlite3.Connection, *, stamp: object, size: int) -> Mark | None:
        """Prepare a commit, inside its transaction; return the mark that has to be followed up.

        Args:
            writer: The connection.
            stamp: What the files are like.
            size: Of the log, in bytes.

        Raises:
            JournalError: The file has other content than it had.
        """
        mark = read(writer)
        fits, held = _compared(mark, self.path)
        if not fits or not self._goes_on(mark):
            raise place.other_content(self.path)
        self._seen = mark
        held_beyond = held is not None and held.state == "beyond"
        if mark is not None and mark.state == "within" and held_beyond and size < LARGE:
            # Another process has seen to it.
            self.settled = stamp
            return None
        if time.monotonic() < self._next:
            return None
        mark = Mark("whole", 0, (_NONE,)) if mark is None else mark
        begun = replace(mark, state="beyond")
        if len(mark.tokens) < _MOST_TOKENS:
            tokens = (*mark.tokens, secrets.token_hex(4))
            begun = replace(begun, number=mark.number + 1, tokens=tokens)
        put(writer, begun)
        return begun

    def follow_up(self, writer: sqlite3.Connection, begun: Mark, *, stamp: object) -> None:
        """Bring a mark into the file, after the commit that it was part of.

        The commit stands whatever happens here. What does not succeed is done again later.

        Args:
            writer: The connection.
            begun: What `begin` returned.
            stamp: Returns what the files are like.
        """
        assert callable(stamp)
        self.settled, self._next = None, time.monotonic() + _SECONDS_BETWEEN
        with contextlib.suppress(sqlite3.Error, OSError):
            writer.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            now, held = stamp(), read_file(self.path)
            with _transaction(writer):
                if read(writer) != begun:
                    return  # Another process has begun a round.
                came = held is not None and held.token == begun.token
                tokens = begun.tokens[-1:] if came else begun.tokens
                after = Mark("within", begun.number, tokens)
                put(writer, after)
            self._seen = after
            if held == begun:
                self.settled, self._next = now, 0.0

    def rest(self, writer: sqlite3.Connection) -> bool:
        """Fold the log into the file and empty it; tell whether nobody was in the way."""
        self.settled = None
        patience = writer.execute("PRAGMA busy_timeout").fetchone()[0]
        writer.execute("PRAGMA busy_timeout = 0")
        try:
            with _transaction(writer):
                mark = read(writer)
                if mark is not None and mark.state != "whole":
                    put(writer, replace(mark, state="whole"))
            return not writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            writer.execute(f"PRAGMA busy_timeout = {patience}")

    def end(self, writer: sqlite3.Connection) -> None:
        """Leave no mark behind that says that there is more, before the log is folded in."""
        mark = read(writer)
        if mark is not None and mark.state == "beyond":
            with _transaction(writer):
                if read(writer) == mark:
                    put(writer, replace(mark, state="within"))


def read(connection: sqlite3.Connection) -> Mark | None:
    """Return the mark as a connection sees it, or None if there is none."""
    try:
        row = connection.execute(_READ).fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise
        return None  # An empty file.
    if row is None:
        return None
    found = _MARK.fullmatch(str(row[0]))
    if found is None:
        return None
    state: Any = found["state"]
    return Mark(state, int(found["number"]), tuple(found["tokens"].split(",")))


def read_file(path: Path) -> Mark | None:
    """Return the mark that is in the file itself, whatever the log says."""
    uri = f"{path.as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    try:
        return read(connection)
    finally:
        connection.close()


def put(connection: sqlite3.Connection, mark: Mark) -> None:
    """Write a mark, inside a transaction or as one."""
    connection.execute(_PUT, [str(mark)])


def _compared(mark: Mark | None, path: Path) -> tuple[bool, Mark | None]:
    """Tell whether a mark is of the file itself, and return what the file has."""
    held = None
    for _ in range(_LOOKS):
        # What is read of a file that others fold a log into may be old in part, or make no sense.
        with contextlib.suppress(sqlite3.DatabaseError):
            held = read_file(path)
            token = _NONE if held is None else held.token
            if token in ((_NONE,) if mark is None else mark.tokens):
                return True, held
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    return False, held


def _frames(connection: sqlite3.Connection) -> int:
    """Return how many pages the log holds."""
    return int(connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1])


def _was_begun_anew(log: Path) -> bool:
    """Tell whether a log without commits is one that SQLite was writing over.

    It begins one anew when all of it is in the file: first with a header of another salt, one
    greater than that of the pages that still stand behind it (https://sqlite.org/fileformat2.html,
    "The Write-Ahead Log"). Who dies then leaves no commit in the log, and has lost none.
    """
    with contextlib.suppress(OSError), log.open("rb") as file:
        header = file.read(_WAL_HEADER.size)
        if len(header) < _WAL_HEADER.size:
            return False
        magic, _, page_size, _, salt, *_ = _WAL_HEADER.unpack(header)
        if magic & ~1 != _WAL_MAGIC:
            return False
        while len(frame := file.read(_WAL_FRAME.size + page_size)) == _WAL_FRAME.size + page_size:
            if _WAL_FRAME.unpack_from(frame)[2] == (salt - 1) % 2**32:
                return True
    return False


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
