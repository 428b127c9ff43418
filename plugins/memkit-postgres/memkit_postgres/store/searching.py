"""Vector search: exact over small selections, by HNSW over large ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from memkit.contracts import Keys, Matches, ScoreLookup, Scores, Selection, Vectors, no_matches
from memkit.domain.records import Scope
from memkit.filters import Sql
from memkit.providers.vector_stores import ranked, units
from memkit_postgres.pool import Connection, Pool, asked
from memkit_postgres.store.rows import parameter
from memkit_postgres.store.selections import condition
from memkit_postgres.store.tables import Space, Tables
from memkit_postgres.textsearch import Ranking, looked_up

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
    selection: Selection,
    exact_below: int,
) -> Matches:
    """Return the `k` best memories of a selection by cosine.

    Args:
        pool: Where to search.
        tables, space: In which tables.
        vector: float32 of shape (dim,).
        k: How many.
        selection: Which memories.
        exact_below: How many memories are compared one by one rather than by the index.
    """
    # A query without content (a vector of zeros) matches nothing.
    if not vector.any():
        return no_matches()
    unit = parameter(space, units(vector))
    selected = condition(selection)
    with pool.connection() as connection:
        found = None
        if space.indexed and _exceeds(connection, tables, selected, exact_below):
            found = asked(connection, *nearest(tables, space, unit, _MORE * k, selected))
        # The index gives up after so many candidates; fewer than asked for may not be all.
        if found is None or len(found) < k:
            found = asked(connection, *compared(tables, space, unit, k, selection))

    def lookup(wanted: Keys) -> Scores:
        return looked_up(pool, _cosines(space, unit, wanted), wanted)

    return _ordered(found, k, lookup)


def search_both(
    pool: Pool,
    tables: Tables,
    space: Space,
    vector: Vectors,
    ranking: Ranking,
    *,
    k: int,
    selection: Selection,
    exact: bool,
) -> tuple[Matches, Matches] | None:
    """Return the best by cosine and by BM25 in one round trip, or None if they must be asked apart.

    Each knows the scores of what the other found.

    Args:
        ranking: How memories are ranked by words.
        exact: Whether to compare one by one rather than to use the index.
    """
    unit = parameter(space, units(vector))
    selected = condition(selection)
    near = nearest(tables, space, unit, _MORE * k, selected)
    if exact or not space.indexed:
        near = compared(tables, space, unit, k, selection)
    sql = _both(space, unit, near, ranking, selected, k)
    with pool.connection() as connection:
        found: list[list[tuple[int, float]]] = [[], [], [], []]
        for which, key, score in asked(connection, *sql):
            found[which].append((key, score))
    by_vector, by_words, cosines, scores = found
    best = sorted((score for _, score in by_words), reverse=True)
    if not ranking.is_exact(best, k) or (not exact and space.indexed and len(by_vector) < k):
        return None
    seen = {key for one in (by_vector, by_words) for key, _ in one}
    return (
        _ordered(
            by_vector, k, _knowing(by_vector + cosines, seen,
                                   lambda keys: looked_up(pool, _cosines(space, unit, keys), keys)),
        ),
        _ordered(
            by_words, k, _knowing(by_words + scores, seen,
                                  lambda keys: looked_up(pool, ranking.among(keys.tolist()), keys)),
            ceiling=ranking.ceiling,
        ),
    )  # fmt: skip


def _both(space: Space, unit: object, near: Sql, ranking: Ranking, selected: Sql, k: int) -> Sql:
    """Return the statement of both lists, and of each one's scores for what the other found."""
    words = ranking.best(selected, k)
    others = (
        f"{ranking.corpus.key} = ANY (ARRAY(SELECT key FROM near EXCEPT SELECT key FROM words))"
    )
    rest = ranking.whole.sql(Sql(others))
    return Sql(
        f"WITH near AS MATERIALIZED ({near.text}), words AS MATERIALIZED ({words.text}) "
        "SELECT 0, key, score FROM near UNION ALL SELECT 1, key, score FROM words UNION ALL "
        f"SELECT 2, v.key, -(v.embedding <#> %b::{space.type}) FROM {space.table} v WHERE v.key = "
        "ANY (ARRAY(SELECT key FROM words EXCEPT SELECT key FROM near)) UNION ALL "
        f"SELECT 3, key, score FROM ({rest.text}) rest",
        (*near.params, *words.params, unit, *rest.params),
    )


def _knowing(found: Sequence[tuple[int, float]], seen: set[int], ask: ScoreLookup) -> ScoreLookup:
    """Return a lookup that asks for what was not seen alone; what has no score counts as zero."""
    known = dict(found)

    def lookup(keys: Keys) -> Scores:
        scores = np.array([known.get(key, 0.0) for key in keys.tolist()], np.float32)
        new = np.array([key not in seen for key in keys.tolist()], np.bool_)
        if new.any():
            scores[new] = ask(keys[new])
        return scores

    return lookup


def _ordered(
    found: Sequence[tuple[int, float]], k: int, lookup: ScoreLookup, *, ceiling: float = 0.0
) -> Matches:
    # A scan in relaxed order is only nearly sorted.
    keys = np.array([key for key, _ in found], np.int64)
    scores = np.array([score for _, score in found], np.float32)
    best = ranked(keys, scores, k)
    return Matches(best.keys, best.scores, ceiling=ceiling, lookup=lookup)


def _cosines(space: Space, unit: object, keys: Keys) -> Sql:
    return Sql(
        f"SELECT v.key, -(v.embedding <#> %b::{space.type}) FROM {space.table} v "
        "WHERE v.key = ANY (%s::bigint[])",
        (unit, keys.tolist()),
    )


def _exceeds(connection: Connection, tables: Tables, selected: Sql, n: int) -> bool:
    counted = f"SELECT FROM {tables.rows} r WHERE {selected.text} LIMIT %s"
    row = asked(connection, f"SELECT count(*) FROM ({counted}) g", [*selected.params, n + 1])[0]
    return int(row[0]) > n


def nearest(tables: Tables, space: Space, unit: object, k: int, selected: Sql) -> Sql:
    """Return the statement that asks the index."""
    # The distance stands in ORDER BY as the index knows it, so it is walked until k rows pass. With
    # a join in place of the subquery, PostgreSQL would often sort all that pass: it takes a filter
    # on JSONB for a rare one.
    return Sql(
        f"SELECT v.key, -(v.embedding <#> %b::{space.type}) AS score FROM {space.table} v "
        f"WHERE (SELECT {selected.text} FROM {tables.rows} r WHERE r.key = v.key) "
        f"ORDER BY v.embedding <#> %b::{space.type} LIMIT %s",
        (unit, *selected.params, unit, k),
    )


def compared(tables: Tables, space: Space, unit: object, k: int, selection: Selection) -> Sql:
    """Return the statement that compares all of a selection."""
    if selection.where is None and selection.scope == Scope():
        return _compared_all(tables, space, unit, k, selection.now)
    selected = condition(selection)
    # The distance negated is nothing that the index knows, so every row is compared.
    return Sql(
        f"SELECT v.key, -(v.embedding <#> %b::{space.type}) AS score FROM {tables.rows} r "
        f"JOIN {space.table} v ON v.key = r.key WHERE {selected.text} "
        "ORDER BY score DESC, v.key LIMIT %s",
        (unit, *selected.params, k),
    )


def _compared_all(tables: Tables, space: Space, unit: object, k: int, now: int) -> Sql:
    """Return the statement that compares all memories that have not expired."""
    # Few ever expire: these are looked up, rather than all that are left.
    return Sql(
        f"SELECT v.key, -(v.embedding <#> %b::{space.type}) AS score FROM {space.table} v "
        f"WHERE v.key NOT IN (SELECT key FROM {tables.rows} r WHERE r.expires_at <= %s) "
        "ORDER BY score DESC, v.key LIMIT %s",
        (unit, now, k),
    )
