"""The questions that were asked, and which memories they found."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.vectors import RowIndices
from memkit.domain import forks


class QueryLog:
    """Questions with what they found. Safe for threads."""

    def __init__(self) -> None:
        self._found: dict[str, RowIndices] = {}
        self._lock = threading.Lock()
        forks.renew(self, _lock=threading.Lock)

    def add(self, question: str, rows: RowIndices) -> None:
        """Remember the rows that a question found in any space; a repeated one counts once."""
        with self._lock:
            self._found[question] = rows

    @property
    def questions(self) -> list[str]:
        """The questions, in the order in which they were first asked."""
        with self._lock:
            return list(self._found)

    def hits(self, rows: RowIndices) -> NDArray[np.intp]:
        """Return how many questions found each of these rows."""
        with self._lock:
            found = list(self._found.values())
        counts = np.zeros(int(rows.max(initial=-1)) + 1, np.intp)
        for one in found:
            counts[one[one < len(counts)]] += 1
        return counts[rows]
