"""The default journal: one SQLite file, safe for any number of processes and threads."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from memkit.builtin.configs import SQLiteConfig
from memkit.builtin.sqlite import check, fts, fts_search
from memkit.builtin.sqlite.connections import Connections
from memkit.builtin.sqlite.migrate import check_ours, migrate
from memkit.builtin.sqlite.write import CHUNK, SQLiteTables, chunks, placeholders
from memkit.contracts.store import Frequencies, Keys, Matches, Position, Selection
from memkit.domain.records import Scope
from memkit.domain.results import Problem
from memkit.filters import Columns, Sql, SQLiteDialect, join, register_functions
from memkit.providers.sql_journal import rows
from memkit.providers.sql_journal.rows import Row
from memkit.providers.sql_journal.sql import Dialect, Listed, Query, SQLJournal

_HEAD = (
    "SELECT (SELECT value FROM meta WHERE name = 'journal_id'), "
    "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'events'), 0), "
    "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'vectors'), 0)"
)


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
        self._path = None if config.path == ":memory:" else Path(config.path).expanduser()
        self._connections = Connections(
            self._path,
            durability=config.durability,
            check=check_ours,
            prepare=register_functions,
        )
        try:
            migrate(self._connections)
        except BaseException:
            self._connections.close()
            raise
        # Average lengths change slowly; text search counts again when a commit was seen.
        self._alone = threading.Lock()
        self._statistics: dict[Scope, tuple[object, tuple[int, float]]] = {}

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

    def followers(self) -> dict[str, Position]:
        return {name: at for name, at in super().followers().items() if name != fts.FOLLOWER}

    # -- text search -------------------------------------------------------------------------

    def search_text(self, query: str, *, k: int, selection: Selection) -> Matches:
        self._follow_with_text_index()
        with self._connections.snapshot() as connection:
            return fts_search.search(
                connection,
                query,
                k=k,
                scope=selection.scope,
                tables=rows.MEMORY_TABLES,
                condition=self._condition(selection),
                statistics=self._length_statistics(connection, selection.scope),
            )

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        self._follow_with_text_index()
        with self._connections.snapshot() as connection:
            n, _ = self._length_statistics(connection, scope)
            df = [fts_search.frequency(connection, word, scope) for word in words]
        return Frequencies(n, df)

    def _follow_with_text_index(self) -> None:
        with self._connections.read() as connection:
            done = fts.is_current(connection)
        while not done:
            with self._connections.write() as connection:
                done = fts.catch_up(connection)

    def _length_statistics(self, connection: sqlite3.Connection, scope: Scope) -> tuple[int, float]:
        version = self._connections.version()
        known = self._statistics.get(scope)
        if known and known[0] == version:
            return known[1]
        within = join("AND", self._scope_conditions(scope, "l") or [Sql("1")])
        row = connection.execute(
            f"SELECT count(*), avg(l.length) FROM memories_lengths l WHERE {within.text}",
            within.params,
        ).fetchone()
        statistics = int(row[0]), max(1.0, row[1] or 1.0)
        if len(self._statistics) >= 1000:
            self._statistics.clear()
        self._statistics[scope] = version, statistics
        return statistics

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
        self._follow_with_text_index()
        with self._connections.snapshot() as connection:
            return list(check.check(connection))

    def repair(self) -> None:
        with self._connections.write() as connection:
            fts.clear(connection)
        self._follow_with_text_index()

    def close(self) -> None:
        self._connections.close()
