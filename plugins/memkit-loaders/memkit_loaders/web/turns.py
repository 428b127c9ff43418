"""One request to a host at a time, with a pause before the next."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Turns:
    """Whose turn it is, host by host; threads may share it.

    Args:
        sleep: Waits.
        clock: Tells the time, in seconds.
    """

    def __init__(
        self,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sleep = sleep
        self._clock = clock
        self._lock = threading.Lock()
        self._hosts: dict[str, threading.Lock] = {}
        self._ended: dict[str, float] = {}

    @contextmanager
    def turn(self, host: str, *, pause: float) -> Iterator[float]:
        """Wait until a host may be asked, and keep others from it meanwhile.

        Args:
            host: It.
            pause: Seconds since the last request to it.

        Yields:
            How many seconds were waited.
        """
        began = self._clock()
        with self._lock:
            lock = self._hosts.setdefault(host, threading.Lock())
        with lock:
            last = self._ended.get(host)
            if last is not None and last + pause > self._clock():
                self._sleep(last + pause - self._clock())
            try:
                yield self._clock() - began
            finally:
                self._ended[host] = self._clock()
