"""Text search: memkit's terms in a `tsvector`, ranked by BM25.

The terms of a text are those of memkit's analyser, not PostgreSQL's, and they stand in a `tsvector`
each at one position, which says how often the term occurs (1 to 16,383). So a GIN index finds every
text that holds a term of the query, and its BM25 is computed from the exact numbers.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from memkit.contracts.store import Frequencies, Keys, Matches, Scores, no_matches
from memkit.filters import Sql
from memkit.providers.sql_journal import K1, B, inverse_document_frequency, query_terms, terms
from memkit_postgres.pool import Connection, Pool

# PostgreSQL's limits: a lexeme has up to 2,046 bytes, a position goes up to 16,383, and all
# lexemes of a tsvector together have up to 2**20 bytes.
_LONGEST = 500
_MOST = 16_383
_ROOM = 900_000


class Document(NamedTuple):
    """A text as the index holds it: a tsvector, and the number of its terms."""

    terms: str
    length: int


class Corpus(NamedTuple):
    """Where texts are searched.

    Attributes:
        tables: Joined tables, in which `key` is the memory's key.
        key, terms, length: Expressions for the key, the tsvector and the number of terms.
    """

    tables: str
    key: str
    terms: str
    length: str


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many memories are searched, and the mean number of their terms.

    Attributes:
        df: In how many of them terms occur, as far as anybody has asked.
    """

    n: int
    average_length: float
    df: dict[str, int] = field(default_factory=dict)


def document_of(text: str) -> Document:
    """Return what the index holds of a text."""
    found = terms(text)
    written, room = [], _ROOM
    for term, count in Counter(found).items():
        lexeme = _lexeme(term)
        room -= len(lexeme.encode()) + 8
        if room < 0:
            break
        written.append(f"{_quoted(lexeme)}:{min(count, _MOST)}")
    return Document(" ".join(written), len(found))


def statistics(connection: Connection, corpus: Corpus, within: Sql) -> Statistics:
    """Return the statistics of the memories that a condition holds for."""
    row = connection.execute(
        f"SELECT count(*), avg({corpus.length})::float8 FROM {corpus.tables} WHERE {within.text}",
        within.params,
    ).fetchone()
    n, average = row or (0, None)
    return Statistics(int(n), max(1.0, average or 1.0))


def frequencies(
    connection: Connection,
    corpus: Corpus,
    words: Sequence[str],
    *,
    within: Sql,
    statistics: Statistics,
) -> Frequencies:
    """Return in how many memories words occur (a word's rarest term, if it has more)."""
    by_word = [query_terms(word) for word in words]
    wanted = [term for found in by_word for term in found]
    df = _df(connection, corpus, wanted, within, statistics)
    return Frequencies(
        statistics.n, [min((df[term] for term in found), default=0) for found in by_word]
    )


def search(
    pool: Pool,
    corpus: Corpus,
    query: str,
    *,
    k: int,
    within: Sql,
    selected: Sql,
    statistics: Statistics,
) -> Matches:
    """Return the best `k` memories by BM25.

    Args:
        pool: Where to search.
        corpus: In which tables.
        query: The query as users type it.
        k: How many.
        within: The memories whose statistics count: those of the scope.
        selected: The memories that may be returned.
        statistics: Those of the scope.
    """
    wanted = query_terms(query)
    if not wanted or not statistics.n:
        return no_matches()
    with pool.connection() as connection:
        df = _df(connection, corpus, wanted, within, statistics)
        idf = {term: inverse_document_frequency(df[term], statistics.n) for term in wanted}
        sql = _ranking(corpus, idf, selected, statistics)
        found = connection.execute(
            f"{sql.text} ORDER BY score DESC, key LIMIT %s", [*sql.params, k]
        ).fetchall()

    def lookup(keys: Keys) -> Scores:
        among = Sql(f"{corpus.key} = ANY (%s::bigint[])", (keys.tolist(),))
        sql = _ranking(corpus, idf, among, statistics)
        with pool.connection() as connection:
            scores = dict(connection.execute(sql.text, sql.params).fetchall())
        return np.array([scores.get(key, 0.0) for key in keys.tolist()], np.float32)

    return Matches(
        np.array([key for key, _ in found], np.int64),
        np.array([score for _, score in found], np.float32),
        ceiling=sum(idf.values()),
        lookup=lookup,
    )


def _ranking(corpus: Corpus, idf: dict[str, float], selected: Sql, statistics: Statistics) -> Sql:
    # BM25 as `memkit.text.bm25` has it, for the memories that hold any of the terms.
    weights = [weight * (K1 + 1) for weight in idf.values()]
    return Sql(
        f"SELECT {corpus.key} AS key, sum(q.weight * u.positions[1] / "
        f"(u.positions[1] + %s + %s * {corpus.length})) AS score FROM {corpus.tables} "
        f"CROSS JOIN LATERAL unnest({corpus.terms}) u "
        "JOIN unnest(%s::text[], %s::float8[]) q (term, weight) ON q.term = u.lexeme "
        f"WHERE {corpus.terms} @@ %s::tsquery AND {selected.text} GROUP BY 1",
        (
            K1 * (1 - B), K1 * B / statistics.average_length, [_lexeme(term) for term in idf],
            weights, " | ".join(_quoted(_lexeme(term)) for term in idf), *selected.params,
        ),
    )  # fmt: skip


def _df(
    connection: Connection,
    corpus: Corpus,
    wanted: Sequence[str],
    within: Sql,
    statistics: Statistics,
) -> dict[str, int]:
    """Return in how many memories terms occur, in one statement for those not asked before."""
    new = [term for term in dict.fromkeys(wanted) if term not in statistics.df]
    if new:
        counts = ", ".join(
            f"(SELECT count(*) FROM {corpus.tables} WHERE {corpus.terms} @@ %s::tsquery "
            f"AND {within.text})"
            for _ in new
        )
        params: list[Any] = []
        for term in new:
            params += [_quoted(_lexeme(term)), *within.params]
        row = connection.execute(f"SELECT {counts}", params).fetchone() or ()
        # Memories may have come since the others were counted.
        statistics.df.update((term, min(n, statistics.n)) for term, n in zip(new, row, strict=True))
    return statistics.df


def _lexeme(term: str) -> str:
    # What is too long for a lexeme is known by its beginning and a digest.
    if len(term) <= _LONGEST // 4:
        return term
    return f"{term[:20]}#{hashlib.blake2b(term.encode(), digest_size=16).hexdigest()}"


def _quoted(lexeme: str) -> str:
    doubled = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
