"""A database of made-up memories, built once for each size and kept.

    python -m benchmarks.database N [--cache DIR] [--fresh | --index]

Prints how long it took: `Memory.add_many` with the default embedder and the default durability,
so that every batch is on the disk when the next one starts. `--index` removes the index file of a
database that is there, and prints how long a process takes to make it again from the journal, and
how much memory.
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
    """How long a database took, in seconds.

    Attributes:
        rows: How many memories it holds.
        adding: How long `add_many` took; `working`: how long the processor worked meanwhile. The
            rest is waiting: for the disk, or for other programs.
        closing: How long closing took.
        peak: The memory of the process in GB.
    """

    rows: int
    adding: float
    working: float
    closing: float
    peak: float


def path_of(n: int, cache: Path) -> Path:
    """Return where the database of a size lies, with this embedder and this schema."""
    return cache / f"{n}-{_made_with()}.db"


@functools.cache
def _made_with() -> str:
    """Return a name for what goes into a database beside its size."""
    digest = hashlib.blake2b(str(data.VERSION).encode(), digest_size=4)
    for package in ("static", "multilingual", "sqlite.migrations"):
        for file in sorted(Path(str(files(f"memkit.builtin.{package}"))).rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
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
    worked, start = time.process_time(), time.perf_counter()
    added = memory.add_many(items, progress=False)
    worked, between = time.process_time() - worked, time.perf_counter()
    memory.close()
    built = Built(
        rows=added.added,
        adding=between - start,
        working=worked,
        closing=time.perf_counter() - between,
        peak=round(peak_memory(), 3),
    )
    # Written last: a database without it is not whole.
    _receipt(path).write_text(json.dumps(asdict(built)), "utf-8")
    return built


@dataclass(frozen=True)
class Indexed:
    """How long a process took to open a file without an index, answer and close, in seconds.

    Attributes:
        answered: From opening to the first answer.
        closing: How long closing took, which writes the index file.
        peak: The memory of the process in GB.
    """

    answered: float
    closing: float
    peak: float


def index(n: int, cache: Path) -> Indexed:
    """Make the index of a database anew in this process."""
    from memkit import Memory

    path = path_of(n, cache)
    for file in cache.glob(f"{path.name}*.index"):
        file.unlink()
    start = time.perf_counter()
    memory = Memory(path)
    memory.search("first", user_id=data.user_id(0))
    answered = time.perf_counter()
    memory.close()
    return Indexed(answered - start, time.perf_counter() - answered, round(peak_memory(), 3))


def indexed(n: int, cache: Path) -> Indexed:
    """Do the same in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.database", str(n), "--cache", str(cache)]
    done = subprocess.run([*command, "--index"], check=True, stdout=subprocess.PIPE, text=True)
    return Indexed(**json.loads(done.stdout))


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
    parser.add_argument("--fresh", action="store_true", help="make it anew")
    parser.add_argument("--index", action="store_true", help="make its index anew")
    options = parser.parse_args()
    pin_to_one_core(None)
    if options.index:
        print(json.dumps(asdict(index(options.n, options.cache))))
        return
    if options.fresh or not _receipt(path_of(options.n, options.cache)).is_file():
        done = build(options.n, options.cache)
        rate = done.rows / done.adding
        print(
            f"{done.rows:,} memories in {done.adding:.1f} s ({rate:,.0f}/s), closed in "
            f"{done.closing:.1f} s, peak memory {done.peak:.2f} GB"
        )


if __name__ == "__main__":
    main()
