"""Waiting for a space that is being filled, by this process or by another one."""

from __future__ import annotations

import asyncio
import functools
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from memkit.concurrency.effects import Call, Effects
from memkit.concurrency.jobs import BackgroundJob
from memkit.contracts.journal import SpaceRow
from memkit.domain import fixes
from memkit.domain.progress import progress_towards
from memkit.engine.follower import EVERYTHING
from memkit.engine.spaces.fill import FILL
from memkit.engine.spaces.liveness import PATIENCE_SECONDS, is_filled_elsewhere
from memkit.errors import MemkitWarning, SpaceError

if TYPE_CHECKING:
    from memkit.engine.engine import Engine

_LOOK_SECONDS = 0.2
# Without progress for so long a fill is said to be stuck.
_PATIENCE_SECONDS = PATIENCE_SECONDS


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the filling of a space is.

    Attributes:
        key: The space; `completed`, `total`: how many memories have a vector, and of how many.
        by: Who fills it: "ready" is filled already, "here" is a job of this memory, "elsewhere"
            another memory or process, "nobody" no one.
        job: The last job of this process that filled it, if there was one.
    """

    key: str
    completed: int
    total: int
    by: Literal["ready", "here", "elsewhere", "nobody"]
    job: BackgroundJob[Any] | None

    @property
    def going_on(self) -> bool:
        """Whether it is being filled."""
        return self.by in ("here", "elsewhere")

    def __str__(self) -> str:
        return f"{self.completed:,} of {self.total:,} embedded, {self._why}"

    @property
    def _why(self) -> str:
        if self.by == "here":
            return "and it is being filled"
        if self.by == "elsewhere":
            return "and it is being filled elsewhere"
        named = f"the job {FILL} {self.key!r}"
        if self.job is not None and self.job.state == "failed":
            return f"and {named} failed: {self.job.about}"
        if self.job is not None and self.job.state == "cancelled":
            return f"and {named} was cancelled"
        return f"and {named} is not running"

    def error(self) -> SpaceError:
        """Return what to raise where it is not waited for."""
        fill = fixes.fill_space if self.going_on else fixes.resume_fill
        return SpaceError(
            f"Space {self.key!r} is not filled: {str(self).rstrip('.')}.", fix=fill(self.key)
        )

    def stuck(self, seconds: float) -> SpaceError:
        """Return what to raise if it is being filled, but does not get on."""
        return SpaceError(
            f"Space {self.key!r} is not filled: {self}, but for {seconds:,.0f} seconds nothing "
            f"was embedded. The job {FILL} {self.key!r} goes on in the background.",
            fix=fixes.restart_fill(self.key),
        )


def standing(engine: Engine, key: str) -> Standing:
    """Return how far the filling of a space is.

    Raises:
        SpaceError: There is no such space.
    """
    row = engine.spaces.get(key, among=engine.journal.spaces())
    job = engine.jobs.find(FILL, key)
    by: Literal["ready", "here", "elsewhere", "nobody"]
    if row.state == "ready":
        by = "ready"
    elif job is not None and job.running:
        by = "here"
    else:
        by = "elsewhere" if is_filled_elsewhere(engine.journal, key) else "nobody"
    return Standing(
        key, engine.journal.count_vectors(key), engine.journal.count(EVERYTHING), by, job
    )


def filled(engine: Engine, row: SpaceRow) -> Effects[SpaceRow]:
    """Return a space once it is filled; while that goes on, a progress bar says so.

    Raises:
        SpaceError: Nobody fills it, or it does not get on: the error says how it is gone on with.
    """
    if row.state == "ready":
        return row
    yield Call(
        functools.partial(_wait, engine, row.key), functools.partial(_await, engine, row.key)
    )
    return engine.spaces.get(row.key, among=engine.journal.spaces())


def _wait(engine: Engine, key: str) -> None:
    watch = _Watch(engine, key)
    # A server's threads have nobody who looks at a bar.
    with watch.shown(threading.current_thread() is threading.main_thread()):
        try:
            while not watch.is_over():
                job = engine.jobs.find(FILL, key)
                if job is not None and job.running:
                    job.join(_LOOK_SECONDS)
                else:
                    time.sleep(_LOOK_SECONDS)
        except KeyboardInterrupt:
            warnings.warn(
                fixes.SEE_JOBS.after(
                    f"The wait was interrupted; space {key!r} goes on being filled in the "
                    "background."
                ),
                MemkitWarning,
                stacklevel=2,
            )
            raise


async def _await(engine: Engine, key: str) -> None:
    watch = _Watch(engine, key)
    with watch.shown(True):
        while not await asyncio.to_thread(watch.is_over):
            await asyncio.sleep(_LOOK_SECONDS)


class _Watch:
    def __init__(self, engine: Engine, key: str) -> None:
        self._engine = engine
        self._key = key
        self._moved: tuple[int, float] = (-1, time.monotonic())
        self._show: Any = None

    @contextmanager
    def shown(self, shown: bool) -> Iterator[None]:
        what = f"waiting for space {self._key}"
        with progress_towards(what, unit="memories", shown=shown) as self._show:
            yield

    def is_over(self) -> bool:
        found = standing(self._engine, self._key)
        if found.by == "nobody":
            raise found.error()
        self._show(found.completed, found.total)
        done, now = found.completed, time.monotonic()
        if done != self._moved[0]:
            self._moved = (done, now)
        elif found.going_on and now - self._moved[1] > _PATIENCE_SECONDS:
            raise found.stuck(_PATIENCE_SECONDS)
        return not found.going_on
