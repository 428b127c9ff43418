"""Stretches of a text, and whether another one lies over any of them."""

from __future__ import annotations

import bisect
from collections.abc import Iterable

Span = tuple[int, int]


class Spans:
    """Stretches of a text, by which to ask for what lies over one, however many there are."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            # What lies over each other is one stretch.
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def meets(self, start: int, end: int) -> bool:
        """Tell whether text[start:end] has a character of any of them."""
        at = bisect.bisect_left(self._starts, end) - 1
        return at >= 0 and self._ends[at] > start
