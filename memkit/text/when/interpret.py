"""One expression of time, without relations: from what it consists of to an interval."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from memkit.text.when import calendar, hours
from memkit.text.when.calendar import Span, Unit
from memkit.text.when.compose import composed
from memkit.text.when.context import Context, chosen
from memkit.text.when.holidays import holiday, season
from memkit.text.when.lexicon import Meaning

_SELECTORS = ("last", "this", "next", "coming")
_FINE = frozenset({"second", "minute", "hour"})
# How many are "a few": from so many to so many.
_FEW = (2, 8)
# In what "a year and a half ago" is told.
_FINER: dict[Unit, Unit] = {"decade": "year", "year": "month", "month": "week", "week": "day"}
_SECOND = timedelta(seconds=1)

Slots = dict[str, Any]


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
    if base is None:
        return None
    if "nth_week" in slots:
        base = calendar.nth_week(base, slots.pop("nth_week"))
        if base is None:
            return None
    if "edge" in slots:
        part = slots.pop("edge")
        if base.precision not in ("day", "part of day"):
            found = calendar.edge(base, part)
            if found is None:
                return None
            base = found
    if base.precision == "month" and "weekday" in slots:
        base = _nth(slots, base)
        return base and hours.of_day(base, slots)
    weekday = slots.pop("weekday", None)
    if weekday is not None:
        if base.precision == "week":
            base = calendar.as_day(base, weekday)
        elif base.precision != "day" or base.start.weekday() != weekday:
            return None
    if "dom" in slots and base.precision == "day" and slots["dom"] == base.start.day:
        del slots["dom"]
    if "ord" in slots and base.precision == "day" and slots["ord"] == base.start.day:
        del slots["ord"]
    return hours.of_day(base, slots)


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


def _window(slots: Slots, now: Context) -> Span | None:
    """Read "the last three weeks": to the second, from or up to now."""
    sign, number, unit = slots.pop("window")
    for vain in ("ago", "hence"):
        slots.pop(vain, None)
    if isinstance(number, str):
        return _few(now, unit, sign, from_now=True)
    if unit == "weekend":
        return None
    here = now.here.replace(microsecond=0)
    if unit in _FINE:
        start = now.at.astimezone(UTC).replace(microsecond=0)
        moments = sorted((start, calendar.shifted(unit, start, sign * number)))
    else:
        moments = sorted((here, calendar.shifted(unit, here, sign * number)))
    return Span(moments[0], moments[1], calendar.precision_of(unit))


def _amount(slots: Slots, now: Context) -> Span | None:
    sign = -1 if "ago" in slots else 1 if "hence" in slots else 0
    if not sign or (sign > 0 and now.prefer == "past"):
        # "He finished it in one week" says how long it took.
        return None
    number, unit = slots.pop("amount")
    slots.pop("ago", None)
    slots.pop("hence", None)
    if slots.get("day") == 0 and not isinstance(number, str) and unit not in _FINE:
        del slots["day"]
        return calendar.span("day", calendar.shifted(unit, now.here, sign * number))
    return offset(now, number, unit, sign)


def _lone_unit(slots: Slots, now: Context) -> Span | None:
    """Read "the end of the year"."""
    unit = slots["unit"]
    if "edge" in slots and unit in ("week", "month", "quarter", "year", "decade"):
        del slots["unit"]
        return calendar.span(unit, now.here)
    return None


def offset(now: Context, number: float | str, unit: Unit, sign: int) -> Span | None:
    """Return the unit that lies so many before (-1) or after (1) now."""
    if number == "few":
        return _few(now, unit, sign)
    count = sign * (2.0 if isinstance(number, str) else number)
    if unit in _FINE:
        fine: Unit = "minute" if unit == "second" or count != int(count) else unit
        moment = calendar.shifted(unit, now.at.astimezone(UTC), count)
        local = calendar.span(fine, now.local(moment))
        back = moment - now.local(moment).replace(tzinfo=UTC)
        return Span(
            local.start.replace(tzinfo=UTC) + back, local.end.replace(tzinfo=UTC) + back,
            local.precision,
        )  # fmt: skip
    if count == int(count):
        return calendar.span(unit, calendar.shifted(unit, now.here, int(count)))
    finer = _FINER.get(unit)
    return calendar.span(finer, calendar.shifted(unit, now.here, count)) if finer else None


def _few(now: Context, unit: Unit, sign: int, *, from_now: bool = False) -> Span | None:
    """Return from where to where "a few" of a unit may be."""
    near, far = _FEW
    spans = [span for count in (near, far) if (span := offset(now, count, unit, sign))]
    if len(spans) < 2:
        return None
    first, last = sorted(spans, key=lambda found: found.start)
    start, end = first.start, last.end
    if from_now:
        start, end = (start, now.here) if sign < 0 else (now.here, end)
        if unit in _FINE:
            return None
    return Span(start, end, "vague")


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


def _nth(slots: Slots, whole: Span) -> Span | None:
    if "ord" in slots:
        return calendar.nth_weekday(whole, slots.pop("weekday"), slots.pop("ord"))
    if "last" in slots:
        del slots["last"]
        return calendar.nth_weekday(whole, slots.pop("weekday"), -1)
    return None


def _season(slots: Slots, now: Context) -> Span | None:
    name = slots.pop("season")
    return _of_year(slots, now, lambda year: season(name, year, southern=now.southern))


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
    return _of_year(slots, now, lambda year: holiday(name, year))


def _of_year(slots: Slots, now: Context, candidate: Any) -> Span | None:
    """Return the one that a year, "last", "this" or "next" picks, else the tense."""
    if "year" in slots:
        return candidate(slots.pop("year"))  # type: ignore[no-any-return]
    if "years" in slots:
        return candidate(slots.pop("years")[0])  # type: ignore[no-any-return]
    if slots.get("rel", ("", 0))[0] == "year":
        return candidate(now.here.year + slots.pop("rel")[1])  # type: ignore[no-any-return]
    return chosen(candidate, now.here.year, now, _selector(slots))


def _selector(slots: Slots) -> str | None:
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
    selector = _selector(slots)
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
    return chosen(candidate, months, now, _selector(slots)) if now.prefer else None


def _relative(slots: Slots, now: Context) -> Span | None:
    unit, count = slots.pop("rel")
    if unit == "day":
        return calendar.span("day", now.here) if not count else None
    if unit in _FINE or unit == "fortnight":
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
    selector = _selector(slots)
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
    selector = _selector(slots)
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


_READERS = {
    "instant": _instant, "date": _date, "window": _window, "amount": _amount,
    "month_day": _month_day, "year_month": _year_month, "month": _month, "season": _season,
    "quarter": _quarter, "half_year": _half_year, "holiday": _holiday, "rel_weekday": _in_week,
    "unit": _lone_unit, "day": _day, "day_either": _day_either, "daypart": _daypart,
    "weekday": _weekday, "weekend": _weekend, "dom": _day_of_month,
    "rel": _relative, "year": _year, "years": _years, "decade": _decade, "part": _part,
    "clock": _clock, "now": _now,
}  # fmt: skip
