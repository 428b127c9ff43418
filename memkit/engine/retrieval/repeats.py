"""Passages of documents that say again what better ones say: the first of them has the place.

A handbook is there as HTML and as PDF, a chapter of it in a page of its own, a policy in two
versions. Then one text stands in several documents, and its passages score alike: without this,
four editions of the same paragraph are four of the first five hits. So of passages that say the
same, all but the best have half of their score: they still follow where there is room.
`python -m benchmarks.documents.recall` measures it.

Messages and facts are left alone: that two people said the same is something to know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from memkit.contracts.store import Keys
from memkit.domain.passages import place_in_document
from memkit.domain.records import MemoryRecord
from memkit.engine.retrieval.candidates import Candidates
from memkit.engine.retrieval.once import lowered
from memkit.text.terms import plain_terms

NAME = "repeat"
"""The name of the signal."""

# A passage repeats what better ones say if they have so much of its runs of three words. Editions
# of a text are cut, spelled and broken into lines a little differently.
_SAME = 0.7
_RUN = 3

Read = Callable[[Keys], Mapping[int, MemoryRecord]]


def passages_once(candidates: Candidates, *, k: int, read: Read) -> Candidates:
    """Return the candidates with the signal "repeat", where passages repeat better ones, if any.

    Args:
        candidates: What to weigh.
        k: How many hits are wanted: once so many say something new, no other can be one.
        read: Returns memories by key; those that are gone are not among them.
    """
    ordered = candidates.best(len(candidates.keys))
    repeats = np.zeros(len(ordered.keys), np.bool_)
    told = _Told()
    new = 0
    for start in range(0, len(ordered.keys), k):
        keys = ordered.keys[start : start + k]
        records = read(keys)
        for place, key in enumerate(keys.tolist(), start):
            if key in records:
                repeats[place] = told.before(records[key])
                new += not repeats[place]
            if new == k:
                return lowered(ordered, repeats, NAME)
    return lowered(ordered, repeats, NAME)


class _Told:
    """What the passages say that were met so far."""

    def __init__(self) -> None:
        self._texts: set[str] = set()
        self._runs: set[tuple[str, ...]] = set()

    def before(self, record: MemoryRecord) -> bool:
        """Tell whether a memory is a passage that repeats those before it; take it down."""
        if place_in_document(record.sources) is None:
            return False
        if record.memory in self._texts:
            return True
        runs = _runs(record.memory)
        known = len(runs & self._runs)
        self._texts.add(record.memory)
        self._runs |= runs
        return known >= _SAME * len(runs) > 0


def _runs(text: str) -> set[tuple[str, ...]]:
    words = plain_terms(text)
    runs = set(zip(*(words[at:] for at in range(_RUN)), strict=False))
    return runs or ({tuple(words)} if words else set())
