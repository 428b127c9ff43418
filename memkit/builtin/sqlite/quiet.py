"""What is done when nothing was written for a while: one thread for all files, while there is any.

It ends before a fork, so that none is copied, and goes on after it.
"""

from __future__ import annotations

import contextlib
import functools
import threading
import time
import weakref
from typing import Protocol

from memkit.domain import forks
from memkit.errors import MemkitError

# How long nothing is written before a log is folded in.
QUIET_SECONDS = 3.0


@functools.cache
def quiet() -> Quiet:
    """Return the one of this process."""
    return Quiet()


class Restful(Protocol):
    """What has something to do then."""

    def rest(self) -> float | None:
        """Do it; return after how many seconds to come again if it was not quiet long enough."""


class Quiet:
    """Waits until objects have been quiet for a while. Safe for threads."""

    def __init__(self) -> None:
        self._due: weakref.WeakKeyDictionary[Restful, float] = weakref.WeakKeyDictionary()
        self._renew()
        forks.guard(self)

    def _renew(self) -> None:
        self._condition = threading.Condition()
        self._thread: threading.Thread | None = None
        self._paused = False

    def wait_for(self, owner: Restful) -> None:
        """Let an object rest when it has been quiet for a while."""
        with self._condition:
            self._due[owner] = time.monotonic() + QUIET_SECONDS
            self._start()

    def forget(self, owner: Restful) -> None:
        """Do nothing for an object any more."""
        with self._condition:
            self._due.pop(owner, None)

    def _start(self) -> None:
        if self._thread is None and self._due and not self._paused:
            self._thread = threading.Thread(target=self._run, name="memkit-quiet", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while (owner := self._next()) is not None:
            again = None
            # What fails, such as a file that is gone, is told to who uses it.
            with contextlib.suppress(MemkitError):
                again = owner.rest()
            if again is not None:
                with self._condition:
                    self._due.setdefault(owner, time.monotonic() + again)
            # Nothing is kept alive by waiting.
            del owner

    def _next(self) -> Restful | None:
        with self._condition:
            while (waiting := list(self._due.items())) and not self._paused:
                owner, due = min(waiting, key=lambda item: item[1])
                left = due - time.monotonic()
                if left <= 0:
                    del self._due[owner]
                    return owner
                del owner, waiting
                self._condition.wait(left)
            self._thread = None
            return None

    # -- forks -------------------------------------------------------------------------------

    def before_fork(self, deadline: float) -> None:
        """End the thread."""
        with self._condition:
            self._paused = True
            self._condition.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(max(0.0, deadline - time.monotonic()))

    def after_fork(self) -> None:
        """Go on where there was something to wait for."""
        with self._condition:
            self._paused = False
            self._start()

    def in_child(self) -> None:
        """Leave what was waited for to the parent."""
        self._renew()
        self._due.clear()
