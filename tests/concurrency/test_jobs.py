"""Background jobs by themselves: what they do whatever their work is."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from typing import Any

import pytest

from memkit.concurrency.jobs import BackgroundJob, JobRegistry, Jobs
from memkit.errors import JobError, JournalError, ProviderError

FOREVER = 60


class Gate:
    """Work of ten steps that stops before each until it may go on."""

    def __init__(self) -> None:
        self.open = threading.Semaphore(0)
        self.at = threading.Semaphore(0)
        self.error: BaseException | None = None
        self.steps = 0

    def __call__(self, job: BackgroundJob[str]) -> str:
        job.expect(10, completed=self.steps)
        while self.steps < 10:
            self.at.release()
            assert self.open.acquire(timeout=FOREVER)
            if self.error is not None:
                raise self.error
            self.steps += 1
            job.advance()
        return "made"

    def let(self, steps: int) -> None:
        """Let it do so many steps, and wait until it stands before the next."""
        for _ in range(steps):
            assert self.at.acquire(timeout=FOREVER)
            self.open.release()

    def arrived(self) -> None:
        assert self.at.acquire(timeout=FOREVER)


@pytest.fixture
def gate() -> Gate:
    return Gate()


def broken() -> ProviderError:
    return ProviderError("It is down.", fix="Start it.", provider="x")


def test_a_job_goes_on_beside_its_maker_and_gives_a_result(gate: Gate) -> None:
    job = BackgroundJob("fill", "x", gate, unit="texts")
    assert (job.state, job.running, job.done) == ("waiting", False, False)
    job.start()
    gate.let(3)
    gate.arrived()
    assert (job.state, job.completed, job.total, job.share) == ("running", 3, 10, 0.3)
    assert job.wait(timeout=0) is None
    assert job.started_at is not None
    assert job.finished_at is None
    assert repr(job) == "<BackgroundJob fill 'x' running, 3 of 10 texts>"
    gate.open.release(7)
    assert job.wait() == "made"
    assert (job.state, job.done, job.completed, job.result) == ("done", True, 10, "made")
    assert job.finished_at is not None
    assert job.seconds == (job.finished_at - job.started_at).total_seconds()


def test_progress_never_goes_back(gate: Gate) -> None:
    seen: list[tuple[int, int | None]] = []
    job = BackgroundJob("fill", "x", gate)
    job.on_change(lambda job: seen.append((job.completed, job.total)))
    gate.open.release(4)
    job.start()
    gate.let(0)
    while gate.steps < 4:
        gate.arrived()
    job.cancel()
    gate.open.release(1)
    job.wait()
    gate.open.release(10)
    job.resume()
    assert job.wait() == "made"
    counts = [completed for completed, _ in seen]
    assert counts == sorted(counts)
    assert counts[-1] == 10
    assert {total for _, total in seen} <= {None, 10}


def test_a_job_is_cancelled_in_the_middle_and_goes_on(gate: Gate) -> None:
    job = BackgroundJob("fill", "x", gate)
    job.start()
    gate.let(3)
    gate.arrived()
    job.cancel()
    gate.open.release()
    assert job.wait() is None
    assert (job.state, job.completed, job.error) == ("cancelled", 4, None)
    job.cancel()
    assert job.state == "cancelled"
    gate.open.release(10)
    assert job.resume() is job
    assert job.wait() == "made"
    assert gate.steps == 10
    assert job.resume().state == "done"


def test_no_except_of_a_plugin_keeps_a_cancelled_job_going() -> None:
    def stubborn(job: BackgroundJob[None]) -> None:
        while True:
            try:
                started.set()
                job.check()
            except Exception:  # noqa: BLE001 - what the test is about
                continue

    started = threading.Event()
    job = BackgroundJob("fill", "x", stubborn)
    job.start()
    assert started.wait(FOREVER)
    job.cancel()
    job.wait()
    assert job.state == "cancelled"


def test_an_error_reaches_everybody_who_waits_and_the_job_goes_on_after_it(gate: Gate) -> None:
    told: list[BackgroundJob[str]] = []
    job = BackgroundJob("fill", "x", gate, failed=told.append)
    job.start()
    gate.let(2)
    gate.arrived()
    raised: list[BaseException] = []

    def waits() -> None:
        try:
            job.wait()
        except ProviderError as error:
            raised.append(error)

    waiters = [threading.Thread(target=waits) for _ in range(2)]
    for waiter in waiters:
        waiter.start()
    gate.error = broken()
    gate.open.release()
    for waiter in waiters:
        waiter.join(FOREVER)
    assert raised == [gate.error, gate.error]
    assert (job.state, job.error, job.completed) == ("failed", gate.error, 2)
    assert told == [job]
    assert "ProviderError: It is down." in repr(job)
    gate.error = None
    gate.open.release(8)
    job.resume()
    assert job.wait() == "made"
    assert job.error is None


def test_who_waits_goes_on_after_the_failure_was_told_of() -> None:
    order: list[str] = []
    entered, go_on = threading.Event(), threading.Event()

    def tell(job: BackgroundJob[Any]) -> None:
        entered.set()
        assert go_on.wait(FOREVER)
        order.append("told")

    def waits() -> None:
        job.join()
        order.append("waited")

    job: BackgroundJob[Any] = BackgroundJob("fill", "x", lambda job: 1 / 0, failed=tell)
    job.start()
    assert entered.wait(FOREVER)
    waiter = threading.Thread(target=waits)
    waiter.start()
    waiter.join(0.1)
    go_on.set()
    waiter.join(FOREVER)
    assert order == ["told", "waited"]


def test_two_threads_wait_for_the_same_result(gate: Gate) -> None:
    job = BackgroundJob("fill", "x", gate)
    job.start()
    results: list[str | None] = []
    waiters = [threading.Thread(target=lambda: results.append(job.wait())) for _ in range(2)]
    for waiter in waiters:
        waiter.start()
    gate.open.release(10)
    for waiter in waiters:
        waiter.join(FOREVER)
    assert results == ["made", "made"]


def test_an_exit_inside_of_the_work_is_an_error_and_no_exit() -> None:
    job = BackgroundJob("fill", "x", lambda job: sys.exit(3))
    job.start()
    with pytest.raises(JobError, match="ended by SystemExit") as raised:
        job.wait()
    assert isinstance(raised.value.__cause__, SystemExit)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_listener_that_breaks_stops_nothing_and_is_told_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(threading, "excepthook", told.append)
    job = BackgroundJob("fill", "x", lambda job: job.advance())
    job.on_change(lambda job: 1 / 0)
    job.start()
    job.wait()
    assert job.state == "done"
    assert {hook.exc_type for hook in told} == {ZeroDivisionError}


def test_a_listener_that_left_hears_nothing_more(gate: Gate) -> None:
    seen: list[str] = []
    job = BackgroundJob("fill", "x", gate)
    remove = job.on_change(lambda job: seen.append(job.state))
    job.start()
    gate.let(1)
    gate.arrived()
    remove()
    before = len(seen)
    gate.open.release(10)
    job.wait()
    assert len(seen) == before


def test_a_listener_that_waits_at_the_end_does_not_wait_forever() -> None:
    heard: list[tuple[str, Any]] = []
    job = BackgroundJob("fill", "x", lambda job: "made")
    job.on_change(lambda job: heard.append((job.state, job.wait() if job.done else None)))
    job.start()
    job.wait()
    assert heard[-1] == ("done", "made")


def test_what_prepares_a_job_fails_at_once() -> None:
    def prepare() -> None:
        raise broken()

    registry = JobRegistry()
    job = BackgroundJob("move", "x", lambda job: None, prepare=prepare)
    with pytest.raises(ProviderError, match="down"):
        registry.start(job)
    assert job.state == "failed"
    assert registry.listed() == []


def test_a_job_that_nobody_started_is_not_waited_for() -> None:
    with pytest.raises(JobError, match=r"job\.resume\(\)"):
        BackgroundJob("fill", "x", lambda job: None).wait()


def test_an_event_loop_waits_without_standing_still(gate: Gate) -> None:
    async def main() -> tuple[str | None, int]:
        job = BackgroundJob("fill", "x", gate)
        job.start()
        waiting = asyncio.ensure_future(awaited(job))
        ticks = 0
        while not waiting.done():
            gate.open.release()
            ticks += 1
            await asyncio.sleep(0)
        return await waiting, ticks

    async def awaited(job: BackgroundJob[str]) -> str | None:
        return await job

    result, ticks = asyncio.run(main())
    assert result == "made"
    assert ticks > 1


def test_an_event_loop_is_told_of_the_error() -> None:
    def fail(job: BackgroundJob[None]) -> None:
        raise broken()

    async def main() -> None:
        job = BackgroundJob("fill", "x", fail)
        job.start()
        await job

    with pytest.raises(ProviderError, match="down"):
        asyncio.run(main())


# -- the registry ------------------------------------------------------------------------------


def test_a_job_that_is_under_way_is_not_started_twice(gate: Gate) -> None:
    registry = JobRegistry()
    first = registry.start(BackgroundJob("fill", "x", gate))
    assert registry.start(BackgroundJob("fill", "x", gate)) is first
    other = registry.start(BackgroundJob("fill", "y", lambda job: None))
    gate.open.release(10)
    first.wait()
    other.wait()
    assert registry.listed() == [first, other]
    again = registry.start(BackgroundJob("fill", "x", lambda job: None))
    again.wait()
    assert registry.listed() == [other, again]


def test_resuming_an_old_job_never_runs_beside_the_new_one(gate: Gate) -> None:
    registry = JobRegistry()
    old = registry.start(BackgroundJob("fill", "x", gate))
    old.cancel()
    gate.open.release()
    old.wait()
    new = registry.start(BackgroundJob("fill", "x", gate))
    assert old.resume() is new
    gate.open.release(10)
    assert new.wait() == "made"


def test_many_threads_start_one_job(gate: Gate) -> None:
    registry = JobRegistry()
    barrier = threading.Barrier(8)
    got: list[BackgroundJob[str]] = []

    def start() -> None:
        barrier.wait(FOREVER)
        got.append(registry.start(BackgroundJob("fill", "x", gate)))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(FOREVER)
    assert len({id(job) for job in got}) == 1
    gate.open.release(10)
    assert got[0].wait() == "made"
    assert gate.steps == 10


def test_closing_cancels_all_jobs_and_waits_for_their_end(gate: Gate) -> None:
    registry = JobRegistry()
    job = registry.start(BackgroundJob("fill", "x", gate))
    reached, held = threading.Event(), threading.Event()

    def draw(job: BackgroundJob[None]) -> None:
        reached.set()
        assert held.wait(FOREVER)
        job.check()

    drawing = BackgroundJob("project", "y", draw)
    drawing.start()
    registry.watch(drawing)
    assert reached.wait(FOREVER)
    gate.let(2)
    gate.arrived()
    closing = threading.Thread(target=registry.close)
    closing.start()
    gate.open.release(10)
    job.join(FOREVER)
    assert closing.is_alive(), "the drawing is still under way"
    held.set()
    closing.join(FOREVER)
    assert not closing.is_alive()
    assert (job.state, drawing.state) == ("cancelled", "cancelled")
    with pytest.raises(JournalError, match="closed"):
        job.resume()


def test_what_is_watched_is_listed_while_somebody_keeps_it() -> None:
    registry = JobRegistry()
    kept = BackgroundJob("project", "x", lambda job: None)
    registry.watch(kept)
    registry.watch(BackgroundJob("project", "y", lambda job: None))
    assert registry.listed() == [kept]


def test_the_list_is_one_of_jobs_with_a_cheap_repr() -> None:
    made = Jobs([BackgroundJob("fill", str(n), lambda job: None) for n in range(12)])
    lines = repr(made).splitlines()
    assert lines[0] == "<Jobs: 12>"
    assert lines[1] == "<BackgroundJob fill '0' waiting>"
    assert len(lines) == 11


# -- processes ---------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_has_no_running_job_and_says_so(gate: Gate) -> None:
    registry = JobRegistry()
    job = registry.start(BackgroundJob("fill", "x", gate))
    gate.let(2)
    gate.arrived()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        said = "nothing"
        try:
            said = _in_child(registry, job)
        finally:
            os.write(write, said.encode())
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    assert said == "interrupted False True does not run in this process. resumed: made"
    assert job.state == "running"
    gate.open.release(10)
    assert job.wait() == "made"


def _in_child(registry: JobRegistry, job: BackgroundJob[str]) -> str:
    (listed,) = registry.listed()
    said = f"{listed.state} {listed.running} {listed.done}"
    job.cancel()
    try:
        job.wait()
    except JobError as error:
        said += " " + error.problem.partition("'x' ")[2]
    job._work = lambda job: "made"
    resumed = job.resume().wait()
    registry.close()
    return f"{said} resumed: {resumed}"


def test_the_end_of_the_interpreter_cancels_what_runs() -> None:
    code = """
import sys, threading
from memkit.concurrency.jobs import BackgroundJob

started = threading.Event()

def work(job):
    started.set()
    try:
        while True:
            job.check()
            threading.Event().wait(0.001)
    finally:
        sys.stdout.write("left\\n")
        sys.stdout.flush()

BackgroundJob("fill", "x", work).start()
started.wait()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=FOREVER
    )
    assert (done.stdout, done.stderr) == ("left\n", "")
