"""Many small changes told at once, so that whoever hears of them is not flooded."""

from __future__ import annotations

import threading
from collections.abc import Callable

from memkit.domain import forks


class Bundled:
    """Calls an action soon after it was asked for, once for all that asked meanwhile.

    Args:
        action: What is called, in a thread of its own, never twice at a time.
        seconds: After how long, and so how often at most.
    """

    def __init__(self, action: Callable[[], object], *, seconds: float) -> None:
        self._action = action
        self._seconds = seconds
        self._lock = threading.Lock()
        self._acting = threading.Lock()
        self._timer: threading.Timer | None = None
        self._ended = False
        forks.renew(self, _lock=threading.Lock, _acting=threading.Lock)

    def __call__(self) -> None:
        """Ask for the action."""
        with self._lock:
            if self._timer is not None or self._ended:
                return
            self._timer = threading.Timer(self._seconds, self._go)
            self._timer.daemon = True
            self._timer.start()

    def end(self) -> None:
        """Call it no more."""
        with self._lock:
            self._ended = True
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None

    def _go(self) -> None:
        with self._lock:
            # What changes from here on is told by a call of its own.
            self._timer = None
        with self._acting:
            if not self._ended:
                self._action()
