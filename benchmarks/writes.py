"""Writing, opening and importing.

    python -m benchmarks.writes [--n 100000] [--adds 1000] [--cache DIR]

- Bulk: `Memory.add_many` of made-up memories with the default embedder and the default
  durability, in a fresh file and a fresh process. Closing, which writes the index file for the
  next start, is told apart.
- One durable `add`: in turns with one insertion of the same text into a plain table of another
  file in the same folder (WAL, synchronous=FULL), so that both meet the same disk; the median of
  each. The embedder is an object that hands out vectors made beforehand: its cost is next to
  nothing. The memory holds 10,000 others already.
- Cold: a new process opens a copy of the file of the bulk test and searches, hybrid, for one user
  and in all; the clock starts after `from memkit import Memory`, and the file is in the page
  cache. The figure is the median of five processes that find an index file there; the very first
  process after a bulk addition, and one for which the index file was removed, are told apart.
- `import memkit`: a new interpreter with it against one without, in turns; and what it loads that
  is not in the standard library.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks import data, database
from benchmarks.measure import Latency, Row, arguments, pin_to_one_core, report
from memkit import Memory
from memkit.contracts.embedder import Embedder, EmbedKind, Vectors

_FILLING = 10_000
_IMPORTS = 15
_OPENINGS = 5

_COLD = """
import json, sys, time
from memkit import Memory
start = time.perf_counter()
with Memory(sys.argv[1]) as memory:
    opened = time.perf_counter()
    hits = memory.search(sys.argv[2], user_id=sys.argv[3])
    answered = time.perf_counter()
    everyone = memory.search(sys.argv[2])
    again = time.perf_counter()
    assert hits and everyone
print(json.dumps([opened - start, answered - start, again - answered]))
"""
_LOADED = """
import sys
before = set(sys.modules)
import memkit
found = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*sorted(found - sys.stdlib_module_names))
"""


class Prepared(Embedder):
    """Hands out random unit vectors that were made beforehand: an embedder that costs nothing."""

    model = "prepared"
    dim = 256
    max_batch = 4096

    def __init__(self) -> None:
        vectors = np.random.default_rng(0).standard_normal((4096, self.dim), np.float32)
        self._vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        self._place: dict[str, int] = {}

    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
        """Return the same vector for a text whenever it comes."""
        places = [self._place.setdefault(text, len(self._place)) % 4096 for text in texts]
        vectors: Vectors = self._vectors[places]
        return vectors


def bulk(n: int, cache: Path) -> list[Row]:
    """Measure many additions at once."""
    database.built(n, cache, fresh=True)
    done = database.receipt(n, cache)
    rate = done.rows / done.adding
    return [
        Row(
            f"{n:,} memories in bulk, embedded, durable",
            ">= 8,000 memories/s",
            f"{rate:,.0f} memories/s (working {done.working / done.adding:.0%} of the time; "
            f"closing {done.closing:.1f} s more)",
            rate >= 8000,
        )
    ]


def single(adds: int) -> list[Row]:
    """Measure one durable addition beside one commit of SQLite."""
    workload = data.Workload(_FILLING + adds)
    memories = workload.memories()
    ours, theirs, worked = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        plain = sqlite3.connect(Path(folder) / "plain.db", isolation_level=None)
        plain.execute("PRAGMA journal_mode = WAL")
        plain.execute("PRAGMA synchronous = FULL")
        plain.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)")
        with closing(plain), Memory(Path(folder) / "memory.db", embedder=Prepared()) as memory:
            memory.add_many(islice(memories, _FILLING), progress=False)
            for item in memories:
                text = item["memory"]
                busy, start = time.thread_time(), time.perf_counter()
                memory.add(text, user_id=item["user_id"], metadata=item["metadata"])
                between = time.perf_counter()
                worked.append((time.thread_time() - busy) * 1000)
                plain.execute("INSERT INTO notes (text) VALUES (?)", [text])
                ours.append((between - start) * 1000)
                theirs.append((time.perf_counter() - between) * 1000)
    added, committed = Latency(ours), Latency(theirs)
    ratio = added.p50 / committed.p50
    return [
        Row(
            f"one durable add of {adds:,}, without the embedder",
            "p50 <= 2 times one SQLite commit with fsync",
            f"{ratio:.2f} times: {added} against {committed}; "
            f"{Latency(worked).p50:.2f} ms of it is work of the processor",
            ratio <= 2,
        )
    ]


def cold(n: int, cache: Path) -> list[Row]:
    """Measure a new process that opens a file and answers; run it right after `bulk`."""
    path = database.built(n, cache)
    question = data.Workload(n).questions(1, asker="largest")[0]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        for file in path.parent.glob(f"{path.name}*"):
            shutil.copy(file, folder)
        _, first, _ = _open(copy, question)
        runs = [_open(copy, question) for _ in range(_OPENINGS)]
        opened, answered, everyone = map(statistics.median, zip(*runs, strict=True))
        for index in Path(folder).glob("*.index"):
            index.unlink()
        _, rebuilt, _ = _open(copy, question)
    return [
        Row(
            f"{n:,}: a new process opens and answers, after import",
            "<= 0.6 s",
            f"{answered:.2f} s (open {opened:.2f} s), then {everyone * 1000:.0f} ms for the first "
            f"search of all",
            answered <= 0.6,
        ),
        Row(
            f"{n:,}: the first process after the bulk addition, and one without the index file",
            "",
            f"{first:.2f} s and {rebuilt:.2f} s",
        ),
    ]


def _open(path: Path, question: data.Question) -> list[float]:
    times: list[float] = json.loads(_python(_COLD, str(path), question.text, question.user_id))
    return times


def importing() -> list[Row]:
    """Measure `import memkit`."""
    bare, ours, usable = "pass", "import memkit", "from memkit import Memory"
    times: dict[str, list[float]] = {bare: [], ours: [], usable: []}
    for _ in range(_IMPORTS):
        for code in times:
            start = time.perf_counter()
            _python(code)
            times[code].append((time.perf_counter() - start) * 1000)
    middle = {code: statistics.median(values) for code, values in times.items()}
    cost = middle[ours] - middle[bare]
    loaded = set(_python(_LOADED).split()) - {"memkit"}
    return [
        Row(
            "import memkit",
            "<= 150 ms, numpy at most",
            f"{cost:.0f} ms; loads {', '.join(sorted(loaded)) or 'the standard library only'} "
            f"({usable}: {middle[usable] - middle[bare]:.0f} ms)",
            cost <= 150 and loaded <= {"numpy"},
        )
    ]


def _python(code: str, *values: str) -> str:
    command = [sys.executable, "-c", code, *values]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__)
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--adds", type=int, default=1000)
    parser.add_argument("--cache", type=Path, default=database.CACHE)
    options = parser.parse_args()
    pin_to_one_core(options.core)
    rows = [
        *bulk(options.n, options.cache),
        *single(options.adds),
        *cold(options.n, options.cache),
        *importing(),
    ]
    report(rows, options.json)


if __name__ == "__main__":
    main()
