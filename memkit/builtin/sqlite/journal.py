"""The default journal: one SQLite file, safe for any number of processes and threads."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from memkit.builtin.configs import SQLiteConfig
from memkit.builtin.sqlite import backup, check
from memkit.builtin.sqlite.connections import Connections
from memkit.builtin.sqlite.migrate import check_ours, migrate
from memkit.contracts.store import Keys
from memkit.domain import forks
from memkit.domain.digests import text_hash
from memkit.domain.files import beginning
from memkit.domain.records import SCOPE_KEYS, Scope
from memkit.domain.results import Problem
from memkit.domain.wording import counted
from memkit.errors import JournalError, MemkitWarning
from memkit.filters import Columns, Sql, SQLiteDialect, register_functions
from memkit.providers.sql_journal import rows
from memkit.providers.sql_journal.rows import Row
from memkit.providers.sql_journal.sql import SQLJournal
from memkit.providers.sql_journal.statements import Dialect, Listed, Query, SQLTables
from memkit.providers.sql_journal.tables import (
    CHANGEABLE_COLUMNS,
    Delete,
    LookupResult,
    Numbers,
    OpenSpace,
    Pending,
    Place,
    Slot,
    Stored,
    Wanted,
)

T = TypeVar("T")

# How files begin that stores of memkit keep beside a journal.
_OF_A_STORE = b"MEMKIT"
_HEAD = (
    "SELECT (SELECT value FROM meta WHERE name = 'journal_id'), "
    "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'events'), 0), "
    "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'vectors'), 0)"
)
_UPDATE = (
    f"UPDATE memories SET {', '.join(f'{name} = ?' for name in CHANGEABLE_COLUMNS)} WHERE key = ?"
)
_STORED = f"SELECT i.id, {rows.STORED_COLUMNS} FROM {rows.STORED_TABLES}"
_BLOBS = "SELECT digest FROM blobs WHERE digest IN ({})"
_NAMED = "SELECT DISTINCT source_id FROM source_links WHERE source_id IN ({})"
_DRAWN = (
    f"WITH {rows.DRAWN.format('source_id IN (SELECT value FROM json_each(?))')} {_STORED} "
    "WHERE m.key IN (SELECT key FROM drawn)"
)
_PAST = f"SELECT {rows.PAST_COLUMNS} FROM {rows.PAST_TABLES} WHERE i.id = ? AND e.seq = ?"

# SQLite takes 32,766 parameters, and keeps statements of few.
CHUNK = 500


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Yield the items in pieces of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def placeholders(n: int) -> str:
    """Return `n` question marks for an IN list."""
    return ",".join("?" * n)


class _SQLite(Dialect):
    comparisons = SQLiteDialect(columns=Columns(id="i.id"))

    def among(self, column: str, values: Sequence[Any], kind: Listed) -> Sql:
        if kind == "hash":
            # Hashes are no JSON.
            return Sql(f"{column} IN ({placeholders(len(values))})", tuple(values))
        # A list as one parameter: no limit on its length, and one statement for all lengths.
        return Sql(f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(values),))

    def pieces(self, hashes: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
        return chunks(hashes, CHUNK)

    def in_query(self, column: str, sql: str) -> str:
        return f"{column} IN ({sql})"

    def in_scope(self, column: str, name: str) -> str:
        return f"{column} IN (SELECT id FROM scopes WHERE {name} = ?)"


class SQLiteJournal(SQLJournal):
    """A journal in a SQLite file, or in memory."""

    dialect = _SQLite()
    head_sql = _HEAD

    def __init__(self, config: SQLiteConfig) -> None:
        path = None if config.path == ":memory:" else Path(config.path).expanduser().absolute()
        lost = _lost_commits(path)
        self._connections = Connections(
            path,
            durability=config.durability,
            check=check_ours,
            prepare=register_functions,
            accept_without_log=config.without_log,
        )
        self._path = self._connections.path
        try:
            migrate(self._connections)
            if lost:
                self._tell_of_lost(lost)
        except BaseException:
            self._connections.close()
            raise
        self._alone = threading.Lock()
        forks.renew(self, _alone=threading.Lock)

    def _tell_of_lost(self, commits: int) -> None:
        with self._connections.write() as connection:
            check.note_lost_commits(connection, commits)
        warnings.warn(
            f"The log of {self._path} is damaged: up to {commits} of its last commits can't be "
            "read, and are lost. Compare the memory with a backup; `memkit doctor` tells of this "
            "until `memkit doctor --fix`.",
            MemkitWarning,
            stacklevel=2,
        )

    @property
    def path(self) -> Path | None:
        return self._path

    @property
    def url(self) -> str:
        return str(self._path) if self._path else ":memory:"

    def changed(self) -> object:
        return self._connections.version()

    def _together(self, *queries: Query, near: bool = False) -> list[list[Row]]:
        if near:
            reading = self._connections.read_near()
        elif len(queries) == 1:
            reading = self._connections.read()
        else:
            reading = self._connections.snapshot()
        with reading as connection:
            return [connection.execute(one.sql, one.params).fetchall() for one in queries]

    @contextmanager
    def _writing(self) -> Iterator[SQLiteTables]:
        with self._connections.write() as connection:
            yield SQLiteTables(connection)

    def _narrowed(self, tables: str, sql: Sql, among: Keys) -> tuple[str, Sql]:
        # Start from the keys: left to choose, SQLite would start from the whole scope.
        return (
            f"json_each(?) j CROSS JOIN {tables}",
            Sql(f"m.key = j.value AND {sql.text}", (json.dumps(among.tolist()), *sql.params)),
        )

    # -- the end of everything -----------------------------------------------------------------

    def reset(self) -> None:
        super().reset()
        self._overwrite("All memories are erased")

    def purge(self, ids: Sequence[str], **told: Any) -> list[str]:
        """Erase memories from the history; see `Changes`. The file is written anew without them."""
        erased = super().purge(ids, **told)
        self._overwrite(f"Purged {counted(len(erased))}")
        return erased

    def _overwrite(self, done: str) -> None:
        """Leave nothing in files of what was erased."""
        try:
            self._connections.erase_deleted()
            self._remove_views()
        except (JournalError, OSError) as error:
            warnings.warn(
                f"{done}, but remains of the texts are still in files: {error}",
                MemkitWarning,
                stacklevel=4,
            )

    def _remove_views(self) -> None:
        """Remove what stores keep beside the file, be they in use or not: words are in it."""
        if self._path is None:
            return
        for file in self._path.parent.iterdir():
            named = file.name.startswith(f"{self._path.name}.") and file.is_file()
            if named and beginning(file).startswith(_OF_A_STORE):
                file.unlink(missing_ok=True)

    # -- turns ---------------------------------------------------------------------------------

    @contextmanager
    def exclusively(self, name: str) -> Iterator[None]:
        if self._path is None:
            with self._alone:
                yield
            return
        # Stores of one process need no lock, and so most memories never get here.
        from filelock import FileLock

        digest = hashlib.blake2b(name.encode(), digest_size=4).hexdigest()
        with FileLock(f"{self._path}-{digest}.lock"):
            yield

    # -- care --------------------------------------------------------------------------------

    def check(self) -> Iterable[Problem]:
        with self._connections.snapshot() as connection:
            return list(check.check(connection))

    def repair(self) -> None:
        with self._connections.write() as connection:
            check.forget_lost_commits(connection)
            check.renew_links(connection)

    def backup(self, path: Path, *, overwrite: bool) -> None:
        backup.write(self._connections.copy_to, path, own=self._path, overwrite=overwrite)

    def close(self) -> None:
        self._connections.close()


def _lost_commits(path: Path | None) -> int:
    """Return how many commits SQLite will leave out silently when it opens a file."""
    if path is None:
        return 0
    log = path.with_name(f"{path.name}-wal")
    try:
        if not log.stat().st_size:
            return 0
    except OSError:
        return 0
    # Next to never needed: a log is left behind by a crash, or used by others just now.
    from memkit.builtin.sqlite.frames import lost_commits

    return lost_commits(log)


class SQLiteTables(SQLTables):
    """The tables behind a connection that holds the write lock."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def run(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        return self._connection.execute(sql, params).fetchall()

    def number_spaces_from(self, least: int) -> None:
        self.run(
            "INSERT INTO sqlite_sequence SELECT 'spaces', 0 WHERE NOT EXISTS "
            "(SELECT 1 FROM sqlite_sequence WHERE name = 'spaces')"
        )
        self.run("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'spaces'", [least])

    def begin_erasing(self) -> None:
        self.run("INSERT INTO meta VALUES ('resetting', '')")

    def end_erasing(self) -> None:
        self.run("DELETE FROM meta WHERE name = 'resetting'")

    def rename(self, journal_id: str) -> None:
        self.run("UPDATE meta SET value = ? WHERE name = 'journal_id'", [journal_id])

    def look_up(self, wanted: Wanted) -> LookupResult:
        found = LookupResult(self._numbers(), self._spaces())
        found.texts = self._texts(wanted.texts)
        found.scopes = {scope: self._scope_id(scope) for scope in wanted.scopes}
        found.embedded = self._embedded(list(found.texts.values()))
        found.memories = [*self._standing_in(wanted.places, found), *self._having(wanted.ids)]
        found.keys = dict(self._select("SELECT id, key FROM ids WHERE id IN ({})", wanted.ids))
        found.named = {id_ for (id_,) in self._select(_NAMED, wanted.named)}
        found.digests = {digest for (digest,) in self._select(_BLOBS, wanted.digests)}
        for id_, seq in wanted.pasts:
            row = self._connection.execute(_PAST, (id_, seq)).fetchone()
            if row is not None:
                found.pasts[id_, seq] = rows.past_of(row)
        return found

    def drawn_from(self, ids: Sequence[str]) -> list[Stored]:
        found = self.run(_DRAWN, (json.dumps(ids),))
        return [rows.stored_of(row[0], row[1:]) for row in found]

    def write(self, pending: Pending) -> None:
        self._insert("blobs", pending.blobs)
        self._insert("texts", pending.texts)
        self._insert("ids", pending.ids)
        for change in pending.changes:
            if isinstance(change, list):
                self._insert("memories", change)
            elif isinstance(change, Delete):
                self.run("DELETE FROM memories WHERE key = ?", (change.key,))
            else:
                row = change.row
                self.run(_UPDATE, [*(getattr(row, name) for name in CHANGEABLE_COLUMNS), row.key])
        for key in pending.unlinked:
            self.run("DELETE FROM source_links WHERE key = ?", (key,))
        self._insert("source_links", pending.links)
        self._insert("events", pending.events)
        self._insert("vectors", pending.vectors)
        self._insert("event_checksums", list(map(rows.event_checksum, pending.events)))
        self._insert("vector_checksums", list(map(rows.vector_checksum, pending.vectors)))
        for space_id in pending.filling:
            self.run("UPDATE spaces SET state = 'filling' WHERE id = ?", (space_id,))
        for sql, texts in (
            ("DELETE FROM passed_over WHERE key = ? AND text_id = ?", pending.wanted),
            ("INSERT OR IGNORE INTO passed_over VALUES (?, ?)", pending.passed_over),
        ):
            if texts:
                self._connection.executemany(sql, texts)

    # -- looking up --------------------------------------------------------------------------

    def _numbers(self) -> Numbers:
        last = dict(
            self._connection.execute(
                "SELECT name, seq FROM sqlite_sequence UNION ALL SELECT 'texts', max(id) FROM texts"
            )
        )
        return Numbers(
            last.get("events", 0), last.get("ids", 0), last["texts"] or 0, last.get("vectors", 0)
        )

    def _spaces(self) -> dict[str, OpenSpace]:
        found = self._connection.execute("SELECT key, id, dim, state FROM spaces")
        return {key: OpenSpace(*rest) for key, *rest in found}

    def _texts(self, texts: Sequence[str]) -> dict[str, int]:
        by_hash = {text_hash(text): text for text in texts}
        found = self._select("SELECT hash, id FROM texts WHERE hash IN ({})", list(by_hash))
        return {by_hash[hash_]: id_ for hash_, id_ in found}

    def _scope_id(self, scope: Scope) -> int:
        name = rows.to_json(scope.key)
        row = self._connection.execute("SELECT id FROM scopes WHERE name = ?", [name]).fetchone()
        if row is None:
            row = self._connection.execute(
                f"INSERT INTO scopes ({', '.join(SCOPE_KEYS)}, name) "
                "VALUES (?, ?, ?, ?, ?) RETURNING id",
                [*scope.key, name],
            ).fetchone()
        return int(row[0])

    def _embedded(self, text_ids: Sequence[int]) -> set[tuple[int, int]]:
        sql = "SELECT space_id, text_id FROM vectors WHERE text_id IN ({})"
        return {(space_id, text_id) for space_id, text_id in self._select(sql, text_ids)}

    def _standing_in(self, places: Sequence[Place], found: LookupResult) -> list[Stored]:
        # A text that is nowhere can't be a duplicate.
        slots = [
            Slot(found.scopes[place.scope], found.texts[place.text], place.speaker)
            for place in places
            if place.text in found.texts
        ]
        sql = f"{_STORED} WHERE (m.scope_id, m.text_id, m.speaker) IN (VALUES {{}})"
        return [rows.stored_of(row[0], row[1:]) for row in self._select(sql, slots, width=3)]

    def _having(self, ids: Sequence[str]) -> list[Stored]:
        found = self._select(f"{_STORED} WHERE i.id IN ({{}})", ids)
        return [rows.stored_of(row[0], row[1:]) for row in found]

    def _select(self, sql: str, values: Sequence[Any], *, width: int = 1) -> Iterator[Any]:
        one = "?" if width == 1 else f"({placeholders(width)})"
        for part in chunks(values):
            flat = part if width == 1 else [item for value in part for item in value]
            yield from self._connection.execute(sql.format(",".join([one] * len(part))), flat)

    # -- writing -----------------------------------------------------------------------------

    def _insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            self._connection.executemany(
                f"INSERT INTO {table} VALUES ({placeholders(len(rows[0]))})", rows
            )
