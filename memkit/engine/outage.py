"""A store that takes long to fail: nobody waits for it, and when it is asked again."""

from __future__ import annotations

import threading
from time import monotonic

from memkit.errors import ProviderError

# Seconds between two attempts: at first, and in the end.
_FIRST, _LONGEST = 1.0, 30.0
# Who took so many seconds to fail is not waited for again.
_SLOW = 1.0


def is_outage(seconds: float) -> bool:
    """Tell whether a store that failed after so many seconds must not be waited for again.

    One that fails at once costs nobody anything, and is believed to be back at the next call.
    """
    return seconds >= _SLOW


class Outage:
    """What is known of a store that took long to fail, until it answers again.

    Attributes:
        error: How it failed last.
    """

    def __init__(self, error: ProviderError) -> None:
        self.error = error
        self._lock = threading.Lock()
        self._told = False
        self._wait = 0.0
        self._until = 0.0

    def failed(self, error: ProviderError) -> None:
        """Take note of a failure: the next attempt waits twice as long."""
        with self._lock:
            self.error = error
            self._wait = min(max(_FIRST, 2 * self._wait), _LONGEST)
            self._until = monotonic() + self._wait

    def is_due(self) -> bool:
        """Tell whether to try again now; only one of several that ask is told so."""
        with self._lock:
            now = monotonic()
            if now < self._until:
                return False
            self._until = now + self._wait
            return True

    def is_news(self) -> bool:
        """Tell whether the user has not heard of it, and take it that this is done now."""
        with self._lock:
            told, self._told = self._told, True
            return not told
