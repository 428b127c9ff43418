"""The dates, times of day and words of time of a text, as far as two texts must agree on them."""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from memkit.text.numbers import Number, western
from memkit.text.numbers.numerals import han
from memkit.text.spans import Span, Spans
from memkit.text.when import vocabulary
from memkit.text.when.spoken_hours import spoken_hours
from memkit.text.when.vocabulary import Named

_NUMERIC = re.compile(
    r"(?<![\d.,/:-])(?:(?P<y>(?:19"
    r"|20)\d\d)[-/.年년]\s?(?P<m>\d{1,2})(?:[-/.月월]\s?(?P<d>\d{1,2})[日일]?|[月월])"
    r"|(?P<a>\d{1,2})[./-](?P<b>\d{1,2})[./-](?P<y2>(?:19|20)\d\d)"
    r"|(?P<d3>\d{1,2})\.\s?(?P<m3>0?[1-9]|1[0-2])\.(?!\s?\d)"
    r"|(?P<m2>\d{1,2})[月월]\s?(?:(?P<d2>\d{1,2})[日号號일])?)(?![\d])"
)
_HAN_MONTH = re.compile(
    "(?<![一二三四五六七八九十\\d])(十[一二]?|[一二三四五六七八九])月(?!饼|餅|球|亮)"
)
_BEFORE_MONTH = re.compile(
    r"(?:(?<!\d)(?P<d>[0-3]?\d)(?:st|nd|rd|th|er|º|°|\.|-?го|-?е|-?го)?\s*(?:de |of |di |d'"
    r"|del )?)$"
    r"|(?:\b(?:in|im|since|seit|last|next|this|of|early|late|until|by|mid|from|and|to|en"
    r"|depuis|au|début|fin|mois de|de|em|w|ab|vom|bis|van|dal|on)[\s-]+)$",
    re.IGNORECASE,
)
_AFTER_MONTH = re.compile(
    r"(?:['’]\w*)?(?:\s+(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:.]?\d)\b(?!\s*(?:am|pm|o'clock"
    r"|years|people|kids|%)))?"
    r"[\s,.]*(?:(?:de |of |del |do |года? |р\. )?\s*(?P<y>(?:19|20)\d\d)\b)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d.,:])(?P<h>2[0-4]|[01]?\d)(?!\d)(?:\s?[:.h時点시]\s?(?P<min>[0-5]\d)(?!\d|[.,]\d)分?분?)?\s*"
    r"(?P<half>am\b|pm\b|a\.m\.|p\.m\.|uhr\b|uur\b|o'clock\b|h\b|heures?\b|時(?!間)|点(?!钟?后)"
    r"|시(?!간)|बजे|часов вечера|часов утра|godzin[aey]\b)?",
    re.IGNORECASE,
)
_AT_WORD = re.compile(
    r"(?:\b(?:at|um|gegen|à|a las|às|alle|om|o|в|о|saat|الساعة|kl)\s*)$", re.IGNORECASE
)
_YEAR = re.compile(r"(?<![\d.,:/$€£-])(?:19|20)\d\d(?![\d,:/%]|\.\d|\s?(?:%|€|dollars|euros?|km))")


_SEASONS = ("spring", "summer", "autumn", "winter")
_PARTS = {
    "morning": 0, "noon": 1, "afternoon": 1, "tarde": 1, "evening": 2, "late": 3, "night": 3,
}  # fmt: skip
# These mean the morning as well.
_TOMORROW = re.compile(
    r"\bmorgen(?= (?:früh|abend|um|fahr|geh|hab|muss|werd|flieg|treff|om))"
    r"|(?<!la )(?<!esta )(?<!una )\bmañana\b(?! por)",
    re.IGNORECASE,
)
# "Last Friday", "next summer": of a unit that is no week, month or year.
_SOME = {
    -1: re.compile(
        r"\b(?:last|letzte[nrsm]?|vorige[nrs]?) (?=[^\W\d_])(?!(?:night|week|month|year|name"
        r"|minute|resort|time|straw|few|two|three|woche|monat|jahr))",
        re.IGNORECASE,
    ),
    1: re.compile(
        r"\b(?:next|coming|nächste[nrsm]?|kommende[nrs]?) (?=[^\W\d_])(?!(?:week|month|year|to"
        r"|door|time|steps?|level|few|two|three|woche|monat|jahr))",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class Date:
    """A date of a text, as far as it says one; 0 for what it doesn't say.

    Attributes:
        weekday: 1 for Monday to 7.
        unsure: Whether day and month may be the other way round, as in 5/7/2023.
    """

    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = 0
    unsure: bool = False

    def holds(self, other: date) -> bool:
        """Tell whether a day is one that this may mean."""
        if self.unsure and self.month <= 12 and self.day <= 12:
            turned = Date(self.year, self.day, self.month, self.weekday)
            if turned.holds(other):
                return True
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(mine in (0, its) for mine, its in pairs) and (
            self.weekday in (0, other.isoweekday())
        )


@dataclass(frozen=True, slots=True)
class Times:
    """All that a text says of time.

    Attributes:
        clocks: Minutes since midnight, and whether the half of the day is certain.
        relative: Directions and units, as (-1, "week") for "last week".
        seasons, parts: From 0: spring; morning.
        spans: Where digits belong to a date or a time of day, and to no number.
    """

    dates: tuple[Date, ...] = ()
    clocks: tuple[tuple[int, bool], ...] = ()
    relative: frozenset[tuple[int, str]] = frozenset()
    seasons: frozenset[int] = frozenset()
    parts: frozenset[int] = frozenset()
    spans: tuple[Span, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return bool(self.dates or self.clocks or self.relative or self.seasons or self.parts)


@functools.lru_cache(maxsize=512)
def times(text: str) -> Times:
    """Return what a text says of time."""
    plain = western(text).replace("’", "'")
    names = list(vocabulary.named(plain))
    dates = [*_numeric(plain), *_with_names(plain, names)]
    taken = Spans(span for _, span in dates)
    dates += [
        (Date(year=int(match[0])), match.span())
        for match in _YEAR.finditer(plain)
        if not taken.meets(*match.span())
    ]
    spans = [span for _, span in dates]
    taken = Spans(spans)
    clocks = [(clock, span) for clock, span in _clocks(plain) if not taken.meets(*span)]
    days = [Date(weekday=name.value + 1) for name in names if name.kind == "weekday"]
    return Times(
        tuple(dict.fromkeys([*(value for value, _ in dates), *days])),
        tuple(dict.fromkeys(clock for clock, _ in clocks)),
        frozenset(_relative(plain, names)),
        frozenset(_SEASONS.index(name.value) for name in names if name.kind == "season"),
        frozenset(_PARTS[name.value] for name in names if name.value in _PARTS),
        (*spans, *(span for _, span in clocks)),
    )


def days_meant(said: Times, counted: list[Number], at: date) -> list[tuple[date, date]]:
    """Return the stretches of days that words of time mean, said on a day.

    Args:
        said: The words.
        counted: Numbers beside them: "three weeks" may be ago, or in three weeks.
        at: When it was said.
    """
    found = [_stretch(direction, unit, at) for direction, unit in said.relative if unit != "some"]
    for number in counted:
        unit = (number.unit or "").removeprefix("time:")
        if unit in ("d", "w", "mo", "y"):
            for value in number.values:
                if value <= 120:
                    found += [_counted(sign * int(value), unit, at) for sign in (-1, 1)]
    return found


def _stretch(direction: int, unit: str, at: date) -> tuple[date, date]:
    """Return the days of "last week": a little more than the calendar says, as people mean it."""
    if unit == "day":
        day = at + timedelta(direction)
        # A day more away from today, as clocks elsewhere have it: never today itself.
        return day - timedelta(direction <= 0), day + timedelta(direction > 0)
    if unit == "week":
        return at + timedelta(min(14 * direction, 0) - 7 * (not direction)), at + timedelta(
            max(14 * direction, 0) + 7 * (not direction)
        )
    return _counted(direction, {"month": "mo", "year": "y"}[unit], at)


def _counted(count: int, unit: str, at: date) -> tuple[date, date]:
    if unit == "y":
        year = min(max(at.year + count, 1), 9998)
        return date(year, 1, 1), date(year, 12, 31)
    if unit == "mo":
        months = at.year * 12 + at.month - 1 + count
        year, month = months // 12, months % 12 + 1
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    days = count * (7 if unit == "w" else 1)
    slack = timedelta(4 if unit == "w" else 1)
    return at + timedelta(days) - slack, at + timedelta(days) + slack


def _numeric(text: str) -> Iterator[tuple[Date, Span]]:
    for match in _NUMERIC.finditer(text):
        groups = match.groupdict()
        if groups["a"]:
            day, month = int(groups["a"]), int(groups["b"])
            if month > 12:
                day, month = month, day
            yield (
                Date(int(groups["y2"]), month, day, unsure="/" in match[0]),
                match.span(),
            )
            continue
        month = int(groups["m"] or groups["m2"] or groups["m3"])
        day = int(groups["d"] or groups["d2"] or groups["d3"] or 0)
        if 1 <= month <= 12:
            yield Date(int(groups["y"] or 0), month, day), match.span()
    for match in _HAN_MONTH.finditer(text):
        yield Date(month=han(match[1])), match.span()


def _with_names(text: str, names: list[Named]) -> Iterator[tuple[Date, Span]]:
    """Yield the months that are named, with the day and the year beside them."""
    for name in names:
        if name.kind != "month":
            continue
        before = _BEFORE_MONTH.search(text, max(0, name.start - 16), name.start)
        after = _AFTER_MONTH.match(text, name.end)
        after_day = after["d"] if after else None
        year = after["y"] if after else None
        day = (before["d"] if before else None) or after_day
        if not name.sure and not (before or day or year):
            continue
        begin = before.start("d") if before and before["d"] else name.start
        stop = after.end() if after and (after_day or year) else name.end
        yield Date(int(year or 0), name.value, int(day or 0)), (begin, stop)


def _clocks(text: str) -> Iterator[tuple[tuple[int, bool], Span]]:
    for minutes, start, end in spoken_hours(text):
        yield (minutes, False), (start, end)
    for match in _CLOCK.finditer(text):
        half = (match["half"] or "").casefold()
        if not half and not match["min"]:
            continue
        if not half and "." in match[0] and not _AT_WORD.search(text[: match.start()]):
            continue
        hour = int(match["h"]) % 24
        is_pm = half.startswith("p") or half == "часов вечера"
        if is_pm and hour < 12:
            hour += 12
        if half.startswith("a") and hour == 12:
            hour = 0
        certain = bool(half[:1] in ("a", "p") and half) or hour > 12
        yield (hour * 60 + int(match["min"] or 0), certain), match.span()


def _relative(text: str, names: list[Named]) -> Iterator[tuple[int, str]]:
    """Yield what a text tells from now: "yesterday", "next week", "last Friday"."""
    yield from (name.value for name in names if name.kind == "told")
    if _TOMORROW.search(text):
        yield 1, "day"
    yield from ((turn, "some") for turn, pattern in _SOME.items() if pattern.search(text))
