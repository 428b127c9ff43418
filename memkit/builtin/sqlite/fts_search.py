"""Text search by the journal, for stores that have none.

FTS5 proposes, BM25 over the whole scope disposes: the index finds candidates, ranked by its own
`bm25()`; these are scored again with memkit's constants and the statistics of the scope.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from memkit.builtin.sqlite.fts import scope_tokens
from memkit.contracts.store import Matches, no_matches
from memkit.domain.records import Scope
from memkit.filters import Sql
from memkit.text.bm25 import bm25, inverse_document_frequency, query_terms, terms

# How many candidates FTS5 gives for each hit that is wanted, and at least. Its own ranking does
# not know how often a term occurs in a text.
_CANDIDATES = 5
_LEAST_CANDIDATES = 500


def search(
    connection: sqlite3.Connection,
    query: str,
    *,
    k: int,
    scope: Scope,
    tables: str,
    condition: Sql,
    statistics: tuple[int, float],
) -> Matches:
    """Return the best `k` memories by BM25.

    Args:
        connection: A connection to read with.
        query: The query as users type it.
        k: How many.
        scope: Whose memories.
        tables: The tables that `condition` refers to, with `m` for the memories.
        condition: What a memory has to satisfy: SQL and its values.
        statistics: Number of memories in the scope, and their mean length in terms.
    """
    wanted = query_terms(query)
    n, average_length = statistics
    if not wanted or not n:
        return no_matches()
    within = _within(scope)
    idf = {word: inverse_document_frequency(_df(connection, word, within), n) for word in wanted}
    sql, values = condition
    any_word = " OR ".join(f'"{word}"' for word in wanted)
    rows = connection.execute(
        f"SELECT m.key, t.text FROM memories_fts CROSS JOIN {tables} "
        "WHERE m.key = memories_fts.rowid AND memories_fts MATCH ? "
        f"AND {sql} ORDER BY bm25(memories_fts, 1.0, 0.0) LIMIT ?",
        [f"terms : ({any_word}){within}", *values, max(k * _CANDIDATES, _LEAST_CANDIDATES)],
    ).fetchall()
    keys = np.array([key for key, _ in rows], np.int64)
    scores = score([text for _, text in rows], idf, average_length)
    best = np.argsort(-scores, kind="stable")[:k]
    return Matches(keys[best], scores[best], ceiling=sum(idf.values()))


def frequency(connection: sqlite3.Connection, word: str, scope: Scope) -> int:
    """Return in how many memories of a scope a word occurs (its rarest term, if it has more)."""
    within = _within(scope)
    return min((_df(connection, term, within) for term in query_terms(word)), default=0)


def _within(scope: Scope) -> str:
    return "".join(f' AND scope : "{token}"' for token in scope_tokens(scope))


def _df(connection: sqlite3.Connection, term: str, within: str) -> int:
    row = connection.execute(
        "SELECT count(*) FROM memories_fts WHERE memories_fts MATCH ?",
        [f'terms : "{term}"{within}'],
    ).fetchone()
    return int(row[0])


def score(
    texts: Sequence[str], idf: dict[str, float], average_length: float
) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Return the BM25 of texts for a query whose terms have these document frequencies."""
    counts = [Counter(terms(text)) for text in texts]
    length = np.array([sum(count.values()) for count in counts], np.float32)
    total = np.zeros(len(texts), np.float32)
    for word, weight in idf.items():
        tf = np.array([count[word] for count in counts], np.float32)
        total += bm25(tf, length, idf=weight, average_length=average_length)
    return total
