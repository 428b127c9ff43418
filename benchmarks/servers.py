"""Weaviate and Qdrant as stores: round trips at the wire, and times where a server is named.

    python -m benchmarks.servers [--n 2000] [--timed 100000] [--only NAME ...] [--note TEXT]

Each runs in the environment of its plug-in, which `scripts/plugin_environments.py` makes, in a
process of its own. Round trips are requests of HTTP and calls of gRPC, counted by a proxy before
the stand-in of the plug-in's tests, those that a call leaves to the background included. Where
MEMKIT_TEST_WEAVIATE_URL or MEMKIT_TEST_QDRANT_URL name a server, times are taken on it too, without
a proxy: three modes of search in turns, single additions, and bulk additions in turns with the
client's own `insert_many` or `upsert`, which embeds nothing and keeps no journal. The collections
that are made there are deleted afterwards. The table is added to `benchmarks/results-servers.md`,
under the words of `--note`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.one_server import BULK, COUNTED
from benchmarks.server_kinds import SERVERS

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
import plugin_environments  # noqa: E402 - a script, not a package


def main() -> None:
    """Measure each server, and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--n", type=int, default=2000, help="memories for counting")
    parser.add_argument("--timed", type=int, default=100_000, help="memories for times")
    parser.add_argument("--only", nargs="*", choices=sorted(SERVERS), default=sorted(SERVERS))
    parser.add_argument("--note", default="", help="what the table is of")
    options = parser.parse_args()
    sizes = {"n": options.n, "timed": options.timed}
    results = {name: _measured(name, sizes) for name in options.only}
    tables = "\n".join([_trips(results, options.n, options.note), *_times(results, options.timed)])
    print(tables)
    with (ROOT / "benchmarks" / "results-servers.md").open("a", encoding="utf-8") as file:
        file.write(tables)


def _measured(name: str, sizes: dict[str, int]) -> dict[str, Any]:
    python = plugin_environments.interpreter(SERVERS[name].plugin)
    print(f"{name} ...", file=sys.stderr, flush=True)
    done = subprocess.run(
        [str(python), "-m", "benchmarks.one_server", name, json.dumps(sizes)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _trips(results: dict[str, dict[str, Any]], n: int, note: str) -> str:
    verbs = list(dict.fromkeys(verb for one in results.values() for verb in one["counted"]))
    lines = [
        f"## Round trips over {n:,} memories{f', {note}' if note else ''}",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, stand-ins, {COUNTED} calls each: the median, and "
        "in brackets the most.",
        "",
        f"| verb | {' | '.join(results)} |",
        f"|---|{'---|' * len(results)}",
    ]
    for verb in verbs:
        cells = [
            f"{np.median(trips):.0f} ({max(trips)})"
            for trips in (one["counted"][verb] for one in results.values())
        ]
        lines.append(f"| {verb} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", ""])


def _times(results: dict[str, dict[str, Any]], n: int) -> list[str]:
    """Return a table for each server that times were taken on."""
    tables = []
    for name, one in results.items():
        if one["timed"] is None:
            continue
        times, rates = one["timed"]["times"], one["timed"]["rates"]
        lines = [
            f"## Times over {name}, {n:,} memories",
            "",
            "| verb | p50 | p95 |",
            "|---|---|---|",
        ]
        lines += [
            f"| {verb} | {np.median(taken):.1f} ms | {np.percentile(taken, 95):.1f} ms |"
            for verb, taken in times.items()
        ]
        ratio = np.median(times["search, hybrid"]) / np.median(times["search, vector"])
        told = ", ".join(f"{what} {np.median(rate):,.0f}/s" for what, rate in rates.items())
        lines += [
            "",
            f"Hybrid takes {ratio:.2f} times as long as by vector. Rows a second, {BULK:,} at a "
            f"time: {told}.",
        ]
        tables.append("\n".join([*lines, "", ""]))
    return tables


if __name__ == "__main__":
    main()
