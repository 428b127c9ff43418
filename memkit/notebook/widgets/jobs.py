"""A thread for what takes a while, so that the kernel goes on listening."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NamedTuple

Job = Callable[[], None]


class _Waiting(NamedTuple):
    job: Job
    name: str | None


class Jobs:
    """Does jobs one after the other, in a thread that lives while there are any.

    Args:
        name: The thread's name.
        failed: Told of the exception of a job that fails; the next one is done all the same.
        idle: Called when nothing is left to do.
    """

    def __init__(
        self, name: str, *, failed: Callable[[Exception], None], idle: Job | None = None
    ) -> None:
        self._name = name
        self._failed = failed
        self._idle = idle
        self._waiting: list[_Waiting] = []
        self._lock = threading.Lock()
        self._running = False

    def do(self, job: Job, *, name: str | None = None, first: bool = False) -> None:
        """Do a job as soon as its turn comes.

        Args:
            job: What to do.
            name: A job of this name that still waits is dropped: this one takes its place.
            first: Whether it goes before all that wait.
        """
        with self._lock:
            if name is not None:
                self._waiting = [one for one in self._waiting if one.name != name]
            self._waiting.insert(0 if first else len(self._waiting), _Waiting(job, name))
            if self._running:
                return
            self._running = True
        threading.Thread(target=self._work, name=self._name, daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._running = False
                    break
                job = self._waiting.pop(0).job
            try:
                job()
            except Exception as error:  # noqa: BLE001 - a thread has nobody else to tell
                self._failed(error)
        if self._idle is not None:
            self._idle()
