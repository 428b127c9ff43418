"""What it changes for a search that memories are messages: who said them, and what beside them.

Scores are only taken from, or rise to at most that of a better candidate. So what is not among the
best `k` of the lists scores no more than the last of these, whoever said it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from memkit.contracts.store import Keys, Selection
from memkit.engine.retrieval import roles
from memkit.engine.retrieval.candidates import Candidates
from memkit.engine.retrieval.context import lent, neighbours, with_replies
from memkit.engine.retrieval.indexes import Words
from memkit.engine.retrieval.roles import RoleWeights
from memkit.text.addressed import asks_the_assistant


@dataclass(frozen=True, slots=True)
class Speech:
    """How a search takes messages.

    Attributes:
        weights: The share that a role's messages count.
        lends: Whether messages lend to those they belong with.
        context: The share of the score before that every message has at least.
    """

    weights: RoleWeights
    lends: bool
    context: float

    @classmethod
    def of(cls, query: str, *, context: float | None, weights: RoleWeights | None) -> Speech:
        """Return what holds for a query, given what was asked for; None for the defaults.

        To a question for what the assistant said, its answers lend nothing: they are what is meant.
        """
        lends = context is None and not asks_the_assistant(query)
        weights = roles.fitting(query) if weights is None else weights
        return cls(weights, lends=lends, context=context or 0.0)


def spoken(
    index: Words, found: Candidates, *, k: int, selection: Selection, speech: Speech
) -> Candidates:
    """Return the best `k` candidates with the signals "role" and "context".

    Those among them that belong to a better message are found by it, however far below they stand.

    Args:
        index: What is searched.
        found: The candidates, which know the signals of further ones.
        k: How many of them are looked at.
        selection: Which memories may be returned.
        speech: What is done.
    """
    pool = found.best(k)
    least = pool.scores[-1] if len(found.keys) >= k else -np.inf
    if speech.weights or speech.lends:
        turns = index.turns(pool.keys)
        pairs = list(neighbours(turns)) if speech.lends else []
        there = set(pool.keys.tolist())
        below = _keys({borrower for lender, borrower in pairs if lender in there} - there)
        pool = pool.joined(found.of(below))
        lends = pool.scores
        if speech.weights:
            pool = roles.weighted(pool, {turn.key: turn.role for turn in turns}, speech.weights)
        if pairs:
            pool = lent(pool, pairs, scores=lends)
        if len(below):
            # What is still below the pool matters to nobody.
            risen = np.isin(pool.keys, below) & (pool.scores > least)
            known = np.isin(pool.keys, below, invert=True)
            may = np.isin(pool.keys, _allowed(index, pool.keys[risen], selection))
            pool = pool.take(np.flatnonzero(known | may))
    if speech.context > 0:
        pairs = list(index.replies(pool.keys))
        replies = {after for _, after in pairs} - set(pool.keys.tolist())
        barred = replies - set(_allowed(index, _keys(replies), selection).tolist())
        pairs = [pair for pair in pairs if pair[1] not in barred]
        pool = with_replies(pool, pairs, context=speech.context)
    return pool


def _keys(keys: Iterable[int]) -> Keys:
    return np.array(sorted(keys), np.int64)


def _allowed(index: Words, keys: Keys, selection: Selection) -> Keys:
    """Return those of some memories that may be returned."""
    records = index.read(keys) if len(keys) else {}
    return _keys(key for key, one in records.items() if selection.has(one))
