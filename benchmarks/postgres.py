"""PostgreSQL as journal and as store: round trips and times.

    python -m benchmarks.postgres [--n 10000 [100000 ...]] [--note TEXT]

It runs in the environment of the plug-in (`scripts/plugin_environments.py` makes it), on a server
of its own on loopback, with the default embedder. A proxy counts round trips at the wire, in a pass
of its own; times are taken without it, and once more with a proxy that lets whatever the client
says be a millisecond on its way. Each pass asks other questions, so that nothing is answered from a
cache of the one before. The table is added to `benchmarks/results-postgres.md`, under the words of
`--note`.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import data
from benchmarks.one_store import ENGINES
from benchmarks.proxy import Proxy, proxy
from memkit import Memory

ROOT = Path(__file__).resolve().parent.parent
DELAY = 0.001
_CALLS = 60
_WARM_UP = 5
_BULK = 2000
_PASSES = ("direct", "counted", "delayed")


@dataclass
class Figures:
    """What was measured of one verb; times in milliseconds.

    Attributes:
        trips: Round trips of each call.
        times: Of calls straight to the server; `delayed`: over a millisecond.
    """

    trips: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    delayed: list[float] = field(default_factory=list)


def main() -> None:
    """Measure each size, and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--n", type=int, nargs="+", default=[10_000], help="how many memories")
    parser.add_argument("--note", default="", help="what the table is of")
    options = parser.parse_args()
    if importlib.util.find_spec("memkit_postgres") is None:
        _elsewhere()
    tables = [measured(n, options.note) for n in options.n]
    print("\n".join(tables))
    with (ROOT / "benchmarks" / "results-postgres.md").open("a", encoding="utf-8") as file:
        file.write("\n".join(tables))


def _elsewhere() -> None:
    """Do this in the environment of the plug-in instead."""
    sys.path.insert(0, str(ROOT / "scripts"))
    from plugin_environments import interpreter

    python = interpreter("memkit-postgres")
    done = subprocess.run(
        [str(python), "-m", "benchmarks.postgres", *sys.argv[1:]], cwd=ROOT, check=False
    )
    raise SystemExit(done.returncode)


def measured(n: int, note: str) -> str:
    """Return the table of one size, in Markdown."""
    with (
        tempfile.TemporaryDirectory(prefix="memkit-postgres-bench-") as folder,
        ENGINES["postgres"].choice(Path(folder)) as choice,
    ):
        url = choice["config"]["url"]
        port = int(url.rpartition(":")[2].partition("/")[0])
        with proxy(port) as between:
            by_proxy = url.replace(f":{port}/", f":{between.port}/")
            return _table(n, note, *_run(n, url, by_proxy, between))


def _run(
    n: int, url: str, by_proxy: str, between: Proxy
) -> tuple[dict[str, Figures], dict[str, float]]:
    workload = data.Workload(n)
    figures: dict[str, Figures] = {}
    with Memory(journal=url, store=url) as memory:
        items = list(workload.memories())
        start = time.perf_counter()
        memory.add_many(items, progress=False)
        filled = time.perf_counter() - start
        bulk = {"filling both": n / filled}
        _direct(memory, workload, figures)
        bulk["additions"] = _bulk_rate(memory, "direct")
    with Memory(journal=by_proxy, store=by_proxy) as memory:
        _counted(memory, workload, figures, between)
        between.delay(DELAY)
        for name, calls in _verbs(memory, workload, "delayed"):
            figures[name].delayed = [_timed(call) for call in calls][_WARM_UP:]
        bulk["additions over 1 ms"] = _bulk_rate(memory, "delayed")
    return figures, bulk


def _direct(memory: Memory, workload: data.Workload, figures: dict[str, Figures]) -> None:
    for name, calls in _verbs(memory, workload, "direct"):
        figures[name] = Figures(times=[_timed(call) for call in calls][_WARM_UP:])


def _counted(
    memory: Memory, workload: data.Workload, figures: dict[str, Figures], between: Proxy
) -> None:
    for name, calls in _verbs(memory, workload, "counted"):
        trips = []
        for call in calls:
            before = between.round_trips
            call()
            trips.append(between.round_trips - before)
        figures[name].trips = trips[_WARM_UP:]


def _verbs(
    memory: Memory, workload: data.Workload, which: str
) -> Iterator[tuple[str, Iterator[Callable[[], object]]]]:
    """Yield each verb and its calls."""
    place = _PASSES.index(which)
    n = _CALLS + _WARM_UP
    asked = workload.questions(12 * n, asker="drawn")
    pieces: Iterator[Sequence[data.Question]] = (
        asked[start : start + n] for start in itertools.count(4 * place * n, n)
    )
    yield (
        "add",
        (
            lambda i=i: memory.add(
                f"A thing of {which} {i}: tea with Maya", user_id=data.user_id(3)
            )
            for i in range(n)
        ),
    )

    def searching(mode: Any, everybody: bool) -> Iterator[Callable[[], object]]:
        for one in next(pieces):
            user = None if everybody else one.user_id
            yield lambda one=one, user=user: memory.search(one.text, user_id=user, mode=mode)

    yield "search, one user", searching("hybrid", False)
    yield "search, all", searching("hybrid", True)
    yield "search, all, by vector", searching("vector", True)
    yield "search, all, by words", searching("text", True)


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def _bulk_rate(memory: Memory, which: str) -> float:
    """Return how many memories a second a bulk addition stores, of texts that are new."""
    items = [
        {"memory": f"{which} bulk {i}: the {i % 97}th walk by the sea", "user_id": f"bulk {i % 50}"}
        for i in range(_BULK)
    ]
    start = time.perf_counter()
    memory.add_many(items, progress=False)
    return _BULK / (time.perf_counter() - start)


def _table(n: int, note: str, figures: dict[str, Figures], bulk: dict[str, float]) -> str:
    lines = [
        f"## {n:,} memories{f', {note}' if note else ''}",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {_CALLS} calls each.",
        "",
        "| verb | round trips (most) | least | p50 | p95 | p50 with 1 ms between |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {np.median(one.trips):.0f} ({max(one.trips)}) "
        f"| {min(one.times):.1f} ms | {np.percentile(one.times, 50):.1f} ms "
        f"| {np.percentile(one.times, 95):.1f} ms "
        f"| {np.percentile(one.delayed, 50):.1f} ms |"
        for name, one in figures.items()
    ]
    rates = ", ".join(f"{name} {rate:,.0f}/s" for name, rate in bulk.items())
    return "\n".join([*lines, "", f"Bulk: {rates}.", "", ""])


if __name__ == "__main__":
    main()
