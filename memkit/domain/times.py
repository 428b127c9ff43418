"""Time: instants (microseconds since 1970 in UTC), durations, and ids in the order of time.

Ids are UUIDs of version 7 (RFC 9562), so that indexes grow at their end.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from memkit.domain import fixes, forks
from memkit.domain.values import is_missing, plain, scalar, shown
from memkit.errors import ValidationError

# What stands for an instant; see `to_instant`.
Moment = datetime | date | str | int | float

_MOMENTS = (datetime, date, str, int, float)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000
# A date, or a date and a time with optional seconds, fraction and offset, as `fromisoformat`
# reads them without fail.
_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?[0-5]\d)?)?\Z",
    re.ASCII,
)
# And all that RFC 3339 and PostgreSQL write beside: lower case, hours alone as an offset (or with
# seconds), a space before it, any number of digits after a point or a comma, 24:00, a leap second;
# of ISO 8601 also the days of a year (2024-032) and of a week (2024-W05-4).
_ANY_ISO = re.compile(
    r"(?P<year>\d{4})-(?:(?P<month>\d{2})-(?P<day>\d{2})|(?P<ordinal>\d{3})"
    r"|W(?P<week>\d{2})-(?P<weekday>[1-7]))"
    r"(?:[Tt ](?P<hour>\d{2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?"
    r"(?: ?(?:[Zz]|(?P<sign>[+-])(?P<oh>\d{2})(?::?(?P<om>\d{2})(?::?(?P<os>\d{2}))?)?))?)?\Z",
    re.ASCII,
)
# Seconds since 1970 end with the year 9999. What is greater counts smaller units, and a nanosecond
# of a 64-bit number is the smallest.
_UNITS = ((253_402_300_800, _SECOND), (2.534023008e14, 1_000), (2.534023008e17, 1), (2**63, 0.001))
_INFINITE = frozenset({"infinity", "-infinity", "+infinity"})
_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(s|m|h|d|w|y)\s*\Z")
_UNIT_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "y": 31557600}

_lock = threading.Lock()
forks.renew(sys.modules[__name__], _lock=threading.Lock)
_last = 0


def now() -> int:
    """Return the current instant in microseconds since 1970 in UTC."""
    return time.time_ns() // 1000


def parse_instant(text: str) -> int | None:
    """Return the instant an ISO 8601 date or date-time stands for, or None if it is not one.

    All that RFC 3339 and PostgreSQL write is read. A date alone is its midnight; a time without an
    offset is taken as UTC; what is finer than a microsecond is cut off.
    """
    if _ISO.match(text):
        with contextlib.suppress(ValueError):
            return instant_of(datetime.fromisoformat(text))
    match = _ANY_ISO.match(text)
    if match is None:
        return None
    try:
        day = _day(match)
    except ValueError:
        return None
    hour, minute, second, ahead, minutes, seconds = (
        int(match[name] or 0) for name in ("hour", "minute", "second", "oh", "om", "os")
    )
    fraction = int((match["fraction"] or "0")[:6].ljust(6, "0"))
    if minute > 59 or second > 60 or ahead > 23 or minutes > 59 or seconds > 59:
        return None
    if hour > 23 and (hour, minute, second, fraction) != (24, 0, 0, 0):
        return None
    offset = (ahead * 60 + minutes) * 60 + seconds
    since = ((day * 24 + hour) * 60 + minute) * 60 + second
    return (since - (-offset if match["sign"] == "-" else offset)) * _SECOND + fraction


def _day(match: re.Match[str]) -> int:
    """Return the days since 1970.

    Raises:
        ValueError: There is no such day.
    """
    year = int(match["year"])
    if match["ordinal"]:
        number = int(match["ordinal"])
        day = date(year, 1, 1).toordinal() + number - 1
        if not number or date.fromordinal(day).year != year:
            raise ValueError(f"no day {number} in {year}")
    elif match["week"]:
        day = date.fromisocalendar(year, int(match["week"]), int(match["weekday"])).toordinal()
    else:
        day = date(year, int(match["month"]), int(match["day"])).toordinal()
    return day - _EPOCH.toordinal()


def read_instant(text: str) -> int | None:
    """Return the instant of a time as people hand it in: also as e-mails write it (RFC 5322)."""
    text = text.strip()
    instant = parse_instant(text)
    if instant is None and "," in text[:4] and text.isascii():
        # "Tue, 02 Jan 2024 03:04:05 +0100". Imported late: it takes a third of memkit's own time.
        import email.utils

        with contextlib.suppress(ValueError, TypeError, IndexError):
            return instant_of(email.utils.parsedate_to_datetime(text))
    return instant


def instant_of(moment: datetime | date) -> int:
    """Return the instant of a datetime or date; naive ones are taken as UTC."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    elif moment.tzinfo is None or moment.utcoffset() is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _EPOCH) // _MICROSECOND


def to_instant(value: Moment, *, name: str = "time") -> int:
    """Return the instant of a datetime, a date, a text or a number since 1970.

    A text is what `parse_instant` reads, or a date of an e-mail. A number counts seconds; one that
    would be later than the year 9999 counts milliseconds, microseconds or nanoseconds.

    Raises:
        ValidationError: The value is none of these.
    """
    instant: int | None = None
    # Times outside the years 1 to 9999 in UTC could be stored, but never shown.
    with contextlib.suppress(OverflowError, ValueError):
        if type(value) not in _MOMENTS:
            value = _known(value, name)
        if isinstance(value, (datetime, date)):
            instant = instant_of(value)
        elif isinstance(value, str):
            instant = read_instant(value)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            instant = _counted(value)
        if instant is not None:
            from_instant(instant)
            return instant
    raise _no_moment(value, name)


def _counted(value: int | float) -> int | None:
    # A float counts what it says to the last microsecond, as an integer does.
    for most, microseconds in _UNITS:
        if abs(value) < most:
            if microseconds == 0.001:
                return int(value) // 1000
            return round(value * microseconds)
    return None


def _known(value: Any, name: str) -> Any:
    """Return a moment of another type: of NumPy, pandas, a decimal."""
    if isinstance(value, (timedelta, np.timedelta64)):
        return None
    try:
        moment = scalar(value, name)
    except ValidationError:
        return None
    if isinstance(moment, datetime):
        # Timestamps of pandas are exact to the nanosecond, and don't count in others.
        return datetime(
            moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second,
            moment.microsecond, moment.tzinfo, fold=moment.fold,
        )  # fmt: skip
    return moment


def _no_moment(value: object, name: str) -> ValidationError:
    fix: str = fixes.GIVE_MOMENT
    problem = f"{name} is {shown(value)}, which is not a date or time."
    if is_missing(value):
        return ValidationError(
            problem, fix=fixes.GIVE_MOMENT.after(f"Leave {name} out where there is none.")
        )
    if isinstance(value, str):
        word = value.strip().lower()
        if word in _INFINITE:
            problem = f"{name} is {shown(value)}, which is no moment: it never comes."
            fix = fixes.GIVE_MOMENT.after(f"Leave {name} out for no limit.")
        elif word.endswith(" bc"):
            problem = f"{name} is {shown(value)}: years before 1 can't be kept."
    return ValidationError(problem, fix=fix)


def from_instant(instant: int) -> datetime:
    """Return the instant as an aware datetime in UTC."""
    return _EPOCH + timedelta(microseconds=instant)


def to_seconds(value: timedelta | str | int | float, *, name: str = "duration") -> float:
    """Return a duration in seconds from a timedelta, a string such as '30d', or days as a number.

    Raises:
        ValidationError: The value is no duration, or not above zero.
    """
    seconds: float | None = None
    if isinstance(value, (np.timedelta64, np.number)) and not is_missing(value):
        with contextlib.suppress(ValidationError):
            number = float(plain(value, name))
            value = timedelta(seconds=number) if isinstance(value, np.timedelta64) else number
    if isinstance(value, timedelta):
        seconds = value.total_seconds()
    elif isinstance(value, str):
        match = _DURATION.match(value)
        if match:
            seconds = float(match[1]) * _UNIT_SECONDS[match[2]]
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        with contextlib.suppress(OverflowError):
            seconds = float(value) * _UNIT_SECONDS["d"]
    if seconds is None or not 0 < seconds < float("inf"):
        raise ValidationError(
            f"{name} is {shown(value)}, which is not a duration above zero.",
            fix=fixes.GIVE_DURATION,
        )
    return seconds


def new_id() -> str:
    """Return a new UUID, greater than all this process made before."""
    global _last
    with _lock:
        # 48 bits of milliseconds, then 12 bits of their fraction, as the RFC's method 3 has it.
        ticks = time.time_ns() * 4096 // 1_000_000
        _last = ticks = max(ticks, _last + 1)
    random = int.from_bytes(os.urandom(8)) & (2**62 - 1)
    value = (ticks >> 12) << 80 | 0x7 << 76 | (ticks & 0xFFF) << 64 | 0b10 << 62 | random
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
