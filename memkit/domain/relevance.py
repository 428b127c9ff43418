"""How close a hit is to its query: one scale for every embedder, query and memory.

0 is where unrelated texts lie, 1 is the same text or every word of the query. What is measured,
and how, stands in `memkit.engine.retrieval.closeness`.
"""

from __future__ import annotations

from collections.abc import Mapping

# From here on a hit counts as close. `python -m benchmarks.nothing_close` shows what that costs:
# how many questions without an answer pass it, and how many with one do not.
CLOSE = 0.28

NOTHING_CLOSE = "Nothing close was found; the nearest are shown."


def is_weak(relevance: float | None) -> bool:
    """Tell whether a hit is hardly closer than unrelated texts are; not if nobody knows."""
    return relevance is not None and relevance < CLOSE


def closest(first: float | None, second: float | None) -> float | None:
    """Return the greater of two; None where both are unknown."""
    known = [one for one in (first, second) if one is not None]
    return max(known, default=None)


def full_bar(reasons: Mapping[str, float], relevance: float | None) -> float:
    """Return the sum of positive reasons that would fill a hit's bar: it is as long as it is close.

    Args:
        reasons: What each signal adds to the score.
        relevance: How close the hit is; None draws the score itself, on a bar that stands for 1.
    """
    positive = sum(part for part in reasons.values() if part > 0)
    if relevance is None:
        return max(1.0, positive)
    return positive / relevance if relevance > 0 else float("inf")
