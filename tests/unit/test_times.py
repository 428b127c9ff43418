from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from memkit.domain.times import from_instant, instant_of, now, parse_instant, to_instant, to_seconds
from memkit.errors import ValidationError


class NoOffset(tzinfo):
    """A zone that does not say how far it is from UTC, which Python takes for none."""

    def utcoffset(self, moment: datetime | None) -> None:
        return None


MARCH = 1_740_823_200_000_000  # 2025-03-01T10:00:00Z


@pytest.mark.parametrize(
    "value",
    [
        "2025-03-01T10:00:00Z",
        "2025-03-01 10:00",
        "2025-03-01T10:00:00.000000+00:00",
        "2025-03-01T11:00:00+01:00",
        "2025-03-01T04:30:00-0530",
        " 2025-03-01T10:00 ",
        datetime(2025, 3, 1, 10),
        datetime(2025, 3, 1, 10, tzinfo=UTC),
        datetime(2025, 3, 1, 12, tzinfo=timezone(timedelta(hours=2))),
        1740823200,
        1740823200.0,
        "2025-03-01t10:00:00z",
        "2025-03-01 10:00:00+00",
        "2025-03-01 11:00:00+01",
        "2025-03-01 10:00:00.000000999Z",
        "2025-03-01T10:00:00,0",
        "2025-03-01 11:00:00 +0100",
        "2025-03-01 10:53:28+00:53:28",
        "2025-03-01T09:59:60Z",
        "2025-W09-6T10:00",
        "2025-060 10:00",
        "Sat, 01 Mar 2025 11:00:00 +0100",
        "Sat, 01 Mar 2025 10:00:00 GMT",
        1740823200_000,
        1740823200_000.0,
        1740823200_000_000,
        1740823200_000_000_000,
        np.int64(1740823200),
        np.float64(1740823200),
        Decimal(1740823200),
        np.datetime64("2025-03-01T10:00"),
        np.datetime64("2025-03-01T10:00:00.000000999"),
        pd.Timestamp("2025-03-01T10:00:00.000000999Z"),
        pd.Timestamp("2025-03-01T11:00", tz="Europe/Berlin"),
        datetime(2025, 3, 1, 10, tzinfo=NoOffset()),
    ],
)
def test_one_instant_in_many_shapes(value: Any) -> None:
    assert to_instant(value) == MARCH


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2024-01-02 03:04:05.123456789+01", "2024-01-02T02:04:05.123456Z"),
        ("2024-01-02 03:04:05+0530", "2024-01-01T21:34:05Z"),
        ("2024-01-02T03:04:05.9999999Z", "2024-01-02T03:04:05.999999Z"),
        ("2024-01-02 24:00", "2024-01-03"),
        ("2024-12-31T23:59:60Z", "2025-01-01"),
        ("2024-W05-1", "2024-01-29"),
        ("2020-W53-7", "2021-01-03"),
        ("2024-366", "2024-12-31"),
        ("0001-W01-1", "0001-01-01"),
        ("1969-12-31 23:59:59.9999999", "1969-12-31T23:59:59.999999Z"),
    ],
)
def test_a_form_stands_for_the_instant_that_it_says(text: str, same: str) -> None:
    assert to_instant(text) == to_instant(same)
    assert parse_instant(text) == parse_instant(same)


@given(
    st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)),
    st.sampled_from(["T", "t", " "]),
    st.sampled_from([".", ","]),
    st.text("0123456789", max_size=12),
    st.integers(-86399, 86399),
    st.integers(0, 2),
)
def test_every_form_agrees_with_datetime(
    moment: datetime, between: str, point: str, more: str, offset: int, parts: int
) -> None:
    """Digits that are finer than microseconds are cut off; offsets have up to three parts."""
    offset -= offset % (3600, 60, 1)[parts]
    assume(offset > -86400)
    sign, size = "-" if offset < 0 else "+", abs(offset)
    if offset < 0 and parts < 2:
        size -= size % (3600, 60)[parts]
    ahead = [f"{size // 3600:02d}", f"{size // 60 % 60:02d}", f"{size % 60:02d}"][: parts + 1]
    text = f"{moment:%m-%dT%H:%M:%S}{point}{moment.microsecond:06d}{more}{sign}{':'.join(ahead)}"
    text = f"{moment.year:04d}-{text.replace('T', between)}"
    expected = instant_of(moment) - (-size if sign == "-" else size) * 1_000_000
    assert parse_instant(text) == expected


def test_a_time_that_comes_twice_is_the_one_that_its_fold_says() -> None:
    """The clocks of Lisbon go back at 2:00 on the 27th of October."""
    lisbon = ZoneInfo("Europe/Lisbon")
    first = datetime(2024, 10, 27, 1, 30, tzinfo=lisbon)
    assert to_instant(first) == to_instant("2024-10-27T00:30Z")
    assert to_instant(first.replace(fold=1)) == to_instant("2024-10-27T01:30Z")
    assert to_instant(pd.Timestamp(first.replace(fold=1))) == to_instant("2024-10-27T01:30Z")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("infinity", "never comes"),
        ("-Infinity", "never comes"),
        ("0044-03-15 BC", "before 1"),
        (pd.NaT, "no.*Leave valid_to out"),
        (pd.NA, "Leave valid_to out"),
        (np.datetime64("NaT"), "Leave valid_to out"),
        (float("nan"), "Leave valid_to out"),
        (timedelta(days=1), "not a date"),
        (np.timedelta64(1, "D"), "not a date"),
        (np.datetime64("12025-01-01"), "not a date"),
        (10**400, "number of"),
        (np.bool_(True), "not a date"),
    ],
)
def test_an_error_says_why_it_is_no_moment(value: Any, problem: str) -> None:
    with pytest.raises(ValidationError, match=f"valid_to is .*{problem}"):
        to_instant(value, name="valid_to")


def test_a_date_is_its_midnight_in_utc() -> None:
    assert to_instant("2025-03-01") == to_instant(date(2025, 3, 1)) == MARCH - 10 * 3600 * 1_000_000


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "2025-13-01",
        "2025-02-30",
        "2025-3-1",
        "01.03.2025",
        "2025-03-01T25:00",
        "2025-W09",
        "20250301",
        "2025-03-01T10",
        "２０２５-03-01",
        "2025-03-01\n2",
        None,
        True,
        [],
        {},
        float("nan"),
        float("inf"),
        10**20,
        -(10**20),
        "1740823200",
        "2025-03-01T10:00:00Z junk",
        "2025-03-01T10:60",
        "2025-03-01T10:00:61",
        "2025-03-01T24:00:01",
        "2025-03-01T10:00:00+24",
        "2025-03-01T10:00:00+01:60",
        "2025-W54-1",
        "2021-W53-1",
        "2025-W09-8",
        "2025-366",
        "2025-000",
        "9999-W52-7",
        "9999-12-31T24:00",
        "Foo, 99 Bar 2025 11:00:00 +0100",
    ],
)
def test_what_is_no_time_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError, match=r"expires_at is .* seconds since 1970\.$"):
        to_instant(value, name="expires_at")


OFFSETS = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(timezones=OFFSETS | st.just(UTC) | st.none()))
def test_every_datetime_is_kept_exactly_or_refused(moment: datetime) -> None:
    try:
        instant = to_instant(moment)
    except ValidationError:
        # Only where UTC itself has no such date.
        assert moment.year in (1, 9999)
        return
    back = from_instant(instant)
    expected = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    assert back.tzinfo is UTC
    assert back == expected
    assert to_instant(back.isoformat()) == instant


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_none(text: str) -> None:
    parsed = parse_instant(text)
    assert parsed is None or from_instant(parsed)


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"])
def test_what_is_parsed_can_always_be_shown(text: str) -> None:
    try:
        instant = to_instant(text)
    except ValidationError:
        return
    assert from_instant(instant)


def test_instants_are_ordered_like_datetimes() -> None:
    moments = [
        datetime(1, 1, 1),
        datetime(1969, 12, 31, 23, 59, 59, 999999),
        datetime(1970, 1, 1),
        datetime(2025, 1, 1),
        datetime(9999, 12, 31, 23, 59, 59, 999999),
    ]
    instants = [instant_of(moment) for moment in moments]
    assert instants == sorted(instants)
    assert instants[1:3] == [-1, 0]
    assert instants[3] < now() < instants[4]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("90s", 90),
        ("2m", 120),
        ("12h", 43200),
        ("30d", 2592000),
        (" 1.5 w ", 907200),
        ("1y", 31557600),
        (2, 172800),
        (0.5, 43200),
        (timedelta(hours=1), 3600),
    ],
)
def test_durations(value: Any, seconds: float) -> None:
    assert to_seconds(value) == seconds


@pytest.mark.parametrize(
    "value",
    [
        0,
        -1,
        "0d",
        "-3d",
        "d",
        "",
        "3 months",
        "3D",
        "1e3d",
        True,
        None,
        [],
        {},
        float("nan"),
        float("inf"),
        timedelta(0),
        timedelta(days=-1),
        object(),
    ],
)
def test_what_is_no_duration_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError, match="recency"):
        to_seconds(value, name="recency")
