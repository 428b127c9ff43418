"""Tasks one after the other in a background job, so that whoever asks for them goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NamedTuple

from memkit.concurrency.jobs import BackgroundJob, Cancelled, JobRegistry
from memkit.domain import forks

Task = Callable[[], object]


class _Waiting(NamedTuple):
    task: Task
    name: str | None
    dropped: Task | None


class TaskQueue:
    """Does tasks one after the other, in a background job that lives while there are any.

    A job that is cancelled drops the tasks that wait; a new task begins a new job.

    Args:
        kind, name: Of the jobs.
        failed: Told of the exception of a task that fails; the next one is done all the same.
        listener: Told of each change of a job; of its end, when nothing is left to do.
        registry: Where the jobs are listed, if anywhere.
        unit: What tasks count by `expect` and `advance`, such as "messages"; a job of theirs fails
            with the last of its tasks that did. None where each task counts as one.
        again: What a job does that is resumed, for what waited when it was cancelled is dropped.
    """

    def __init__(
        self,
        kind: str,
        name: str,
        *,
        failed: Callable[[BaseException], None],
        listener: Callable[[BackgroundJob[None]], object] | None = None,
        registry: JobRegistry | None = None,
        unit: str | None = None,
        again: Task | None = None,
    ) -> None:
        self.kind = kind
        self.name = name
        self._failed = failed
        self._listener = listener
        self._registry = registry
        self._unit = unit
        self._again = again
        self._waiting: list[_Waiting] = []
        self._lock = threading.Lock()
        self._job: BackgroundJob[None] | None = None
        # What waits is done by the process that was asked for it.
        forks.renew(self, _lock=threading.Lock, _waiting=list)

    def put(
        self,
        task: Task,
        *,
        name: str | None = None,
        first: bool = False,
        dropped: Task | None = None,
    ) -> None:
        """Do a task as soon as its turn comes.

        Args:
            task: What to do.
            name: A task of this name that still waits is dropped: this one takes its place.
            first: Whether it goes before all that wait.
            dropped: Called if its turn never comes, since the job ended before; so that nobody
                waits for it for ever.
        """
        with self._lock:
            if name is not None:
                self._waiting = [one for one in self._waiting if one.name != name]
            place = 0 if first else len(self._waiting)
            self._waiting.insert(place, _Waiting(task, name, dropped))
            if self._job is not None and self._job.running:
                return
            self._job = self._new_job()
            self._job.start()

    def check(self) -> None:
        """Do nothing unless the job was cancelled; for a task to call that takes long.

        Raises:
            Cancelled: It was.
        """
        if self._job is not None:
            self._job.check()

    def say(self, message: str) -> None:
        """Say what the job is at."""
        if self._job is not None:
            self._job.say(message)

    def expect(self, more: int) -> None:
        """Say how much a task has to do; for queues with a unit."""
        if self._job is not None:
            done = self._job.completed
            self._job.expect(done + more, completed=done)

    def advance(self, number: int) -> None:
        """Say that so much more is done; for queues with a unit.

        Raises:
            Cancelled: The job is to end here.
        """
        if self._job is not None:
            self._job.advance(number)

    def _new_job(self) -> BackgroundJob[None]:
        job: BackgroundJob[None] = BackgroundJob(
            self.kind, self.name, self._work, unit=self._unit or "tasks"
        )
        if self._listener is not None:
            job.on_change(self._listener)
        if self._registry is not None:
            self._registry.watch(job)
        return job

    def _work(self, job: BackgroundJob[None]) -> None:
        untold: BaseException | None = None
        if not self._taken_up(job):
            return
        try:
            while (task := self._next(job)) is not None:
                try:
                    task()
                except (Exception, SystemExit) as error:  # noqa: BLE001 - nobody else tells it
                    told = None if self._unit is None else error
                    untold = self._tell(error) or told or untold
                job.advance(0 if self._unit else 1)
        except Cancelled:
            with self._lock:
                left, self._waiting = self._waiting, []
                self._leave(job)
            for one in left:
                if one.dropped is not None:
                    one.dropped()
            raise
        if untold is not None:
            raise untold

    def _taken_up(self, job: BackgroundJob[None]) -> bool:
        """Tell whether a job is the one that works, as one is that was resumed."""
        with self._lock:
            if self._job is None:
                self._job = job
                if not self._waiting and self._again is not None:
                    self._waiting.append(_Waiting(self._again, None, None))
            return self._job is job

    def _tell(self, error: BaseException) -> BaseException | None:
        # Where warnings are errors, the tasks that wait are done all the same.
        try:
            self._failed(error)
        except Exception as other:  # noqa: BLE001 - the job ends with it
            return other
        return None

    def _next(self, job: BackgroundJob[None]) -> Task | None:
        if self._unit is None:
            job.expect(job.completed + len(self._waiting), completed=job.completed)
        with self._lock:
            if not self._waiting:
                self._leave(job)
                return None
            return self._waiting.pop(0).task

    def _leave(self, job: BackgroundJob[None]) -> None:
        # Under the lock: a task that comes now finds no job, and starts one.
        if self._job is job:
            self._job = None
