"""What holds of any time that words are resolved to."""

from __future__ import annotations

import random
import subprocess
import sys
import time
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from memkit.errors import ValidationError
from memkit.text.when import When, find, resolve, tense
from tests.unit.when.cases import AT, cases

ALL = [*cases(), *cases("cases_found.tsv")]
ZONES = [
    zoneinfo.ZoneInfo(name)
    for name in (
        "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland",
        "America/Sao_Paulo", "Africa/Casablanca", "Australia/Lord_Howe", "Pacific/Apia",
    )
]  # fmt: skip


def moments(count: int) -> Iterator[datetime]:
    """Times all over the last century, half of them in the hours in which clocks are changed."""
    chance = random.Random(13)
    for _ in range(count):
        zone = chance.choice(ZONES)
        day = datetime(1960, 1, 1, tzinfo=UTC) + timedelta(days=chance.randrange(90 * 365))
        if chance.random() < 0.5:
            month = chance.choice((3, 4, 10, 11))
            day = day.replace(month=month, day=chance.randrange(1, 31), hour=chance.randrange(5))
        yield day.replace(minute=chance.randrange(60)).astimezone(zone)


def test_beginnings_come_before_ends_at_any_time() -> None:
    chance = random.Random(14)
    for at in moments(800):
        case = chance.choice(ALL)
        when = resolve(case.words, at=at, language=case.language, prefer=chance.choice(PREFER))
        if when is not None and when.start is not None and when.end is not None:
            assert when.start < when.end, (case.words, at)
            assert when.start.tzinfo is UTC
            assert when.end.tzinfo is UTC
        if when is not None:
            assert str(when), case.words


PREFER = (None, "past", "future")


def test_what_is_said_of_now_holds_of_now() -> None:
    for at in moments(150):
        for words in ("today", "this week", "this month", "this year", "now"):
            when = resolve(words, at=at, language="en")
            assert when is not None
            assert when.start
            assert when.end
            assert when.start <= at < when.end, (words, at)


@pytest.mark.parametrize(
    ("words", "back"),
    [("two days ago", 2), ("three weeks ago", 21), ("yesterday", 1), ("last week", 7)],
)
def test_what_was_so_long_ago_is_in_the_interval(words: str, back: int) -> None:
    for at in moments(100):
        # The same time on the clocks, so many days ago.
        then = (at.replace(tzinfo=None) - timedelta(days=back)).replace(tzinfo=at.tzinfo)
        when = resolve(words, at=at, language="en")
        assert when is not None
        assert when.start
        assert when.end
        assert when.start <= then.astimezone(UTC) < when.end, at


def test_days_next_to_each_other_touch_even_when_clocks_are_changed() -> None:
    for at in moments(150):
        days = [
            resolve(words, at=at, language="en")
            for words in ("the day before yesterday", "yesterday", "today", "tomorrow")
        ]
        ends = [day.end for day in days if day]
        starts = [day.start for day in days if day]
        assert len(ends) == 4
        assert ends[:-1] == starts[1:]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system has no tzset")
def test_the_zone_of_the_machine_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [_said(case.words, case.language) for case in ALL[::5]]
    try:
        for zone in ("America/Los_Angeles", "Asia/Tokyo"):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            assert [_said(case.words, case.language) for case in ALL[::5]] == expected
    finally:
        monkeypatch.undo()
        time.tzset()


def _said(words: str, language: str | None) -> When | None:
    return resolve(words, at=AT, language=language, prefer="past")


def test_days_begin_in_the_zone_that_is_given() -> None:
    in_tokyo = resolve("today", at=AT, language="en", tz="Asia/Tokyo")
    assert in_tokyo is not None
    assert in_tokyo.start == datetime(2025, 5, 13, 15, tzinfo=UTC)
    assert in_tokyo == resolve("today", at=AT, language="en", tz=zoneinfo.ZoneInfo("Asia/Tokyo"))
    naive = resolve("today", at=AT.replace(tzinfo=None), language="en")
    assert naive == resolve("today", at=AT, language="en")


def test_a_zone_that_is_not_known_is_said() -> None:
    with pytest.raises(ValidationError, match="'Mars/Phobos'"):
        resolve("today", at=AT, tz="Mars/Phobos")


@pytest.mark.parametrize("at", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_the_first_and_the_last_day_of_all_break_nothing(at: datetime) -> None:
    for case in ALL[::2]:
        for zone in ("Pacific/Apia", "America/Los_Angeles"):
            resolve(case.words, at=at, language=case.language, tz=zone, prefer="past")


def test_summer_is_in_december_in_the_south() -> None:
    december = datetime(2019, 12, 1, tzinfo=UTC)
    for language, zone in (("en-AU", None), ("es-AR", None)):
        words = "summer 2019" if language == "en-AU" else "verano de 2019"
        when = resolve(words, at=AT, language=language, tz=zone)
        assert when is not None
        assert when.start == december
    here = resolve("summer 2019", at=AT, language="en", tz="Pacific/Auckland")
    assert here is not None
    assert here.start is not None
    assert here.start.astimezone(ZONES[4]).month == 12


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("March 2025", "2025-03 (month)"), ("since 2019", "since 2019-01-01 (year)"),
        ("before 2019", "before 2019-01-01 (year)"), ("around 2015", "about 2015 (year)"),
        ("last week", "2025-W19 (week)"), ("yesterday", "2025-05-13 (day)"),
        ("every Monday", "again and again (every Monday)"),
        ("2019 to 2021", "2019-01-01T00:00+0000/2022-01-01T00:00+0000 (year)"),
        ("recently", "before 2025-05-14T12:30+0000 (vague)"),
        ("last summer", "2024-06-01/2024-09-01 (season)"),
    ],
)  # fmt: skip
def test_a_time_is_shown_as_a_reason_names_it(words: str, shown: str) -> None:
    assert str(resolve(words, at=AT, language="en")) == shown.replace("T00:00+0000", "")


def test_a_sentence_tells_its_tense() -> None:
    assert tense("I moved to Lisbon in March.", "en") == "past"
    assert tense("Nos casaremos en septiembre.", "es") == "future"
    assert tense("I like the sea.", "en") is None
    both = "I was ill in May, but I will travel in May."
    assert tense(both, "en", start=both.index("in May"), end=both.index(", but")) == "past"
    assert tense(both, "en", start=len(both) - 7, end=len(both) - 1) == "future"


def test_a_tense_that_is_given_counts_more_than_the_verbs() -> None:
    [(_, when)] = find("I saw him on Friday.", at=AT, language="en", prefer="future")
    assert str(when) == "2025-05-16 (day)"


def test_a_language_that_is_not_known_still_has_dates_in_digits() -> None:
    assert str(resolve("2025-03-01", at=AT, language="sv")) == "2025-03-01 (day)"


def test_import_memkit_loads_none_of_it() -> None:
    code = "import sys, memkit; print([n for n in sys.modules if n.startswith('memkit.text.when')])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("in May " * 300, "en"), ("vor zwei Jahren " * 300, "de"), ("一" * 6000, "zh"),
        ("1" * 6000, "en"), ("1999 , verleden eeuw 13月", "nl"), ("3-5 0001 24:00 99999 ²", "en"),
        ("2024-13-45 and 2024-02-30T25:00", "en"),
    ],
)  # fmt: skip
def test_what_nobody_says_breaks_nothing(text: str, language: str) -> None:
    for given in (language, None):
        for (start, end), when in find(text, at=AT, language=given):
            assert 0 <= start < end <= len(text)
            assert when.recurring or when.start or when.end
        assert resolve(text, at=AT, language=given) is None or len(text) < 50
