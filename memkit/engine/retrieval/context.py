"""Conversations: a reply is also found by what it replies to.

A question and its answer share few words, so a search often finds the question's turn while the
answer is in the next one. With a context of 0.85 a message scores at least 0.85 times what the
message before it scores. `benchmarks/locomo.py --context 0.85` measures it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from memkit.engine.retrieval.candidates import Candidates


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
    lent: dict[int, float] = {}
    for before, after in replies:
        lent[after] = max(lent.get(after, 0.0), context * score_of[before])
    new = np.array(sorted(set(lent) - set(score_of)), np.int64)
    every = candidates.extended(new)
    own = every.scores
    gain = np.array([lent.get(key, 0.0) for key in every.keys.tolist()], np.float32) - own
    return _as_close(every, replies, context=context).adjusted("context", np.maximum(gain, 0))


def _as_close(
    candidates: Candidates, replies: Sequence[tuple[int, int]], *, context: float
) -> Candidates:
    """Return the candidates, each reply at least that share as close as what it replies to."""
    known = candidates.details.get("relevance")
    if known is None:
        return candidates
    own = dict(zip(candidates.keys.tolist(), known.tolist(), strict=True))
    close = dict(own)
    for before, after in replies:
        close[after] = max(close[after], context * own[before])
    relevance = np.array([close[key] for key in candidates.keys.tolist()], np.float32)
    return Candidates(
        candidates.keys, candidates.signals, {**candidates.details, "relevance": relevance}
    )
