"""Neighbouring words of time as one thing: "3 March", "two weeks", "last year", "half an hour".

Takes and returns lists of `Meaning`; what stands for itself passes through.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from memkit.text.when.lexicon import Meaning

Items = list[Meaning]
# What an expression consists of, by kind.
Slots = dict[str, Any]

# What joins words and says nothing by itself.
GLUE = frozenset({"the", "of", "at"})
_DIRECTIONS = {"last": -1, "rolling": -1, "this": 0, "next": 1, "coming": 1}
# Units that "last" and "next" shift as a whole; "the last day" and "the next hour" do not.
_SHIFTED = frozenset({"week", "weekend", "month", "quarter", "year", "decade", "century"})
_LONGEST_DAY = 31
# What may be any where an article stands in front of it: "on a January morning".
ANY = frozenset({"month", "weekday", "season", "holiday", "part", "day", "weekend"})
_COUNTED = frozenset({"unit", "units", "half", "more_half", "oclock", "ampm"})
_NUMBERS = frozenset({"num", "few", "couple", "half", "clock"})
# What makes "six heures" a duration.
_COUNTING = frozenset({"for", "ago", "hence", "last", "next", "this"})
# The day of which a midnight is, is said in two ways.
_NAMED_HOURS = {"noon": (12, None, True), "midnight": (12, None, False)}


def composed(items: Sequence[Meaning]) -> Items:
    """Return the items with what belongs together made one, and without the glue."""
    found = _replaced(_replaced(list(items), _one), _clock)
    found = _replaced([item for item in found if item.kind not in GLUE], _several)
    found = [item for item in _replaced(found, _numeral) if item.kind != "dash"]
    for rule in (_amount, _quarter, _date, _month_of_year, _week, _relative):
        found = _replaced(found, rule)
    return found


Rule = Callable[[Items, int], tuple[int, Meaning] | None]


def _replaced(items: Items, rule: Rule) -> Items:
    result: Items = []
    at = 0
    while at < len(items):
        found = rule(items, at)
        if found is None:
            result.append(items[at])
            at += 1
        else:
            length, item = found
            result.append(item)
            at += length
    return result


def _kinds(items: Items, at: int, *kinds: str) -> bool:
    return len(items) >= at + len(kinds) and all(
        items[at + i].kind == kind for i, kind in enumerate(kinds)
    )


def _one(items: Items, at: int) -> tuple[int, Meaning] | None:
    """Read "a" as a number where it counts something, else as no more than an article.

    "A Friday" is any, so that it makes no sense as a time.
    """
    if items[at].kind != "one":
        return None
    following = items[at + 1].kind if len(items) > at + 1 else ""
    if following in ANY:
        return 1, Meaning("anaphor")
    counts = following in _COUNTED or (at > 1 and "num" in (items[at - 1].kind, items[at - 2].kind))
    return 1, Meaning("num", 1) if counts else Meaning("the")


def _clock(items: Items, at: int) -> tuple[int, Meaning] | None:
    """Read "5 o'clock", "5 in the afternoon" and the 5 of "at 5"."""
    if items[at].kind in _NAMED_HOURS:
        return 1, Meaning("clock", _NAMED_HOURS[items[at].kind])
    if _kinds(items, at, "num", "ampm") or (
        _kinds(items, at, "num", "oclock") and at and items[at - 1].kind not in _COUNTING
    ):
        return 2, _hour(items[at].value, items[at + 1])
    if _kinds(items, at, "clock", "oclock"):
        return 2, items[at]
    if _kinds(items, at, "clock", "ampm"):
        hour, minute, _ = items[at].value
        return 2, _hour(hour, items[at + 1], minute)
    if _kinds(items, at, "at", "num"):
        following = items[at + 2].kind if len(items) > at + 2 else ""
        if following in ("ampm", "oclock"):
            return 3, _hour(items[at + 1].value, items[at + 2])
        whole = isinstance(items[at + 1].value, int) and items[at + 1].value <= 24
        if whole and following in (
            "",
            "at",
            "this",
            "last",
            "day",
            "daypart",
            "weekday",
            "the",
            "part",
        ):
            return 2, Meaning("clock", (items[at + 1].value, None, False))
    return None


def _several(items: Items, at: int) -> tuple[int, Meaning] | None:
    """Read the unit of "two weeks" as a unit, and "the last weeks" as some of them."""
    if items[at].kind == "rolling" and _kinds(items, at + 1, "unit"):
        return 2, Meaning("window", (-1, 1, items[at + 1].value))
    if items[at].kind == "rolling" and not _kinds(items, at + 1, "units"):
        return 1, Meaning("last", "pre")
    counted = at > 0 and items[at - 1].kind in _NUMBERS
    if items[at].kind == "units":
        behind = _kinds(items, at + 1, "last") and items[at + 1].value == "any"
        if behind and not counted:
            return 2, Meaning("window", (-1, "few", items[at].value))
        return 1, Meaning("unit", items[at].value)
    sign = _DIRECTIONS.get(items[at].kind)
    if sign and not counted and _kinds(items, at + 1, "units"):
        return 2, Meaning("window", (sign, "few", items[at + 1].value))
    return None


def _hour(hour: float, of: Meaning, minute: int | None = None) -> Meaning:
    if of.kind == "ampm" and 1 <= hour <= 12:
        return Meaning("clock", (int(hour) % 12 + (12 if of.value == "pm" else 0), minute, True))
    return Meaning("clock", (int(hour), minute, hour > 12 or minute is not None))


def _numeral(items: Items, at: int) -> tuple[int, Meaning] | None:
    """Read "twenty-five" and "treinta y cinco"."""
    if _kinds(items, at, "num", "num") and items[at + 1].value == 100 > items[at].value:
        return 2, Meaning("num", items[at].value * 100)
    if not _kinds(items, at, "num") or items[at].value not in range(20, 100, 10):
        return None
    for between in (("dash",), ("and",), ()):
        length = 1 + len(between)
        if _kinds(items, at, "num", *between, "num") and items[at + length].value in range(1, 10):
            unit = items[at + length + 1].kind if len(items) > at + length + 1 else ""
            if unit == "unit":
                return length + 1, Meaning("num", items[at].value + items[at + length].value)
    return None


def _amount(items: Items, at: int) -> tuple[int, Meaning] | None:
    """Read a number and its unit: ("amount", (number, unit)), "few" for one that isn't said."""
    if _kinds(items, at, "amount", "half"):
        number, unit = items[at].value
        return 2, Meaning("amount", (number + 0.5, unit))
    for pattern, number in (
        (("num", "more_half", "unit"), lambda: items[at].value + 0.5),
        (("num", "unit", "more_half"), lambda: items[at].value + 0.5),
        (("num", "unit", "and", "num", "half"), lambda: items[at].value + 0.5),
        (("num", "unit", "and", "half"), lambda: items[at].value + 0.5),
        (("num", "unit", "half"), lambda: items[at].value + 0.5),
        (("num", "and", "num", "half", "unit"), lambda: items[at].value + 0.5),
        (("num", "and", "half", "unit"), lambda: items[at].value + 0.5),
        (("num", "half", "unit"), lambda: 0.5 if items[at].value == 1 else items[at].value + 0.5),
        (("half", "num", "unit"), lambda: 0.5),
        (("half", "unit"), lambda: 0.5),
        (("few", "unit"), lambda: "few"),
        (("couple", "unit"), lambda: "couple"),
        (("num", "unit"), lambda: items[at].value),
    ):
        if _kinds(items, at, *pattern):
            unit = next(item.value for item in items[at:] if item.kind == "unit")
            if len(pattern) == 2 and unit == "quarter" and pattern[0] == "half":
                return None
            return len(pattern), _normal_amount(number(), unit)
    return None


def _normal_amount(number: float | str, unit: str) -> Meaning:
    if unit == "fortnight":
        number, unit = (number * 2 if not isinstance(number, str) else number), "week"
    return Meaning("amount", (number, unit))


def _quarter(items: Items, at: int) -> tuple[int, Meaning] | None:
    """Read "the third quarter" and "the second half" (of a year)."""
    if items[at].kind == "ord" and len(items) > at + 1:
        number, after = items[at].value, items[at + 1]
        if after.kind == "unit" and after.value == "quarter" and 1 <= number <= 4:
            return 2, Meaning("quarter", number)
        if after.kind == "unit" and after.value == "century" and 1 < number <= 30:
            return 2, Meaning("century", number)
        if after.kind == "half" and 1 <= number <= 2:
            return 2, Meaning("half_year", number)
    if _kinds(items, at, "unit", "decade_number") or _kinds(items, at, "unit", "num"):
        unit, number = items[at].value, items[at + 1].value
        if unit == "year" and number in range(30, 100, 10):
            return 2, Meaning("decade", 1900 + int(number))
    if _kinds(items, at, "decade", "unit") and items[at + 1].value == "year":
        return 2, items[at]
    if _kinds(items, at, "year", "unit") and items[at + 1].value == "year":
        return 2, items[at]
    if _kinds(items, at, "unit", "year") and items[at].value == "year":
        return 2, items[at + 1]
    if _kinds(items, at, "unit", "month") and items[at].value == "month":
        return 2, items[at + 1]
    if _kinds(items, at, "month", "unit") and items[at + 1].value == "month":
        return 2, items[at]
    return None


def _date(items: Items, at: int) -> tuple[int, Meaning] | None:
    """Read a day of a month: ("month_day", (month, day)), or ("date", (year, month, day))."""
    for pattern, (month, day) in (
        (("num", "month"), (1, 0)),
        (("ord", "month"), (1, 0)),
        (("dom", "month"), (1, 0)),
        (("month", "dom"), (0, 1)),
        (("month", "ord"), (0, 1)),
        (("month", "num"), (0, 1)),
    ):
        if _kinds(items, at, *pattern):
            number = items[at + day].value
            if number not in range(1, _LONGEST_DAY + 1):
                return None
            if _kinds(items, at + 2, "year"):
                year = items[at + 2].value
                return 3, Meaning("date", (year, items[at + month].value, int(number)))
            return 2, Meaning("month_day", (items[at + month].value, int(number)))
    if _kinds(items, at, "year", "month", "dom"):
        return 3, Meaning("date", tuple(items[at + i].value for i in range(3)))
    return None


def _month_of_year(items: Items, at: int) -> tuple[int, Meaning] | None:
    if _kinds(items, at, "month", "year"):
        return 2, Meaning("year_month", (items[at + 1].value, items[at].value))
    if _kinds(items, at, "year", "month"):
        return 2, Meaning("year_month", (items[at].value, items[at + 1].value))
    return None


def _week(items: Items, at: int) -> tuple[int, Meaning] | None:
    """Read "the first week" of a month, "the last day", "the second weekend"."""
    if _kinds(items, at + 1, "unit") and items[at + 1].value in ("day", "week"):
        kind = f"nth_{items[at + 1].value}"
    elif _kinds(items, at + 1, "weekend"):
        kind = "nth_weekend"
    else:
        return None
    if items[at].kind == "ord":
        return 2, Meaning(kind, items[at].value)
    of = items[at + 2].kind if len(items) > at + 2 else ""
    in_month = of in ("month", "year_month") or _kinds(items, at + 2, "last", "unit")
    return (2, Meaning(kind, -1)) if items[at].kind == "last" and in_month else None


def _relative(items: Items, at: int) -> tuple[int, Meaning] | None:
    """Read "last year" and "the last three years": ("rel", (unit, n)), ("window", ...)."""
    if len(items) <= at + 1:
        return None
    first, second = items[at], items[at + 1]
    for direction, other in ((first, second), (second, first)):
        sign = _DIRECTIONS.get(direction.kind)
        if sign is None or (direction is second and direction.value == "pre"):
            continue
        if other.kind == "amount" and sign and other.value[0] != 0.5:
            return 2, Meaning("window", (sign, *other.value))
        if other.kind == "unit":
            if other.value in _SHIFTED:
                return 2, Meaning("rel", (other.value, sign))
            if sign < 0 and other.value in ("hour", "minute"):
                return 2, Meaning("window", (sign, 1, other.value))
        if other.kind == "weekend" and direction.kind != "coming":
            return 2, Meaning("rel", ("weekend", sign))
    sign = _DIRECTIONS.get(second.kind)
    if sign and first.kind == "num" and _kinds(items, at + 2, "unit"):
        # "les trois derniers mois"
        return 3, Meaning("window", (sign, first.value, items[at + 2].value))
    return None
