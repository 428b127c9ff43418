"""A database of made-up memories, built once for each size and kept.

    python -m benchmarks.database N [--cache DIR] [--fresh]

Prints how long it took: `Memory.add_many` with the default embedder and the default durability,
so that every batch is on the disk when the next one starts.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

from benchmarks import data
from benchmarks.measure import peak_memory, pin_to_one_core

CACHE = Path(tempfile.gettempdir()) / "memkit-benchmarks"


@dataclass(frozen=True)
class Built:
    """How long a database took, in seconds; `peak` is the memory of the process in GB."""

    rows: int
    adding: float
    closing: float
    peak: float


def path_of(n: int, cache: Path) -> Path:
    """Return where the database of a size lies, with this embedder and this schema."""
    return cache / f"{n}-{_made_with()}.db"


@functools.cache
def _made_with() -> str:
    """Return a name for what goes into a database beside its size."""
    digest = hashlib.blake2b(str(data.VERSION).encode(), digest_size=4)
    for package, folder in (("memkit.builtin.static", "data"), ("memkit.journal", "migrations")):
        for file in sorted((files(package) / folder).iterdir(), key=lambda file: file.name):
            if file.is_file():
                digest.update(file.read_bytes())
    return digest.hexdigest()


def build(n: int, cache: Path) -> Built:
    """Make a database anew in this process.

    The memories are made before the clock starts, except for a million, which would take the
    memory that is measured.
    """
    # Not at the top: the programs that measure imports and cold starts use this module too.
    from memkit import Memory

    cache.mkdir(parents=True, exist_ok=True)
    path = path_of(n, cache)
    for file in cache.glob(f"{path.name}*"):
        file.unlink()
    workload = data.Workload(n)
    items = list(workload.memories()) if n <= 200_000 else workload.memories()
    memory = Memory(path)
    start = time.perf_counter()
    added = memory.add_many(items, progress=False)
    between = time.perf_counter()
    memory.close()
    built = Built(
        added.added, between - start, time.perf_counter() - between, round(peak_memory(), 3)
    )
    # Written last: a database without it is not whole.
    _receipt(path).write_text(json.dumps(asdict(built)), "utf-8")
    return built


def built(n: int, cache: Path, *, fresh: bool = False) -> Path:
    """Return the path of a database, made in a process of its own if it is not there yet."""
    path = path_of(n, cache)
    if fresh or not _receipt(path).is_file():
        print(f"building {n:,} memories ...", file=sys.stderr)
        command = [sys.executable, "-m", "benchmarks.database", str(n), "--cache", str(cache)]
        subprocess.run([*command, "--fresh"], check=True, stdout=sys.stderr)
    return path


def receipt(n: int, cache: Path) -> Built:
    """Return how long a database took when it was built."""
    return Built(**json.loads(_receipt(path_of(n, cache)).read_text("utf-8")))


def _receipt(path: Path) -> Path:
    return path.with_name(f"{path.name}.built.json")


def main() -> None:
    """Build a database."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("n", type=int)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--fresh", action="store_true")
    options = parser.parse_args()
    pin_to_one_core(None)
    if options.fresh or not _receipt(path_of(options.n, options.cache)).is_file():
        done = build(options.n, options.cache)
        rate = done.rows / done.adding
        print(
            f"{done.rows:,} memories in {done.adding:.1f} s ({rate:,.0f}/s), closed in "
            f"{done.closing:.1f} s, peak memory {done.peak:.2f} GB"
        )


if __name__ == "__main__":
    main()
