"""Times of which there is one a year, a month or a week: which of them is meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from memkit.text.when import calendar, holidays
from memkit.text.when.calendar import Span
from memkit.text.when.compose import Slots
from memkit.text.when.context import Candidate, Context, chosen
from memkit.text.when.counted import FINE, Reader

_SELECTORS = ("last", "this", "next", "coming")


def _month_day(slots: Slots, now: Context) -> Span | None:
    month, day = slots.pop("month_day")
    weekday = slots.get("weekday")

    def candidate(year: int) -> Span | None:
        try:
            found = calendar.span("day", datetime(year, month, day))
        except ValueError:
            return None
        return found if weekday in (None, found.start.weekday()) else None

    return _of_year(slots, now, candidate)


def _year_month(slots: Slots, now: Context) -> Span | None:
    year, month = slots.pop("year_month")
    return calendar.span("month", datetime(year, month, 1))


def _month(slots: Slots, now: Context) -> Span | None:
    month = slots.pop("month")
    # The last of "the last Friday of March" is no "last March".
    nth = slots.pop("last", None) if "weekday" in slots and "ord" not in slots else None
    whole = _of_year(slots, now, lambda year: calendar.span("month", datetime(year, month, 1)))
    if nth is not None:
        slots["last"] = nth
    return whole


def nth_of(slots: Slots, whole: Span) -> Span | None:
    """Return the first, second, ... or last weekday of a month."""
    if "ord" in slots:
        return calendar.nth_weekday(whole, slots.pop("weekday"), slots.pop("ord"))
    if "last" in slots:
        del slots["last"]
        return calendar.nth_weekday(whole, slots.pop("weekday"), -1)
    return None


def _season(slots: Slots, now: Context) -> Span | None:
    return _of_year(slots, now, _seasons(slots.pop("season"), now))


def _several_seasons(slots: Slots, now: Context) -> Span | None:
    """Read "two summers ago": the last one, and as many before it."""
    candidate = _seasons(slots.pop("several_seasons"), now)
    count = _counted_back(slots)
    last = chosen(candidate, now.here.year, now, "last")
    return candidate(last.start.year - count + 1) if last and count else None


def _several_weekdays(slots: Slots, now: Context) -> Span | None:
    weekday = slots.pop("several_weekdays")
    count = _counted_back(slots)
    today = calendar.floor("day", now.here)
    back = (today.weekday() - weekday) % 7 or 7
    return calendar.span("day", today, -back - 7 * (count - 1)) if count else None


def _seasons(name: str, now: Context) -> Callable[[int], Span]:
    return lambda year: holidays.season(name, year, southern=now.southern)


def _counted_back(slots: Slots) -> int | None:
    if "ago" not in slots or not isinstance(slots.get("num"), int):
        return None
    del slots["ago"]
    return int(slots.pop("num"))


def _quarter(slots: Slots, now: Context) -> Span | None:
    number = slots.pop("quarter")
    return _of_year(
        slots, now, lambda year: calendar.span("quarter", datetime(year, number * 3, 1))
    )


def _half_year(slots: Slots, now: Context) -> Span | None:
    number = slots.pop("half_year")

    def candidate(year: int) -> Span:
        start = datetime(year, number * 6 - 5, 1)
        return Span(start, calendar.shifted("month", start, 6), "vague")

    unit = slots.pop("unit", "year")
    return _of_year(slots, now, candidate) if unit == "year" else None


def _holiday(slots: Slots, now: Context) -> Span | None:
    name = slots.pop("holiday")
    return _of_year(slots, now, lambda year: holidays.holiday(name, year))


def _of_year(slots: Slots, now: Context, candidate: Candidate) -> Span | None:
    """Return the one that a year, "last", "this" or "next" picks, else the tense."""
    if "year" in slots:
        return candidate(slots.pop("year"))
    if "years" in slots:
        return candidate(slots.pop("years")[0])
    if slots.get("rel", ("", 0))[0] == "year":
        return candidate(now.here.year + slots.pop("rel")[1])
    return chosen(candidate, now.here.year, now, selected(slots))


def selected(slots: Slots) -> str | None:
    """Take the word out that picks one: "last", "this", "next" or "coming"."""
    for name in _SELECTORS:
        if name in slots:
            del slots[name]
            return name
    return None


def _weekday(slots: Slots, now: Context) -> Span | None:
    weekday = slots["weekday"]
    if "rel" in slots:
        return _relative(slots, now)
    del slots["weekday"]
    today = calendar.floor("day", now.here)
    week = calendar.floor("week", now.here)
    selector = selected(slots)
    if selector == "this":
        return calendar.span("day", week, weekday)
    if selector == "next":
        return calendar.span("day", week, weekday + 7)
    back = (today.weekday() - weekday) % 7 or 7
    ahead = (weekday - today.weekday()) % 7 or 7
    if selector == "last" or (selector is None and now.prefer == "past"):
        return calendar.span("day", today, -back)
    if selector == "coming" or now.prefer == "future":
        return calendar.span("day", today, ahead)
    return None


def _in_week(slots: Slots, now: Context) -> Span | None:
    weeks, weekday = slots.pop("rel_weekday")
    return calendar.span("day", calendar.floor("week", now.here), 7 * weeks + weekday)


def _day_of_month(slots: Slots, now: Context) -> Span | None:
    day = slots.pop("dom")
    months = now.here.year * 12 + now.here.month - 1

    def candidate(number: int) -> Span | None:
        try:
            return calendar.span("day", datetime(number // 12, number % 12 + 1, day))
        except ValueError:
            return None

    if slots.get("rel", ("", 0))[0] == "month":
        return candidate(months + slots.pop("rel")[1])
    return chosen(candidate, months, now, selected(slots)) if now.prefer else None


def _relative(slots: Slots, now: Context) -> Span | None:
    unit, count = slots.pop("rel")
    if unit == "day":
        return calendar.span("day", now.here) if not count else None
    if unit in FINE or unit == "fortnight":
        return None
    if unit == "weekend":
        return _weekend_by(count, now)
    return calendar.span(unit, now.here, count)


def _weekend_by(count: int, now: Context) -> Span:
    week = calendar.floor("week", now.here)
    if count == 0 and now.prefer == "past" and now.here.weekday() < 5:
        count = -1
    return calendar.span("weekend", week + timedelta(days=7 * count))


def _weekend(slots: Slots, now: Context) -> Span | None:
    del slots["weekend"]
    selector = selected(slots)
    if selector == "coming":
        return calendar.span("weekend", now.here, int(now.here.weekday() > 4))
    weekend = calendar.span("weekend", now.here)
    if weekend.start <= now.here:
        return weekend
    if now.prefer == "past":
        return calendar.span("weekend", now.here, -1)
    return weekend if now.prefer == "future" else None


def _year(slots: Slots, now: Context) -> Span:
    return calendar.span("year", datetime(slots.pop("year"), 1, 1))


def _years(slots: Slots, now: Context) -> Span:
    """Read "2019/20", which may be of schools or of sports: both years."""
    first, last = slots.pop("years")
    return Span(datetime(first, 1, 1), datetime(last + 1, 1, 1), "vague")


def _decade(slots: Slots, now: Context) -> Span:
    return calendar.span("decade", datetime(slots.pop("decade"), 1, 1))


def _century(slots: Slots, now: Context) -> Span:
    """Read "the 19th century": 1801 to 1900, of which few know the edges."""
    first = datetime(slots.pop("century") * 100 - 99, 1, 1)
    return Span(first, calendar.shifted("year", first, 100), "vague")


READERS: dict[str, Reader] = {
    "month_day": _month_day, "year_month": _year_month, "month": _month, "season": _season,
    "several_seasons": _several_seasons, "several_weekdays": _several_weekdays,
    "quarter": _quarter, "half_year": _half_year, "holiday": _holiday, "rel_weekday": _in_week,
    "weekday": _weekday, "weekend": _weekend, "dom": _day_of_month, "rel": _relative,
    "year": _year, "years": _years, "decade": _decade, "century": _century,
}  # fmt: skip
