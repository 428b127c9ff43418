"""Passages of documents that say again what better ones say: the first of them has the place.

A handbook is there as HTML and as PDF, and a chapter of it as a page of its own. Then one text
stands in several documents, and its passages score alike: without this, four editions of the same
paragraph are four of the first five hits. So of passages that say the same, all but the best lose
a part of their score: they still follow where there is room, a later version of the text soon.
`python -m benchmarks.documents.recall` measures it.

Passages of one document are left alone: rows of a table are alike, and none repeats another. So are
messages and facts: that two people said the same is something to know.
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

SHARE = 0.7
"""What is left of the score of a passage whose text a better hit has."""

# A passage repeats what better ones say if they have so much of its runs of three words. Editions
# of a text are cut, spelled and broken into lines a little differently.
_SAME = 0.7
_RUN = 3
# In one that has less of them, such as a row of a table, a word makes the difference: all count.
_SHORT = 60

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
                return lowered(ordered, repeats, name=NAME, share=SHARE)
    return lowered(ordered, repeats, name=NAME, share=SHARE)


class _Told:
    """What the passages say that were met so far.

    Attributes:
        _runs: Runs of words, and the document that told each first.
    """

    def __init__(self) -> None:
        self._runs: dict[tuple[str, ...], str | None] = {}

    def before(self, record: MemoryRecord) -> bool:
        """Tell whether a memory is a passage that repeats other documents; take it down."""
        place = place_in_document(record.sources)
        if place is None:
            return False
        runs = _runs(record.memory)
        known = sum(self._runs.setdefault(run, place.document) != place.document for run in runs)
        return known >= (_SAME if len(runs) > _SHORT else 1) * len(runs) > 0


def _runs(text: str) -> set[tuple[str, ...]]:
    words = plain_terms(text)
    runs = set(zip(*(words[at:] for at in range(_RUN)), strict=False))
    return runs or ({tuple(words)} if words else set())
