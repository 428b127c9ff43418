"""Timeline: the changes of a memory over time. It works without any widget."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from memkit.domain.display import Interactive
from memkit.domain.records import Event
from memkit.domain.results import Events
from memkit.domain.times import Moment, from_instant, to_instant
from memkit.filters import to_text
from memkit.text.code import call
from memkit.timeline import picture
from memkit.timeline.kinds import KINDS, Theme, colours_of
from memkit.timeline.lanes import Lane, lanes_of
from memkit.timeline.linking import Explored, Link
from memkit.timeline.marks import FIELDS, MOST_LANES, Mark, TimeAxis, TimelineOptions, read

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from memkit.contracts.journal import Journal
    from memkit.engine.verbs import Verbs

# Of a figure whose width nobody knows yet.
_PLOT_WIDTH = 800


class Timeline(Interactive):
    """The changes of a memory over time. Made by `Memory.timeline`.

    It holds what was in the journal when it was made, until `refresh`.

    Args:
        memory: Whose changes.
        options: Which of them, and how they are laid out.
        explorer: An explorer that shows what is selected.
    """

    def __init__(
        self, memory: Verbs, options: TimelineOptions, *, explorer: Explored | None = None
    ) -> None:
        self.memory = memory
        self.options = options
        self._link = None if explorer is None else Link(explorer)
        self._selected: picture.Span | None = None
        self._listeners: list[Callable[[], None]] = []
        self._read()

    def _read(self) -> None:
        self._of = self._journal.journal_id
        found = read(self._journal, self.options)
        self._marks, self._undated, self._last = found.marks, found.undated, found.last
        self.__dict__.pop("_placed", None)

    @property
    def _journal(self) -> Journal:
        return self.memory.engine.journal

    @functools.cached_property
    def _placed(self) -> picture.Placed:
        lanes = lanes_of(self._marks, by=self.options.by, most=self.options.lanes)
        return picture.Placed.of(self._marks, lanes)

    @property
    def _times(self) -> NDArray[np.int64]:
        return self._placed.times

    # -- what it holds -----------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._marks)

    @property
    def marks(self) -> list[Mark]:
        """The changes in the order of the journal: number, time, kind, memory, lane, text."""
        return list(self._marks)

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes from top to bottom."""
        return self._placed.lanes.every

    @property
    def events(self) -> Events:
        """The whole events, oldest first, read from the journal."""
        wanted = {mark.seq for mark in self._marks}
        if not wanted:
            return Events([])
        found = self._journal.events(
            after=min(wanted) - 1, until=max(wanted), scope=self.options.scope
        )
        return Events([event for event in found if event.seq in wanted])

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """The times of the first and the last change; None if there is none."""
        if not self._marks:
            return None
        return from_instant(int(self._times.min())), from_instant(int(self._times.max()))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the picture has to know, in sentences."""
        said = []
        if self._undated:
            changes = "change has" if self._undated == 1 else "changes have"
            said.append(
                f"{self._undated:,} {changes} no {self.options.time} and can't be placed here; "
                "time='at' shows them."
            )
        if self._marks and self.options.by not in FIELDS and self._unknown_key():
            said.append(f"No memory here has the metadata key {self.options.by!r}.")
        return tuple(said)

    def _unknown_key(self) -> bool:
        return all(lane.kind == "none" for lane in self.lanes)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many changes of each kind stand in each lane."""
        placed = self._placed
        counts = np.zeros((len(self.lanes), len(KINDS)), np.int64)
        np.add.at(counts, (placed.lanes.of, placed.kinds), 1)
        return {
            lane.name: {kind.event: number for kind, number in zip(KINDS, row, strict=True)}
            for lane, row in zip(self.lanes, counts.tolist(), strict=True)
        }

    def event(self, seq: int) -> Event | None:
        """Return one event, whole; None if there is no such event."""
        return next(iter(self._journal.events(after=seq - 1, until=seq)), None)

    def refresh(self) -> int:
        """Read what was changed since, by this or another process, and return how many marks."""
        if self._journal.journal_id != self._of:
            self._read()
            return len(self._marks)
        found = read(self._journal, self.options, after=self._last)
        self._last = max(self._last, found.last)
        self._undated += found.undated
        if found.marks:
            self._marks = [*self._marks, *found.marks]
            self.__dict__.pop("_placed", None)
        return len(found.marks)

    # -- a part of it ------------------------------------------------------------------------

    def between(self, since: Moment | None = None, until: Moment | None = None) -> list[Mark]:
        """Return the changes from one time on and before another, by time."""
        low, high = _instant(since, "since"), _instant(until, "until")
        rows = np.flatnonzero(
            (self._times >= (low if low is not None else np.iinfo(np.int64).min))
            & (self._times < (high if high is not None else np.iinfo(np.int64).max))
        )
        rows = rows[np.argsort(self._times[rows], kind="stable")]
        return [self._marks[row] for row in rows.tolist()]

    def select(self, since: Moment, until: Moment) -> list[str]:
        """Select a time, as the brush does, and return the memories that were changed in it.

        Raises:
            ValidationError: One of them is no time, or they are the wrong way round.
        """
        low, high = to_instant(since, name="since"), to_instant(until, name="until")
        self._selected = (min(low, high), max(low, high))
        self._tell()
        return self.selection

    def clear(self) -> None:
        """Take the selection back."""
        self._selected = None
        self._tell()

    @property
    def selected(self) -> tuple[datetime, datetime] | None:
        """The time that is selected."""
        if self._selected is None:
            return None
        return from_instant(self._selected[0]), from_instant(self._selected[1])

    @property
    def selection(self) -> list[str]:
        """The ids of the memories that were changed in the selected time, first change first."""
        return list(dict.fromkeys(mark.id for mark in self.selected_marks))

    @property
    def selected_marks(self) -> list[Mark]:
        """The changes in the selected time, by time."""
        return [] if self.selected is None else self.between(*self.selected)

    @property
    def linked(self) -> bool:
        """Whether an explorer follows the selection."""
        return self._link is not None

    def observe(self, listener: Callable[[], None]) -> None:
        """Call a function whenever the selection, the lanes or the axis change."""
        self._listeners.append(listener)

    def _tell(self) -> None:
        if self._link is not None:
            if self._selected is None:
                self._link.clear()
            else:
                ids = self.selection
                there = self._journal.keys_of(ids)
                self._link.show(
                    self.options.time,
                    self._selected,
                    self.selected_marks,
                    [id_ for id_ in ids if id_ in there],
                )
        self._announce()

    def _announce(self) -> None:
        for listener in self._listeners:
            listener()

    # -- other shapes ------------------------------------------------------------------------

    def lay(self, *, by: str | None = None, time: TimeAxis | None = None) -> None:
        """Lay the same changes out by something else, or over another time.

        Raises:
            ValidationError: It is neither a field nor a metadata key, or no time.
        """
        self.options = replace(
            self.options, by=by or self.options.by, time=time or self.options.time
        )
        self._read()
        if time is not None and self._selected is not None:
            # A time of another kind.
            self._selected = None
            self._tell()
            return
        self._announce()

    def picture(
        self,
        *,
        span: picture.Span | None = None,
        width: int = _PLOT_WIDTH,
        theme: Theme = "auto",
        colours: dict[str, str] | None = None,
        opened: int | None = None,
    ) -> picture.Picture:
        """Return what plotly draws, as plain values.

        Args:
            span: The part of the time, in microseconds; all of it by default.
            width: Of the plot without margins, in pixels: what fits beside each other.
            theme: Whose colours.
            colours: Colours by name instead of a theme's.
            opened: The number of an event to mark.

        Raises:
            ValidationError: The theme is nothing known.
        """
        return picture.draw(
            self._placed,
            axis=self.options.time,
            span=span or picture.whole_span(self._times),
            width=width,
            colours=colours or colours_of(theme),
            brush=self._selected,
            opened=opened,
        )  # fmt: skip

    def figure(self, *, theme: Theme = "auto") -> go.Figure:
        """Return the timeline as a plotly figure with a transparent background.

        Args:
            theme: "light" or "dark" for a page that is, "auto" for colours that read on both.

        Raises:
            ValidationError: The theme is nothing known.
            MemkitError: plotly is not installed.
        """
        from memkit.timeline.figure import figure

        return figure(self, theme=theme)

    def to_pandas(self) -> pd.DataFrame:
        """Return the changes as a data frame, one a row.

        Raises:
            MemkitError: pandas is not installed.
        """
        from memkit.timeline.frame import to_frame

        return to_frame(self)

    def code(self, memory: str = "m") -> str:
        """Return the Python that makes this timeline."""
        where = None if self.options.where is None else to_text(self.options.where)
        return call(
            f"{memory}.timeline",
            **self.options.scope.model_dump(exclude_none=True),
            where=where,
            by=self.options.by,
            time=self.options.time,
            since=_said(self.options.since),
            until=_said(self.options.until),
            lanes=None if self.options.lanes == MOST_LANES else self.options.lanes,
        )

    def __repr__(self) -> str:
        from memkit.timeline.text import in_text

        return in_text(self)


def _instant(moment: Moment | None, name: str) -> int | None:
    return None if moment is None else to_instant(moment, name=name)


def _said(instant: int | None) -> str | None:
    return None if instant is None else from_instant(instant).isoformat()
