"""Whether the numbers and the times of a fact are those of its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from memkit.extraction.gate.evidence import Evidence
from memkit.extraction.gate.implied import days_of_month, implied_clocks, implied_numbers
from memkit.extraction.gate.times import Date, Times, days_meant, times
from memkit.extraction.gate.words import content, language_of
from memkit.text.numbers import Number, numbers, western
from memkit.text.numbers.words import LANGUAGES
from memkit.text.spans import Span, Spans
from memkit.text.when import find

# Only with what says that it is a year.
_SHORT_YEAR = re.compile(
    r"(?:['’]|\b(?:en el |del |desde el |no ano de |em |nel(?:l['’])?\s?['’]?|en |depuis "
    r"|im jahr |anno |since |в |у |з )['’]?)(\d\d)(?![\w:%]|[.,]\d)",
    re.IGNORECASE,
)
_LONG = 5  # From so many digits on it is a number of a telephone or an account.
_MOMENT = timedelta(microseconds=1)
_NEAR = timedelta(days=190)  # A day without its year is the nearest one.
_WEEKDAYS_APART = timedelta(days=14)


def foreign_numbers(text: str, found: Evidence) -> list[str]:
    """Return the numbers of a fact that its evidence doesn't have, as they are written."""
    said = _numbers_said(found, text)
    taken = Spans([*times(text).spans, *_of_speakers(text, found)])
    missing: list[str] = []
    for number in numbers(text, language=found.language_of(text)):
        if taken.meets(number.start, number.end):
            continue
        if not (_is_said(number, said, text, found) or _is_hour(number, said, text, found)):
            missing.append(text[number.start : number.end])
    return missing


def foreign_times(text: str, found: Evidence) -> list[str]:
    """Return the dates and words of time of a fact that its evidence doesn't give, in words."""
    mine, said = times(text), times(found.said)
    said = replace(said, clocks=(*said.clocks, *implied_clocks(found.said)))
    counted = _numbers_said(found, text)
    missing = [_worded(day) for day in mine.dates if not _is_meant(day, said, counted, found)]
    missing += [
        f"{c[0] // 60}:{c[0] % 60:02}" for c in mine.clocks if not _is_clock(c, said, counted)
    ]
    if not _agree(mine, said, counted):
        missing += [f"{_DIRECTIONS[d]} {unit}" for d, unit in sorted(mine.relative - said.relative)]
    if mine.seasons - said.seasons and (said.seasons or not (said or counted)):
        missing.append("season")
    # "Late-night sessions" are no time of day that somebody must have said.
    if said.parts and mine.parts - _with_neighbours(said.parts):
        missing.append("part of day")
    return missing


def _numbers_said(found: Evidence, fact: str) -> list[Number]:
    """Return the numbers of the evidence, in every language if it is none's surely.

    Few words may be taken for those of another language, so that of the fact is read too.
    """
    tongues = {found.language, language_of(fact)} - {None} if found.language else LANGUAGES
    spelled = [n for tongue in tongues for n in numbers(found.said, language=tongue)]
    return [*spelled, *implied_numbers(found.said)]


def _of_speakers(text: str, found: Evidence) -> Iterator[Span]:
    """Yield where names of speakers stand in a fact: digits in them are no numbers."""
    for name in {line.name for line in found.window if line.name}:
        start = text.find(name)
        if start >= 0:
            yield start, start + len(name)


_HOUR_BEFORE = re.compile(
    r"\b(?:at|um|gegen|a las|à|às|alle|om|rond|o|w|в|к|saat|الساعة)\s*$", re.IGNORECASE
)


def _is_hour(number: Number, said: list[Number], text: str, found: Evidence) -> bool:
    """Tell whether a number is an hour of the afternoon that is said as one up to twelve."""
    hours = [value for value in number.values if 12 < value < 24 and value % 1 == 0]
    if not hours or not _HOUR_BEFORE.search(text[: number.start]):
        return False
    clocks = {minutes % 720 for minutes, _ in times(found.said).clocks}
    return any(
        hour * 60 % 720 in clocks or any(hour - 12 in other.values for other in said)
        for hour in hours
    )


_DIRECTIONS = {-2: "before last", -1: "last", 0: "this", 1: "next", 2: "after next"}


def _is_said(number: Number, said: list[Number], text: str, found: Evidence) -> bool:
    agreeing = [other for other in said if number.agrees(other)]
    if not agreeing:
        return _is_long(text[number.start : number.end], found) or _is_year(number, said, found)
    if not number.noun:
        return True
    noun = content(number.noun, found.language)
    of_noun = [o for o in said if o.noun and noun and noun & content(o.noun, found.language)]
    # "Three dogs and five cats" have no three cats.
    return not of_noun or any(number.agrees(other) for other in of_noun)


def _is_long(written: str, found: Evidence) -> bool:
    digits = re.sub(r"\D", "", western(written))
    return len(digits) >= _LONG and digits in re.sub(r"\D", "", western(found.text))


def _is_year(number: Number, said: list[Number], found: Evidence) -> bool:
    """Tell whether a number of years follows from a year that is said: "since 2019"."""
    at = found.line.at
    if at is None or number.unit != "time:y":
        return False
    return any(
        at.year - int(value) == day.year
        for value in number.values
        for day in times(found.said).dates
    )


def _is_meant(day: Date, said: Times, counted: list[Number], found: Evidence) -> bool:
    """Tell whether a date is said, or follows from what is said and when."""
    at = found.line.at.date() if found.line.at else None
    if any(_is_part(day, other) for other in said.dates):
        return True
    if (
        day.year
        and not day.month
        and not day.weekday
        and any(day.year in n.values for n in counted)
    ):
        return True
    if at is None:
        return False
    if said.seasons and day.year and not day.month and abs(day.year - at.year) <= 1:
        # "Next summer" is of this year or of the next one.
        return True
    is_whole = day.year and day.month and day.day
    tells_day = any(direction and unit == "day" for direction, unit in said.relative)
    if _holds_one(day, at - timedelta(1), at) and not (
        tells_day if is_whole else _tells_months(said)
    ):
        # "I just moved" is of the day on which it is said; so is "said on 8 May 2023".
        return True
    if _is_short_year(day, found):
        return True
    meant = [*days_meant(said, counted, at), *_near(said, at), *_resolved(found)]
    meant += days_of_month(found.said, at, dated=Spans(said.spans))
    return any(_holds_one(day, start, end) for start, end in meant)


def _resolved(found: Evidence) -> Iterator[tuple[date, date]]:
    """Yield the days that words of time of the evidence mean, as the resolver reads them."""
    if found.line.at is None:
        return
    for _, when in find(found.said, at=found.line.at, language=found.language):
        if when.precision == "vague" or not (when.start or when.end):
            continue
        # Of "since" and "until" the day is said that they name.
        first = when.start or when.end
        last = when.end - _MOMENT if when.end and when.start else first
        if first and last:
            yield first.date(), max(first, last).date()


def _is_short_year(day: Date, found: Evidence) -> bool:
    """Tell whether a year is said by its last two digits: "nací en el 87", "in '87"."""
    if not day.year or day.month or day.weekday:
        return False
    return any(int(m[1]) == day.year % 100 for m in _SHORT_YEAR.finditer(western(found.said)))


def _tells_months(said: Times) -> bool:
    """Tell whether a text has dates of its own, beside days told from today."""
    return bool(said.dates) or any(unit in ("month", "year") for _, unit in said.relative)


def _is_part(day: Date, other: Date) -> bool:
    """Tell whether one date says no more than another, and nothing else."""
    pairs = [(day.year, other.year), (day.month, other.month), (day.day, other.day)]
    if day.unsure or other.unsure:
        same = {(day.month, day.day), (day.day, day.month)} & {(other.month, other.day)}
        return bool(same) and day.year in (0, other.year)
    pairs.append((day.weekday, other.weekday))
    return all(mine in (0, its) for mine, its in pairs)


def _near(said: Times, at: date) -> Iterator[tuple[date, date]]:
    """Yield the days around a message that the dates in it mean, where they leave something out."""
    for other in said.dates:
        reach = _WEEKDAYS_APART if other.weekday and not other.month else _NEAR
        if other.year and other.month and other.day:
            reach = timedelta(0)
            day = _date(other)
            if day:
                yield day, day
            continue
        if other.year and not other.month:
            continue
        count = reach.days
        for offset in range(-count, count + 1):
            day = at + timedelta(offset)
            if other.holds(day):
                yield day, day


def _date(day: Date) -> date | None:
    try:
        return date(day.year, day.month, day.day)
    except ValueError:
        return None


def _holds_one(day: Date, start: date, end: date) -> bool:
    """Tell whether a stretch has a day that a date may mean; a long one tells no days."""
    days = (end - start).days
    if day.day and days > 35:
        return False
    if day.weekday and days > 21:
        return False
    if day.month and not day.day and days > 70:
        return False
    return any(day.holds(start + timedelta(offset)) for offset in range(days + 1))


def _worded(day: Date) -> str:
    weekdays = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
    parts = [weekdays[day.weekday - 1]] if day.weekday else []
    written = "-".join(f"{part:02}" for part in (day.year, day.month, day.day) if part)
    return " ".join([*parts, *([written] if written else [])])


def _is_clock(clock: tuple[int, bool], said: Times, counted: list[Number]) -> bool:
    minutes, certain = clock
    for other, sure in said.clocks:
        if minutes == other or (not (certain and sure) and minutes % 720 == other % 720):
            return True
    # "At 5" has no sign that it is a time of day.
    return minutes % 60 == 0 and any(
        value in (minutes // 60, minutes // 60 % 12) for n in counted for value in n.values
    )


def _agree(mine: Times, said: Times, counted: list[Number]) -> bool:
    """Tell whether words such as "last week" are said, or what they stand for in other words."""
    for direction, unit in mine.relative - said.relative:
        same_unit = {d for d, other in said.relative if other == unit}
        if unit != "some" and same_unit and direction not in same_unit:
            return False
        # "This year" is when it is said.
        spoken = (
            not direction or said.dates or any((n.unit or "").startswith("time:") for n in counted)
        )
        if not spoken and unit != "some":
            return False
    return True


def _with_neighbours(own: frozenset[int]) -> frozenset[int]:
    """Return parts of a day with what people call alike: evening and night."""
    return own | {2, 3} if own & {2, 3} else own
