"""How close memories are to a query, from 0 to 1, whatever the embedder.

A cosine of .7 is a good match in one model and what any two texts have in another. So each query
is also compared with texts that have nothing to do with it, in sixteen languages: the
mean of its best four cosines with them is where "unrelated" lies for this query in this space. It
is higher for a query that shares a language, or only common words, with many texts. (Speaker
verification normalises scores by such a cohort: Auckenthaler, Carey and Lloyd-Thomas, "Score
normalization for text-independent speaker verification systems", 2000.)

    by meaning = the share of the way from there to a cosine of one
    by words   = the coverage of the query's words, squared: half of the words say little beside
                 the meaning. Where nothing but words was searched for, they have to say it alone,
                 and the power is 1.25.
    relevance  = 1 - (1 - by meaning) (1 - by words)

Each counts alone, so the rare word that a name is makes a hit close in any language. What age, a
role or a reranker change of a score does not change how close a memory is.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Scores
from memkit.engine.retrieval.candidates import Candidates

# So many of the best cosines with unrelated texts: one alone may happen to be about the same.
_BEST = 4
# The power of the coverage where no cosine stands beside it; see `benchmarks.nothing_close`.
_ALONE = 1.25


def floor(query: Vectors, unrelated: Vectors | None) -> float | None:
    """Return the cosine that unrelated texts have with a query; None if that is unknown.

    Args:
        query: Of shape (dim,).
        unrelated: Of shape (n, dim), of length one.
    """
    if unrelated is None:
        return None
    cosines = unrelated @ query
    length = float(np.sqrt(query @ query))
    return float(np.partition(cosines, -_BEST)[-_BEST:].mean()) / length if length else 0.0


def by_meaning(cosines: Scores, floor: float) -> Scores:
    """Return which share of the way from unrelated to the same text each cosine is, 0 to 1."""
    way = max(1.0 - floor, 1e-3)
    shares: Scores = (cosines - np.float32(floor)) / np.float32(way)
    return np.minimum(np.maximum(shares, 0), 1)


def judged(found: Candidates, floor: float | None) -> Candidates:
    """Return candidates with the detail "relevance", where it can be told.

    Args:
        found: With the detail "coverage" and, if they were searched for by meaning, "cosine".
        floor: The cosine of unrelated texts with the query; None if it is unknown.
    """
    cosines = found.details.get("cosine")
    if cosines is not None and floor is None:
        return found
    far = np.ones(len(found.keys), np.float32)
    if cosines is not None and floor is not None:
        far -= by_meaning(cosines, floor)
    coverage = found.details.get("coverage")
    if coverage is not None:
        shares = np.minimum(coverage, 1)
        far *= 1 - (np.square(shares) if cosines is not None else shares**_ALONE)
    further = found.further
    return replace(
        found,
        details={**found.details, "relevance": 1 - far},
        further=None if further is None else lambda keys: judged(further(keys), floor),
    )
