"""What the benchmarks share: one core, timing, and the rows of the table they print."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

T = TypeVar("T")

# Below this share of the core, a latency says that it was disturbed.
_SHARED = 0.9


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        what: What was measured, on how much.
        target: What it should be, or "" where the issue sets no target.
        measured: The figure.
        met: Whether it is as it should be; None without a target, or if it was not measured.
    """

    what: str
    target: str
    measured: str
    met: bool | None = None


@dataclass(frozen=True)
class Latency:
    """Times of single calls, in milliseconds.

    Attributes:
        times: One for each call.
        share: How much of the core this thread had meanwhile. Below one it waited: for the disk,
            or for other programs, and then the times are too long.
    """

    times: Sequence[float]
    share: float = 1.0

    @property
    def p50(self) -> float:
        """The median."""
        return float(np.percentile(self.times, 50))

    @property
    def p95(self) -> float:
        """What 19 of 20 calls stay below."""
        return float(np.percentile(self.times, 95))

    def __str__(self) -> str:
        note = f" (had {self.share:.0%} of the core)" if self.share < _SHARED else ""
        return f"p50 {self.p50:.2f} ms, p95 {self.p95:.2f} ms{note}"


def latency(call: Callable[[T], object], arguments: Sequence[T], *, warm_up: int = 20) -> Latency:
    """Return how long `call` takes for each argument, after `warm_up` calls that do not count."""
    for argument in arguments[:warm_up]:
        call(argument)
    times = []
    worked, began = time.thread_time(), time.perf_counter()
    for argument in arguments:
        start = time.perf_counter()
        call(argument)
        times.append((time.perf_counter() - start) * 1000)
    worked, lasted = time.thread_time() - worked, time.perf_counter() - began
    return Latency(times, worked / lasted)


def pin_to_one_core(core: int | None) -> int | None:
    """Bind this process and its children to one core and return it; None where that can't be done.

    Args:
        core: Which one; None for the last of those the process may use.
    """
    if not hasattr(os, "sched_setaffinity"):
        return None
    chosen = max(os.sched_getaffinity(0)) if core is None else core
    os.sched_setaffinity(0, {chosen})
    return chosen


def peak_memory() -> float:
    """Return the most memory that this process has had resident so far, in GB (1e9 bytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1 if sys.platform == "darwin" else 1024) / 1e9


def arguments(doc: str | None) -> argparse.ArgumentParser:
    """Return a parser with the options that all programs share."""
    parser = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--core", type=int, help="the core to run on; the last one by default")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the rows to FILE")
    return parser


def report(rows: Iterable[Row], file: Path | None) -> None:
    """Print rows, and write them to a file if one is given."""
    rows = list(rows)
    for row in rows:
        target = f"  (target {row.target}: {verdict(row)})" if row.target else ""
        print(f"{row.what}: {row.measured}{target}")
    if file is not None:
        file.write_text(json.dumps([dataclasses.asdict(row) for row in rows]), "utf-8")


def verdict(row: Row) -> str:
    """Return whether a target was met, in a word."""
    return "" if row.met is None else "met" if row.met else "missed"


def load(file: Path) -> list[Row]:
    """Return the rows that `report` wrote."""
    return [Row(**fields) for fields in json.loads(file.read_text("utf-8"))]
