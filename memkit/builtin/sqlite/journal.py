"""The default journal: one SQLite file, safe for any number of processes and threads."""

from __future__ import annotations

import functools
import hashlib
import json
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from memkit.builtin.configs import SQLiteConfig
from memkit.builtin.sqlite import check, deltas, fts, fts_search, ratings, vectors
from memkit.builtin.sqlite.connections import Connections
from memkit.builtin.sqlite.migrate import check_ours, migrate
from memkit.builtin.sqlite.vectors import IN_LIST, key_list
from memkit.builtin.sqlite.write import SQLiteTables
from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import Applied, Delta, Instruction, Journal, SpaceRow
from memkit.contracts.store import Batch, Frequencies, Keys, Matches, Position, Selection
from memkit.domain.records import SCOPE_KEYS, Event, MemoryRecord, Scope
from memkit.domain.results import Problem
from memkit.filters import Columns, SQLiteDialect, Where, register_functions, to_sql
from memkit.providers.sql_journal import Transaction, rows

_TABLES = rows.MEMORY_TABLES
_DIALECT = SQLiteDialect(columns=Columns(id="i.id"))
_MOST_DERIVED = 64 << 20
# As the index `memories_not_always_valid` has it.
_LIMITED = "(m.valid_from IS NOT NULL OR m.valid_to IS NOT NULL OR m.superseded_by IS NOT NULL)"


class SQLiteJournal(Journal):
    """A journal in a SQLite file, or in memory."""

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
    def journal_id(self) -> str:
        with self._connections.read() as connection:
            row = connection.execute("SELECT value FROM meta WHERE name = 'journal_id'").fetchone()
        return str(row[0])

    @property
    def path(self) -> Path | None:
        return self._path

    @property
    def url(self) -> str:
        return str(self._path) if self._path else ":memory:"

    # -- changes -----------------------------------------------------------------------------

    def apply(
        self,
        instructions: Sequence[Instruction],
        *,
        vectors: Mapping[str, Mapping[str, Vectors]],
        now: int,
        batch_id: str,
        actor: str | None = None,
        reason: str | None = None,
    ) -> list[Applied]:
        with self._connections.write() as connection:
            transaction = Transaction(
                SQLiteTables(connection), now=now, batch_id=batch_id, actor=actor, reason=reason
            )
            return transaction.run(instructions, vectors)

    def reset(self) -> None:
        with self._connections.write() as connection:
            connection.execute("INSERT INTO meta VALUES ('resetting', '')")
            for table in (
                "vectors", "memories", "events", "ids", "scopes", "texts", "followers", "derived",
                "ratings",
            ):  # fmt: skip
                connection.execute(f"DELETE FROM {table}")
            fts.clear(connection)
            connection.execute("UPDATE spaces SET state = 'ready'")
            connection.execute("DELETE FROM meta WHERE name = 'resetting'")
            connection.execute(
                "UPDATE meta SET value = ? WHERE name = 'journal_id'", [uuid.uuid4().hex]
            )

    # -- reading -----------------------------------------------------------------------------

    def changed(self) -> object:
        return self._connections.version()

    def head(self) -> Position:
        with self._connections.read() as connection:
            last = dict(connection.execute("SELECT name, seq FROM sqlite_sequence"))
        return Position(last.get("events", 0), last.get("vectors", 0))

    def get(self, ids: Sequence[str]) -> dict[str, MemoryRecord]:
        found = self._read(f"i.id {IN_LIST}", [json.dumps(list(ids))])
        return {record.id: record for _, record in found}

    def read(self, keys: Keys) -> dict[int, MemoryRecord]:
        return dict(self._read(f"m.key {IN_LIST}", [key_list(keys)]))

    def keys_of(self, ids: Sequence[str]) -> dict[str, int]:
        with self._connections.read() as connection:
            return dict(
                connection.execute(
                    "SELECT i.id, i.key FROM ids i JOIN memories m ON m.key = i.key "
                    f"WHERE i.id {IN_LIST}",
                    [json.dumps(list(ids))],
                )
            )

    def replies(self, keys: Keys) -> list[tuple[int, int]]:
        with self._connections.read() as connection:
            return connection.execute(
                f"SELECT follows, key FROM memories WHERE follows {IN_LIST}", [key_list(keys)]
            ).fetchall()

    def page(
        self, selection: Selection, *, limit: int, after: int = 0
    ) -> list[tuple[int, MemoryRecord]]:
        sql, values = _condition(selection)
        return self._read(f"m.key > ? AND {sql} ORDER BY m.key LIMIT ?", [after, *values, limit])

    def _read(self, condition: str, values: Sequence[Any]) -> list[tuple[int, MemoryRecord]]:
        with self._connections.read() as connection:
            found = connection.execute(
                f"SELECT {rows.MEMORY_COLUMNS} FROM {_TABLES} WHERE {condition}", values
            ).fetchall()
        return [(row[0], rows.record_of(row)) for row in found]

    def count(self, selection: Selection) -> int:
        sql, values = _condition(selection)
        with self._connections.read() as connection:
            row = connection.execute(
                f"SELECT count(*) FROM {_tables_for(selection)} WHERE {sql}", values
            ).fetchone()
        return int(row[0])

    def validity_matters(self, scope: Scope) -> bool:
        conditions = [_LIMITED, *(sql for sql, _ in _scope_conditions(scope, "m"))]
        values = [value for _, value in _scope_conditions(scope, "m")]
        with self._connections.read() as connection:
            row = connection.execute(
                f"SELECT EXISTS (SELECT 1 FROM memories m WHERE {' AND '.join(conditions)})", values
            ).fetchone()
        return bool(row[0])

    def allowed_keys(self, selection: Selection, *, among: Keys | None = None) -> Keys:
        sql, values = _condition(selection)
        tables = _tables_for(selection)
        if among is not None:
            # Start from the keys: left to choose, SQLite would start from the whole scope.
            tables, sql = f"json_each(?) j CROSS JOIN {tables}", f"m.key = j.value AND {sql}"
            values = [key_list(among), *values]
        with self._connections.read() as connection:
            found = connection.execute(
                f"SELECT m.key FROM {tables} WHERE {sql} ORDER BY m.key", values
            ).fetchall()
        return np.fromiter((key for (key,) in found), np.int64, len(found))

    def events(
        self,
        *,
        after: int = 0,
        until: int | None = None,
        memory_id: str | None = None,
        scope: Scope | None = None,
        limit: int | None = None,
    ) -> list[Event]:
        conditions: list[str] = ["e.seq > ?"]
        values: list[Any] = [after]
        if until is not None:
            conditions.append("e.seq <= ?")
            values.append(until)
        if memory_id is not None:
            conditions.append("e.key = (SELECT key FROM ids WHERE id = ?)")
            values.append(memory_id)
        for sql, value in _scope_conditions(scope or Scope(), "e"):
            conditions.append(sql)
            values.append(value)
        values.append(-1 if limit is None else limit)
        with self._connections.read() as connection:
            found = connection.execute(
                f"SELECT {rows.EVENT_COLUMNS} FROM {rows.EVENT_TABLES} "
                f"WHERE {' AND '.join(conditions)} ORDER BY e.seq LIMIT ?",
                values,
            ).fetchall()
        return [rows.event_of(row) for row in found]

    def event_token(self, seq: int) -> str | None:
        with self._connections.read() as connection:
            row = connection.execute("SELECT batch_id FROM events WHERE seq = ?", [seq]).fetchone()
        return None if row is None else str(row[0])

    def seq_at(self, instant: int) -> int:
        with self._connections.read() as connection:
            row = connection.execute(
                "SELECT seq FROM events WHERE at <= ? ORDER BY seq DESC LIMIT 1", [instant]
            ).fetchone()
        return int(row[0]) if row else 0

    def state_at(self, seq: int) -> Iterator[tuple[int, MemoryRecord]]:
        with self._connections.snapshot() as connection:
            found = connection.execute(
                "SELECT e.key, i.id, s.user_id, s.agent_id, s.app_id, s.run_id, n.text, "
                "e.new_metadata, e.new_state FROM events e "
                "JOIN (SELECT key, max(seq) AS seq FROM events WHERE seq <= ? GROUP BY key) last "
                "ON last.seq = e.seq "
                "JOIN ids i ON i.key = e.key JOIN scopes s ON s.id = e.scope_id "
                "JOIN texts n ON n.id = e.new_text_id ORDER BY e.key",
                [seq],
            ).fetchall()
        for key, id_, user, agent, app, run, text, metadata, state in found:
            row = rows.memory_row(key, id_, (user, agent, app, run), text, metadata, state)
            yield key, rows.record_of(row)

    # -- text search -------------------------------------------------------------------------

    def search_text(self, query: str, *, k: int, selection: Selection) -> Matches:
        self._follow_with_text_index()
        with self._connections.snapshot() as connection:
            return fts_search.search(
                connection,
                query,
                k=k,
                scope=selection.scope,
                tables=_TABLES,
                condition=_condition(selection),
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
        conditions = _scope_conditions(scope, "l") or [("1", None)]
        row = connection.execute(
            "SELECT count(*), avg(l.length) FROM memories_lengths l "
            f"WHERE {' AND '.join(sql for sql, _ in conditions)}",
            [value for _, value in conditions if value is not None],
        ).fetchone()
        statistics = int(row[0]), max(1.0, row[1] or 1.0)
        if len(self._statistics) >= 1000:
            self._statistics.clear()
        self._statistics[scope] = version, statistics
        return statistics

    # -- spaces and vectors ------------------------------------------------------------------

    def spaces(self) -> list[SpaceRow]:
        with self._connections.read_near() as connection:
            return vectors.spaces(connection)

    def put_space(self, space: SpaceRow) -> None:
        with self._connections.write() as connection:
            vectors.put_space(connection, space)

    def complete_space(self, key: str) -> bool:
        with self._connections.write() as connection:
            if vectors.lacks_vectors(connection, key):
                return False
            connection.execute(
                "UPDATE spaces SET state = 'ready' WHERE key = ? AND state != 'ready'", [key]
            )
        return True

    def default_space(self, key: str) -> None:
        with self._connections.write() as connection:
            connection.execute("UPDATE spaces SET is_default = (key = ?)", [key])

    def drop_space(self, key: str) -> None:
        with self._connections.write() as connection:
            vectors.drop_space(connection, key)

    def known_texts(self, space: str, texts: Sequence[str]) -> set[str]:
        with self._connections.read_near() as connection:
            return vectors.known_texts(connection, space, texts)

    def put_vectors(self, space: str, by_text: Mapping[str, Vectors]) -> None:
        with self._connections.write() as connection:
            tables = SQLiteTables(connection)
            transaction = Transaction(tables, now=0, batch_id="", actor=None, reason=None)
            transaction.put_vectors(space, by_text)

    def vectors(self, space: str, keys: Keys) -> Vectors:
        with self._connections.read() as connection:
            return vectors.vectors(connection, space, keys)

    def text_vectors(self, space: str, texts: Sequence[str]) -> Vectors:
        with self._connections.read() as connection:
            return vectors.text_vectors(connection, space, texts)

    def count_vectors(self, space: str) -> int:
        with self._connections.read() as connection:
            return vectors.count_vectors(connection, space)

    def texts_without_vectors(self, space: str, *, limit: int) -> list[str]:
        with self._connections.read() as connection:
            return vectors.texts_without_vectors(connection, space, limit)

    # -- followers ---------------------------------------------------------------------------

    def follower(self, name: str) -> Position:
        return self.followers().get(name, Position())

    def set_follower(self, name: str, position: Position | None) -> None:
        with self._connections.write() as connection:
            if position is None:
                connection.execute("DELETE FROM followers WHERE name = ?", [name])
            else:
                connection.execute(
                    "INSERT OR REPLACE INTO followers VALUES (?, ?, ?)", [name, *position]
                )

    def followers(self) -> dict[str, Position]:
        with self._connections.read() as connection:
            found = connection.execute("SELECT name, seq, vectors FROM followers").fetchall()
        return {
            name: Position(seq, vectors) for name, seq, vectors in found if name != fts.FOLLOWER
        }

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

    def delta(self, since: Position, *, limit: int) -> Delta:
        with self._connections.snapshot() as connection:
            return deltas.delta(connection, since, limit=limit)

    def batch(self, keys: Keys, *, spaces: Sequence[str]) -> Batch:
        with self._connections.snapshot() as connection:
            return deltas.batch(connection, keys, spaces=spaces)

    # -- ratings -----------------------------------------------------------------------------

    def rate(
        self, query: str, memory_id: str, relevant: bool | None, *, at: int, actor: str | None
    ) -> None:
        with self._connections.write() as connection:
            ratings.put(connection, query, memory_id, relevant, at=at, actor=actor)

    def ratings(self) -> dict[str, dict[str, bool]]:
        with self._connections.read() as connection:
            return ratings.all_of(connection)

    # -- results that can be computed again --------------------------------------------------

    def cache_get(self, key: str) -> bytes | None:
        with self._connections.read() as connection:
            row = connection.execute("SELECT value FROM derived WHERE key = ?", [key]).fetchone()
        return None if row is None else bytes(row[0])

    def cache_put(self, key: str, value: bytes) -> None:
        with self._connections.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO derived VALUES "
                "(?, ?, (SELECT coalesce(max(used), 0) + 1 FROM derived))",
                [key, value],
            )
            connection.execute(
                "DELETE FROM derived WHERE key IN (SELECT key FROM (SELECT key, "
                "sum(length(value)) OVER (ORDER BY used DESC) AS size FROM derived) "
                "WHERE size > ?) AND key != ?",
                [_MOST_DERIVED, key],
            )

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


def _condition(selection: Selection) -> tuple[str, list[Any]]:
    """Return SQL, over `_TABLES`, for what a selection holds."""
    conditions = ["(m.expires_at IS NULL OR m.expires_at > ?)"]
    values: list[Any] = [selection.now]
    for sql, value in _scope_conditions(selection.scope, "m"):
        conditions.append(sql)
        values.append(value)
    if selection.where is not None:
        sql, more = _compiled(selection.where)
        conditions.append(f"({sql})")
        values.extend(more)
    return " AND ".join(conditions), values


@functools.lru_cache(maxsize=256)
def _compiled(where: Where) -> tuple[str, tuple[Any, ...]]:
    sql, values = to_sql(where, _DIALECT)
    return sql, tuple(values)


def _scope_conditions(scope: Scope, alias: str) -> list[tuple[str, str | None]]:
    # A list of scopes first: the index on memories by scope then does the rest.
    return [
        (f"{alias}.scope_id IN (SELECT id FROM scopes WHERE {name} = ?)", value)
        for name, value in zip(SCOPE_KEYS, scope.key, strict=True)
        if value is not None
    ]


def _tables_for(selection: Selection) -> str:
    return "memories m" if selection.where is None else _TABLES
