"""When fetching has to be over."""

from __future__ import annotations

import time

import httpcore


class Deadline:
    """A time that may be used up, by the clock.

    Args:
        seconds: How long.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            httpcore.ReadTimeout: None are.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is over")
        return left

    def put_off(self, seconds: float) -> None:
        """Not count time that was waited for courtesy's sake."""
        self._end += seconds
