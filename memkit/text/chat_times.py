"""Days and times as chats write them, which leave it open whether the day or the month is first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

Order = Literal["day", "month"]

_NUMBER = re.compile(r"\d+")
# Of the second half of a day: English and Spanish, Chinese, Japanese, Korean, Greek, Arabic.
_LATER = re.compile(r"[Pp](?=\.?\s?[Mm])|下午|晚上|午後|오후|μ\.?\s?μ|μμ|م")
_EARLIER = re.compile(r"[Aa](?=\.?\s?[Mm])|上午|凌晨|早上|午前|오전|π\.?\s?μ|πμ|ص")


def order_of(dates: Sequence[str]) -> Order | None:
    """Return which comes first in dates such as 1/5/24; None if all of them leave it open."""
    parts = [_parts(date) for date in dates]
    if any(first > 12 and second <= 12 for first, second, _ in parts):
        return None if any(second > 12 for _, second, _ in parts) else "day"
    if any(second > 12 for _, second, _ in parts):
        return "month"
    if any("." in date for date in dates):
        return "day"
    if all(first == second for first, second, _ in parts):
        return "day"
    by_day = [(year, second, first) for first, second, year in parts]
    by_month = [(year, first, second) for first, second, year in parts]
    rising = (by_day == sorted(by_day), by_month == sorted(by_month))
    # Messages stand in their order; if that is so in one reading alone, it is the right one.
    return "day" if rising == (True, False) else "month" if rising == (False, True) else None


def moment_of(date: str, time: str, order: Order | None) -> datetime | None:
    """Return when something was said, in UTC, for chats name no zone; None if that is open."""
    if not date or not time:
        return None
    first, second, year = _parts(date)
    leads = int(_NUMBER.findall(date)[0]) > 31
    if not leads and order is None:
        return None
    day, month = (first, second) if leads or order == "day" else (second, first)
    hour, minute, second_ = (*(int(part) for part in _NUMBER.findall(time)), 0, 0)[:3]
    if _LATER.search(time):
        hour = hour % 12 + 12
    elif _EARLIER.search(time):
        hour %= 12
    try:
        return datetime(year, month, day, hour, minute, second_, tzinfo=UTC)
    except ValueError:
        return None


def _parts(date: str) -> tuple[int, int, int]:
    """Return the first two numbers of a date, and its year; after a year, the day is the first."""
    one, two, three = (int(part) for part in _NUMBER.findall(date))
    if one > 31:
        return three, two, one
    return one, two, three + 2000 if three < 100 else three
