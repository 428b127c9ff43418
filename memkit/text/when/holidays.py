"""Days that have names, and seasons, for a year."""

from __future__ import annotations

from datetime import datetime, timedelta

from memkit.text.when.calendar import Span, nth_weekday, span

_FIXED = {
    "new year": (1, 1), "epiphany": (1, 6), "valentine": (2, 14), "st patrick": (3, 17),
    "halloween": (10, 31), "christmas eve": (12, 24), "christmas": (12, 25),
    "boxing day": (12, 26), "new year's eve": (12, 31), "labour day": (5, 1),
    "women's day": (3, 8), "all saints": (11, 1), "german unity": (10, 3), "bastille": (7, 14),
    "chinese national day": (10, 1), "singles' day": (11, 11), "st nicholas": (12, 6),
    "april fools": (4, 1), "independence day": (7, 4), "juneteenth": (6, 19),
}  # fmt: skip
# Days after Easter Sunday.
_MOVED = {
    "good friday": -2, "easter": 0, "easter monday": 1, "ascension": 39, "pentecost": 49,
    "ash wednesday": -46, "shrove monday": -48, "palm sunday": -7, "corpus christi": 60,
}  # fmt: skip
# The month and day of the Chinese New Year from 2000 on: that of the Hong Kong Observatory.
_LUNAR = (
    "205 124 212 201 122 209 129 218 207 126 214 203 123 210 131 219 208 128 216 205 125 212 201 "
    "122 210 129 217 206 126 213 203 123 211 131 219 208 128 215 204 124 212"
).split()
# The first month, for the north; winter goes on into the next year.
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_OPPOSITE = {"spring": "autumn", "summer": "winter", "autumn": "spring", "winter": "summer"}


def season(name: str, year: int, *, southern: bool) -> Span:
    """Return the three whole months of a season that begins in a year, as meteorologists count."""
    first = datetime(year, _SEASONS[_OPPOSITE[name] if southern else name], 1)
    months = [span("month", first, ahead) for ahead in (0, 2)]
    return Span(months[0].start, months[1].end, "season")


def holiday(name: str, year: int) -> Span | None:
    """Return the day with a name in a year, or None where it isn't known."""
    if name in _FIXED:
        return span("day", datetime(year, *_FIXED[name]))
    if name in _MOVED:
        return span("day", easter(year) + timedelta(days=_MOVED[name]))
    if name == "chinese new year":
        if not 2000 <= year < 2000 + len(_LUNAR):
            return None
        month, day = divmod(int(_LUNAR[year - 2000]), 100)
        return span("day", datetime(year, month, day))
    if name in ("thanksgiving", "black friday"):
        thursday = nth_weekday(span("month", datetime(year, 11, 1)), 3, 4)
        return thursday and span("day", thursday.start, int(name == "black friday"))
    return None


def easter(year: int) -> datetime:
    """Return Easter Sunday of the western churches.

    The way is that of "A New York correspondent" (Nature 13, 1876, p. 487), for years from 1583.
    """
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    late = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * late) // 451
    month, day = divmod(h + late - 7 * m + 114, 31)
    return datetime(year, month, day + 1)
