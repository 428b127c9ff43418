"""The journal in PostgreSQL: one memory for a team, on any number of machines."""
# ruff: noqa: D102 - the methods are documented in memkit.contracts.journal.Journal

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import Applied, Delta, Instruction, Journal, SpaceRow
from memkit.contracts.store import Batch, Frequencies, Keys, Matches, Position, Selection
from memkit.domain.records import Event, MemoryRecord, Scope
from memkit.domain.results import Problem
from memkit.filters import Sql
from memkit.filters.sql import join
from memkit.providers.sql_journal import Numbers, Transaction, rows
from memkit_postgres import textsearch
from memkit_postgres.config import PostgresJournalConfig
from memkit_postgres.journal import check, deltas, spaces
from memkit_postgres.journal.listener import Listener, channel_of
from memkit_postgres.journal.selections import (
    CORPUS,
    condition,
    scope_conditions,
    tables_for,
    within,
)
from memkit_postgres.journal.tables import PostgresTables
from memkit_postgres.migrate import lock_number, migrate
from memkit_postgres.pool import Pool

_MOST_DERIVED = 64 << 20
_MOST_STATISTICS = 1000
# As the index `memories_not_always_valid` has it.
_LIMITED = Sql(
    "(m.valid_from IS NOT NULL OR m.valid_to IS NOT NULL OR m.superseded_by IS NOT NULL)"
)


class PostgresJournal(Journal):
    """A journal in a schema of a PostgreSQL database."""

    def __init__(self, config: PostgresJournalConfig) -> None:
        self._pool = Pool(config, role="journal")
        try:
            migrate(self._pool, role="journal")
        except BaseException:
            self._pool.close()
            raise
        self._listener = Listener(self._pool)
        # Average lengths change slowly; text search counts again when a commit was seen.
        self._statistics: dict[Scope, tuple[object, textsearch.Statistics]] = {}
        self._statistics_lock = threading.Lock()

    @property
    def journal_id(self) -> str:
        return str(self._one("SELECT journal_id FROM head")[0])

    @property
    def path(self) -> Path | None:
        return None

    @property
    def url(self) -> str:
        return self._pool.where

    # -- changes -----------------------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[PostgresTables]:
        """Yield the tables inside a transaction that no other change of this journal overlaps."""
        with self._pool.transaction() as connection:
            # The lock on this row is let go after the commit is visible, so whoever gets it next
            # sees all that went before; the migration says why numbers come from here.
            row = connection.execute(
                "SELECT events, keys, texts, vectors FROM head FOR UPDATE"
            ).fetchone()
            assert row is not None
            numbers = Numbers(*row[:3])
            tables = PostgresTables(connection, numbers, row[3])
            yield tables
            connection.execute(
                "WITH written AS (UPDATE head SET version = version + 1, events = %s, keys = %s, "
                "texts = %s, vectors = %s RETURNING version) "
                "SELECT pg_notify(%s, version::text) FROM written",
                [
                    numbers.events, numbers.keys, numbers.texts, tables.last_vector,
                    channel_of(self._pool.schema),
                ],
            )  # fmt: skip

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
        with self._writing() as tables:
            transaction = Transaction(
                tables, now=now, batch_id=batch_id, actor=actor, reason=reason
            )
            return transaction.run(instructions, vectors)

    def reset(self) -> None:
        with self._writing() as tables:
            connection = tables.connection
            connection.execute("SET LOCAL memkit.resetting = 'on'")
            for table in (
                "vectors", "memories", "events", "ids", "scopes", "texts", "followers", "derived",
                "ratings",
            ):  # fmt: skip
                connection.execute(f"DELETE FROM {table}")
            connection.execute("UPDATE spaces SET state = 'ready'")
            connection.execute("UPDATE head SET journal_id = %s", [uuid.uuid4().hex])

    # -- reading -----------------------------------------------------------------------------

    def changed(self) -> object:
        return self._one("SELECT version FROM head")[0]

    def wait(self, token: object, *, timeout: float) -> bool:
        """Wait until `changed()` differs from a token, and tell whether it does.

        The server wakes whoever waits (LISTEN), so this costs nothing while nothing happens.

        Args:
            token: What `changed()` returned.
            timeout: Seconds to wait at most.
        """
        return self._listener.wait(lambda: self.changed() != token, timeout=timeout)

    def head(self) -> Position:
        with self._pool.connection() as connection:
            return deltas.head(connection)

    def get(self, ids: Sequence[str]) -> dict[str, MemoryRecord]:
        found = self._memories(Sql("i.id = ANY (%s::text[])", (list(ids),)))
        return {record.id: record for _, record in found}

    def read(self, keys: Keys) -> dict[int, MemoryRecord]:
        return dict(self._memories(Sql("m.key = ANY (%s::bigint[])", (keys.tolist(),))))

    def keys_of(self, ids: Sequence[str]) -> dict[str, int]:
        found = self._all(
            "SELECT i.id, i.key FROM ids i JOIN memories m ON m.key = i.key "
            "WHERE i.id = ANY (%s::text[])",
            [list(ids)],
        )
        return dict(found)

    def replies(self, keys: Keys) -> list[tuple[int, int]]:
        found = self._all(
            "SELECT follows, key FROM memories WHERE follows = ANY (%s::bigint[])", [keys.tolist()]
        )
        return [(before, after) for before, after in found]

    def page(
        self, selection: Selection, *, limit: int, after: int = 0
    ) -> list[tuple[int, MemoryRecord]]:
        sql = join("AND", [Sql("m.key > %s", (after,)), condition(selection)])
        return self._memories(Sql(f"{sql.text} ORDER BY m.key LIMIT %s", (*sql.params, limit)))

    def _memories(self, sql: Sql) -> list[tuple[int, MemoryRecord]]:
        found = self._all(
            f"SELECT {rows.MEMORY_COLUMNS} FROM {rows.MEMORY_TABLES} WHERE {sql.text}", sql.params
        )
        return [(row[0], rows.record_of(row)) for row in found]

    def count(self, selection: Selection) -> int:
        sql = condition(selection)
        counted = f"SELECT count(*) FROM {tables_for(selection)} WHERE {sql.text}"
        return int(self._one(counted, sql.params)[0])

    def validity_matters(self, scope: Scope) -> bool:
        sql = join("AND", [_LIMITED, *scope_conditions(scope, "m")])
        found = f"SELECT EXISTS (SELECT FROM memories m WHERE {sql.text})"
        return bool(self._one(found, sql.params)[0])

    def allowed_keys(self, selection: Selection, *, among: Keys | None = None) -> Keys:
        sql = condition(selection)
        if among is not None:
            sql = join("AND", [Sql("m.key = ANY (%s::bigint[])", (among.tolist(),)), sql])
        found = self._all(
            f"SELECT m.key FROM {tables_for(selection)} WHERE {sql.text} ORDER BY m.key", sql.params
        )
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
        parts = [Sql("e.seq > %s", (after,)), *scope_conditions(scope or Scope(), "e")]
        if until is not None:
            parts.append(Sql("e.seq <= %s", (until,)))
        if memory_id is not None:
            parts.append(Sql("e.key = (SELECT key FROM ids WHERE id = %s)", (memory_id,)))
        sql = join("AND", parts)
        found = self._all(
            f"SELECT {rows.EVENT_COLUMNS} FROM {rows.EVENT_TABLES} WHERE {sql.text} "
            "ORDER BY e.seq LIMIT %s",
            [*sql.params, limit],
        )
        return [rows.event_of(row) for row in found]

    def event_token(self, seq: int) -> str | None:
        found = self._all("SELECT batch_id FROM events WHERE seq = %s", [seq])
        return str(found[0][0]) if found else None

    def seq_at(self, instant: int) -> int:
        # The last one by number: a clock may have been set back.
        return int(self._one("SELECT max(seq) FROM events WHERE at <= %s", [instant])[0] or 0)

    def state_at(self, seq: int) -> Iterator[tuple[int, MemoryRecord]]:
        found = self._all(
            "SELECT e.key, i.id, s.user_id, s.agent_id, s.app_id, s.run_id, n.text, "
            "e.new_metadata, e.new_state FROM "
            "(SELECT DISTINCT ON (key) * FROM events WHERE seq <= %s ORDER BY key, seq DESC) e "
            "JOIN ids i ON i.key = e.key JOIN scopes s ON s.id = e.scope_id "
            "JOIN texts n ON n.id = e.new_text_id ORDER BY e.key",
            [seq],
        )
        for key, id_, user, agent, app, run, text, metadata, state in found:
            row = rows.memory_row(key, id_, (user, agent, app, run), text, metadata, state)
            yield key, rows.record_of(row)

    # -- text search -------------------------------------------------------------------------

    def search_text(self, query: str, *, k: int, selection: Selection) -> Matches:
        return textsearch.search(
            self._pool,
            CORPUS,
            query,
            k=k,
            within=within(selection.scope),
            selected=condition(selection),
            statistics=self._statistics_of(selection.scope),
        )

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        counted = self._statistics_of(scope)
        with self._pool.connection() as connection:
            return textsearch.frequencies(
                connection, CORPUS, words, within=within(scope), statistics=counted
            )

    def _statistics_of(self, scope: Scope) -> textsearch.Statistics:
        version = self.changed()
        known = self._statistics.get(scope)
        if known and known[0] == version:
            return known[1]
        with self._pool.connection() as connection:
            # The lengths stand in the memories, so their texts need not be read.
            corpus = CORPUS._replace(tables="memories m")
            counted = textsearch.statistics(connection, corpus, within(scope))
        with self._statistics_lock:
            if len(self._statistics) >= _MOST_STATISTICS:
                self._statistics.clear()
            self._statistics[scope] = version, counted
        return counted

    # -- spaces and vectors ------------------------------------------------------------------

    def spaces(self) -> list[SpaceRow]:
        with self._pool.connection() as connection:
            return spaces.spaces(connection)

    def put_space(self, space: SpaceRow) -> None:
        with self._writing() as tables:
            spaces.put_space(tables.connection, space)

    def complete_space(self, key: str) -> bool:
        with self._writing() as tables:
            return spaces.complete_space(tables.connection, key)

    def default_space(self, key: str) -> None:
        with self._writing() as tables:
            tables.connection.execute("UPDATE spaces SET is_default = (key = %s)", [key])

    def drop_space(self, key: str) -> None:
        with self._writing() as tables:
            spaces.drop_space(tables.connection, key)

    def known_texts(self, space: str, texts: Sequence[str]) -> set[str]:
        with self._pool.connection() as connection:
            return spaces.known_texts(connection, space, texts)

    def put_vectors(self, space: str, by_text: Mapping[str, Vectors]) -> None:
        with self._writing() as tables:
            transaction = Transaction(tables, now=0, batch_id="", actor=None, reason=None)
            transaction.put_vectors(space, by_text)

    def vectors(self, space: str, keys: Keys) -> Vectors:
        with self._pool.connection() as connection:
            return spaces.vectors(connection, space, keys)

    def text_vectors(self, space: str, texts: Sequence[str]) -> Vectors:
        with self._pool.connection() as connection:
            return spaces.text_vectors(connection, space, texts)

    def count_vectors(self, space: str) -> int:
        with self._pool.connection() as connection:
            return spaces.count_vectors(connection, space)

    def texts_without_vectors(self, space: str, *, limit: int) -> list[str]:
        with self._pool.connection() as connection:
            return spaces.texts_without_vectors(connection, space, limit)

    # -- followers ---------------------------------------------------------------------------

    def follower(self, name: str) -> Position:
        return self.followers().get(name, Position())

    def set_follower(self, name: str, position: Position | None) -> None:
        with self._writing() as tables:
            if position is None:
                tables.connection.execute("DELETE FROM followers WHERE name = %s", [name])
            else:
                tables.connection.execute(
                    "INSERT INTO followers VALUES (%s, %s, %s) ON CONFLICT (name) "
                    "DO UPDATE SET seq = excluded.seq, vectors = excluded.vectors",
                    [name, *position],
                )

    def followers(self) -> dict[str, Position]:
        found = self._all("SELECT name, seq, vectors FROM followers")
        return {name: Position(seq, vectors) for name, seq, vectors in found}

    @contextmanager
    def exclusively(self, name: str) -> Iterator[None]:
        number = [lock_number(f"{self._pool.schema}/{name}")]
        with self._pool.connection() as connection:
            # The lock is the connection's, so it ends with its holder. Others may hold it for
            # longer than a statement may take: a new store is filled under it.
            with connection.transaction():
                connection.execute("SET LOCAL statement_timeout = 0")
                connection.execute("SELECT pg_advisory_lock(%s)", number)
            try:
                yield
            finally:
                if not connection.closed:
                    connection.execute("SELECT pg_advisory_unlock(%s)", number)

    def delta(self, since: Position, *, limit: int) -> Delta:
        with self._pool.snapshot() as connection:
            return deltas.delta(connection, since, limit=limit)

    def batch(self, keys: Keys, *, spaces: Sequence[str]) -> Batch:
        with self._pool.snapshot() as connection:
            return deltas.batch(connection, keys, spaces=spaces)

    # -- ratings -----------------------------------------------------------------------------

    def rate(
        self, query: str, memory_id: str, relevant: bool | None, *, at: int, actor: str | None
    ) -> None:
        with self._writing() as tables:
            tables.connection.execute(
                "DELETE FROM ratings WHERE md5(query) = md5(%s::text) AND query = %s::text "
                "AND memory_id = %s",
                [query, query, memory_id],
            )
            if relevant is not None:
                tables.connection.execute(
                    "INSERT INTO ratings VALUES (%s, %s, %s, %s, %s)",
                    [query, memory_id, relevant, at, actor],
                )

    def ratings(self) -> dict[str, dict[str, bool]]:
        made: dict[str, dict[str, bool]] = {}
        for query, id_, relevant in self._all(
            "SELECT query, memory_id, relevant FROM ratings ORDER BY at, query, memory_id"
        ):
            made.setdefault(query, {})[id_] = relevant
        return made

    # -- results that can be computed again --------------------------------------------------

    def cache_get(self, key: str) -> bytes | None:
        found = self._all("SELECT value FROM derived WHERE key = %s", [key])
        return bytes(found[0][0]) if found else None

    def cache_put(self, key: str, value: bytes) -> None:
        with self._writing() as tables:
            tables.connection.execute(
                "INSERT INTO derived VALUES (%s, %b, (SELECT coalesce(max(used), 0) + 1 "
                "FROM derived)) ON CONFLICT (key) "
                "DO UPDATE SET value = excluded.value, used = excluded.used",
                [key, value],
            )
            tables.connection.execute(
                "DELETE FROM derived WHERE key IN (SELECT key FROM (SELECT key, "
                "sum(length(value)) OVER (ORDER BY used DESC) AS size FROM derived) g "
                "WHERE size > %s) AND key != %s",
                [_MOST_DERIVED, key],
            )

    # -- care --------------------------------------------------------------------------------

    def check(self) -> Iterable[Problem]:
        with self._pool.snapshot() as connection:
            return list(check.check(connection))

    def repair(self) -> None:
        with self._writing() as tables:
            check.repair(tables.connection)

    def close(self) -> None:
        self._listener.close()
        self._pool.close()

    # -- inside ------------------------------------------------------------------------------

    def _all(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._pool.connection() as connection:
            return connection.execute(sql, params).fetchall()

    def _one(self, sql: str, params: Sequence[Any] = ()) -> tuple[Any, ...]:
        return self._all(sql, params)[0]
