"""Run stages, as many at a time as there are cores for, and print what each took.

A stage's output goes into a file; a stage that fails has it printed whole.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import once_more


@dataclass(frozen=True)
class Stage:
    """One thing to check.

    Attributes:
        name: Its name.
        command: What is run.
        cores: How many cores it keeps busy; 0 for what waits, mostly.
        after: Names of the stages that must have passed, each of them further up in the list.
    """

    name: str
    command: Sequence[str | Path]
    cores: int = 1
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


class Run:
    """A run of stages.

    Args:
        stages: In the order in which they begin. One that must wait for cores keeps those below
            it from them; one that must wait for another stage lets them pass.
        cores: How many there are.
        folder: Where commands are run.
        logs: The folder for their output.
        environment: Their environment.
    """

    def __init__(
        self,
        stages: Iterable[Stage],
        *,
        cores: int,
        folder: Path,
        logs: Path,
        environment: Mapping[str, str],
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
        self._cores = self._free = cores
        self._folder = folder
        self._logs = logs
        self._environment = environment
        self._results: dict[str, Result] = {}
        self._changed = threading.Condition()

    def run(self) -> dict[str, Result]:
        """Run all stages, and return how each ended, in their order."""
        self._logs.mkdir(parents=True, exist_ok=True)
        with self._changed:
            while len(self._results) < len(self._order):
                for stage in self._ready():
                    self._begin(stage)
                self._skip()
                if len(self._results) < len(self._order):
                    self._changed.wait()
        return {name: self._results[name] for name in self._order}

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

    def _skip(self) -> None:
        """End the stages that wait for one which failed."""
        for stage in list(self._waiting):
            bad = [name for name in stage.after if name in self._results and not self._passed(name)]
            if bad:
                self._waiting.remove(stage)
                self._end(stage, Result(False, f"not run, since this failed: {', '.join(bad)}"))

    def _passed(self, name: str) -> bool:
        return name in self._results and self._results[name].passed

    def _taken(self, stage: Stage) -> int:
        return min(stage.cores, self._cores)

    def _begin(self, stage: Stage) -> None:
        self._waiting.remove(stage)
        self._free -= self._taken(stage)
        threading.Thread(target=self._work, args=(stage,)).start()

    def _work(self, stage: Stage) -> None:
        result = outcome(
            stage,
            log=self._logs / f"{stage.name.replace(' ', '-')}.log",
            folder=self._folder,
            environment=self._environment,
        )
        with self._changed:
            self._free += self._taken(stage)
            self._end(stage, result)
            self._changed.notify()

    def _end(self, stage: Stage, result: Result) -> None:
        self._results[stage.name] = result
        report(stage.name, result)


def outcome(stage: Stage, *, log: Path, folder: Path, environment: Mapping[str, str]) -> Result:
    """Run a stage's command to its end."""
    start = time.monotonic()
    try:
        with log.open("wb") as said:
            process = subprocess.Popen(
                [str(word) for word in stage.command],
                cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            )  # fmt: skip
    except OSError as error:
        return Result(False, str(error))
    # What the processes below it took too, once it has waited for them.
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Result(
        process.returncode == 0,
        log.read_text("utf-8", "replace"),
        time.monotonic() - start,
        used.ru_utime + used.ru_stime,
    )


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
    """Run stages and print what each took; if one fails, end with that."""
    start = time.monotonic()
    results = Run(
        stages,
        cores=cores or os.cpu_count() or 1,
        folder=folder,
        logs=logs,
        environment=environment,
    ).run()
    print(summary(results, time.monotonic() - start), flush=True)
    if not all(one.passed for one in results.values()):
        sys.exit(1)
