"""Vector search: exact over small selections, by HNSW over large ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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
# Of all memories, for a list of more than the index holds candidates at a time.
_MORE_OF_ALL = 2
# What a row of an answer belongs to: the nearest, the best by words, the cosines and the scores of
# what the other list found, and whether all of the selection was compared.
_NEAR, _WORDS, _COSINES, _SCORES, _FEW = range(5)
_TELL_FEW = f"SELECT {_FEW}, 0, few::int::float8 FROM few"


def search(
    pool: Pool,
    tables: Tables,
    space: Space,
    vector: Vectors,
    *,
    k: int,
    selection: Selection,
    exact: bool | None,
    exact_below: int,
    walk: Callable[[Connection], None],
) -> Matches:
    """Return the `k` best memories of a selection by cosine.

    Args:
        pool: Where to search.
        tables, space: In which tables.
        vector: float32 of shape (dim,).
        k: How many.
        selection: Which memories.
        exact: Whether to compare one by one rather than to use the index; None if the database has
            to count what is selected first.
        exact_below: How many memories are compared one by one then.
        walk: Has a connection search the index as broadly as it is to be.
    """
    # A query without content (a vector of zeros) matches nothing.
    if not vector.any():
        return no_matches()
    unit = parameter(space, units(vector))
    near = _near(tables, space, unit, k, selection, exact, exact_below)
    sql = f"WITH {near.text} SELECT {_NEAR}, key, score FROM near UNION ALL {_TELL_FEW}"
    with pool.connection() as connection:
        if not exact:
            walk(connection)
        found, _, _, _, few = _sorted_out(asked(connection, sql, near.params))
        # The index gives up after so many candidates; fewer than asked for may not be all.
        if len(found) < k and not _is_true(few):
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
    exact: bool | None,
    exact_below: int,
    walk: Callable[[Connection], None],
) -> tuple[Matches, Matches]:
    """Return the best by cosine and by BM25, in one round trip unless the index gives up.

    Each knows the scores of what the other found.

    Args:
        ranking: How memories are ranked by words.
        exact, exact_below, walk: See `search`.
    """
    unit = parameter(space, units(vector))
    near = _near(tables, space, unit, k, selection, exact, exact_below)
    sql = _both(space, unit, near, ranking, condition(selection), k)
    with pool.connection() as connection:
        if not exact:
            walk(connection)
        by_vector, by_words, cosines, scores, few = _sorted_out(asked(connection, *sql))
    if len(by_vector) < k and not _is_true(few):
        # The index gave up; see `search`.
        return search_both(
            pool, tables, space, vector, ranking, k=k, selection=selection, exact=True,
            exact_below=exact_below, walk=walk,
        )  # fmt: skip
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
        f"WITH {near.text}, words AS MATERIALIZED ({words.text}) "
        f"SELECT {_NEAR}, key, score FROM near UNION ALL "
        f"SELECT {_WORDS}, key, score FROM words UNION ALL "
        f"SELECT {_COSINES}, v.key, -(v.embedding <#> %b::{space.type}) FROM {space.table} v "
        "WHERE v.key = ANY (ARRAY(SELECT key FROM words EXCEPT SELECT key FROM near)) UNION ALL "
        f"SELECT {_SCORES}, key, score FROM ({rest.text}) rest UNION ALL {_TELL_FEW}",
        (*near.params, *words.params, unit, *rest.params),
    )


def _near(
    tables: Tables,
    space: Space,
    unit: object,
    k: int,
    selection: Selection,
    exact: bool | None,
    exact_below: int,
) -> Sql:
    """Return two tables of a WITH clause.

    `near` has the nearest memories and their scores, `few` whether all that are selected were
    compared for that.
    """
    each = compared(tables, space, unit, k, selection)
    if exact:
        return Sql(f"few AS (SELECT true AS few), near AS MATERIALIZED ({each.text})", each.params)
    selected = condition(selection)
    wanted = k * (_MORE_OF_ALL if _is_everything(selection) else _MORE)
    indexed = nearest(tables, space, unit, wanted, selected)
    if exact is False:
        return Sql(
            f"few AS (SELECT false AS few), near AS MATERIALIZED ({indexed.text})", indexed.params
        )
    # Of the two halves, PostgreSQL carries out the one whose condition holds.
    return Sql(
        "few AS MATERIALIZED (SELECT count(*) <= %s AS few FROM "
        f"(SELECT FROM {tables.rows} r WHERE {selected.text} LIMIT %s) g), near AS MATERIALIZED ("
        f"SELECT key, score FROM ({indexed.text}) i WHERE NOT (SELECT few FROM few) UNION ALL "
        f"SELECT key, score FROM ({each.text}) e WHERE (SELECT few FROM few))",
        (exact_below, *selected.params, exact_below + 1, *indexed.params, *each.params),
    )


def _sorted_out(rows: Sequence[tuple[int, int, float]]) -> list[list[tuple[int, float]]]:
    """Return keys and scores by what they belong to."""
    found: list[list[tuple[int, float]]] = [[] for _ in range(_FEW + 1)]
    for which, key, score in rows:
        found[which].append((key, score))
    return found


def _is_true(few: Sequence[tuple[int, float]]) -> bool:
    return bool(few[0][1])


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
    if _is_everything(selection):
        return _compared_all(tables, space, unit, k, selection.now)
    selected = condition(selection)
    # The distance negated is nothing that the index knows, so every row is compared.
    return Sql(
        f"SELECT v.key, -(v.embedding <#> %b::{space.type}) AS score FROM {tables.rows} r "
        f"JOIN {space.table} v ON v.key = r.key WHERE {selected.text} "
        "ORDER BY score DESC, v.key LIMIT %s",
        (unit, *selected.params, k),
    )


def _is_everything(selection: Selection) -> bool:
    """Tell whether only what has expired is left out."""
    return selection.where is None and selection.scope == Scope()


def _compared_all(tables: Tables, space: Space, unit: object, k: int, now: int) -> Sql:
    """Return the statement that compares all memories that have not expired."""
    # Few ever expire: these are looked up, rather than all that are left.
    return Sql(
        f"SELECT v.key, -(v.embedding <#> %b::{space.type}) AS score FROM {space.table} v "
        f"WHERE v.key NOT IN (SELECT key FROM {tables.rows} r WHERE r.expires_at <= %s) "
        "ORDER BY score DESC, v.key LIMIT %s",
        (unit, now, k),
    )
