"""Text search: memkit's terms in a `tsvector`, ranked by BM25.

The terms of a text are those of memkit's analyser, not PostgreSQL's, and they stand in a `tsvector`
each at one position, which says how often the term occurs (1 to 16,383). So a GIN index finds every
text that holds a term of the query, and its BM25 is computed from the exact numbers.
"""

from __future__ import annotations

import functools
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np

from memkit.contracts import Frequencies, Keys, Matches, ScoreLookup, Scores, no_matches
from memkit.filters import Sql
from memkit.providers.sql_journal import (
    K1,
    B,
    document,
    first_term,
    inverse_document_frequency,
    query_terms,
)
from memkit_postgres.pool import Connection, Pool, asked

# PostgreSQL's limits: a lexeme has up to 2,046 bytes, a position goes up to 16,383, and all
# lexemes of a tsvector together have up to 2**20 bytes.
_LONGEST = 500
_MOST = 16_383
_ROOM = 900_000
# Common terms are left out of the first look if the others are in so many times as many memories
# as are wanted, and their part of a score stays below this share of the rarer ones'.
_MORE = 4
_LIKELY = 0.8


class Document(NamedTuple):
    """A text as the index holds it: a tsvector, and the number of its words."""

    terms: str
    length: int


class Corpus(NamedTuple):
    """Where texts are searched.

    Attributes:
        tables: Joined tables, in which `key` is the memory's key.
        key, terms, length: Expressions for the key, the tsvector and the number of words.
    """

    tables: str
    key: str
    terms: str
    length: str


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many memories are searched, and the mean number of their words.

    Attributes:
        df: In how many of them words occur in one of their forms, as far as anybody has asked.
    """

    n: int
    average_length: float
    df: dict[Forms, int] = field(default_factory=dict)


# The forms that one word of a query is found in.
Forms = tuple[str, ...]


# A journal and its store ask for the same texts, one after the other.
@functools.lru_cache(maxsize=8192)
def document_of(text: str) -> Document:
    """Return what the index holds of a text."""
    found, length = document(text)
    written, room = [], _ROOM
    for term, count in Counter(found).items():
        lexeme = _lexeme(term)
        room -= len(lexeme.encode()) + 8
        if room < 0:
            break
        written.append(f"{_quoted(lexeme)}:{min(count, _MOST)}")
    return Document(" ".join(written), length)


def counting(corpus: Corpus, within: Sql) -> Sql:
    """Return the statement that counts the memories that a condition holds for."""
    return Sql(
        f"SELECT count(*), avg({corpus.length})::float8 FROM {corpus.tables} WHERE {within.text}",
        within.params,
    )


def counted(row: Sequence[Any]) -> Statistics:
    """Return the statistics that `counting` told."""
    n, average = row
    return Statistics(int(n), max(1.0, average or 1.0))


def statistics(connection: Connection, corpus: Corpus, within: Sql) -> Statistics:
    """Return the statistics of the memories that a condition holds for."""
    sql = counting(corpus, within)
    return counted(asked(connection, *sql)[0])


def counting_terms(corpus: Corpus, wanted: Sequence[Forms], within: Sql) -> Sql:
    """Return the statement that counts in how many memories each of some words occurs."""
    counts = ", ".join(
        f"(SELECT count(*) FROM {corpus.tables} WHERE {corpus.terms} @@ %s::tsquery "
        f"AND {within.text})"
        for _ in wanted
    )
    params = [item for forms in wanted for item in (_any_of([forms]), *within.params)]
    return Sql(f"SELECT {counts}", tuple(params))


def learn(statistics: Statistics, wanted: Sequence[Forms], row: Sequence[int]) -> None:
    """Keep what `counting_terms` told."""
    # Memories may have come since the others were counted.
    for forms, n in zip(wanted, row, strict=True):
        statistics.df[forms] = min(n, statistics.n)


def frequencies(
    connection: Connection,
    corpus: Corpus,
    words: Sequence[str],
    *,
    within: Sql,
    statistics: Statistics,
) -> Frequencies:
    """Return in how many memories words occur, each in the form that it has in any language."""
    wanted = [(first_term(word),) for word in words]
    df = _df(connection, corpus, wanted, within, statistics)
    return Frequencies(statistics.n, [df[forms] for forms in wanted])


@dataclass(frozen=True, slots=True)
class Ranking:
    """How the memories of a corpus are ranked for one query.

    Attributes:
        corpus: Where.
        idf: The weights of the query's words, by the forms that each is found in.
        statistics: Those of the scope.
        leading: The words of which a memory must hold one to be looked at: all of them, or without
            the most common, as long as these alone can't bring a memory among the best.
    """

    corpus: Corpus
    idf: dict[Forms, float]
    statistics: Statistics
    leading: Sequence[Forms]

    @property
    def ceiling(self) -> float:
        """The sum of the weights."""
        return sum(self.idf.values())

    @property
    def whole(self) -> Ranking:
        """The ranking that looks at every memory with one of the terms."""
        return replace(self, leading=list(self.idf))

    def sql(self, selected: Sql) -> Sql:
        """Return the statement of keys and scores: BM25 as `memkit.text.bm25` has it."""
        corpus, a, b = self.corpus, K1 * (1 - B), K1 * B / self.statistics.average_length
        lexemes = [_lexeme(form) for forms in self.idf for form in forms]
        weights = [weight * (K1 + 1) for weight in self.idf.values()]
        found = (
            f"FROM {corpus.tables} CROSS JOIN LATERAL unnest({corpus.terms}) u "
            f"WHERE {corpus.terms} @@ %s::tsquery AND u.lexeme = ANY (%s::text[]) "
            f"AND {selected.text}"
        )
        wanted = (_any_of(self.leading), lexemes, *selected.params)
        if len(lexemes) == len(weights):
            return Sql(
                f"SELECT {corpus.key} AS key, "
                "sum((%s::float8[])[array_position(%s::text[], u.lexeme)] * u.positions[1] "
                f"/ (u.positions[1] + %s + %s * {corpus.length})) AS score {found} GROUP BY 1",
                (weights, lexemes, a, b, *wanted),
            )
        # A text may hold a word in several forms, which count as one.
        words = [number for number, forms in enumerate(self.idf, 1) for _ in forms]
        return Sql(
            "SELECT key, sum((%s::float8[])[word] * tf / (tf + %s + %s * length)) AS score FROM "
            f"(SELECT {corpus.key} AS key, {corpus.length} AS length, "
            "(%s::integer[])[array_position(%s::text[], u.lexeme)] AS word, "
            f"max(u.positions[1]) AS tf {found} GROUP BY 1, 2, 3) f GROUP BY 1",
            (weights, a, b, words, lexemes, *wanted),
        )

    def best(self, selected: Sql, k: int) -> Sql:
        """Return the statement of the best `k`, best first.

        A memory without any of the leading terms scores less than its other terms could bring if
        they occurred without end (the bound of MaxScore: Turtle and Flood, "Query evaluation:
        strategies and optimizations", 1995). Where that leaves it open which are the best, the
        statement goes on to look at every memory with one of the terms.
        """
        sql = self.sql(selected)
        # Terms add up in any order: what is equal but for the last digit is equal.
        ordered = f"SELECT key, score FROM ({sql.text}) s ORDER BY score::real DESC, key LIMIT %s"
        first = Sql(ordered, (*sql.params, k))
        rest = [weight for term, weight in self.idf.items() if term not in self.leading]
        if not rest:
            return first
        whole = self.whole.best(selected, k)
        return Sql(
            f"WITH first AS MATERIALIZED ({first.text}), enough AS MATERIALIZED "
            "(SELECT count(*) >= %s AND min(score) > %s AS enough FROM first) "
            "SELECT key, score FROM first WHERE (SELECT enough FROM enough) UNION ALL "
            f"SELECT key, score FROM ({whole.text}) w WHERE NOT (SELECT enough FROM enough)",
            (*first.params, k, (K1 + 1) * sum(rest), *whole.params),
        )

    def among(self, keys: Sequence[int]) -> Sql:
        """Return the statement of the scores of some memories."""
        return self.whole.sql(Sql(f"{self.corpus.key} = ANY (%s::bigint[])", (keys,)))


def ranking(
    connection: Connection,
    corpus: Corpus,
    query: str,
    *,
    k: int,
    within: Sql,
    statistics: Statistics,
) -> Ranking | None:
    """Return how the memories of a scope are ranked; None for a query that finds nothing.

    Args:
        connection: Counts terms that nobody has asked for so far.
        corpus: In which tables.
        query: The query as users type it.
        k: How many memories are wanted.
        within: The memories whose statistics count: those of the scope.
        statistics: Those of the scope.
    """
    wanted = [term.forms for term in query_terms(query)]
    if not wanted or not statistics.n:
        return None
    df = _df(connection, corpus, wanted, within, statistics)
    idf = {forms: inverse_document_frequency(df[forms], statistics.n) for forms in wanted}
    return Ranking(corpus, idf, statistics, _leading(idf, df, k))


def _leading(idf: dict[Forms, float], df: dict[Forms, int], k: int) -> list[Forms]:
    """Return the terms without the most common, if these will hardly count among the best `k`."""
    kept = sorted(idf, key=lambda forms: df[forms])
    spared = 0.0
    while len(kept) > 1 and sum(df[term] for term in kept[:-1]) >= _MORE * k:
        spared += (K1 + 1) * idf[kept[-1]]
        # What stands at the end of the best holds one of the others about once.
        if spared > _LIKELY * idf[kept[-2]]:
            break
        kept.pop()
    return kept


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
    with pool.connection() as connection:
        ranked = ranking(connection, corpus, query, k=k, within=within, statistics=statistics)
        if ranked is None:
            return no_matches()
        found = asked(connection, *ranked.best(selected, k))

    def lookup(keys: Keys) -> Scores:
        return looked_up(pool, ranked.among(keys.tolist()), keys)

    return matches(found, ceiling=ranked.ceiling, lookup=lookup)


def matches(
    found: Sequence[tuple[int, float]], *, ceiling: float = 0.0, lookup: ScoreLookup
) -> Matches:
    """Return keys and scores as matches."""
    return Matches(
        np.array([key for key, _ in found], np.int64),
        np.array([score for _, score in found], np.float32),
        ceiling=ceiling,
        lookup=lookup,
    )


def looked_up(pool: Pool, sql: Sql, keys: Keys) -> Scores:
    """Return the scores of keys that a statement tells; zero for others."""
    with pool.connection() as connection:
        scores = dict(asked(connection, *sql))
    return np.array([scores.get(key, 0.0) for key in keys.tolist()], np.float32)


def _df(
    connection: Connection,
    corpus: Corpus,
    wanted: Sequence[Forms],
    within: Sql,
    statistics: Statistics,
) -> dict[Forms, int]:
    """Return in how many memories words occur, in one statement for those not asked before."""
    new = [forms for forms in dict.fromkeys(wanted) if forms not in statistics.df]
    if new:
        sql = counting_terms(corpus, new, within)
        learn(statistics, new, asked(connection, *sql)[0])
    return statistics.df


def _any_of(words: Sequence[Forms]) -> str:
    """Return the tsquery of texts that hold one of some words, in any of its forms."""
    return " | ".join(_quoted(_lexeme(form)) for forms in words for form in forms)


def _lexeme(term: str) -> str:
    # What is too long for a lexeme is known by its beginning and a digest.
    if len(term) <= _LONGEST // 4:
        return term
    return f"{term[:20]}#{hashlib.blake2b(term.encode(), digest_size=16).hexdigest()}"


def _quoted(lexeme: str) -> str:
    doubled = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
