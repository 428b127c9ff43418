"""Run stages, as many at a time as there are cores for, and print what each took.

A stage's output goes into a file; a stage that fails has it printed whole.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

import once_more

# Each ends a run, and what runs.
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# The exit status of a shell's command that Ctrl-C ended.
INTERRUPTED = 130
# How long, in seconds, what was told to end has for it.
PATIENCE = 20


@dataclass(frozen=True)
class Stage:
    """One thing to check.

    Attributes:
        name: Its name.
        command: What is run.
        cores: How many cores it keeps busy; a half for what waits half of its time.
        after: Names of the stages that must have passed, each of them further up in the list.
    """

    name: str
    command: Sequence[str | Path]
    cores: float = 1
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """How a stage ended.

    Attributes:
        passed: Whether it passed.
        output: What it said.
        seconds: How long it took; 0 if it was not run.
        busy: Its processes' time on a core, in seconds.
    """

    passed: bool
    output: str
    seconds: float = 0
    busy: float = 0

    @property
    def unsteady(self) -> list[str]:
        """The tests that passed only at the second attempt."""
        mark = once_more.UNSTEADY
        return [
            line.removeprefix(mark) for line in self.output.splitlines() if line.startswith(mark)
        ]


class Running:
    """A stage that runs, with all that it starts in a group of processes of its own.

    Args:
        stage: The stage.
        log: The file for its output.
        folder: Where its command is run.
        environment: Its environment.
    """

    def __init__(
        self, stage: Stage, *, log: Path, folder: Path, environment: Mapping[str, str]
    ) -> None:
        self._log = log
        self._start = time.monotonic()
        with log.open("wb") as said:
            self._process = subprocess.Popen(
                [str(word) for word in stage.command],
                cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                process_group=0,
            )  # fmt: skip

    def result(self) -> Result:
        """Wait for its end, and return how it ended."""
        # What the processes below it took too, once it has waited for them.
        _, status, used = os.wait4(self._process.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        return Result(
            self._process.returncode == 0,
            self._log.read_text("utf-8", "replace"),
            time.monotonic() - self._start,
            used.ru_utime + used.ru_stime,
        )

    def send(self, number: signal.Signals) -> None:
        """Send a signal to what is left of its group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)


class Run:
    """A run of stages.

    Args:
        stages: In the order in which they begin. One that must wait for cores keeps those below
            it from them; one that must wait for another stage lets them pass.
        cores: How many there are.
        start: Starts a stage.
    """

    def __init__(
        self, stages: Iterable[Stage], *, cores: int, start: Callable[[Stage], Running]
    ) -> None:
        self._waiting = list(stages)
        self._order = [stage.name for stage in self._waiting]
        for index, stage in enumerate(self._waiting):
            unknown = sorted(set(stage.after) - set(self._order[:index]))
            if unknown:
                raise ValueError(
                    f"The stage {stage.name!r} comes after {unknown}, which no stage further up is "
                    "called. Move it below them, or name others."
                )
        self._cores = cores
        self._free: float = cores
        self._start = start
        self._running: dict[Future[Result], tuple[Stage, Running]] = {}
        self._results: dict[str, Result] = {}

    def run(self) -> dict[str, Result]:
        """Run all stages, and return how each ended, in their order."""
        # A thread waits for the end of each; all else happens in this one.
        with ThreadPoolExecutor(max(1, len(self._order))) as threads:
            try:
                while self._waiting or self._running:
                    self._skip()
                    for stage in self._ready():
                        self._begin(stage, threads)
                    self._finish()
            except BaseException:
                self._stop()
                raise
        return {name: self._results[name] for name in self._order}

    def _skip(self) -> None:
        """End the stages that wait for one which failed."""
        for stage in list(self._waiting):
            bad = [name for name in stage.after if name in self._results and not self._passed(name)]
            if bad:
                self._waiting.remove(stage)
                self._end(stage, Result(False, f"not run, since this failed: {', '.join(bad)}"))

    def _ready(self) -> list[Stage]:
        """Return the stages that can begin now."""
        found: list[Stage] = []
        free = self._free
        for stage in self._waiting:
            if not all(self._passed(name) for name in stage.after):
                continue
            taken = self._taken(stage)
            if taken <= free:
                found.append(stage)
                free -= taken
            else:
                free = 0
        return found

    def _begin(self, stage: Stage, threads: ThreadPoolExecutor) -> None:
        self._waiting.remove(stage)
        try:
            running = self._start(stage)
        except OSError as error:
            self._end(stage, Result(False, str(error)))
        else:
            self._free -= self._taken(stage)
            self._running[threads.submit(running.result)] = stage, running

    def _finish(self) -> None:
        """Wait until one ends, unless none runs."""
        ended, _ = wait(self._running, return_when=FIRST_COMPLETED)
        for future in ended:
            stage, _ = self._running.pop(future)
            self._free += self._taken(stage)
            self._end(stage, future.result())

    def _end(self, stage: Stage, result: Result) -> None:
        self._results[stage.name] = result
        report(stage.name, result)

    def _stop(self) -> None:
        """Tell what runs to end, as Ctrl-C does, and after a while kill what is left."""
        names = ", ".join(stage.name for stage, _ in self._running.values())
        print(f"\nstopped; these are told to end: {names}", flush=True)
        self._send(signal.SIGINT)
        try:
            wait(self._running, timeout=PATIENCE)
        finally:
            self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        for _, running in self._running.values():
            running.send(number)

    def _passed(self, name: str) -> bool:
        return name in self._results and self._results[name].passed

    def _taken(self, stage: Stage) -> float:
        return min(stage.cores, self._cores)


def report(name: str, result: Result) -> None:
    """Say how a stage ended: with its last line, or, if it failed, with all that it said."""
    lines = result.output.rstrip().splitlines()
    took = f"{result.seconds:.0f} s"
    if result.passed:
        print("\n".join([f"== {name}: passed in {took}", *lines[-1:]]), flush=True)
    else:
        print(
            "\n".join([f"== {name}: failed after {took}", *lines, f"== end of {name}"]), flush=True
        )


def summary(results: Mapping[str, Result], seconds: float) -> str:
    """Return a table of what each stage took, and below it what needs to be looked into."""
    rows = [(name, one.seconds, one.busy) for name, one in results.items()]
    rows.append(("total", seconds, sum(one.busy for one in results.values())))
    width = max(len(name) for name, _, _ in rows)
    lines = ["", f"{'stage':{width}}  seconds  of a core"]
    lines += [f"{name:{width}}  {took:7.0f}  {busy:9.0f}" for name, took, busy in rows]
    unsteady = [f"  {name}: {test}" for name, one in results.items() for test in one.unsteady]
    if unsteady:
        lines += ["", "unsteady, passed only at the second attempt:", *unsteady]
    failed = [name for name, one in results.items() if not one.passed]
    if failed:
        lines += ["", f"failed: {', '.join(failed)}"]
    return "\n".join(lines)


def run(
    stages: Iterable[Stage],
    *,
    folder: Path,
    logs: Path,
    environment: Mapping[str, str],
    cores: int | None = None,
) -> None:
    """Run stages and print what each took; if one fails, end with that.

    Args:
        stages: See `Run`.
        folder: Where commands are run.
        logs: The folder for their output.
        environment: Their environment.
        cores: How many there are, if not as many as the machine has.
    """

    def start(stage: Stage) -> Running:
        log = logs / f"{stage.name.replace(' ', '-')}.log"
        return Running(stage, log=log, folder=folder, environment=environment)

    begin = time.monotonic()
    logs.mkdir(parents=True, exist_ok=True)
    try:
        with ended_by_signals():
            results = Run(stages, cores=cores or os.cpu_count() or 1, start=start).run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    print(summary(results, time.monotonic() - begin), flush=True)
    if not all(one.passed for one in results.values()):
        sys.exit(1)


@contextlib.contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let a signal that ends a process do what Ctrl-C does, so that nothing is left running.

    Of a job in the background a shell makes one that Ctrl-C's signal does not end either.
    """
    before = {number: signal.signal(number, signal.default_int_handler) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
