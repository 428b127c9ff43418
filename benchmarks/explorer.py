"""How quick the memory explorer is on many memories, without its widget.

    python -m benchmarks.explorer [--n 100000] [--cache DIR]

Each time is that of one call of `Explorer` in a process that just opened the file: the first
window of the table from cold, windows at random places, other orders, a filter as it is typed, a
change by somebody else, and the state before an event. The peer does the same with a data frame:
`memory.get_all(limit=n).to_pandas()`, sorted by pandas, which holds every text in memory.
"""

from __future__ import annotations

import argparse
import functools
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks import database
from benchmarks.measure import Row, arguments, latency, peak_memory, pin_to_one_core, report

ORDERS = ("memory", "created_at", "user_id", "priority", "category", "occurred_at")


@dataclass(frozen=True)
class Once:
    """How long one call took, and how long the processor worked for it, in seconds."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall * 1000:.0f} ms (CPU {self.cpu * 1000:.0f} ms)"


def once(call: Callable[[], object]) -> Once:
    """Return how long a call takes."""
    worked, start = time.process_time(), time.perf_counter()
    call()
    return Once(time.perf_counter() - start, time.process_time() - worked)


def limited(what: str, took: Once, limit: float) -> Row:
    """Return a line with a target in seconds."""
    return Row(what, f"{limit * 1000:g} ms", str(took), took.wall <= limit)


def measure(path: Path) -> list[Row]:
    """Return the lines for a database, which is changed."""
    from memkit import Memory

    memory = Memory(path)
    before = peak_memory()
    explorer = memory.explore()
    total = memory.count()
    name = f"explorer, {total:,} memories"
    rows = [
        Row(f"{name}: status", "", str(once(explorer.status))),
        limited(f"{name}: first window from cold", once(lambda: explorer.rows(0, 50)), 1.0),
    ]
    read = once(lambda: explorer.rows(total // 2, 50))
    rows.append(Row(f"{name}: all of the table read, after that", "", str(read)))
    held = peak_memory() - before
    places = np.random.default_rng(0).integers(0, total - 50, 300).tolist()
    scroll = latency(lambda first: explorer.rows(first, 50), places)
    rows.append(Row(f"{name}: a window of 50", "20 ms", str(scroll), scroll.p95 <= 20))
    sorts = {
        sort: once(functools.partial(explorer.rows, 0, 50, sort=sort, descending=False))
        for sort in ORDERS
    }
    slowest = max(sorts, key=lambda sort: sorts[sort].cpu)
    rows.append(limited(f"{name}: another order (slowest: {slowest})", sorts[slowest], 0.3))
    rows.append(
        limited(f"{name}: a filter typed", once(lambda: explorer.rows(0, 50, find="moved")), 0.3)
    )
    memory.add("Somebody else wrote this", user_id="user-0001")
    rows.append(limited(f"{name}: after a change", once(lambda: explorer.rows(0, 50)), 0.3))
    rows.append(Row(f"{name}: select all", "", str(once(explorer.shown_ids))))
    rows.append(Row(f"{name}: histogram of the journal", "", str(once(explorer.histogram))))
    back = once(lambda: (explorer.set_at(total // 2), explorer.rows(0, 50)))
    rows.append(Row(f"{name}: back half way in time, to the first window", "", str(back)))
    past = latency(lambda first: explorer.rows(first, 50), [place // 2 for place in places[:50]])
    rows.append(Row(f"{name}: a window in the past", "20 ms", str(past), past.p95 <= 20))
    rows.append(Row(f"{name}: memory taken by the table", "", f"{held * 1000:.0f} MB"))
    memory.close()
    return rows


def peer(path: Path) -> Row:
    """Return how long the same takes with a data frame."""
    from memkit import Memory

    memory = Memory(path)
    before = peak_memory()
    worked, start = time.process_time(), time.perf_counter()
    frame = memory.get_all(limit=1_000_000).to_pandas()
    made = Once(time.perf_counter() - start, time.process_time() - worked)
    resorted = once(lambda: frame.sort_values("memory").iloc[:50])
    held = peak_memory() - before
    memory.close()
    return Row(
        f"a data frame, {len(frame):,} memories",
        "",
        f"made in {made}, sorted in {resorted}, {held * 1000:.0f} MB",
    )


def main() -> None:
    """Print the table."""
    parser: argparse.ArgumentParser = arguments(__doc__)
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--cache", type=Path, default=database.CACHE)
    options = parser.parse_args()
    pin_to_one_core(options.core)
    path = database.built(options.n, options.cache)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "memories.db"
        shutil.copy(path, copy)
        rows = measure(copy)
        rows.append(peer(copy))
    report(rows, options.json)


if __name__ == "__main__":
    main()
