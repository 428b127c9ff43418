"""Parts of a day and clock times of a day that is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

from memkit.text.when import calendar
from memkit.text.when.calendar import Span
from memkit.text.when.compose import Slots

# The hours of parts of a day. An evening ends at midnight; what is above 24 is of the next day.
_PARTS = {
    "dawn": (0, 6), "morning": (5, 12), "noon": (11, 14), "afternoon": (12, 18),
    "tarde": (12, 21), "evening": (18, 24), "late": (18, 30), "night": (21, 30),
}  # fmt: skip


def of_day(day: Span, slots: Slots) -> Span | None:
    """Return the hours of a day that are named beside it; the day itself where none are.

    Takes the part of the day, the clock time and its zone out of the slots. A clock time that may
    be one of two ("tomorrow at 5") leaves the day as it is.
    """
    part = slots.pop("part", None)
    if part is None and "clock" not in slots:
        return day
    if day.precision != "day":
        return None
    whole = part_of(day, part) if part else day
    if "clock" not in slots:
        return whole
    hour, minute, sure = slots.pop("clock")
    known = hour if sure or hour == 24 else _known(hour, part)
    if "zone" not in slots:
        return whole if known is None else at_clock(day, known, minute)
    zone = slots.pop("zone")
    if known is None or zone is None:
        return whole
    found = at_clock(day, known, minute)
    offset = timezone(timedelta(minutes=zone))
    return replace(
        found, start=found.start.replace(tzinfo=offset), end=found.end.replace(tzinfo=offset)
    )


def part_of(day: Span, name: str) -> Span:
    """Return a part of a day by its name."""
    return calendar.hours(day, *_PARTS[name])


def at_clock(day: Span, hour: int, minute: int | None) -> Span:
    """Return a minute of a day, or the hour where no minute is said."""
    start = calendar.floor("day", day.start) + timedelta(hours=hour, minutes=minute or 0)
    if minute is None:
        return Span(start, start + timedelta(hours=1), "hour")
    return Span(start, start + timedelta(minutes=1), "minute")


def _known(hour: int, part: str | None) -> int | None:
    """Return the hour that lies in a part of the day, of the two that it may be; None for none."""
    if part is None or hour > 12:
        return None
    first, last = _PARTS[part]
    for candidate in (hour % 12, hour % 12 + 12, hour % 12 + 24):
        if first <= candidate < last:
            return candidate
    return None
