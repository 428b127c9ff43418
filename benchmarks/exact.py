"""What a search ought to return, worked out by brute force, to compare with what it does return.

Nothing of the stores or of the journal is used: texts are analysed and embedded again, and every
memory is scored with the documented formula

    score = cosine + weight * min(1.5, BM25 / sum of the IDF of the query's terms)

where the number of memories, their mean length and the document frequencies are those of the
scope that is searched. The analyser, the two weighting functions of `memkit.text` and the
embedder are memkit's own; finding, counting, fusing and ranking are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from benchmarks import data
from memkit.contracts.embedder import Embedder
from memkit.domain import defaults
from memkit.engine.retrieval.candidates import MAX_COVERAGE
from memkit.plugins import create
from memkit.text.bm25 import bm25, inverse_document_frequency
from memkit.text.terms import document, first_term, query_terms

# Scores that differ by less may stand in either order: sums of float32 depend on their order.
_TIE = 2e-5
_CHUNK = 4096


@dataclass(frozen=True)
class ScopedQuery:
    """A search whose answer is wanted.

    Attributes:
        question: Its text.
        user: The user's number, or None for all memories.
        least_priority: Only memories of this priority or a higher one.
    """

    question: str
    user: int | None = None
    least_priority: int = 0


@dataclass
class Statistics:
    """What is known of the words that matter: where they stand, and how long texts are."""

    lengths: NDArray[np.float32]
    rows: dict[str, list[int]] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Scored:
    """The true scores of all memories for one search: -inf for those that may not be found."""

    vector: NDArray[np.float32]
    hybrid: NDArray[np.float32]


def scored(workload: data.Workload, searches: Sequence[ScopedQuery]) -> Iterator[Scored]:
    """Yield the true scores for each search. Reads the memories twice, a piece at a time."""
    embedder: Embedder = create("embedder", defaults.EMBEDDER)
    words = {item.question: _words(embedder, item.question) for item in searches}
    wanted = {
        form for item in searches for term in query_terms(item.question) for form in term.forms
    }
    wanted |= {first_term(word) for found in words.values() for word in found}
    statistics = _statistics(workload, wanted)
    scopes = {item.user: _scope(workload, item.user) for item in searches}
    queries = np.array(
        [_query(embedder, item.question, statistics, scopes[item.user]) for item in searches]
    )
    cosines = np.empty((len(searches), workload.n), np.float32)
    start = 0
    for texts in _chunks(workload.texts()):
        vectors = embedder.embed_batch(texts, kind="document")
        cosines[:, start : start + len(texts)] = queries @ vectors.T
        start += len(texts)
    for item, cosine in zip(searches, cosines, strict=True):
        inside = scopes[item.user]
        found = cosine + embedder.text_weight * _coverage(item.question, statistics, inside)
        allowed = inside & (workload.priorities >= item.least_priority)
        cosine[~allowed] = -np.inf
        found[~allowed] = -np.inf
        yield Scored(cosine, found.astype(np.float32))


def recall(scores: NDArray[np.float32], found: Sequence[int], k: int = 10) -> float:
    """Return the share of the true best `k` that was found; equal scores are equally good.

    Args:
        scores: The true scores of all memories.
        found: Which memories were returned.
        k: How many were wanted.
    """
    k = min(k, int(np.count_nonzero(scores > -np.inf)))
    kth = np.partition(scores, len(scores) - k)[len(scores) - k]
    good = sum(1 for row in set(found[:k]) if scores[row] >= kth - _TIE)
    return good / k


def _words(embedder: Embedder, question: str) -> list[str]:
    """Return the words whose document frequency the embedder asks for."""
    seen: list[str] = []

    def idf(word: str) -> float:
        seen.append(word)
        return 1.0

    embedder.embed_query(question, idf=idf)
    return seen


def _statistics(workload: data.Workload, wanted: set[str]) -> Statistics:
    statistics = Statistics(np.zeros(workload.n, np.float32))
    for term in wanted:
        statistics.rows[term] = []
        statistics.counts[term] = []
    for row, text in enumerate(workload.texts()):
        found = document(text)
        statistics.lengths[row] = found.length
        for term, count in Counter(found.terms).items():
            if term in wanted:
                statistics.rows[term].append(row)
                statistics.counts[term].append(count)
    return statistics


def _scope(workload: data.Workload, user: int | None) -> NDArray[np.bool_]:
    return np.ones(workload.n, np.bool_) if user is None else workload.owners == user


def _frequency(term: str, statistics: Statistics, inside: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(inside[statistics.rows[term]]))


def _query(
    embedder: Embedder, question: str, statistics: Statistics, inside: NDArray[np.bool_]
) -> NDArray[np.float32]:
    n = int(np.count_nonzero(inside))

    def idf(word: str) -> float:
        return float(np.log1p((n + 1) / (_frequency(first_term(word), statistics, inside) + 1)))

    vector: NDArray[np.float32] = embedder.embed_query(question, idf=idf)
    return vector


def _coverage(
    question: str, statistics: Statistics, inside: NDArray[np.bool_]
) -> NDArray[np.float32]:
    n = int(np.count_nonzero(inside))
    average = max(1.0, float(statistics.lengths[inside].sum(dtype=np.float64)) / max(1, n))
    total = np.zeros(len(inside), np.float32)
    ceiling = 0.0
    for term in query_terms(question):
        rows, tf = _postings(term.forms, statistics)
        idf = inverse_document_frequency(int(np.count_nonzero(inside[rows])), n)
        ceiling += idf
        total[rows] += bm25(tf, statistics.lengths[rows], idf=idf, average_length=average)
    if ceiling <= 0:
        return np.zeros_like(total)
    covered: NDArray[np.float32] = np.minimum(MAX_COVERAGE, total / np.float32(ceiling))
    return covered


def _postings(
    forms: Sequence[str], statistics: Statistics
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the rows that hold one of some terms, and how often the most frequent."""
    most: dict[int, int] = {}
    for form in forms:
        for row, count in zip(statistics.rows[form], statistics.counts[form], strict=True):
            most[row] = max(most.get(row, 0), count)
    return np.array(list(most), np.int64), np.array(list(most.values()), np.float32)


def _chunks(texts: Iterable[str]) -> Iterator[list[str]]:
    iterator = iter(texts)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk
