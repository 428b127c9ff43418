"""Facts whose place another one took, as lines from the one to the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memkit.timeline.marks import Mark

NAME = "superseded"

# More lines than that are a tangle.
MOST = 150
# How far a line bends away from the straight one, in lanes, and how many points are drawn of it.
_BEND = 0.3
_POINTS = 17
_FINE = np.linspace(0.0, 1.0, 513)
# Pixels that a line keeps away from the middle of a mark.
_GAP = 12.0


@dataclass(frozen=True, slots=True)
class Link:
    """A fact and the one that took its place; both by the rows of their first marks.

    Attributes:
        old: The one; `new`: the other.
        changed: The row of the change that says so.
    """

    old: int
    new: int
    changed: int


def links_of(marks: Sequence[Mark]) -> list[Link]:
    """Return which facts took the place of which, as it is after the last mark.

    Args:
        marks: Changes, by rising number.
    """
    first: dict[str, int] = {}
    ended: dict[str, tuple[str, int]] = {}
    for row, mark in enumerate(marks):
        first.setdefault(mark.id, row)
        if mark.superseded_by:
            ended[mark.id] = mark.superseded_by, row
        elif mark.superseded_by is not None:
            ended.pop(mark.id, None)
    return [
        Link(first[old], first[new], row)
        for old, (new, row) in ended.items()
        if new in first and new != old
    ]


def in_view(
    links: Sequence[Link], times: NDArray[np.int64], low: int, high: int
) -> tuple[list[Link], int]:
    """Return the links whose lines cross a time, at most `MOST`, and how many do."""
    if not links:
        return [], 0
    ends = times[np.array([(link.old, link.new) for link in links], np.intp)]
    shown = np.flatnonzero((ends.min(1) <= high) & (ends.max(1) >= low))
    return [links[place] for place in shown[-MOST:].tolist()], len(shown)


def drawn(
    links: Iterable[Link],
    *,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    scale: tuple[float, float],
    said: Mapping[Link, str],
    seqs: Mapping[Link, int],
    colours: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Return lines as plotly draws them: one trace, each line bent, with an arrow at its end.

    Args:
        links: Which.
        x, y: Where the marks are, by row: milliseconds since 1970, and lanes from below.
        scale: Pixels a millisecond, and pixels a lane.
        said: What a line says; `seqs`: the number of the change that a click on it opens.
        colours: By name.
    """
    made: dict[str, list[Any]] = {"x": [], "y": [], "hovertext": [], "customdata": [], "size": []}
    for link in links:
        line = _line((x[link.old], y[link.old]), (x[link.new], y[link.new]), scale)
        number = len(line)
        made["x"] += [*line[:, 0].round().tolist(), None]
        made["y"] += [*line[:, 1].round(4).tolist(), None]
        made["hovertext"] += [said[link]] * number + [None]
        made["customdata"] += [seqs[link]] * number + [None]
        # The arrow stands at the end alone.
        made["size"] += [0] * (number - 1) + [10, 0]
    if not made["x"]:
        return []
    size = made.pop("size")
    return [{
        "type": "scatter", "mode": "lines+markers", **made, "name": NAME, "showlegend": False,
        "line": {"color": colours["muted"], "width": 1.5}, "connectgaps": False,
        "marker": {"symbol": "arrow", "angleref": "previous", "size": size, "opacity": 1,
                   "color": colours["muted"], "line": {"width": 0}},
        "unselected": {"marker": {"opacity": 1}},
        "hovertemplate": "%{hovertext}<extra></extra>",
    }]  # fmt: skip


def _line(
    start: tuple[float, float], end: tuple[float, float], scale: tuple[float, float]
) -> NDArray[np.float64]:
    """Return points of a bent line, which keeps away from the marks at its ends."""
    low, high = np.array(start), np.array(end)
    middle = (low + high) / 2 + (0.0, 2 * _BEND)

    def points(at: NDArray[np.float64]) -> NDArray[np.float64]:
        t = at[:, None]
        found: NDArray[np.float64] = (1 - t) ** 2 * low + 2 * t * (1 - t) * middle + t**2 * high
        return found

    pixels = np.array(scale)
    away = [np.hypot(*((points(_FINE) - mark) * pixels).T) for mark in (low, high)]
    free = _FINE[(away[0] >= _GAP) & (away[1] >= _GAP)]
    first, last = (free[0], free[-1]) if len(free) > 1 else (0.0, 1.0)
    return points(np.linspace(first, last, _POINTS))
