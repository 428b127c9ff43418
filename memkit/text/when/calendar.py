"""Units of the calendar: where one begins, and how many later another does.

Times are those of a place, without a zone; a week begins on its Monday, as in ISO 8601.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from memkit.text.when.model import Precision

Unit = Literal[
    "second",
    "minute",
    "hour",
    "day",
    "week",
    "weekend",
    "month",
    "quarter",
    "year",
    "decade",
    "century",
]
Edge = Literal["early", "mid", "late"]

_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
# Of seven days, three months, or months of a season: what is early, in the middle, late.
_EDGES: dict[str, dict[Edge, tuple[float, float]]] = {
    "week": {"early": (0, 3), "mid": (1, 4), "late": (3, 7)},
    "month": {"early": (0, 10), "mid": (10, 20), "late": (20, 31)},
    "season": {"early": (0, 1), "mid": (1, 2), "late": (2, 3)},
    "quarter": {"early": (0, 1), "mid": (1, 2), "late": (2, 3)},
    "year": {"early": (0, 4), "mid": (4, 8), "late": (8, 12)},
    "decade": {"early": (0, 48), "mid": (36, 84), "late": (72, 120)},
}


@dataclass(frozen=True, slots=True)
class Span:
    """An interval, half open; with a zone where it was counted in seconds, else in local time."""

    start: datetime
    end: datetime
    precision: Precision


def span(unit: Unit, moment: datetime, count: int = 0) -> Span:
    """Return the unit that a moment is in, or one so many later."""
    start = shifted(unit, floor(unit, moment), count)
    if unit == "weekend":
        return Span(start, start + timedelta(days=2), "weekend")
    return Span(start, shifted(unit, start, 1), precision_of(unit))


def precision_of(unit: Unit) -> Precision:
    """Return the precision of what a unit names: nobody means a second by "20 seconds ago"."""
    if unit == "century":
        return "vague"
    return "minute" if unit == "second" else unit


def floor(unit: Unit, moment: datetime) -> datetime:
    """Return where the unit begins that a moment is in; that of a weekend is of its week."""
    if unit == "second":
        return moment.replace(microsecond=0)
    if unit == "minute":
        return moment.replace(second=0, microsecond=0)
    if unit == "hour":
        return moment.replace(minute=0, second=0, microsecond=0)
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "weekend":
        return day + timedelta(days=5 - day.weekday())
    if unit == "century":
        # The 20th began with 1901.
        return day.replace(year=(day.year - 1) // 100 * 100 + 1, month=1, day=1)
    if unit in _MONTHS:
        size = _MONTHS[unit]
        return _month(day.replace(day=1), (day.year * 12 + day.month - 1) // size * size)
    return day


def shifted(unit: Unit, moment: datetime, count: float) -> datetime:
    """Return the moment so many units later; in a shorter month on its last day."""
    if unit in _MONTHS:
        months = count * _MONTHS[unit]
        if months == int(months):
            return _month(moment, moment.year * 12 + moment.month - 1 + int(months))
        return moment + timedelta(days=round(months * 30))
    days = {"day": 1, "week": 7, "weekend": 7}.get(unit)
    if days:
        return moment + timedelta(days=days * count)
    return moment + timedelta(**{f"{unit}s": count})


def edge(whole: Span, part: Edge) -> Span | None:
    """Return the first, middle or last third of a span, or None for one that has no such parts."""
    bounds = _EDGES.get(whole.precision)
    if bounds is None:
        return None
    first, last = bounds[part]
    unit: Unit = "day" if whole.precision in ("week", "month") else "month"
    start, end = (shifted(unit, whole.start, count) for count in (first, last))
    return Span(start, whole.end if part == "late" else end, "vague")


def nth_weekday(month: Span, weekday: int, number: int) -> Span | None:
    """Return the first (1), second, ... or last (-1) Monday (0) ... Sunday (6) of a month."""
    if number > 0:
        ahead = (weekday - month.start.weekday()) % 7 + 7 * (number - 1)
        start = month.start + timedelta(days=ahead)
    else:
        start = month.end - timedelta(days=1)
        start -= timedelta(days=(start.weekday() - weekday) % 7)
    return span("day", start) if month.start <= start < month.end else None


def nth_week(month: Span, number: int) -> Span | None:
    """Return the first (1), second, ... or last (-1) seven days of a month."""
    if month.precision != "month" or not -1 <= number <= 4:
        return None
    if number < 0:
        return Span(month.end - timedelta(days=7), month.end, "week")
    start = month.start + timedelta(days=7 * (number - 1))
    return Span(start, start + timedelta(days=7), "week")


def as_day(whole: Span, ahead: int) -> Span:
    """Return the day so many after the first of a span."""
    return span("day", whole.start + timedelta(days=ahead))


def hours(day: Span, first: float, last: float) -> Span:
    """Return the hours of a day; those above 24 are of the next."""
    midnight = floor("day", day.start)
    return Span(midnight + timedelta(hours=first), midnight + timedelta(hours=last), "part of day")


def _month(moment: datetime, number: int) -> datetime:
    year, month = divmod(number, 12)
    day = moment.day
    while True:
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            if not 1 <= year <= 9999 or day <= 28:
                raise
            day -= 1
