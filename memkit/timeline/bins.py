"""Room on a line of pixels: marks side by side, or bars that count them."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

SECOND = 1_000_000
_MINUTE = 60 * SECOND
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
# A week begins on a Monday; 1970-01-01 was a Thursday.
_MONDAY = 4 * _DAY
_UNITS = (
    ("millisecond", SECOND // 1000),
    ("second", SECOND),
    ("minute", _MINUTE),
    ("hour", _HOUR),
    ("day", _DAY),
)
_STEPS = (
    *(SECOND * n // 1000 for n in (1, 10, 100)),
    *(SECOND * n for n in (1, 5, 15)),
    *(_MINUTE * n for n in (1, 5, 15)),
    *(_HOUR * n for n in (1, 3, 6, 12)),
    *(_DAY * n for n in (1, 7, 28, 84, 364, 1820, 7280, 36400)),
)


def bin_width(span: int, most: int) -> int:
    """Return a width that people count in, so that a span has at most `most` bins.

    Args:
        span: Microseconds.
        most: How many bins there is room for.

    Returns:
        Microseconds: 1, 5 or 15 seconds, ..., a day, a week, ...
    """
    return _STEPS[min(bisect_left(_STEPS, span / max(most, 1)), len(_STEPS) - 1)]


def bins_of(times: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """Return the start of each time's bin; bins of a week and more start on a Monday, in UTC."""
    shift = _MONDAY if width >= 7 * _DAY else 0
    starts: NDArray[np.int64] = (times - shift) // width * width + shift
    return starts


def in_words(width: int) -> str:
    """Return a duration in words, e.g. "15 minutes", "a week"."""
    if width >= 7 * _DAY:
        number, unit = width // (7 * _DAY), "week"
    else:
        unit, size = next(one for one in reversed(_UNITS) if width % one[1] == 0)
        number = width // size
    if number == 1:
        return f"{'an' if unit == 'hour' else 'a'} {unit}"
    return f"{number} {unit}s"


def rows_of(places: NDArray[np.float64], *, size: float, rows: int) -> NDArray[np.intp] | None:
    """Return a row for each mark so that none covers another, or None if there is no room.

    Args:
        places: Where the marks are, in pixels, rising.
        size: The width of a mark, in pixels.
        rows: How many rows there are.
    """
    ends = [-np.inf] * rows
    chosen = []
    for place in places.tolist():
        row = next((row for row, end in enumerate(ends) if place - end >= size), None)
        if row is None:
            return None
        ends[row] = place
        chosen.append(row)
    return np.array(chosen, np.intp)
