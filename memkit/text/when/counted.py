"""What is counted from now: "three weeks ago", "the last ten days"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

from memkit.text.when import calendar
from memkit.text.when.calendar import Span, Unit
from memkit.text.when.compose import Slots
from memkit.text.when.context import Context

# Takes out of the slots what it reads.
Reader = Callable[[Slots, Context], Span | None]

FINE = frozenset({"second", "minute", "hour"})
# How many are "a few": from so many to so many.
_FEW = (2, 8)
# In what "a year and a half ago" is told.
_FINER: dict[Unit, Unit] = {
    "century": "decade",
    "decade": "year",
    "year": "month",
    "month": "week",
    "week": "day",
}


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
    if unit in FINE:
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
    if slots.get("day") == 0 and not isinstance(number, str) and unit not in FINE:
        del slots["day"]
        return calendar.span("day", calendar.shifted(unit, now.here, sign * number))
    return offset(now, number, unit, sign)


def offset(now: Context, number: float | str, unit: Unit, sign: int) -> Span | None:
    """Return the unit that lies so many before (-1) or after (1) now."""
    if number == "few":
        return _few(now, unit, sign)
    count = sign * (2.0 if isinstance(number, str) else number)
    if unit in FINE:
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
        if unit in FINE:
            return None
    return Span(start, end, "vague")


READERS: dict[str, Reader] = {"window": _window, "amount": _amount}
