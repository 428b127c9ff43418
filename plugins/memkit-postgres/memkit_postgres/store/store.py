"""A store on pgvector: one table of memories a journal, one table of vectors a space."""
# ruff: noqa: D102 - the methods are documented in memkit.contracts.store.Store

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

import numpy as np
from psycopg import errors, sql

from memkit.contracts import (
    Approximation,
    Batch,
    Frequencies,
    Keys,
    Matches,
    Position,
    Selection,
    SpaceInfo,
    Step,
    Store,
    StoreContext,
    Vectors,
)
from memkit.domain import fixes
from memkit.domain.records import Scope
from memkit.errors import ProviderError, StoreDamagedError, StoreLostError
from memkit.providers.sql_journal import plain_terms, query_terms
from memkit_postgres import textsearch
from memkit_postgres.config import PostgresStoreConfig
from memkit_postgres.migrate import lock_number, migrate
from memkit_postgres.pool import Connection, Hold, Pool, together
from memkit_postgres.store import options, rows, searching, tables
from memkit_postgres.store.breadth import ADVICE, MOST, Breadths
from memkit_postgres.store.selections import condition, within
from memkit_postgres.store.tables import Space, Tables

T = TypeVar("T")
# What PostgreSQL says where somebody dropped a table, or the schema with all tables.
_MISSING = (errors.UndefinedTable, errors.InvalidSchemaName)
# pgvector learnt to go on with a filtered search in 0.8.
_OLDEST = (0, 8)
_MOST_STATISTICS = 1000
# So many new rows at once can make the plans for few of them slow.
_WORTH_ANALYZING = 1000


class PostgresStore(Store):
    """Exact over small selections, HNSW over large ones; every filter is PostgreSQL's."""

    def __init__(self, config: PostgresStoreConfig, context: StoreContext) -> None:
        super().__init__(context)
        self._config = config
        self._pool = Pool(config, role="store", prepare=self._prepare)
        self._breadths = Breadths(config.ef_search)
        # Two threads or processes may open the same store at once.
        self._lock = threading.RLock()
        self._known: Tables | None = None
        self._journal_id = ""
        # Whether it was told what stands of the options that the user gave.
        self._told = False
        self._trusted: tuple[int, Position] | None = None
        # What text search counts, until something is written here or elsewhere.
        self._writes = 0
        # Rows that PostgreSQL's statistics may not know of.
        self._unseen = 0
        # The lock under which this process writes just now.
        self._hold: Hold | None = None
        # How many rows were written here, and for the number of a space's table, how many there
        # may be before it is counted again: it may need an index then.
        self._written = 0
        self._room: dict[int, int] = {}
        self._statistics: dict[Scope, tuple[object, textsearch.Statistics]] = {}

    # -- following the journal ---------------------------------------------------------------

    def open_space(self, space: SpaceInfo) -> None:
        tables.open_space(self._pool, self._tables(), space, self._config)
        self._look_again()

    def drop_space(self, key: str) -> None:
        tables.drop_space(self._pool, self._tables(), key)
        self._look_again()

    def upsert(self, batch: Batch) -> None:
        if len(batch):
            self._write(lambda connection, held: rows.upsert(connection, held, batch))
            self._unseen += len(batch)
            self._written += len(batch)

    def delete(self, keys: Keys) -> None:
        self._write(lambda connection, held: rows.delete(connection, held, keys))

    def clear(self) -> None:
        with self._lock:
            held = self._tables()
            self._journal_id = self.context.journal_id
            self._known = tables.cleared(self._pool, held, self._journal_id)
            self._writes += 1

    def position(self) -> Position:
        # Whoever has the turn has just looked.
        held = self._tables() if self._hold else self._look_again()
        if self._trusted != (held.store, held.position):
            if held.event_token != self.context.event_token(held.position.seq):
                return Position()  # The journal was restored from a backup since.
            self._trusted = (held.store, held.position)
        return held.position

    def moved(self, position: Position) -> None:
        token = self.context.event_token(position.seq)
        with self._pool.connection() as connection:
            self._move(connection, position, token)
        self._has_moved(position, token)

    @contextmanager
    def turn(self) -> Iterator[None]:
        if not self._journal_id:
            self._look_again()
        with self._pool.connection() as connection:
            hold = Hold(connection, lock_number(f"memkit store turn {self._journal_id}"))
            try:
                try:
                    with together(connection):
                        hold.take()
                        asked = tables.asked(connection, self._journal_id)
                    self._known = tables.told(asked)
                except _MISSING as error:
                    self._journal_id, self._known = "", None
                    raise self._lost() from error
                self._hold = hold
                yield
            finally:
                self._hold = None
                hold.end()

    def take(self, step: Step) -> None:
        hold = self._hold
        if hold is None:
            super().take(step)
            return
        held = self._tables()
        with self._whole(), self._pool.translated(), together(hold.connection):
            hold.connection.execute("BEGIN")
            rows.delete(hold.connection, held, step.deleted)
            rows.upsert(hold.connection, held, step.batch)
            self._move(hold.connection, step.position, step.event_token)
            hold.connection.execute("COMMIT")
            if step.last:
                hold.release()
        if step.last:
            hold.over()
        self._writes += 1
        self._unseen += len(step.batch)
        self._written += len(step.batch)
        self._has_moved(step.position, step.event_token)

    def _move(self, connection: Connection, position: Position, token: str | None) -> None:
        connection.execute(
            "UPDATE stores SET seq = %s, vectors = %s, mark = %s WHERE id = %s",
            [*position, token, self._tables().store],
        )

    def _has_moved(self, position: Position, token: str | None) -> None:
        held = self._tables()
        self._known = replace(held, position=position, event_token=token)
        self._trusted = (held.store, position)
        self._index()
        if self._unseen >= _WORTH_ANALYZING:
            tables.analyze(self._pool, self._tables())
            self._unseen = 0

    def count(self, space: str | None = None) -> int:
        def counted(held: Tables) -> int:
            table = held.rows if space is None else held.space(space).table
            with self._pool.connection() as connection:
                row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            return int(row[0]) if row else 0

        return self._with_tables(counted)

    def close(self) -> None:
        self._pool.close()

    # -- searching ---------------------------------------------------------------------------

    def approximation(self, space: str) -> Approximation | None:
        def found(held: Tables) -> Approximation | None:
            table = held.space(space)
            if not table.indexed:
                return None
            return Approximation(
                breadth=self._breadth_of(table),
                most=MOST,
                exact_below=self._config.exact_below,
                advice=ADVICE,
            )

        return self._with_tables(found)

    def _breadth_of(self, space: Space) -> int:
        return min(self.breadths.get(space.key, self._config.ef_search), MOST)

    def search(self, space: str, vector: Vectors, *, k: int, selection: Selection) -> Matches:
        def found(held: Tables) -> Matches:
            table = held.space(space, len(vector))
            key = self._counted_at(held)
            return searching.search(
                self._pool,
                held,
                table,
                vector,
                k=k,
                selection=selection,
                exact=self._is_exact(
                    table, selection, self._known_statistics(selection.scope, key)
                ),
                exact_below=self._config.exact_below,
                walk=self._walk(table),
            )

        return self._with_tables(found)

    def _walk(self, space: Space) -> Callable[[Connection], None]:
        """Return what has the index of a space searched as broadly as it is to be."""
        return lambda connection: self._breadths.apply(connection, self._breadth_of(space))

    def _is_exact(
        self, space: Space, selection: Selection, known: textsearch.Statistics | None
    ) -> bool | None:
        """Tell whether memories are compared one by one; None if they have to be counted first."""
        if not space.indexed:
            return True
        if known is None:
            return None
        if known.n <= self._config.exact_below:
            return True
        # How many a filter leaves is not known yet.
        return False if selection.where is None else None

    def search_text(self, query: str, *, k: int, selection: Selection) -> Matches:
        return self._with_tables(
            lambda held: textsearch.search(
                self._pool,
                _corpus(held),
                query,
                k=k,
                within=within(selection.scope),
                selected=condition(selection),
                statistics=self._statistics_of(held, selection.scope),
            )
        )

    def search_both(
        self, space: str, vector: Vectors, query: str, *, k: int, selection: Selection
    ) -> tuple[Matches, Matches]:
        found = self._with_tables(
            lambda held: self._both(held, space, vector, query, k=k, selection=selection)
        )
        return found or super().search_both(space, vector, query, k=k, selection=selection)

    def _both(
        self, held: Tables, space: str, vector: Vectors, query: str, *, k: int, selection: Selection
    ) -> tuple[Matches, Matches] | None:
        if not np.any(vector):
            return None
        table = held.space(space, len(vector))
        known = self._statistics_of(held, selection.scope)
        with self._pool.connection() as connection:
            ranked = textsearch.ranking(
                connection, _corpus(held), query, k=k, within=within(selection.scope),
                statistics=known,
            )  # fmt: skip
        if ranked is None:
            return None
        return searching.search_both(
            self._pool,
            held,
            table,
            vector,
            ranked,
            k=k,
            selection=selection,
            exact=self._is_exact(table, selection, known),
            exact_below=self._config.exact_below,
            walk=self._walk(table),
        )

    def look(self, queries: Sequence[str], scope: Scope) -> object:
        place = self.context.place
        if place is None or place[:-1] != self._pool.place:
            return None
        # The embedder asks for single words, the text search for words in all of their forms.
        wanted = list(
            dict.fromkeys(
                forms
                for query in queries
                for forms in (
                    *((term,) for term in plain_terms(query)),
                    *(term.forms for term in query_terms(query)),
                )
            )
        )
        return self._with_tables(lambda held: self._looked(held, place[-1], wanted, scope))

    def _looked(
        self, held: Tables, schema: str, wanted: list[textsearch.Forms], scope: Scope
    ) -> object:
        """Return the journal's version, and count what is not known of terms, in one round trip."""
        key = self._counted_at(held)
        known = self._known_statistics(scope, key)
        new = [term for term in wanted if known is None or term not in known.df]
        counts = textsearch.counting(_corpus(held), within(scope))
        by_term = textsearch.counting_terms(_corpus(held), new, within(scope))
        with self._pool.connection() as connection:
            with together(connection):
                version = connection.execute(
                    sql.SQL("SELECT version FROM {}.head").format(sql.Identifier(schema))
                )
                all_ = None if known else connection.execute(counts.text, counts.params)
                some = connection.execute(by_term.text, by_term.params) if new else None
            if all_ is not None:
                known = self._keep_statistics(scope, key, textsearch.counted(all_.fetchall()[0]))
            if some is not None and known is not None:
                textsearch.learn(known, new, some.fetchall()[0])
            return version.fetchall()[0][0]

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        def counted(held: Tables) -> Frequencies:
            known = self._statistics_of(held, scope)
            with self._pool.connection() as connection:
                return textsearch.frequencies(
                    connection, _corpus(held), words, within=within(scope), statistics=known
                )

        return self._with_tables(counted)

    def _statistics_of(self, held: Tables, scope: Scope) -> textsearch.Statistics:
        # Whoever follows the journal asks for the position after each change of anybody.
        key = self._counted_at(held)
        known = self._known_statistics(scope, key)
        if known is not None:
            return known
        with self._pool.connection() as connection:
            counted = textsearch.statistics(connection, _corpus(held), within(scope))
        return self._keep_statistics(scope, key, counted)

    def _counted_at(self, held: Tables) -> object:
        """Return what tells whether something was written since, here or elsewhere."""
        return held.store, held.position, self._writes

    def _known_statistics(self, scope: Scope, key: object) -> textsearch.Statistics | None:
        known = self._statistics.get(scope)
        return known[1] if known and known[0] == key else None

    def _keep_statistics(
        self, scope: Scope, key: object, counted: textsearch.Statistics
    ) -> textsearch.Statistics:
        with self._lock:
            if len(self._statistics) >= _MOST_STATISTICS:
                self._statistics.clear()
            self._statistics[scope] = key, counted
        return counted

    # -- inside ------------------------------------------------------------------------------

    def _prepare(self, connection: Connection) -> None:
        """Set a new connection up: pgvector's types and how its index searches."""
        from pgvector.psycopg import register_vector

        row = connection.execute(
            "SELECT extversion FROM pg_extension WHERE extname = 'vector'"
        ).fetchone()
        if row is None:
            with connection.transaction():
                # Two processes may do so at once.
                connection.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number("vector")])
                connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
            return self._prepare(connection)
        if tuple(map(int, str(row[0]).split(".")[:2])) < _OLDEST:
            raise errors.FeatureNotSupported(
                f"the extension vector is of version {row[0]}, and 0.8 is needed"
            )
        register_vector(connection)
        options.set_session(connection, self._config)
        return None

    def _tables(self) -> Tables:
        return self._known or self._look_again()

    def _look_again(self) -> Tables:
        with self._lock:
            if not self._journal_id:
                migrate(self._pool, role="store")
                self._journal_id = self.context.journal_id
            self._known = tables.found(self._pool, self._journal_id)
            if not self._told:
                self._tell_what_stands(self._known)
            return self._known

    def _tell_what_stands(self, held: Tables) -> None:
        self._told = True
        with self._pool.connection() as connection:
            options.tell(connection, held, self._config, self._pool.where)

    def _with_tables(self, action: Callable[[Tables], T]) -> T:
        """Do something with the tables; again, if another process has replaced them meanwhile."""
        try:
            return action(self._tables())
        except ProviderError as error:
            if not _is_missing(error):
                raise
            held = self._found_again(error)
        with self._whole():
            return action(held)

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Tell that the store is damaged where one of its tables is gone."""
        try:
            yield
        except ProviderError as error:
            if not _is_missing(error):
                raise
            raise StoreDamagedError(
                f"{self._pool.where}: a table of the store is gone.",
                fix=fixes.MADE_ANEW,
                provider="postgres",
            ) from error

    def _found_again(self, error: ProviderError) -> Tables:
        try:
            return self._look_again()
        except ProviderError as again:
            if not _is_missing(again):
                raise
            # The schema with all that is in it; the next call makes it again.
            self._journal_id, self._known = "", None
            raise self._lost() from error

    def _lost(self) -> StoreLostError:
        return StoreLostError(
            f"{self._pool.where}: the store's tables are gone.",
            fix=fixes.MADE_AGAIN,
            provider="postgres",
        )

    def _write(self, action: Callable[[Connection, Tables], None]) -> None:
        def write(held: Tables) -> None:
            with self._pool.transaction() as connection:
                action(connection, held)

        self._with_tables(write)
        self._writes += 1

    def _index(self) -> None:
        """Make the indexes that searches need by now."""
        for space in self._tables().spaces.values():
            if space.indexed or not space.can_be_indexed:
                continue
            if self._written < self._room.get(space.number, 0):
                continue
            n = self.count(space.key)
            if n > self._config.exact_below:
                tables.index(self._pool, space, self._config)
                self._look_again()
            else:
                self._room[space.number] = self._written + self._config.exact_below + 1 - n


def _is_missing(error: ProviderError) -> bool:
    return isinstance(error.__cause__, _MISSING)


def _corpus(held: Tables) -> textsearch.Corpus:
    return textsearch.Corpus(
        tables=f"{held.rows} r", key="r.key", terms="r.terms", length="r.length"
    )
