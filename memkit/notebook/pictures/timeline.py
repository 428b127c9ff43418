"""A picture of a timeline: its lanes, marks and bars, and the axis of its time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from memkit.domain.display import headline
from memkit.domain.times import from_instant
from memkit.domain.wording import counted
from memkit.notebook import html
from memkit.text.clean import clean
from memkit.timeline.figure import picture_notes
from memkit.timeline.kinds import COLOURS, KINDS
from memkit.timeline.links import NAME
from memkit.timeline.picture import AXES, Span, whole_span
from memkit.web import svg
from memkit.web.markup import Html

if TYPE_CHECKING:
    from memkit.timeline import Timeline

WIDTH = 760
_LEGEND = 36
_AXIS = 48
_RIGHT = 24
_MOST_LEFT = 176
_MOST_OF_A_NAME = 22
_TICK = 110  # pixels that the text of a tick needs

_SHAPES: Mapping[str, Html] = {
    "ADD": Html('<circle r="9" class="add"/>'),
    "UPDATE": Html('<rect x="-8.5" y="-8.5" width="17" height="17" class="update"/>'),
    "DELETE": Html('<path d="M0-11L11 0L0 11L-11 0Z" class="delete"/>'),
}
_HATCHES = (
    Html('<pattern id="UPDATE-bar" width="5" height="5" patternUnits="userSpaceOnUse">'
         '<rect width="5" height="5" class="update"/>'
         '<path d="M-1 6L6-1" class="hatch"/></pattern>'),
    Html('<pattern id="DELETE-bar" width="5" height="5" patternUnits="userSpaceOnUse">'
         '<rect width="5" height="5" class="delete"/>'
         '<path d="M-1 6L6-1M-1-1L6 6" class="hatch"/></pattern>'),
)  # fmt: skip


def parts(timeline: Timeline) -> list[Html]:
    """Return what the picture shows."""
    memories = counted(len({mark.id for mark in timeline.marks}))
    said = f"{counted(len(timeline), 'change')} of {memories}"
    axis = AXES[timeline.options.time]
    drawn = [html.head("Timeline", said)]
    if not len(timeline):
        return [*drawn, html.note(" ".join(["No changes here.", *timeline.notes]))]
    picture, notes = _picture(timeline, f"Timeline: {said}, {axis}.")
    return [*drawn, picture, html.foot(" ".join([*notes, *timeline.notes]))]


def _picture(timeline: Timeline, alt: str) -> tuple[Html, list[str]]:
    names = [headline(clean(lane.name), _MOST_OF_A_NAME) for lane in timeline.lanes]
    beside = [*names, *(_counted(lane.count) for lane in timeline.lanes)]
    left = min(max(map(svg.width_of, beside)), _MOST_LEFT) + 24
    room = WIDTH - left - _RIGHT
    span = whole_span(timeline._times)
    # The colours are the drawing's own.
    drawn = timeline.picture(span=span, width=int(room), colours=dict(COLOURS["light"]))
    high = (drawn.spec["layout"]["height"] - 60) / len(names)
    plot = _Plot(span, left, room, _LEGEND, high, len(names))
    shown = chain(
        [Html("<defs>{}</defs>").format(Html().join([*_symbols(), *_HATCHES]))],
        _legend(timeline),
        _lanes(plot, names, [lane.count for lane in timeline.lanes]),
        _axis(plot, AXES[timeline.options.time]),
        _brush(plot, timeline),
        *(_trace(plot, trace) for trace in drawn.spec["data"]),
    )
    height = int(_LEGEND + high * len(names) + _AXIS)
    return svg.image(shown, width=WIDTH, height=height, alt=alt), picture_notes(drawn)


class _Plot:
    """Where times and lanes are: `x` of milliseconds since 1970, `y` of lanes from below."""

    def __init__(
        self, span: Span, left: float, room: float, top: float, high: float, lanes: int
    ) -> None:
        self.low, self.end = (instant / 1000 for instant in span)
        self.left, self.room, self.top, self.high, self.lanes = left, room, top, high, lanes

    @property
    def right(self) -> float:
        return self.left + self.room

    @property
    def bottom(self) -> float:
        return self.top + self.high * self.lanes

    def x(self, milliseconds: float) -> float:
        return self.left + (milliseconds - self.low) / (self.end - self.low) * self.room

    def y(self, lane: float) -> float:
        return self.bottom - lane * self.high


def _symbols() -> Iterator[Html]:
    for kind in KINDS:
        yield Html('<g id="{}">{}{}</g>').format(
            kind.event,
            _SHAPES[kind.event],
            svg.text(0, 4.2, kind.letter, look="letter", anchor="middle"),
        )


def _legend(timeline: Timeline) -> Iterator[Html]:
    counts = list(timeline.counts().values())
    x = 16.0
    for kind in KINDS:
        said = f"{kind.event} {sum(row[kind.event] for row in counts):,}"
        yield Html('<use href="#{}" x="{:.1f}" y="18"/>').format(kind.event, x + 10)
        yield svg.text(x + 26, 22, said)
        x += 26 + svg.width_of(said) + 28
    number = len(timeline._placed.links)
    if number:
        yield _link([(x, 18.0), (x + 18, 18.0)])
        yield svg.text(x + 28, 22, f"{NAME} {number:,}")


def _lanes(plot: _Plot, names: list[str], counts: list[int]) -> Iterator[Html]:
    for place, (name, count) in enumerate(zip(names, counts, strict=True)):
        top = plot.y(len(names) - place)
        yield svg.line(plot.left, top, plot.right, top)
        middle = top + plot.high / 2
        yield svg.text(plot.left - 10, middle - 2, name, anchor="end")
        yield svg.text(plot.left - 10, middle + 13, _counted(count), look="muted", anchor="end")


def _counted(changes: int) -> str:
    return counted(changes, "change")


def _axis(plot: _Plot, title: str) -> Iterator[Html]:
    yield svg.line(plot.left, plot.bottom, plot.right, plot.bottom)
    for milliseconds, said in ticks(plot.low, plot.end, most=max(int(plot.room // _TICK), 2)):
        x = plot.x(milliseconds)
        yield svg.line(x, plot.top, x, plot.bottom, look="dotted")
        yield svg.text(x, plot.bottom + 17, said, look="muted", anchor="middle")
    middle = plot.left + plot.room / 2
    yield svg.text(middle, plot.bottom + 36, title, look="muted", anchor="middle")


def _brush(plot: _Plot, timeline: Timeline) -> Iterator[Html]:
    if timeline.selected is None:
        return
    low, high = (moment.timestamp() * 1000 for moment in timeline.selected)
    from_, to = (min(max(plot.x(at), plot.left), plot.right) for at in (low, high))
    yield Html('<rect x="{:.1f}" y="{}" width="{:.1f}" height="{}" class="brush"/>').format(
        from_, plot.top, to - from_, plot.bottom - plot.top
    )


def _trace(plot: _Plot, trace: Mapping[str, Any]) -> Iterator[Html]:
    if trace["type"] == "bar":
        yield from _bars(plot, trace)
    elif trace.get("name") == NAME:
        yield from _links(plot, trace)
    elif "text" in trace:
        for x, y in zip(trace["x"], trace["y"], strict=True):
            yield Html('<use href="#{}" x="{:.1f}" y="{:.1f}"/>').format(
                trace["name"], plot.x(x), plot.y(y)
            )


def _links(plot: _Plot, trace: Mapping[str, Any]) -> Iterator[Html]:
    """Draw lines from facts to those that took their place, as far as they are inside."""
    points: list[tuple[float, float]] = []
    for x, y in zip(trace["x"], trace["y"], strict=True):
        if x is not None:
            points.append((plot.x(x), plot.y(y)))
            continue
        yield _link(points)
        points = []


def _link(points: list[tuple[float, float]]) -> Html:
    (x, y), (tip, high) = points[-2:]
    turned = math.degrees(math.atan2(high - y, tip - x))
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return Html(
        '<polyline points="{}" class="link"/>'
        '<path d="M2 0L-7 4.5L-7-4.5Z" class="tip" transform="translate({:.1f} {:.1f}) '
        'rotate({:.0f})"/>'
    ).format(line, tip, high, turned)


def _bars(plot: _Plot, trace: Mapping[str, Any]) -> Iterator[Html]:
    event = trace["name"]
    fill = Html(' class="add"') if event == "ADD" else Html(' fill="url(#{}-bar)"').format(event)
    half = trace["width"] / 2
    for middle, base, tall in zip(trace["x"], trace["base"], trace["y"], strict=True):
        low, high = max(plot.x(middle - half), plot.left), min(plot.x(middle + half), plot.right)
        yield Html('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"{}/>').format(
            low, plot.y(base + tall), max(high - low, 1.0), tall * plot.high, fill
        )


# -- the axis of time -----------------------------------------------------------------------------

_STEPS = (
    *((timedelta(milliseconds=n), "%H:%M:%S.%f") for n in (1, 10, 100)),
    *((timedelta(seconds=n), "%H:%M:%S") for n in (1, 5, 15)),
    *((timedelta(minutes=n), "%b %-d, %H:%M") for n in (1, 5, 15, 30)),
    *((timedelta(hours=n), "%b %-d, %H:%M") for n in (1, 3, 6, 12)),
    *((timedelta(days=n), "%b %-d, %Y") for n in (1, 2, 7, 14)),
)
_YEAR = 12
_MONTHS = (1, 2, 3, 6, *(_YEAR * n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)))
_MONTH = timedelta(days=30.4)
_MONDAY = 4 * 86_400_000.0


def ticks(low: float, high: float, *, most: int) -> list[tuple[float, str]]:
    """Return round times of a span and what is written at them.

    Args:
        low, high: Milliseconds since 1970.
        most: How many there is room for.
    """
    length = timedelta(milliseconds=high - low)
    for step, shape in _STEPS:
        if length / step <= most:
            every = step / timedelta(milliseconds=1)
            # Weeks begin on a Monday.
            start = math.ceil((low - _MONDAY) / every)
            end = math.floor((high - _MONDAY) / every)
            return [_named(_MONDAY + n * every, shape) for n in range(start, end + 1)]
    months = next((n for n in _MONTHS if length / (n * _MONTH) <= most), _MONTHS[-1])
    shape = "%b %Y" if months < _YEAR else "%Y"
    return [_named(at, shape) for at in _firsts(months, low, high)]


def _firsts(step: int, low: float, high: float) -> Iterator[float]:
    """Return the first instants of every so many months, counted from the year nought."""
    begin, end = (from_instant(int(at * 1000)) for at in (low, high))
    first = math.ceil((begin.year * _YEAR + begin.month - 1) / step) * step
    for number in range(first, end.year * _YEAR + end.month, step):
        at = datetime(number // _YEAR, number % _YEAR + 1, 1, tzinfo=UTC).timestamp() * 1000
        if low <= at <= high:
            yield at


def _named(at: float, shape: str) -> tuple[float, str]:
    moment = from_instant(int(at * 1000))
    # How a year below 1000 and a day below 10 are written differs from system to system.
    said = moment.strftime(shape.replace("%-d", str(moment.day)).replace("%Y", str(moment.year)))
    return at, said[:-3] if shape.endswith("%f") else said
