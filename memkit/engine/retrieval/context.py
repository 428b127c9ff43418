"""Conversations: a message is also found by what was said right before or after it.

A question and its answer share few words, so a search often finds the question's turn while the
answer is in the next one. And what a user says to an assistant in passing is told at length in the
answer. So, where nobody says otherwise, a message rises half the way to the score of

- the message before it, between two people: both have names, and not the same one;
- the assistant's answer to it.

A given context is for all messages, whoever said them: with 0.85 one scores at least 0.85 times
what the message before it scores. `benchmarks/locomo.py` and `benchmarks/beam.py` measure both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from memkit.contracts.journal import Turn
from memkit.engine.retrieval.candidates import Candidates

# How far a message rises to the score of what it belongs with.
SHARE = 0.5


def neighbours(turns: Iterable[Turn]) -> Iterator[tuple[int, int]]:
    """Yield pairs of keys: a message that lends, and the one that it lends to."""
    by_key = {turn.key: turn for turn in turns}
    for after in by_key.values():
        before = by_key.get(after.follows or 0)
        if before is None or before.role == "assistant":
            continue
        if after.role == "assistant":
            yield after.key, before.key
        elif before.name and after.name and before.name != after.name:
            yield before.key, after.key


def lent(
    candidates: Candidates, pairs: Sequence[tuple[int, int]], *, scores: NDArray[np.float64]
) -> Candidates:
    """Return the candidates with the signal "context", half the way to a better neighbour, if any.

    Args:
        candidates: What was found, all that is lent to among it.
        pairs: What `neighbours` yields.
        scores: What each of the candidates lends.
    """
    own = dict(zip(candidates.keys.tolist(), candidates.scores.tolist(), strict=True))
    lends = dict(zip(candidates.keys.tolist(), scores.tolist(), strict=True))
    gain = dict.fromkeys(own, 0.0)
    for lender, borrower in pairs:
        if lender in lends and borrower in own:
            more = SHARE * (lends[lender] - own[borrower])
            gain[borrower] = max(gain[borrower], more)
    if not any(gain.values()):
        return candidates
    close = _as_close(candidates, pairs, lambda lender, own: own + SHARE * (lender - own))
    return close.adjusted("context", np.array(list(gain.values()), np.float32))


def with_replies(
    candidates: Candidates, replies: Sequence[tuple[int, int]], *, context: float
) -> Candidates:
    """Return the candidates and the replies to them, with the signal "context".

    Args:
        candidates: What was found.
        replies: Pairs of keys: a candidate, and the message that was said right after it.
        context: The share of the score before that a reply has at least.
    """
    if not replies:
        return candidates
    score_of = dict(zip(candidates.keys.tolist(), candidates.scores.tolist(), strict=True))
    least: dict[int, float] = {}
    for before, after in replies:
        least[after] = max(least.get(after, 0.0), context * score_of[before])
    new = np.array(sorted(set(least) - set(score_of)), np.int64)
    every = candidates.extended(new)
    own = every.scores
    gain = np.array([least.get(key, 0.0) for key in every.keys.tolist()], np.float32) - own
    close = _as_close(every, replies, lambda lender, _: context * lender)
    return close.adjusted("context", np.maximum(gain, 0))


def _as_close(
    candidates: Candidates,
    pairs: Sequence[tuple[int, int]],
    lend: Callable[[float, float], float],
) -> Candidates:
    """Return the candidates, whatever is lent to also as close to the query as that makes it.

    Args:
        candidates: What was found.
        pairs: Pairs of keys: what lends, and what it lends to.
        lend: Given how close both are, returns how close the latter becomes at least.
    """
    known = candidates.details.get("relevance")
    if known is None:
        return candidates
    own = dict(zip(candidates.keys.tolist(), known.tolist(), strict=True))
    close = dict(own)
    for lender, borrower in pairs:
        if lender in own and borrower in own:
            close[borrower] = max(close[borrower], lend(own[lender], own[borrower]))
    relevance = np.array([close[key] for key in candidates.keys.tolist()], np.float32)
    return replace(candidates, details={**candidates.details, "relevance": relevance})
