"""The journal in PostgreSQL: one memory for a team, on any number of machines."""
# ruff: noqa: D102 - the methods are documented in memkit.contracts.journal.Journal

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from memkit.contracts import Frequencies, Matches, Selection
from memkit.domain import forks
from memkit.domain.records import Scope
from memkit.domain.results import Problem
from memkit.errors import JournalError
from memkit.filters import Sql, join
from memkit.providers.sql_journal.rows import MEMORY_TABLES, Row
from memkit.providers.sql_journal.sql import SQLJournal
from memkit.providers.sql_journal.statements import Dialect, Listed, Query
from memkit_postgres import textsearch
from memkit_postgres.config import PostgresJournalConfig
from memkit_postgres.filters import PostgresDialect
from memkit_postgres.journal import check
from memkit_postgres.journal.listener import Listener, channel_of
from memkit_postgres.journal.tables import PostgresTables, written_as
from memkit_postgres.migrate import lock_number, migrate
from memkit_postgres.pool import Hold, Pool, Statement, rolled_back, together
from memkit_postgres.textsearch import Corpus

_CORPUS = Corpus(tables=MEMORY_TABLES, key="m.key", terms="t.terms", length="m.length")
_MOST_STATISTICS = 1000


class _PostgreSQL(Dialect):
    comparisons = PostgresDialect()

    def among(self, column: str, values: Sequence[Any], kind: Listed) -> Sql:
        type_ = {"key": "bigint", "text": "text", "hash": "bytea"}[kind]
        return Sql(f"{column} = ANY (?::{type_}[])", (values,))

    def pieces(self, hashes: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
        yield hashes

    def in_query(self, column: str, sql: str) -> str:
        # Read first: as a subquery, it would be joined with all memories.
        return f"{column} = ANY (ARRAY({sql}))"

    def in_scope(self, column: str, name: str) -> str:
        return f"{column} = ANY (ARRAY(SELECT id FROM scopes WHERE {name} = ?))"


class PostgresJournal(SQLJournal):
    """A journal in a schema of a PostgreSQL database."""

    dialect = _PostgreSQL()
    head_sql = "SELECT journal_id, events, vectors, version FROM head"

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
        forks.renew(self, _statistics_lock=threading.Lock)

    @property
    def path(self) -> Path | None:
        return None

    @property
    def url(self) -> str:
        return self._pool.where

    @property
    def place(self) -> tuple[str, ...]:
        return (*self._pool.place, self._pool.schema)

    # -- statements --------------------------------------------------------------------------

    def _together(self, *queries: Query, near: bool = False) -> list[list[Row]]:
        return self._pool.read(
            *(Statement(written_as(one.sql), one.params, binary=one.blobs) for one in queries)
        )

    @contextmanager
    def _writing(self) -> Iterator[PostgresTables]:
        with self._pool.connection() as connection, rolled_back(connection):
            tables = PostgresTables(connection, channel_of(self._pool.schema))
            yield tables
            tables.commit()

    # -- following ---------------------------------------------------------------------------

    def changed(self) -> object:
        return self._all("SELECT version FROM head")[0][0]

    def _token_before(self) -> object:
        return None

    def wait(self, token: object, *, timeout: float) -> bool:
        """Wait until `changed()` differs from a token, and tell whether it does.

        The server wakes whoever waits (LISTEN), so this costs nothing while nothing happens.

        Args:
            token: What `changed()` returned.
            timeout: Seconds to wait at most.
        """
        return self._listener.wait(lambda: self.changed() != token, timeout=timeout)

    @contextmanager
    def exclusively(self, name: str) -> Iterator[None]:
        number = lock_number(f"{self._pool.schema}/{name}")
        with self._pool.connection() as connection:
            hold = Hold(connection, number)
            with together(connection):
                hold.take()
            try:
                yield
            finally:
                hold.end()

    # -- text search -------------------------------------------------------------------------

    def search_text(self, query: str, *, k: int, selection: Selection) -> Matches:
        return textsearch.search(
            self._pool,
            _CORPUS,
            query,
            k=k,
            within=self._within(selection.scope),
            selected=_written(self._condition(selection)),
            statistics=self._statistics_of(selection.scope),
        )

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        counted = self._statistics_of(scope)
        with self._pool.connection() as connection:
            return textsearch.frequencies(
                connection, _CORPUS, words, within=self._within(scope), statistics=counted
            )

    def _statistics_of(self, scope: Scope) -> textsearch.Statistics:
        version = self.changed()
        known = self._statistics.get(scope)
        if known and known[0] == version:
            return known[1]
        with self._pool.connection() as connection:
            # The lengths stand in the memories, so their texts need not be read.
            corpus = _CORPUS._replace(tables="memories m")
            counted = textsearch.statistics(connection, corpus, self._within(scope))
        with self._statistics_lock:
            if len(self._statistics) >= _MOST_STATISTICS:
                self._statistics.clear()
            self._statistics[scope] = version, counted
        return counted

    def _within(self, scope: Scope) -> Sql:
        return _written(join("AND", self._scope_conditions(scope, "m") or [Sql("true")]))

    # -- care --------------------------------------------------------------------------------

    def check(self) -> Iterable[Problem]:
        with self._pool.snapshot() as connection:
            return list(check.check(connection))

    def repair(self) -> None:
        with self._writing() as tables:
            check.repair(tables.held())

    def backup(self, path: Path, *, overwrite: bool) -> None:
        raise JournalError(
            f"{self.url} is in a database, which memkit does not write to a file.",
            fix=f"Use PostgreSQL's own: pg_dump --schema={self._pool.schema} --format=custom "
            f"--file={str(path)!r} and the database's address; pg_restore takes it back.",
        )

    def close(self) -> None:
        try:
            self._listener.close()
        finally:
            self._pool.close()


def _written(sql: Sql) -> Sql:
    return Sql(written_as(sql.text), sql.params)
