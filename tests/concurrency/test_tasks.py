"""Tasks one after the other."""

from __future__ import annotations

import sys
import threading

from memkit.concurrency.jobs import BackgroundJob, JobRegistry
from memkit.concurrency.tasks import TaskQueue

FOREVER = 60


class Worker:
    """A queue whose first task waits, so that others gather behind it."""

    def __init__(self) -> None:
        self.errors: list[BaseException] = []
        self.states: list[str] = []
        self.registry = JobRegistry()
        self.ended = threading.Event()
        self.queue = TaskQueue(
            "project", "x", failed=self.errors.append, listener=self._hear, registry=self.registry
        )
        self.done: list[str] = []
        self.started, self.go_on = threading.Event(), threading.Event()

    def _hear(self, job: BackgroundJob[None]) -> None:
        self.states.append(job.state)
        if job.done:
            self.ended.set()

    def hold(self) -> None:
        def first() -> None:
            self.started.set()
            assert self.go_on.wait(FOREVER)

        self.queue.put(first)
        assert self.started.wait(FOREVER)

    def put(self, text: str, **how: object) -> None:
        self.queue.put(lambda: self.done.append(text), **how)  # type: ignore[arg-type]

    def finish(self) -> None:
        self.go_on.set()
        assert self.ended.wait(FOREVER)


def test_tasks_are_done_in_their_order_and_urgent_ones_first() -> None:
    worker = Worker()
    worker.hold()
    worker.put("a")
    worker.put("b")
    worker.put("c", first=True)
    worker.finish()
    assert worker.done == ["c", "a", "b"]


def test_a_task_takes_the_place_of_one_of_its_name() -> None:
    worker = Worker()
    worker.hold()
    worker.put("old", name="query")
    worker.put("other")
    worker.put("new", name="query")
    worker.finish()
    assert worker.done == ["other", "new"]


def test_a_task_that_fails_is_told_of_and_the_next_is_done() -> None:
    worker = Worker()
    worker.hold()
    worker.queue.put(lambda: 1 / 0)
    worker.queue.put(sys.exit)
    worker.put("next")
    worker.finish()
    assert [type(error) for error in worker.errors] == [ZeroDivisionError, SystemExit]
    assert worker.done == ["next"]
    assert worker.states[-1] == "done"


def test_a_job_counts_the_tasks_and_a_new_one_begins_when_there_are_more() -> None:
    worker = Worker()
    worker.hold()
    worker.put("a")
    (job,) = worker.registry.listed()
    assert (job.kind, job.name, job.state) == ("project", "x", "running")
    worker.finish()
    job.wait()
    assert (job.state, job.completed, job.total) == ("done", 2, 2)
    worker.ended.clear()
    worker.put("b")
    assert worker.ended.wait(FOREVER)
    assert worker.done == ["a", "b"]


def test_a_job_that_is_cancelled_drops_what_waits_and_a_new_task_begins_another() -> None:
    worker = Worker()
    worker.hold()
    worker.put("dropped")
    (job,) = worker.registry.listed()
    job.cancel()
    worker.finish()
    assert job.state == "cancelled"
    assert worker.done == []
    worker.ended.clear()
    worker.put("later")
    assert worker.ended.wait(FOREVER)
    assert worker.done == ["later"]


def test_a_task_that_takes_long_can_be_cancelled_within() -> None:
    worker = Worker()
    reached = threading.Event()

    def long() -> None:
        reached.set()
        while True:
            worker.queue.check()

    worker.queue.put(long)
    assert reached.wait(FOREVER)
    (job,) = worker.registry.listed()
    job.cancel()
    job.wait()
    assert job.state == "cancelled"
    assert worker.errors == []


def test_tasks_from_many_threads_are_all_done_and_never_two_at_a_time() -> None:
    worker = Worker()
    inside, most, number = threading.Lock(), [], [0]

    def task() -> None:
        most.append(inside.acquire(blocking=False))
        number[0] += 1
        inside.release()

    def put() -> None:
        for _ in range(200):
            worker.queue.put(task)

    threads = [threading.Thread(target=put) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(FOREVER)
    last = threading.Event()
    worker.queue.put(last.set)
    assert last.wait(FOREVER)
    assert number == [800]
    assert all(most)


def test_who_waits_for_a_task_is_told_that_its_turn_never_comes() -> None:
    worker = Worker()
    worker.hold()
    dropped: list[str] = []
    worker.put("a", dropped=lambda: dropped.append("a"))
    worker.put("b")
    (job,) = worker.registry.listed()
    job.cancel()
    worker.finish()
    job.join(FOREVER)
    assert (worker.done, dropped, job.state) == ([], ["a"], "cancelled")


def test_a_failure_that_can_not_be_told_ends_the_job_after_all_that_waits() -> None:
    worker = Worker()

    def refuse(error: BaseException) -> None:
        raise UserWarning(str(error))

    worker.queue._failed = refuse
    worker.hold()
    worker.queue.put(lambda: 1 // 0)
    worker.put("a")
    (job,) = worker.registry.listed()
    worker.finish()
    job.join(FOREVER)
    assert (worker.done, job.state) == (["a"], "failed")
    assert isinstance(job.error, UserWarning)
