"""How good rankings are, given what should have been found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over queries with its bootstrap interval.

    Attributes:
        mean: The mean.
        low, high: The ends of the interval; NaN, as the mean, where there are no queries.
    """

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"


def recall(ranked: Sequence[str], relevant: Collection[str], *, k: int) -> float:
    """Return which share of the relevant ids stands among the first `k`.

    Args:
        ranked: Ids, best first, without repeats.
        relevant: Ids that should be found; with none, the recall is NaN.
        k: The cut.
    """
    wanted = set(relevant)
    return len(wanted.intersection(ranked[:k])) / len(wanted) if wanted else float("nan")


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str]) -> float:
    """Return one over the rank of the first relevant id, 0 if there is none.

    Its mean over queries is the MRR (Voorhees, "The TREC-8 Question Answering Track", 1999).

    Args:
        ranked: Ids, best first.
        relevant: Ids that should be found; with none, the value is NaN.
    """
    if not relevant:
        return float("nan")
    wanted = set(relevant)
    ranks = (rank for rank, id_ in enumerate(ranked, start=1) if id_ in wanted)
    return 1 / next(ranks, float("inf"))


def ndcg(ranked: Sequence[str], gains: Mapping[str, float] | Collection[str], *, k: int) -> float:
    """Return the normalised discounted cumulative gain of the first `k`.

    Args:
        ranked: Ids, best first, without repeats.
        gains: Ids that should be found, each with its gain above zero, or all with a gain of one;
            with none, the value is NaN.
        k: The cut.

    Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002.
    """
    gain = dict(gains) if isinstance(gains, Mapping) else dict.fromkeys(gains, 1.0)
    best = _discounted(sorted(gain.values(), reverse=True)[:k])
    if best == 0:
        return float("nan")
    return _discounted([gain.get(id_, 0.0) for id_ in ranked[:k]]) / best


def _discounted(gains: Sequence[float]) -> float:
    return float(sum(gain / np.log2(rank) for rank, gain in enumerate(gains, start=2)))


def per_query(
    ranked: Mapping[str, Sequence[str]], relevant: Mapping[str, Collection[str]], *, k: int
) -> dict[str, NDArray[np.float64]]:
    """Return "recall", "mrr" and "ndcg" of each query, in the order of `relevant`.

    Args:
        ranked: Query -> ids, best first.
        relevant: Query -> ids that should be found.
        k: The cut for recall and nDCG; the reciprocal rank looks at all that were ranked.

    Raises:
        ValueError: A query has no ranking, or no relevant id.
    """
    for query, wanted in relevant.items():
        if query not in ranked:
            raise ValueError(f"Query {query!r} has no ranking.")
        if not wanted:
            raise ValueError(f"Query {query!r} has no relevant id, so it can't be judged.")
    measures: dict[str, Callable[[str], float]] = {
        "recall": lambda query: recall(ranked[query], relevant[query], k=k),
        "mrr": lambda query: reciprocal_rank(ranked[query], relevant[query]),
        "ndcg": lambda query: ndcg(ranked[query], relevant[query], k=k),
    }
    return {
        name: np.array([measure(query) for query in relevant], np.float64)
        for name, measure in measures.items()
    }


def bootstrap(
    values: NDArray[np.float64], *, resamples: int = 2000, level: float = 0.95, seed: int = 0
) -> Interval:
    """Return the mean of values with its percentile bootstrap interval.

    Give the differences of two systems on the same queries to compare these: the interval of a
    paired difference is narrower than those of the two means suggest.

    Args:
        values: One a query, of shape (n,).
        resamples: How many samples to draw, with replacement.
        level: How often the interval should hold the true mean.
        seed: For the samples.

    Efron, "Bootstrap Methods: Another Look at the Jackknife", 1979.
    """
    if len(values) == 0:
        return Interval(float("nan"), float("nan"), float("nan"))
    chance = np.random.default_rng(seed)
    means = np.array(
        [values[chance.integers(0, len(values), len(values))].mean() for _ in range(resamples)]
    )
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(values.mean()), float(low), float(high))
