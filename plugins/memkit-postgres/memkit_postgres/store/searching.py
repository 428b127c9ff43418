"""Vector search: exact over small selections, by HNSW over large ones."""

from __future__ import annotations

import numpy as np

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Keys, Matches, Scores, no_matches
from memkit.filters import Sql
from memkit.providers.vector_stores import ranked, units
from memkit_postgres.pool import Connection, Pool
from memkit_postgres.store.rows import parameter
from memkit_postgres.store.tables import Space, Tables

# The index is asked for so many times as many as are wanted: what it finds after a filter took
# candidates away comes in relaxed order, and the best may be among the later ones.
_MORE = 4


def search(
    pool: Pool,
    tables: Tables,
    space: Space,
    vector: Vectors,
    *,
    k: int,
    selected: Sql,
    exact_below: int,
) -> Matches:
    """Return the `k` best memories of a selection by cosine.

    Args:
        pool: Where to search.
        tables, space: In which tables.
        vector: float32 of shape (dim,).
        k: How many.
        selected: What is asked of a row `r`.
        exact_below: How many memories are compared one by one rather than by the index.
    """
    # A query without content (a vector of zeros) matches nothing.
    if not vector.any():
        return no_matches()
    unit = parameter(space, units(vector))
    with pool.connection() as connection:
        found = None
        if space.indexed and _exceeds(connection, tables, selected, exact_below):
            found = _nearest(connection, tables, space, unit, _MORE * k, selected)
        # The index gives up after so many candidates; fewer than asked for may not be all.
        if found is None or len(found) < k:
            found = _compared(connection, tables, space, unit, k, selected)
    keys = np.array([key for key, _ in found], np.int64)
    scores = np.array([score for _, score in found], np.float32)
    # A scan in relaxed order is only nearly sorted.
    best = ranked(keys, scores, k)

    def lookup(wanted: Keys) -> Scores:
        with pool.connection() as connection:
            told = dict(
                connection.execute(
                    f"SELECT v.key, -(v.embedding <#> %b::{space.type}) FROM {space.table} v "
                    "WHERE v.key = ANY (%s::bigint[])",
                    [unit, wanted.tolist()],
                ).fetchall()
            )
        return np.array([told.get(key, 0.0) for key in wanted.tolist()], np.float32)

    return Matches(best.keys, best.scores, lookup=lookup)


def _exceeds(connection: Connection, tables: Tables, selected: Sql, n: int) -> bool:
    row = connection.execute(
        f"SELECT count(*) FROM (SELECT FROM {tables.rows} r WHERE {selected.text} LIMIT %s) g",
        [*selected.params, n + 1],
    ).fetchone()
    return row is not None and row[0] > n


def _nearest(
    connection: Connection, tables: Tables, space: Space, unit: object, k: int, selected: Sql
) -> list[tuple[int, float]]:
    # The distance stands in ORDER BY as the index knows it, so it is walked until k rows pass. With
    # a join in place of the subquery, PostgreSQL would often sort all that pass: it takes a filter
    # on JSONB for a rare one.
    return connection.execute(
        f"SELECT v.key, -(v.embedding <#> %b::{space.type}) FROM {space.table} v "
        f"WHERE (SELECT {selected.text} FROM {tables.rows} r WHERE r.key = v.key) "
        f"ORDER BY v.embedding <#> %b::{space.type} LIMIT %s",
        [unit, *selected.params, unit, k],
    ).fetchall()


def _compared(
    connection: Connection, tables: Tables, space: Space, unit: object, k: int, selected: Sql
) -> list[tuple[int, float]]:
    # The distance negated is nothing that the index knows, so every row is compared.
    return connection.execute(
        f"SELECT v.key, -(v.embedding <#> %b::{space.type}) AS score FROM {tables.rows} r "
        f"JOIN {space.table} v ON v.key = r.key WHERE {selected.text} "
        "ORDER BY score DESC, v.key LIMIT %s",
        [unit, *selected.params, k],
    ).fetchall()
