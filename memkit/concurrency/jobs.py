"""Work in a thread of its own: followed, waited for, cancelled, and gone on with."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import itertools
import os
import sys
import threading
import time
import weakref
from collections.abc import Callable, Generator, Iterable
from datetime import UTC, datetime
from typing import Any, Generic, Literal, TypeVar

from memkit.domain import fixes, forks
from memkit.domain.display import Displayable, headline
from memkit.domain.progress import progress_towards
from memkit.domain.public import public
from memkit.errors import Interrupted, JobError, JournalError
from memkit.redaction import redacted

T = TypeVar("T")
State = Literal["waiting", "running", "done", "failed", "cancelled", "interrupted"]

# The end of the interpreter waits no longer for a step under way: what it commits is whole or not
# there at all.
_SECONDS_AT_EXIT = 2.0
_numbers = itertools.count(1)


class Cancelled(BaseException):
    """Ends the work of a job that was cancelled. No `except Exception` keeps it going."""


@public
class BackgroundJob(Displayable, Generic[T]):
    """Work in a thread of its own. It ends at the latest when the interpreter does.

    A job runs where it was started: in a process that was forked off it is "interrupted".

    Args:
        kind: What is done: "fill", "move", "project".
        name: To what: a space, a store.
        work: Does it. It is given this job, to say how far it is and to be stopped by `advance`
            and `check`, and returns the result.
        key: What tells jobs apart in a registry; kind and name by default.
        prepare: Called in the thread that starts or resumes the job; what it raises is raised
            there, at once.
        unit: What is counted, e.g. "texts".
        progress: Whether to show a progress bar.
        failed: Told of the job if its work raises.

    Attributes:
        state: "waiting" until it is started; "running"; "done", "failed" or "cancelled" at the end;
            "interrupted" if another process began it, or this one before a fork.
        completed, total: How much is done, and of how much; the total is None until it is known.
        message: What it is at, for people.
        started_at, finished_at: When, in UTC; None if it has not.
        error: What stopped it, if something did. What was done before stays.
        result: What it made; None until it is done.
    """

    def __init__(
        self,
        kind: str,
        name: str,
        work: Callable[[BackgroundJob[T]], T],
        *,
        key: str | None = None,
        prepare: Callable[[], object] | None = None,
        unit: str = "steps",
        progress: bool = False,
        failed: Callable[[BackgroundJob[T]], object] | None = None,
    ) -> None:
        self.kind = kind
        self.name = name
        self.key = f"{kind}:{name}" if key is None else key
        self.unit = unit
        self.completed = 0
        self.total: int | None = None
        self.message = ""
        self.started_at: datetime | None = None
        self.finished_at: datetime | None = None
        self.error: BaseException | None = None
        self.result: T | None = None
        self.number = next(_numbers)
        self._work = work
        self._prepare = prepare
        self._progress = progress
        self._failed = failed
        self.registry: JobRegistry | None = None
        self._listeners: tuple[Callable[[BackgroundJob[T]], object], ...] = ()
        self._state: State = "waiting"
        self._thread: threading.Thread | None = None
        self._reset()
        forks.in_child(self, type(self)._left_to_the_parent)

    # -- how it stands -----------------------------------------------------------------------

    @property
    def state(self) -> State:
        """How it stands."""
        if self._state == "running" and self._pid != os.getpid():
            return "interrupted"
        return self._state

    @property
    def running(self) -> bool:
        """Whether it is under way in this process."""
        return self._pid == os.getpid() and (self._claimed or self._state == "running")

    @property
    def done(self) -> bool:
        """Whether it has ended, well or not."""
        return not self.running and self.state != "waiting"

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        if self.started_at is None:
            return 0.0
        return ((self.finished_at or datetime.now(UTC)) - self.started_at).total_seconds()

    def on_change(self, listener: Callable[[BackgroundJob[T]], object]) -> Callable[[], None]:
        """Call a listener, in the job's thread, whenever the state, the progress or the message is
        another; return a function that ends this.
        """
        with self._lock:
            self._listeners = (*self._listeners, listener)

        def remove() -> None:
            with self._lock:
                self._listeners = tuple(one for one in self._listeners if one is not listener)

        return remove

    # -- what users do with it ---------------------------------------------------------------

    def wait(self, timeout: float | None = None) -> T | None:
        """Block until it has ended, and return the result.

        Args:
            timeout: Seconds to wait at most.

        Returns:
            The result; None if the time was not enough or the job was cancelled: see `state`.

        Raises:
            MemkitError: What stopped it.
            JobError: It does not run in this process, so that its end would never come.
        """
        self.join(timeout)
        if self.state in ("interrupted", "waiting") and not self.running:
            raise JobError(
                f"The job {self.kind} {self.name!r} does not run in this process.",
                fix=fixes.RESUME_JOB,
            )
        if self.error is not None:
            raise self.error
        return self.result

    def finish(self) -> T | None:
        """Wait as `wait` does; an interruption cancels the job, too.

        Raises:
            Interrupted: It says how far the job is.
        """
        try:
            return self.wait()
        except KeyboardInterrupt:
            self.cancel()
            self.join()
            total = "" if self.total is None else f" of {self.total:,}"
            raise Interrupted(
                f"{self.kind} {self.name}: {self.completed:,}{total} {self.unit} are kept.",
                fix="Run it again to go on where it stopped.",
            ) from None

    def cancel(self) -> None:
        """Stop after the step under way; what was done stays, and `resume` goes on from there.

        Returns at once; `wait` blocks until it has ended.
        """
        if self.running:
            self._cancel.set()

    def resume(self) -> BackgroundJob[T]:
        """Go on where it stopped, and return the job that is under way: this one, as a rule.

        Raises:
            MemkitError: It can't be resumed here; the fix says how it is.
        """
        if self.state == "done":
            return self
        if self.registry is not None:
            return self.registry.start(self)
        self.start()
        return self

    def __await__(self) -> Generator[Any, None, T | None]:
        """Wait without blocking the event loop: `await job` does what `wait` does."""
        return self._awaited().__await__()

    # -- what its work does with it ----------------------------------------------------------

    def expect(self, total: int | None, *, completed: int = 0) -> None:
        """Say how much there is to do, and how much of it was done before."""
        self.total = total
        self.completed = completed
        self._changed()

    def advance(self, number: int = 1) -> None:
        """Say that so much more is done.

        Raises:
            Cancelled: The job is to end here.
        """
        self.completed += number
        if self.total is not None:
            self.total = max(self.total, self.completed)
        self._changed()
        self.check()

    def say(self, message: str) -> None:
        """Say what it is at."""
        if message != self.message:
            self.message = message
            self._changed()

    def check(self) -> None:
        """Do nothing unless the job was cancelled.

        Raises:
            Cancelled: It was.
        """
        if self._cancel.is_set():
            raise Cancelled

    def begun_elsewhere(self, *, completed: int, total: int | None, message: str) -> None:
        """Say that another process began this and has not finished it."""
        self._state = "interrupted"
        self.message = message
        self.expect(total, completed=completed)

    # -- running -----------------------------------------------------------------------------

    def start(self) -> None:
        """Start, or go on, unless it is under way.

        Raises:
            Exception: What `prepare` raised.
        """
        if self.claim():
            self.launch()

    def claim(self) -> bool:
        """Take it upon oneself to launch it; False if it is under way."""
        with self._lock:
            if self.running:
                return False
            self._claimed = True
            self._state = "waiting"
            self._cancel = threading.Event()
            self._ended = threading.Event()
        return True

    def launch(self) -> None:
        """Start what was claimed."""
        try:
            if self._prepare is not None:
                self._prepare()
            self._run_in_thread()
        except BaseException as error:
            atexit.unregister(self._stop_at_exit)
            self._claimed = False
            self._end("failed", error)
            self._ended.set()
            raise

    def _run_in_thread(self) -> None:
        self.error = None
        self.message = ""
        self.started_at, self.finished_at = datetime.now(UTC), None
        self._state = "running"
        self._claimed = False
        self._thread = threading.Thread(
            target=self._run, name=f"memkit-{self.kind}-{self.name}", daemon=True
        )
        atexit.register(self._stop_at_exit)
        self._thread.start()

    def _left_to_the_parent(self) -> None:
        self._state = self.state
        self._reset()

    def _reset(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._claimed = False
        self._cancel = threading.Event()
        self._ended = threading.Event()
        self._thread = None

    def _run(self) -> None:
        ended = self._ended
        try:
            self._changed()
            self._carry_out()
            if self._state == "failed" and self._failed is not None:
                self._failed(self)
        finally:
            ended.set()

    def _carry_out(self) -> None:
        try:
            try:
                with self._bar():
                    self.result = self._work(self)
            finally:
                atexit.unregister(self._stop_at_exit)
        except Cancelled:
            self._end("cancelled")
        except Exception as error:  # noqa: BLE001 - handed to whoever waits
            self._end("failed", error)
        except BaseException as error:  # noqa: BLE001 - must not end the process of whoever waits
            self._end("failed", self._left(error))
        else:
            if self.total is not None:
                self.completed = self.total
            self._end("done")

    def _end(self, state: State, error: BaseException | None = None) -> None:
        self.error = error
        self.finished_at = datetime.now(UTC)
        self._state = state
        self._changed()

    @contextlib.contextmanager
    def _bar(self) -> Generator[None, None, None]:
        what = f"{self.kind} {self.name}"
        with progress_towards(what, unit=self.unit, shown=self._progress) as show:
            remove = self.on_change(lambda job: show(job.completed, job.total))
            try:
                yield
            finally:
                remove()

    def _left(self, error: BaseException) -> JobError:
        left = JobError(
            f"The job {self.kind} {self.name!r} was ended by {type(error).__name__}.",
            fix=fixes.RESUME_JOB.changed(
                lambda fix: f"{fix} If it happens again, report it to whoever wrote what it called."
            ),
        )
        left.__cause__ = error
        return left

    def _changed(self) -> None:
        for listener in self._listeners:
            try:
                listener(self)
            except Exception:  # noqa: BLE001 - a picture of the work that breaks must not stop it
                given = (*sys.exc_info(), threading.current_thread())
                threading.excepthook(threading.ExceptHookArgs(given))

    def join(self, timeout: float | None = None) -> None:
        """Block until it has ended, well or not; nothing is raised.

        Args:
            timeout: Seconds to wait at most.
        """
        begun = self._pid == os.getpid() and (self._claimed or self._thread is not None)
        # Its own listeners run before its end.
        if begun and threading.current_thread() is not self._thread:
            self._ended.wait(timeout)

    async def _awaited(self) -> T | None:
        loop = asyncio.get_running_loop()
        ended = asyncio.Event()

        def listen(job: BackgroundJob[T]) -> None:
            if job.done:
                with contextlib.suppress(
                    RuntimeError
                ):  # The loop is closed: nobody waits any more.
                    loop.call_soon_threadsafe(ended.set)

        remove = self.on_change(listen)
        try:
            if self.running:
                await ended.wait()
        finally:
            remove()
        # The rest takes no time: its failure is told of, and its thread ends.
        return await asyncio.to_thread(self.wait)

    def _stop_at_exit(self) -> None:
        self.cancel()
        self.join(_SECONDS_AT_EXIT)

    # -- shown -------------------------------------------------------------------------------

    @property
    def share(self) -> float | None:
        """How much is done, between 0 and 1; None if the total is not known."""
        if self.state == "done":
            return 1.0
        return None if not self.total else min(1.0, self.completed / self.total)

    def __repr__(self) -> str:
        far = f"{self.completed:,}" + ("" if self.total is None else f" of {self.total:,}")
        count = f", {far} {self.unit}" if self.completed or self.total else ""
        said = f": {headline(self.about)}" if self.about else ""
        return f"<BackgroundJob {self.kind} {self.name!r} {self.state}{count}{said}>"

    @property
    def about(self) -> str:
        """What stopped it, or what it is at."""
        if self.error is None:
            return self.message
        return redacted(f"{type(self.error).__name__}: {self.error}")


@public
class Jobs(Displayable, list[BackgroundJob[Any]]):
    """Background jobs, in the order in which they were made."""

    def __repr__(self) -> str:
        return "\n".join([f"<Jobs: {len(self)}>", *map(repr, self[:10])])


class JobRegistry:
    """The jobs of one memory. Safe for threads."""

    def __init__(self) -> None:
        self._jobs: dict[str, BackgroundJob[Any]] = {}
        # Whoever shows what a job makes keeps it; nobody else should.
        self._watched: weakref.WeakSet[BackgroundJob[Any]] = weakref.WeakSet()
        self._closed = False
        self._lock = threading.Lock()
        forks.renew(self, _lock=threading.Lock)

    def start(self, job: BackgroundJob[T]) -> BackgroundJob[T]:
        """Start or resume a job, and return it; or the one of its key that is under way.

        Raises:
            JournalError: The memory is closed.
            Exception: What the job's `prepare` raised. A job that never ran is not kept.
        """
        with self._lock:
            if self._closed:
                raise JournalError("The memory is closed.", fix=fixes.OPEN_AGAIN)
            known = self._jobs.get(job.key)
            if known is not None and known is not job and known.running:
                return known
            self._jobs[job.key] = job
            job.registry = self
            if not job.claim():
                return job
        try:
            job.launch()
        except BaseException:
            if job.started_at is None:
                self.forget(job)
            raise
        return job

    def watch(self, job: BackgroundJob[Any]) -> None:
        """List a job that others start, for as long as they keep it, and cancel it at the end."""
        self._watched.add(job)

    def find(self, kind: str, name: str) -> BackgroundJob[Any] | None:
        """Return the last job of a kind that was started for a name, if there was one."""
        with self._lock:
            every = [job for job in self._jobs.values() if (job.kind, job.name) == (kind, name)]
        return max(every, key=lambda job: job.number, default=None)

    def forget(self, job: BackgroundJob[Any]) -> None:
        """List a job no more."""
        with self._lock:
            if self._jobs.get(job.key) is job:
                del self._jobs[job.key]

    def stop(self, kind: str, name: str) -> None:
        """Cancel jobs, wait for their end, and list them no more."""
        for job in self.listed():
            if (job.kind, job.name) == (kind, name):
                job.cancel()
                job.join()
                self.forget(job)

    def update_unfinished(self, read: Callable[[], Iterable[BackgroundJob[Any]]]) -> None:
        """Take note of all that other processes left unfinished, as the journal has it now.

        Args:
            read: Returns it.
        """
        with self._lock:
            # What ends while the journal is read may still look unfinished there.
            ended = [job for job in self._jobs.values() if job.state in ("done", "interrupted")]
        found = {job.key: job for job in read()}
        with self._lock:
            for key, known in list(self._jobs.items()):
                if known.state == "interrupted" and key not in found:
                    del self._jobs[key]
            for key, job in found.items():
                if key not in self._jobs or self._jobs[key] in ended:
                    self._jobs[key] = job
                    job.registry = self

    def listed(self) -> Jobs:
        """Return all jobs, in the order in which they were made."""
        with self._lock:
            every = {*self._jobs.values(), *self._watched}
        return Jobs(sorted(every, key=lambda job: job.number))

    def close(self, *, timeout: float | None = None) -> list[BackgroundJob[Any]]:
        """Cancel all jobs, wait for their end, and return those that have not ended.

        Args:
            timeout: Seconds to wait at most, for all of them together.
        """
        with self._lock:
            self._closed = True
        every = self.listed()
        for job in every:
            job.cancel()
        deadline = None if timeout is None else time.monotonic() + timeout
        for job in every:
            job.join(None if deadline is None else max(0.0, deadline - time.monotonic()))
        return [job for job in every if job.running]
