"""Candidates from a vector search and a text search, fused into one score: a sum of signals.

The fused score is `cosine + weight * coverage` with `coverage = min(1.5, BM25 / ceiling)`, where
the ceiling is the sum of the inverse document frequencies of the query's terms. Unlike a BM25
scaled by the best hit, a coverage means the same from query to query.

The lists are read by the threshold algorithm (Fagin, Lotem and Naor, "Optimal aggregation
algorithms for middleware", 2003): no memory below both lists can score more than the sum of what
stands last in them, so once `k` hits score that much, the best `k` are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from memkit.contracts.store import Keys, Matches, Scores

Mode = Literal["hybrid", "vector", "text"]
Search = Callable[[int], Matches]
Lookup = Callable[[Keys], Scores]

MAX_COVERAGE = 1.5
# So many times deeper each time, until what was found is certain; up to so many.
DEEPER = 4
DEEPEST = 25_600


@dataclass(frozen=True)
class Candidates:
    """Memories that may be hits.

    Attributes:
        keys: int64 of shape (n,).
        signals: Name of a signal -> what it adds to each score, float32 of shape (n,).
        details: What an explanation shows beside the signals, each of shape (n,).
        further: Tells the signals of other memories, which stand below the lists; None for
            candidates that were made from others.
    """

    keys: Keys
    signals: Mapping[str, Scores]
    details: Mapping[str, Scores] = field(default_factory=dict)
    further: Callable[[Keys], Candidates] | None = field(default=None, compare=False)

    @property
    def scores(self) -> NDArray[np.float64]:
        """The sums of the signals, as `sum` would give them."""
        total = np.zeros(len(self.keys))
        for values in self.signals.values():
            total += values
        return total

    def take(self, places: NDArray[np.intp]) -> Candidates:
        """Return some of the candidates, in the given order."""
        return Candidates(
            self.keys[places],
            {name: values[places] for name, values in self.signals.items()},
            {name: values[places] for name, values in self.details.items()},
        )

    def extended(self, keys: Keys) -> Candidates:
        """Return the candidates and further ones, which no signal has found."""
        nothing = np.zeros(len(keys), np.float32)
        return Candidates(
            np.concatenate([self.keys, keys]),
            {name: np.concatenate([values, nothing]) for name, values in self.signals.items()},
            {name: np.concatenate([values, nothing]) for name, values in self.details.items()},
        )

    def joined(self, others: Candidates) -> Candidates:
        """Return the candidates and others of the same signals, none of which is among them."""
        return Candidates(
            np.concatenate([self.keys, others.keys]),
            {
                name: np.concatenate([own, others.signals[name]])
                for name, own in self.signals.items()
            },
            {
                name: np.concatenate([own, others.details[name]])
                for name, own in self.details.items()
            },
        )

    def of(self, keys: Keys) -> Candidates:
        """Return the candidates of these keys; what was not found has what the query gives it."""
        found = np.isin(keys, self.keys)
        order = np.argsort(self.keys)
        places = order[np.searchsorted(self.keys, keys[found], sorter=order)]
        known, rest = self.take(places), keys[~found]
        if not len(rest):
            return known
        assert self.further is not None
        return known.joined(self.further(rest))

    def best(self, n: int) -> Candidates:
        """Return the best `n`, best first; equal scores stand in the order of their keys."""
        return self.take(np.lexsort((self.keys, -self.scores))[:n])

    def adjusted(self, name: str, by: Scores) -> Candidates:
        """Return the candidates with one more signal."""
        return Candidates(self.keys, {**self.signals, name: by}, self.details)


def from_vectors(search: Search, *, k: int, cosines: Lookup) -> Candidates:
    """Return candidates by cosine alone; `cosines` is as `fused` takes it."""
    matches = search(k)

    def scored(keys: Keys, cosine: Scores) -> Candidates:
        return Candidates(keys, {"semantic": cosine}, {"cosine": cosine})

    lookup = matches.lookup or cosines
    found = scored(matches.keys, matches.scores)
    return replace(found, further=lambda keys: scored(keys, lookup(keys)))


def from_text(search: Search, *, k: int) -> Candidates:
    """Return candidates by coverage alone."""
    matches = search(k)

    def scored(keys: Keys, bm25: Scores) -> Candidates:
        shares = coverage(bm25, matches.ceiling)
        return Candidates(keys, {"bm25": shares}, {"bm25": bm25, "coverage": shares})

    found = scored(matches.keys, matches.scores)
    return replace(found, further=lambda keys: scored(keys, _looked_up(keys, matches.lookup)))


def fused(
    both: Callable[[int], tuple[Matches, Matches]],
    *,
    k: int,
    depth: int,
    weight: float,
    cosines: Lookup,
) -> Candidates:
    """Return candidates from both lists.

    Args:
        both: Searches by vector and by text, to a depth.
        k: How many hits are wanted in the end.
        depth: How many of each list to read at first.
        weight: How much a coverage of one counts beside a cosine of one.
        cosines: Cosines of memories that only the text search found, for stores that can't tell.
    """
    while True:
        near, worded = both(depth)
        candidates = _joined(near, worded, weight=weight, cosines=cosines)
        most = weight * _last_coverage(worded, depth)
        certain = _are_certain(
            candidates,
            k,
            bound=_last(near, depth) + most,
            # What may be added to a score that nobody can look up.
            unknown=0.0 if worded.lookup is not None else most,
            known=worded.keys,
        )
        exhausted = len(near) < depth and len(worded) < depth
        if certain or exhausted or depth >= DEEPEST:
            return candidates
        depth *= DEEPER


def _are_certain(
    candidates: Candidates, k: int, *, bound: float, unknown: float, known: Keys
) -> bool:
    """Tell whether the best `k` and their order stay, whatever stands further below.

    Args:
        candidates: What was found so far.
        k: How many hits are wanted in the end.
        bound: The most that a memory can score which was not found.
        unknown: The most that can be missing in the score of one that was not found by words.
        known: The keys of those that were found by words.
    """
    scores = candidates.scores
    if len(scores) < k:
        return False
    least = float(np.partition(scores, len(scores) - k)[-k])
    if least < bound:
        return False
    if not unknown:
        return True
    open_ = ~np.isin(candidates.keys, known)
    return not (scores[open_] + unknown >= least).any()


def coverage(scores: Scores, ceiling: float) -> Scores:
    """Return BM25 as a share of what a memory that holds every query term about once has."""
    if ceiling <= 0:
        return np.zeros(len(scores), np.float32)
    shares: Scores = np.minimum(np.float32(MAX_COVERAGE), scores / np.float32(ceiling))
    return shares


def _joined(near: Matches, worded: Matches, *, weight: float, cosines: Lookup) -> Candidates:
    def scored(keys: Keys, cosine: Scores, bm25: Scores) -> Candidates:
        shares = coverage(bm25, worded.ceiling)
        return Candidates(
            keys,
            {"semantic": cosine, "bm25": np.float32(weight) * shares},
            {"cosine": cosine, "bm25": bm25, "coverage": shares},
        )

    keys = np.union1d(near.keys, worded.keys)
    lookup = near.lookup or cosines
    found = scored(keys, _aligned(keys, near, lookup), _aligned(keys, worded, worded.lookup))
    return replace(
        found, further=lambda more: scored(more, lookup(more), _looked_up(more, worded.lookup))
    )


def _looked_up(keys: Keys, lookup: Lookup | None) -> Scores:
    """Return scores of keys that are on no list; zero where nobody can tell."""
    return np.zeros(len(keys), np.float32) if lookup is None else lookup(keys)


def _aligned(keys: Keys, matches: Matches, lookup: Lookup | None) -> Scores:
    """Return the scores of keys: from the list, else looked up, else zero (below the list)."""
    scores = np.zeros(len(keys), np.float32)
    places = np.searchsorted(keys, matches.keys)
    scores[places] = matches.scores
    if lookup is not None and len(matches) < len(keys):
        missing = np.ones(len(keys), np.bool_)
        missing[places] = False
        scores[missing] = lookup(keys[missing])
    return scores


def _last(matches: Matches, depth: int) -> float:
    # Below a list is nothing better than its end; memories without a vector are not on it, and
    # count as zero.
    return max(0.0, float(matches.scores[-1])) if len(matches) == depth else 0.0


def _last_coverage(matches: Matches, depth: int) -> float:
    if len(matches) < depth or matches.ceiling <= 0:
        return 0.0
    return min(MAX_COVERAGE, float(matches.scores[-1]) / matches.ceiling)
