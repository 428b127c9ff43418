"""Run every benchmark and print one table: target, measured, verdict.

    python -m benchmarks [--quick] [--locomo PATH] [--beam PATH] [--cache DIR] [--only NAME ...]

`make bench` runs this, `make bench-quick` the shorter version: 10,000 memories instead of 100,000,
no million, 20 kills, and mem0 only if its environment is there already. The targets stay those of
100,000 memories. The whole takes about 25 minutes, most of it mem0 loading.

Each program runs in a process of its own. The table is written to `benchmarks/results.md` with the
date, the processor, the Python and the command (`results-quick.md` for the shorter version). A
program that fails is named and the others go on; the exit status is then 1. A missed target does
not change the exit status.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import database, peers
from benchmarks.measure import Row, load, verdict

HERE = Path(__file__).resolve().parent
LOCOMO = HERE.parent.parent / "shared" / "locomo" / "dev.json"
BEAM = HERE.parent.parent / "shared" / "beam"


@dataclass(frozen=True)
class Step:
    """One program and its arguments; `reason` says why it is left out, if it is."""

    name: str
    words: Sequence[str] = ()
    reason: str = ""

    @property
    def program(self) -> str:
        """The module's name."""
        return self.name.partition("-")[0]


def steps(*, quick: bool, locomo: Path, beam: Path, cache: Path) -> list[Step]:
    """Return the programs in the order in which they run.

    The first builds the database that the others use.
    """
    kept = ("--cache", str(cache))
    size = ("--n", "10000" if quick else "100000")
    return [
        Step("writes", (*size, *kept, *(("--adds", "300") if quick else ()))),
        Step("search", (*size, *kept)),
        Step("chat", (*size, *kept, *(("--turns", "10") if quick else ()))),
        Step("search-million", ("--million", *kept), "left out by --quick" if quick else ""),
        Step(
            "peers",
            (*size, *kept, *(("--queries", "10") if quick else ())),
            "its environment is not installed" if quick and not peers.is_installed() else "",
        ),
        Step(
            "locomo",
            (str(locomo),),
            "" if locomo.is_file() else f"there is no {locomo.name}; give its path with --locomo",
        ),
        Step(
            "locomo-context",
            (str(locomo), "--context", "0.85"),
            "" if locomo.is_file() else "as locomo",
        ),
        Step("beam", (str(beam),), "" if beam.is_dir() else f"there is no folder {beam.name}"),
        Step("assistant"),
        Step("crash", ("--kills", "20", "--adds", "500") if quick else ()),
    ]


def run(step: Step) -> list[Row]:
    """Run a program and return its rows.

    Raises:
        CalledProcessError: It failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.json"
        command = [sys.executable, "-m", f"benchmarks.{step.program}", *step.words]
        subprocess.run([*command, "--json", str(file)], check=True, cwd=HERE.parent)
        return load(file)


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a table in Markdown."""
    lines = ["| what | target | measured | verdict |", "|---|---|---|---|"]
    lines += [f"| {row.what} | {row.target} | {row.measured} | {verdict(row)} |" for row in rows]
    return "\n".join(lines)


def processor() -> str:
    """Return the name of the processor as the system tells it."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def heading(command: str) -> str:
    """Return what the reader of a table has to know."""
    return (
        f"# What `{command}` measured\n\n"
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {processor()}, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}. All but "
        "the crash tests ran on one core. How each figure is measured stands in the programs of "
        "this folder.\n"
    )


def main() -> int:
    """Run everything; return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--locomo", type=Path, default=LOCOMO, metavar="PATH")
    parser.add_argument("--beam", type=Path, default=BEAM, metavar="PATH")
    parser.add_argument("--cache", type=Path, default=database.CACHE)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="e.g. search-million locomo")
    options = parser.parse_args()
    rows: list[Row] = []
    left_out: list[str] = []
    failed: list[str] = []
    for step in steps(
        quick=options.quick,
        locomo=options.locomo.resolve(),
        beam=options.beam.resolve(),
        cache=options.cache,
    ):
        if options.only and step.name not in options.only:
            continue
        if step.reason:
            left_out.append(f"{step.name}: {step.reason}")
            continue
        print(f"\n## {step.name}", flush=True)
        try:
            rows += run(step)
        except subprocess.CalledProcessError as error:
            failed.append(f"{step.name}: it failed with exit status {error.returncode}")
    notes = "".join(f"\nNot measured: {line}.\n" for line in (*left_out, *failed))
    print(f"\n{table(rows)}\n{notes}")
    if not options.only:
        command = "make bench-quick" if options.quick else "make bench"
        file = HERE / ("results-quick.md" if options.quick else "results.md")
        file.write_text(f"{heading(command)}\n{table(rows)}\n{notes}", "utf-8")
        print(f"written to {file.relative_to(HERE.parent)}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
