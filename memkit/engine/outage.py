"""A store that does not answer: when it is asked again, and whether anybody waits for it."""

from __future__ import annotations

import threading
from time import monotonic

from memkit.errors import ConnectionError, ProviderError

# Seconds between two attempts: at first, and in the end.
_FIRST, _LONGEST = 1.0, 30.0
# Who took so many seconds to fail is not waited for again.
_SLOW = 1.0


def is_outage(error: ProviderError, seconds: float) -> bool:
    """Tell whether a store that failed so, after so many seconds, does not answer."""
    return isinstance(error, ConnectionError) or seconds >= _SLOW


class Outage:
    """What is known of a store that failed, from its first failure until it answers again.

    Attributes:
        error: How it failed last.
        slow: Whether that took long: whoever writes or searches must not wait for it again.
    """

    def __init__(self, error: ProviderError) -> None:
        self.error = error
        self.slow = False
        self._lock = threading.Lock()
        self._told = False
        self._wait = 0.0
        self._until = 0.0

    def failed(self, error: ProviderError, seconds: float) -> None:
        """Take note of a failure, which took so long; the next attempt waits twice as long."""
        with self._lock:
            self.error = error
            self.slow = self.slow or seconds >= _SLOW
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
