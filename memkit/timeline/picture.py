"""The timeline as plotly takes it: marks where there is room for them, else bars that count them.

Plain dicts, made without plotly: the same picture goes into a figure and to the widget.
"""

from __future__ import annotations

import html
import textwrap
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memkit.domain.display import headline
from memkit.domain.times import from_instant
from memkit.domain.wording import counted
from memkit.timeline import bins, links
from memkit.timeline.kinds import KINDS, PLACES
from memkit.timeline.lanes import Lanes
from memkit.timeline.links import Link
from memkit.timeline.marks import Mark, TimeAxis

Json = dict[str, Any]
Span = tuple[int, int]

AXIS_HEIGHT = 60
AXES: Mapping[TimeAxis, str] = {
    "at": "when it was recorded (UTC)",
    "created_at": "when the memory was created (UTC)",
    "occurred_at": "when it was true (UTC)",
}

_ROOM = 20  # pixels from one mark to the next, and from row to row
_FEW_LANES = 6
_BAR = 9  # pixels a bar needs
_LEAST_BAR = 0.06
_BAR_FROM, _BAR_TALL = 0.06, 0.84
_PAD = 0.03
_LEAST_PAD = 30 * bins.SECOND
_NAME = 20
_HOVER_WIDTH = 56
_HOVER_LINES = 4
# Years that both the calendar and plotly's axis can write.
_FIRST, _LAST = -62_135_596_800_000_000, 253_402_300_799_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a part of the time.

    Attributes:
        spec: plotly's data and layout.
        bar: How long the time of a bar is, in microseconds; None where all are marks.
        most: How many changes the highest bar counts.
        linked: How many lines there are from facts to those that took their place, drawn or not.
    """

    spec: Json
    bar: int | None
    most: int
    linked: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """Changes with all that says where they are drawn.

    Attributes:
        marks: The changes, by rising number.
        times: When they were, of shape (n,), in microseconds.
        kinds: The places of their kinds in `KINDS`, of shape (n,).
        lanes: Where they stand.
        links: Which facts took the place of which.
    """

    marks: Sequence[Mark]
    times: NDArray[np.int64]
    kinds: NDArray[np.intp]
    lanes: Lanes
    links: Sequence[Link] = ()

    @classmethod
    def of(cls, marks: Sequence[Mark], lanes: Lanes) -> Placed:
        """Return marks with their lanes, as arrays."""
        times = np.array([mark.time for mark in marks], np.int64)
        kinds = np.array([PLACES[mark.event] for mark in marks], np.intp)
        return cls(marks, times, kinds, lanes, links.links_of(marks))


def lane_height(lanes: Lanes) -> int:
    """Return how high a lane is, in pixels: with few lanes there is room for a third row."""
    return 3 * _ROOM if len(lanes.every) <= _FEW_LANES else 48


def whole_span(times: NDArray[np.int64]) -> Span:
    """Return the time from the first to the last change, with some room on either side."""
    low, high = (int(times.min()), int(times.max())) if len(times) else (0, 0)
    pad = max(int((high - low) * _PAD), _LEAST_PAD)
    return max(low - pad, _FIRST), min(high + pad, _LAST)


def draw(
    placed: Placed,
    *,
    axis: TimeAxis,
    span: Span,
    width: int,
    colours: Mapping[str, str],
    brush: Span | None = None,
    opened: int | None = None,
) -> Picture:
    """Return the picture of a part of the time.

    Args:
        placed: The changes.
        axis: What their time is.
        span: The part that is shown; what is next to it is drawn too, for moving the picture.
        width: Of the plot without its margins, in pixels.
        colours: By name; see `memkit.timeline.kinds.COLOURS`.
        brush: A time that is marked.
        opened: The number of an event that is marked.
    """
    times, lanes = placed.times, placed.lanes
    low, high = span
    beside = (high - low) // 2
    near = np.flatnonzero((times >= low - beside) & (times <= high + beside))
    near = near[np.argsort(times[near], kind="stable")]
    bar = bins.bin_width(high - low, max(width // _BAR, 1))
    rows_of_lane = lane_height(lanes) // _ROOM
    crowded: list[tuple[int, NDArray[np.intp]]] = []
    rows: list[NDArray[np.intp]] = []
    heights: list[NDArray[np.floating]] = []
    for place in range(len(lanes.every)):
        own = near[lanes.of[near] == place]
        pixels = (times[own] - low) * (width / max(high - low, 1))
        chosen = bins.rows_of(pixels, size=_ROOM, rows=rows_of_lane)
        if chosen is None:
            crowded.append((place, own))
            continue
        bottom = len(lanes.every) - 1 - place
        used = int(chosen.max(initial=0))
        rows.append(own)
        heights.append(bottom + 0.5 + (chosen - used / 2) * (_ROOM / lane_height(lanes)))
    shown = np.concatenate(rows) if rows else np.array([], np.intp)
    height = np.concatenate([*heights, np.zeros(0)])
    drawn, most = _bars(placed, crowded, bar, colours)
    crossing, linked = links.in_view(placed.links, times, low, high)
    lines = _links(placed, crossing, shown, height, (low, high, width), colours)
    data = [*drawn, *lines, *_marks(placed, shown, height, colours)]
    layout = _layout(lanes, axis, span, colours)
    layout["shapes"] += _brushed(brush, colours)
    ring, shapes = _opened(placed, shown, height, opened, colours)
    layout["shapes"] += shapes
    spec = {"data": [*data, *ring], "layout": layout}
    return Picture(spec, bar if crowded else None, most, linked)


def _links(
    placed: Placed,
    crossing: Sequence[Link],
    shown: NDArray[np.intp],
    height: NDArray[np.float64],
    view: tuple[int, int, int],
    colours: Mapping[str, str],
) -> list[Json]:
    """Return the lines from facts to those that took their place.

    Where marks are counted by bars, a line begins or ends in the middle of the lane.
    """
    marks, lanes = placed.marks, placed.lanes
    low, high, width = view
    y: NDArray[np.float64] = (len(lanes.every) - 0.5 - lanes.of).astype(np.float64)
    y[shown] = height
    return links.drawn(
        crossing,
        x=placed.times / 1000,
        y=y,
        scale=(width * 1000 / max(high - low, 1), float(lane_height(lanes))),
        said={one: _linked(marks[one.old], marks[one.new], marks[one.changed]) for one in crossing},
        seqs={one: marks[one.new].seq for one in crossing},
        colours=colours,
    )


def _linked(old: Mark, new: Mark, changed: Mark) -> str:
    word = changed.happened or links.NAME
    lines = textwrap.wrap(old.text, _HOVER_WIDTH, max_lines=2, placeholder=" ...")
    by = textwrap.wrap(f"by {new.text}", _HOVER_WIDTH, max_lines=2, placeholder=" ...")
    return "<br>".join([f"<b>{escaped(word)}</b>", *map(escaped, [*lines, *by])])


def _marks(
    placed: Placed,
    shown: NDArray[np.intp],
    height: NDArray[np.float64],
    colours: Mapping[str, str],
) -> list[Json]:
    marks, lanes = placed.marks, placed.lanes
    made = []
    for place, kind in enumerate(KINDS):
        of = np.flatnonzero(placed.kinds[shown] == place)
        if not len(of):
            continue
        rows = shown[of].tolist()
        made.append({
            "type": "scatter",
            "mode": "markers+text",
            "x": _milliseconds(placed.times[rows]),
            "y": height[of].round(3).tolist(),
            "text": [kind.letter] * len(rows),
            "textfont": {"size": 12, "color": colours["letter"], "weight": 600},
            "hovertext": [_hover(marks[row], lanes.every[lanes.of[row]].name) for row in rows],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "customdata": [marks[row].seq for row in rows],
            "marker": {
                "symbol": kind.symbol, "size": kind.size, "color": colours[kind.colour],
                "opacity": 1, "line": {"width": 0},
            },
            # What the brush leaves out keeps its colour: the band already says it.
            "unselected": {"marker": {"opacity": 1}},
            "cliponaxis": False,
            "name": kind.event,
            "showlegend": False,
        })  # fmt: skip
    return made


def _bars(
    placed: Placed,
    crowded: list[tuple[int, NDArray[np.intp]]],
    width: int,
    colours: Mapping[str, str],
) -> tuple[list[Json], int]:
    """Return the bars of the lanes in which marks would cover each other, and the highest count."""
    lanes = placed.lanes
    found: list[tuple[int, int, NDArray[np.int64]]] = []
    for place, own in crowded:
        starts, which = np.unique(bins.bins_of(placed.times[own], width), return_inverse=True)
        counts = np.zeros((len(starts), len(KINDS)), np.int64)
        np.add.at(counts, (which, placed.kinds[own]), 1)
        found += [(place, int(start), row) for start, row in zip(starts, counts, strict=True)]
    most = max((int(row.sum()) for _, _, row in found), default=0)
    made = []
    for number, kind in enumerate(KINDS):
        parts: list[tuple[float, float, float, str, list[int]]] = []
        for place, start, row in found:
            if not row[number]:
                continue
            part = np.maximum(row / most * _BAR_TALL, np.where(row > 0, _LEAST_BAR, 0.0))
            part *= min(1.0, _BAR_TALL / part.sum())
            base = len(lanes.every) - 1 - place + _BAR_FROM + part[:number].sum()
            about = _counted(lanes.every[place].name, start, width, row)
            middle = (start + width / 2) / 1000
            parts.append((middle, base, part[number], about, [place, start, start + width]))
        if parts:
            x, base, y, hover, where = map(list, zip(*parts, strict=True))
            made.append({
                "type": "bar",
                "x": x,
                "y": np.round(y, 4).tolist(),
                "base": np.round(base, 4).tolist(),
                "width": width * 0.86 / 1000,
                "hovertext": hover,
                "hovertemplate": "%{hovertext}<extra></extra>",
                "textposition": "none",
                "customdata": where,
                "marker": {
                    "color": colours[kind.colour], "line": {"width": 0},
                    "pattern": {"shape": kind.pattern, "size": 5, "solidity": 0.3,
                                "fillmode": "overlay", "fgcolor": colours["letter"]},
                },
                "unselected": {"marker": {"opacity": 1}},
                "name": kind.event,
                "showlegend": False,
            })  # fmt: skip
    return made, most


def _opened(
    placed: Placed,
    shown: NDArray[np.intp],
    height: NDArray[np.float64],
    opened: int | None,
    colours: Mapping[str, str],
) -> tuple[list[Json], list[Json]]:
    """Return what marks the opened event: a ring around its mark, or a line through its bar."""
    marks, lanes = placed.marks, placed.lanes
    row = 0 if opened is None else bisect_left(marks, opened, key=lambda mark: mark.seq)
    if row == len(marks) or marks[row].seq != opened:
        return [], []
    x = float(placed.times[row]) / 1000
    drawn = np.flatnonzero(shown == row)
    if len(drawn):
        ring = {
            "type": "scatter", "mode": "markers", "x": [x],
            "y": [round(float(height[drawn[0]]), 3)], "hoverinfo": "skip", "showlegend": False,
            "cliponaxis": False,
            "marker": {"symbol": "circle-open", "size": 25, "color": colours["text"],
                       "line": {"width": 2}},
        }  # fmt: skip
        return [ring], []
    bottom = len(lanes.every) - 1 - int(lanes.of[row])
    return [], [{
        "type": "line", "x0": x, "x1": x, "y0": bottom, "y1": bottom + 1,
        "line": {"color": colours["text"], "width": 2},
    }]  # fmt: skip


def _brushed(brush: Span | None, colours: Mapping[str, str]) -> list[Json]:
    if brush is None:
        return []
    low, high = (moment / 1000 for moment in brush)
    return [{
        "type": "rect", "x0": low, "x1": high, "yref": "paper", "y0": 0, "y1": 1,
        "layer": "below", "fillcolor": colours["accent"], "opacity": 0.16,
        "line": {"width": 1, "color": colours["accent"]},
    }]  # fmt: skip


def _layout(lanes: Lanes, axis: TimeAxis, span: Span, colours: Mapping[str, str]) -> Json:
    n = len(lanes.every)
    line = {"color": colours["line"], "width": 1}
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 13, "color": colours["text"]},
        "height": max(n, 1) * lane_height(lanes) + AXIS_HEIGHT,
        "margin": {"l": 8, "r": 16, "t": 8, "b": AXIS_HEIGHT - 8},
        "barmode": "overlay",
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
        "showlegend": False,
        "xaxis": {
            "type": "date",
            "range": [moment / 1000 for moment in span],
            "title": {"text": AXES[axis], "font": {"size": 12, "color": colours["muted"]},
                      "standoff": 8},
            "tickfont": {"size": 12, "color": colours["muted"]},
            "gridcolor": colours["line"], "griddash": "dot", "linecolor": colours["line"],
            "zeroline": False, "showline": True, "automargin": False,
        },
        "yaxis": {
            "range": [0, n], "fixedrange": True, "showgrid": False, "zeroline": False,
            "tickvals": [n - place - 0.5 for place in range(n)],
            "ticktext": [_tick(lane.name, lane.count, colours) for lane in lanes.every],
            "tickfont": {"size": 13}, "automargin": "width", "ticks": "", "ticklabelstandoff": 8,
        },
        "shapes": [
            {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y,
             "layer": "below", "line": line}
            for y in range(1, n + 1)
        ],
    }  # fmt: skip


def _milliseconds(times: NDArray[np.int64]) -> list[float]:
    found: list[float] = (times / 1000).tolist()
    return found


def escaped(text: str) -> str:
    """Return a text as plotly shows it: no tag, and no formula, comes from a memory."""
    return html.escape(text).replace("$", "&#36;")


def _tick(name: str, count: int, colours: Mapping[str, str]) -> str:
    said = counted(count, "change")
    return (
        f'{escaped(headline(name, _NAME))}<br><span style="font-size:12px;color:'
        f'{colours["muted"]}">{said}</span>'
    )


def _hover(mark: Mark, lane: str) -> str:
    when = f"{from_instant(mark.time):%Y-%m-%d %H:%M:%S} UTC"
    lines = textwrap.wrap(mark.text, _HOVER_WIDTH, max_lines=_HOVER_LINES, placeholder=" ...")
    named = escaped(" · ".join(filter(None, [mark.event, mark.happened])))
    said = f"<b>{named}</b>  {escaped(headline(lane, 2 * _NAME))}  {when}"
    return "<br>".join([said, *map(escaped, lines)])


def _counted(lane: str, start: int, width: int, row: NDArray[np.int64]) -> str:
    shape = "%Y-%m-%d" if width >= 24 * 3600 * bins.SECOND else "%Y-%m-%d %H:%M:%S"
    begins = max(start, _FIRST)
    counts = ", ".join(
        f"{number:,} {kind.verb}"
        for kind, number in zip(KINDS, row.tolist(), strict=True)
        if number
    )
    when = f"{bins.in_words(width)} from {from_instant(begins):{shape}}"
    return f"{escaped(headline(lane, 2 * _NAME))}<br>{when}<br><b>{counts}</b>"
