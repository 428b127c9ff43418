"""Storing what was said, beside the conversation: nobody waits for it, and nothing is dropped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from memkit.chat.turns import Turn
from memkit.concurrency.tasks import TaskQueue
from memkit.domain.results import AddResults
from memkit.engine.engine import Engine, warn
from memkit.errors import MemkitError, ProviderError

_LOOK_SECONDS = 0.02


class Remembering:
    """Stores turns in their order, one after the other, in the background.

    A turn that can't be stored stays, with its error, and is tried again before the next one.

    Args:
        engine: Whose jobs list the work.
        store: Stores a turn.
        changed: Told of every turn that is stored or could not be.
    """

    def __init__(
        self,
        engine: Engine,
        store: Callable[[Turn], AddResults],
        *,
        changed: Callable[[], object] = lambda: None,
    ) -> None:
        self._engine = engine
        self._store = store
        self._changed = changed
        self._queue = TaskQueue("remember", "chat", failed=_tell, registry=engine.jobs)
        self._lock = threading.Lock()
        self._left: list[Turn] = []

    @property
    def left(self) -> list[Turn]:
        """The turns that are not stored yet, in their order."""
        with self._lock:
            return list(self._left)

    def put(self, turn: Turn) -> None:
        """Store a turn as soon as those before it are."""
        with self._lock:
            self._left.append(turn)
            turn.remembering = "waiting"
        self.go_on()

    def go_on(self) -> None:
        """Store what is left, what failed before among it."""
        for turn in self.left:
            turn.remembering = "waiting"
        self._changed()
        self._queue.put(self._work, name="turns")

    def wait(self, seconds: float | None) -> bool:
        """Wait until nothing is left that can be stored, and return whether nothing is left."""
        end = None if seconds is None else time.monotonic() + seconds
        while any(turn.remembering == "waiting" for turn in self.left):
            if end is not None and time.monotonic() > end:
                return False
            time.sleep(_LOOK_SECONDS)
        return not self.left

    def _work(self) -> None:
        while waiting := [turn for turn in self.left if turn.remembering == "waiting"]:
            self._one(waiting[0])

    def _one(self, turn: Turn) -> None:
        try:
            turn.remembered = self._store(turn)
        except BaseException as error:
            turn.error = error if isinstance(error, MemkitError) else _unknown(error)
            # Those that come after it stay in their order behind it.
            for behind in self.left:
                behind.remembering = "failed"
            self._changed()
            raise
        with self._lock:
            self._left.remove(turn)
            turn.error = None
            turn.remembering = "stored"
        self._changed()
        # The index takes it over now, not while the next answer is waited for.
        self._engine.follow_if_it_can(changed=True)


def _unknown(error: BaseException) -> ProviderError:
    return ProviderError(f"It could not be stored: {error}.", fix="The next turn tries it again.")


def _tell(error: BaseException) -> None:
    warn(f"What was said in a chat is not stored yet: {error} The next turn tries it again.")
