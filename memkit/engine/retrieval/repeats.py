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

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from memkit.contracts.store import Keys
from memkit.domain.passages import place_in_document
from memkit.domain.records import MemoryRecord
from memkit.engine.retrieval.candidates import Candidates
from memkit.engine.retrieval.once import lowered
from memkit.text.tokens import STARTS_UNSPACED, normal, split

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
Runs = set[tuple[str, ...]]


class PassagesOnce:
    """What lowers the passages that repeat better ones, in one search.

    Args:
        read: Returns memories by key; those that are gone are not among them.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._runs: dict[int, Runs] = {}

    def applied(self, candidates: Candidates, *, k: int) -> Candidates:
        """Return the candidates with the signal "repeat", if any passage repeats a better one.

        Args:
            candidates: What to weigh.
            k: How many hits are wanted: once so many say something new, no other can be one.
        """
        ordered = candidates.best(len(candidates.keys))
        repeats = np.zeros(len(ordered.keys), np.bool_)
        told: dict[str | None, Runs] = {}
        new = 0
        for start in range(0, len(ordered.keys), k):
            keys = ordered.keys[start : start + k]
            records = self._read(keys)
            for at, key in enumerate(keys.tolist(), start):
                if key in records:
                    repeats[at] = self._is_told(key, records[key], told)
                    new += not repeats[at]
                if new == k:
                    return lowered(ordered, repeats, name=NAME, share=SHARE)
        return lowered(ordered, repeats, name=NAME, share=SHARE)

    def _is_told(self, key: int, record: MemoryRecord, told: dict[str | None, Runs]) -> bool:
        """Tell whether a memory is a passage that repeats other documents; take it down.

        Args:
            key: The memory's.
            record: The memory.
            told: Documents, and what their better passages say.
        """
        place = place_in_document(record.sources)
        if place is None:
            return False
        runs = self._runs.get(key)
        if runs is None:
            runs = self._runs[key] = _runs(record.memory)
        known: Runs = set()
        for document, said in told.items():
            if document != place.document:
                known |= runs & said
        told.setdefault(place.document, set()).update(runs)
        return len(known) >= (_SAME if len(runs) > _SHORT else 1) * len(runs) > 0


def _runs(text: str) -> Runs:
    words = split(normal(text))
    if not text.isascii():
        words = [part for word in words for part in _parts(word)]
    runs = set(zip(*(words[at:] for at in range(_RUN)), strict=False))
    return runs or ({tuple(words)} if words else set())


def _parts(word: str) -> Sequence[str]:
    """Return the characters of a run without spaces, in which a line may end anywhere."""
    return word if not word.isascii() and STARTS_UNSPACED.match(word) else (word,)
