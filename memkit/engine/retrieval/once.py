"""Facts beside the messages that they were drawn from: the two of them take one place.

A fact says again what a message says. If both had their whole score, the second of them would push
out something else, and most of all what no fact was drawn from. So of the two the one that scores
less has half of its score: it still follows where there is room. `benchmarks/facts.py` measures it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from memkit.domain.records import MemoryRecord
from memkit.engine.retrieval.candidates import Candidates

# What is left of the score of what a better hit says already.
SHARE = 0.5


def said_once(candidates: Candidates, records: Mapping[int, MemoryRecord]) -> Candidates:
    """Return the candidates with the signal "evidence": what repeating a better one takes away.

    A message repeats a fact that was drawn from it, and a fact repeats its messages if all of them
    stand above it. Facts of one message say different things, and repeat each other in nothing.

    Args:
        candidates: What to weigh.
        records: Their records by key.
    """
    shown: set[str] = set()
    vouching: set[str] = set()
    repeats = np.zeros(len(candidates.keys), np.bool_)
    for place in np.lexsort((candidates.keys, -candidates.scores)).tolist():
        record = records.get(int(candidates.keys[place]))
        if record is None:
            continue
        if record.derived_by is None:
            repeats[place] = record.id in vouching
            shown.add(record.id)
        else:
            sources = {one.memory_id for one in record.sources if one.memory_id is not None}
            repeats[place] = bool(sources) and sources <= shown
            vouching |= sources
    return lowered(candidates, repeats, name="evidence", share=SHARE)


def lowered(
    candidates: Candidates, repeats: NDArray[np.bool_], *, name: str, share: float
) -> Candidates:
    """Return the candidates with a signal that takes from the score of some, if of any.

    Args:
        candidates: What to weigh.
        repeats: Which of them say what a better one says, of shape (n,).
        name: Of the signal.
        share: What is left of their scores, 0 to 1.
    """
    if not repeats.any():
        return candidates
    # A score below zero must not rise.
    lost = np.where(repeats, np.maximum(candidates.scores, 0) * (share - 1), 0)
    return candidates.adjusted(name, lost.astype(np.float32))
