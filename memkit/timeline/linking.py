"""The explorer beside a timeline: it shows what changed in the time that is selected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from memkit.domain.records import Scope
from memkit.domain.times import from_instant
from memkit.filters import all_of, parse
from memkit.timeline.marks import Mark, TimeAxis


class Explored(Protocol):
    """What a timeline needs of an explorer; `memkit.explorer.Explorer` has it."""

    selection: list[str]
    where: Any

    @property
    def scope(self) -> Scope:
        """Whose memories it shows."""

    def set_events(self, after: int | None = None, until: int | None = None) -> Any:
        """Show only memories that changed in `after < seq <= until`; no arguments show all."""


class Link:
    """Filters an explorer, and gives it back as it was.

    Args:
        explorer: The explorer.
    """

    def __init__(self, explorer: Explored) -> None:
        self.explorer = explorer
        # The filter that was there, and the one in its place.
        self._filters: tuple[str, str] | None = None

    def show(
        self, axis: TimeAxis, span: tuple[int, int], marks: Sequence[Mark], ids: list[str]
    ) -> None:
        """Show the memories of a selected time, and select those that are there.

        Args:
            axis: What the time of a change is.
            span: The first instant and the one after the last.
            marks: The changes in it.
            ids: Their memories, as far as they are there.
        """
        self._restore()
        if axis == "at":
            seqs = [mark.seq for mark in marks]
            # Without a change nothing is shown: a range that holds no event.
            after, until = (min(seqs) - 1, max(seqs)) if seqs else (0, 0)
            self.explorer.set_events(after, until)
        else:
            before = self.explorer.where
            low, high = (from_instant(instant).isoformat() for instant in span)
            within = parse({axis: {"$gte": low, "$lt": high}})
            own = parse(before or None)
            parts = [part for part in (own, within) if part is not None]
            self.explorer.where = all_of(parts)
            self._filters = before, self.explorer.where
        self.explorer.selection = ids

    def clear(self) -> None:
        """Show what was shown before."""
        self._restore()
        self.explorer.selection = []

    def _restore(self) -> None:
        self.explorer.set_events()
        if self._filters is not None:
            before, own = self._filters
            self._filters = None
            # A filter that somebody typed since stays.
            if self.explorer.where == own:
                self.explorer.where = before
