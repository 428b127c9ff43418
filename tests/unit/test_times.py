from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memkit.domain.times import from_instant, instant_of, now, parse_instant, to_instant, to_seconds
from memkit.errors import ValidationError

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
    ],
)
def test_one_instant_in_many_shapes(value: Any) -> None:
    assert to_instant(value) == MARCH


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
