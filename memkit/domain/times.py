"""Time: instants (microseconds since 1970 in UTC), durations, and ids in the order of time.

Ids are UUIDs of version 7 (RFC 9562), so that indexes grow at their end.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
import time
import uuid
from datetime import UTC, date, datetime, timedelta

from memkit.domain import fixes
from memkit.errors import ValidationError

# What stands for an instant; see `to_instant`.
Moment = datetime | date | str | int | float

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# A date, or a date and a time with optional seconds, fraction and offset (ISO 8601 / RFC 3339).
_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?\Z",
    re.ASCII,
)
_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(s|m|h|d|w|y)\s*\Z")
_UNIT_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "y": 31557600}

_lock = threading.Lock()
_last = 0


def now() -> int:
    """Return the current instant in microseconds since 1970 in UTC."""
    return time.time_ns() // 1000


def parse_instant(text: str) -> int | None:
    """Return the instant an ISO 8601 date or date-time stands for, or None if it is not one.

    A date alone is its midnight; a time without an offset is taken as UTC.
    """
    if not _ISO.match(text):
        return None
    try:
        return instant_of(datetime.fromisoformat(text))
    except ValueError:
        return None


def instant_of(moment: datetime | date) -> int:
    """Return the instant of a datetime or date; naive ones are taken as UTC."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    elif moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _EPOCH) // _MICROSECOND


def to_instant(value: Moment, *, name: str = "time") -> int:
    """Return the instant of a datetime, a date, an ISO string or seconds since 1970.

    Raises:
        ValidationError: The value is none of these.
    """
    instant: int | None = None
    # Times outside the years 1 to 9999 in UTC could be stored, but never shown.
    with contextlib.suppress(OverflowError, ValueError):
        if isinstance(value, (datetime, date)):
            instant = instant_of(value)
        elif isinstance(value, str):
            instant = parse_instant(value.strip())
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            instant = round(value * 1_000_000)
        if instant is not None:
            from_instant(instant)
            return instant
    raise ValidationError(
        f"{name} is {value!r}, which is not a date or time.",
        fix=fixes.GIVE_MOMENT,
    )


def from_instant(instant: int) -> datetime:
    """Return the instant as an aware datetime in UTC."""
    return _EPOCH + timedelta(microseconds=instant)


def to_seconds(value: timedelta | str | int | float, *, name: str = "duration") -> float:
    """Return a duration in seconds from a timedelta, a string such as '30d', or days as a number.

    Raises:
        ValidationError: The value is no duration, or not above zero.
    """
    seconds: float | None = None
    if isinstance(value, timedelta):
        seconds = value.total_seconds()
    elif isinstance(value, str):
        match = _DURATION.match(value)
        if match:
            seconds = float(match[1]) * _UNIT_SECONDS[match[2]]
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        seconds = float(value) * _UNIT_SECONDS["d"]
    if seconds is None or not 0 < seconds < float("inf"):
        raise ValidationError(
            f"{name} is {value!r}, which is not a duration above zero.",
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


def is_uuid(text: str) -> bool:
    """Tell whether a text is a UUID in its usual form."""
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
