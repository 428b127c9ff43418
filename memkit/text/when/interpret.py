"""One expression of time, without relations: from what it consists of to an interval."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from memkit.text.when import calendar, counted, hours, named
from memkit.text.when.calendar import Span
from memkit.text.when.compose import Slots, composed
from memkit.text.when.context import Context, chosen
from memkit.text.when.counted import Reader
from memkit.text.when.lexicon import Meaning

_SECOND = timedelta(seconds=1)


def interpret(items: Sequence[Meaning], now: Context) -> tuple[Span, bool] | None:
    """Return the interval, and whether the words say that it is about then; None for no sense."""
    slots: Slots = {}
    parts = composed(items)
    if not _in_place(parts):
        return None
    for item in parts:
        if item.kind in slots or item.kind in ("block", "anaphor"):
            return None
        slots[item.kind] = item.value
    about = "couple" in str(slots.get("amount"))
    found = _refined(slots, now)
    return None if found is None or slots else (found, about)


def _in_place(parts: Sequence[Meaning]) -> bool:
    """Tell whether "ago" and "in" stand on their side of the amount."""
    amounts = [at for at, item in enumerate(parts) if item.kind in ("amount", "unit", "window")]
    return not amounts or all(
        (amounts[0] > at) == (item.value == "pre")
        for at, item in enumerate(parts)
        if item.kind in ("ago", "hence")
    )


def _refined(slots: Slots, now: Context) -> Span | None:
    """Return the interval of the slots, each of which is taken out where it is used."""
    base = _base(slots, now)
    for refine in (_counted_in, _around, _edged, _on_weekday):
        base = base and refine(base, slots)
    if base is None:
        return None
    for kind in ("dom", "ord"):
        if base.precision == "day" and slots.get(kind) == base.start.day:
            del slots[kind]
    return hours.of_day(base, slots)


def _counted_in(base: Span, slots: Slots) -> Span | None:
    """Return the third day, week or weekend of a span; the span where none is named."""
    if "nth_week" in slots:
        return calendar.nth_week(base, slots.pop("nth_week"))
    if "nth_weekend" in slots:
        saturday = calendar.nth_weekday(base, 5, slots.pop("nth_weekend"))
        return saturday and calendar.span("weekend", saturday.start)
    if "nth_day" not in slots:
        return base
    number = slots.pop("nth_day")
    ahead = number - 1 if number > 0 else (base.end - base.start).days + number
    found = calendar.as_day(base, ahead)
    return found if base.start <= found.start < base.end else None


def _around(base: Span, slots: Slots) -> Span:
    """Return the week or the weekend of a day: "the week of July 10"."""
    if base.precision == "day" and slots.get("unit") == "week":
        del slots["unit"]
        return calendar.span("week", base.start)
    if base.precision == "day" and "weekend" in slots:
        del slots["weekend"]
        return calendar.span("weekend", base.start)
    return base


def _edged(base: Span, slots: Slots) -> Span | None:
    """Return the beginning, the middle or the end of a span."""
    part = slots.pop("edge", None)
    if part is None or base.precision in ("day", "part of day"):
        return base
    return calendar.edge(base, part)


def _on_weekday(base: Span, slots: Slots) -> Span | None:
    """Return the weekday of a week, or the first, second, ... of a month."""
    if "weekday" not in slots:
        return base
    if base.precision == "month":
        return named.nth_of(slots, base)
    weekday = slots.pop("weekday")
    if base.precision == "week":
        return calendar.as_day(base, weekday)
    return base if base.precision == "day" and base.start.weekday() == weekday else None


def _base(slots: Slots, now: Context) -> Span | None:
    for kind, read in _READERS.items():
        if kind in slots:
            return read(slots, now)
    return None


def _instant(slots: Slots, now: Context) -> Span:
    moment, precision = slots.pop("instant")
    unit = timedelta(minutes=1) if precision == "minute" else _SECOND
    start = now.utc(moment)
    return Span(start, start + unit, precision)


def _date(slots: Slots, now: Context) -> Span:
    return calendar.span("day", datetime(*slots.pop("date")))


def _day(slots: Slots, now: Context) -> Span:
    return calendar.span("day", now.here, slots.pop("day"))


def _day_either(slots: Slots, now: Context) -> Span | None:
    count = slots.pop("day_either")
    if now.prefer is None:
        return None
    return calendar.span("day", now.here, -count if now.prefer == "past" else count)


def _daypart(slots: Slots, now: Context) -> Span | None:
    day, part = slots.pop("daypart")
    if part == "night" and day == 0 and now.here.hour < 12:
        # Before noon "heute Nacht" is the one that is over or the one to come.
        if now.prefer is None:
            return None
        day = -1 if now.prefer == "past" else 0
    elif part == "night" and day == 0 and now.prefer == "past":
        day = -1
    if "clock" in slots:
        slots["part"] = part
        return calendar.span("day", now.here, day)
    return hours.part_of(calendar.span("day", now.here, day), part)


def _part(slots: Slots, now: Context) -> Span | None:
    """Read a part of a day of which only "this" or "last" says the day, or a clock time in it."""
    selector = named.selected(slots)
    if selector in ("last", "this"):
        return calendar.span("day", now.here, -1 if selector == "last" else 0)
    return None


def _clock(slots: Slots, now: Context) -> Span | None:
    hour, minute, sure = slots.pop("clock")
    if not sure or "zone" in slots or now.prefer is None:
        # "I get up at 7 am" is said of no day.
        return None
    days = now.here.toordinal()
    return chosen(
        lambda day: hours.at_clock(calendar.span("day", datetime.fromordinal(day)), hour, minute),
        days, now, None,
    )  # fmt: skip


def _now(slots: Slots, now: Context) -> Span:
    del slots["now"]
    at = now.at.astimezone(UTC)
    return Span(at, at + _SECOND, "instant")


def _lone_unit(slots: Slots, now: Context) -> Span | None:
    """Read "the end of the year"."""
    unit = slots["unit"]
    if "edge" in slots and unit in ("week", "month", "quarter", "year", "decade"):
        del slots["unit"]
        return calendar.span(unit, now.here)
    return None


# In this order: the first of them that is there is the base of the rest.
_READERS: dict[str, Reader] = {
    "instant": _instant, "date": _date, **counted.READERS, "day": _day, "day_either": _day_either,
    "daypart": _daypart, **named.READERS, "unit": _lone_unit, "part": _part, "clock": _clock,
    "now": _now,
}  # fmt: skip
