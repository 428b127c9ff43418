"""An inverted index in arrays: which rows hold a term, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from memkit.builtin.local_store.blocks import RowChecks
from memkit.text.terms import document

_MOST = np.iinfo(np.uint16).max


@dataclass(frozen=True)
class Postings:
    """Compressed rows of a term-document matrix.

    Attributes:
        places: Term -> its number.
        starts: int64 of shape (terms + 1,): term t stands at starts[t]:starts[t + 1] of the rest.
        rows: int32, rising within a term.
        counts: uint16, how often the row holds the term.
        lengths: float32 of shape (n,): how many words each row has.
        checks: Of `rows` and `counts`, where these are mapped from a file.
    """

    places: Mapping[str, int]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint16]
    lengths: NDArray[np.float32]
    checks: tuple[RowChecks, RowChecks] | None = None

    @classmethod
    def of(cls, texts: Sequence[str]) -> Postings:
        """Analyse texts; text i becomes row i."""
        places: dict[str, int] = {}
        numbers: list[int] = []
        counts: list[int] = []
        sizes: list[int] = []
        lengths: list[int] = []
        for text in texts:
            found = document(text)
            counted = Counter(found.terms)
            lengths.append(found.length)
            sizes.append(len(counted))
            counts.extend(counted.values())
            numbers.extend([places.setdefault(word, len(places)) for word in counted])
        rows = np.repeat(np.arange(len(texts), dtype=np.int32), sizes)
        return cls._sorted(
            places,
            np.array(numbers, np.int64),
            rows,
            np.minimum(np.array(counts, np.int64), _MOST).astype(np.uint16),
            np.array(lengths, np.float32),
        )

    @classmethod
    def merged(cls, parts: Sequence[tuple[Postings, NDArray[np.int64]]], n: int) -> Postings:
        """Join postings.

        Args:
            parts: Postings, each with the new row of every old row, -1 for rows that go.
            n: How many rows there are then.
        """
        places: dict[str, int] = {}
        numbers, rows, counts = [], [], []
        lengths = np.zeros(n, np.float32)
        for postings, moved in parts:
            postings.check(slice(None))
            renumbered = np.array(
                [places.setdefault(word, len(places)) for word in postings.places], np.int64
            )
            number = np.repeat(renumbered, np.diff(postings.starts))
            row = moved[postings.rows]
            stays = row >= 0
            numbers.append(number[stays])
            rows.append(row[stays].astype(np.int32))
            counts.append(postings.counts[stays])
            lengths[moved[moved >= 0]] = postings.lengths[moved >= 0]
        places, joined = _without_unused(places, np.concatenate(numbers))
        return cls._sorted(places, joined, np.concatenate(rows), np.concatenate(counts), lengths)

    @classmethod
    def _sorted(
        cls,
        places: dict[str, int],
        numbers: NDArray[np.int64],
        rows: NDArray[np.int32],
        counts: NDArray[np.uint16],
        lengths: NDArray[np.float32],
    ) -> Postings:
        order = np.argsort(numbers * len(lengths) + rows)
        starts = np.zeros(len(places) + 1, np.int64)
        np.cumsum(np.bincount(numbers, minlength=len(places)), out=starts[1:])
        return cls(places, starts, rows[order], counts[order], lengths)

    def check(self, places: slice) -> None:
        """Make sure that `rows` and `counts` are there what was written.

        Raises:
            StoreDamagedError: They are mapped from a file that is damaged there.
        """
        if self.checks is not None:
            for part in self.checks:
                part.check(places)

    def of_term(self, term: str, within: slice) -> tuple[NDArray[np.int32], NDArray[np.uint16]]:
        """Return the rows of a range that hold a term, and how often."""
        place = self.places.get(term)
        if place is None:
            return self.rows[:0], self.counts[:0]
        start, stop = int(self.starts[place]), int(self.starts[place + 1])
        self.check(slice(start, stop))
        rows = self.rows[start:stop]
        if within.start > 0 or within.stop < len(self.lengths):
            # The dtype must agree, or numpy copies the whole list to search it.
            bounds = np.array([within.start, within.stop], np.int32)
            first, last = np.searchsorted(rows, bounds)
            return rows[first:last], self.counts[start + first : start + last]
        return rows, self.counts[start:stop]


def _without_unused(
    places: dict[str, int], numbers: NDArray[np.int64]
) -> tuple[dict[str, int], NDArray[np.int64]]:
    """Leave out words that went with their last row, and number the others anew."""
    used = np.bincount(numbers, minlength=len(places)) > 0
    if used.all():
        return places, numbers
    words = [word for word, stays in zip(places, used.tolist(), strict=True) if stays]
    return {word: place for place, word in enumerate(words)}, (np.cumsum(used) - 1)[numbers]
