"""What a flipped bit does, anywhere in a memory's files.

    python -m benchmarks.bit_flips [--flips 300] [--seed 1] [--megabytes 60]

A memory is made whose database, log and sidecar have that size together. Then, for each flip, a
fresh copy of the three has one bit turned over, in turn in the database, the log and the sidecar,
and a process opens it and asks for all that it holds: every memory, every event, every vector, and
searches by vector, by words and by both, with filters and without. Each answer is compared with
that of the undamaged copy. A flip counts as

    right        every answer is the same
    clear error  some are the same, the others are errors of memkit
    named        some are wrong, and `doctor` names the damage, or a warning did
    SILENT       some are wrong, and nobody says so
    BARE         another error than one of memkit's, or the end of the process
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import data
from benchmarks.measure import Row, arguments, report
from memkit import Memory
from memkit.engine.follower import EVERYTHING
from memkit.errors import MemkitError

NAME = "memory.db"
FILES = (NAME, f"{NAME}-wal", f"{NAME}.index")
# Bytes of a memory in the database and the sidecar together.
_EACH = 4000
# So many of the memories are in the log.
_SHARE_IN_LOG = 0.12
_QUERIES = ("moved to Lisbon", "allergic to peanuts", "the meeting on Tuesday")
# A process looks at so many copies: starting one takes longer than looking.
_AT_ONCE = 20
_SEARCHED = 10


@dataclass(frozen=True)
class Flip:
    """One bit: in which file, which byte, and which bit of it."""

    file: str
    byte: int
    bit: int


# -- the memory --------------------------------------------------------------------------------


def make(folder: Path, megabytes: float) -> None:
    """Make a memory with a log that was not folded in, and a sidecar, as a crash leaves them."""
    number = max(2500, int(megabytes * 1e6 / _EACH))
    items = [
        {
            "memory": f"{text} ({i})",
            "user_id": f"user-{i % 5}",
            "metadata": {"n": i, "kind": "odd" if i % 2 else "even"},
        }
        for i, text in zip(range(number), data.Workload(number).texts(), strict=False)
    ]
    late = int(number * _SHARE_IN_LOG)
    working = folder / "working"
    working.mkdir()
    path = working / NAME
    with Memory(path, embedder="static-2") as memory:
        memory.add_many(items[:-late], progress=False)
        memory.search(_QUERIES[0])
    with Memory(path) as memory:
        for start in range(len(items) - late, len(items), 50):
            memory.add_many(items[start : start + 50], progress=False)
        memory.update(memory.get_all(limit=1)[0].id, text="changed since")
        memory.delete(memory.get_all(limit=2)[1].id)
        for name in FILES:
            shutil.copy(working / name, folder / name)
    shutil.rmtree(working)


def flips(folder: Path, number: int, *, seed: int) -> list[Flip]:
    """Return bits of the files, in turn."""
    chance = random.Random(seed)
    sizes = {name: (folder / name).stat().st_size for name in FILES}
    return [
        Flip(name, chance.randrange(sizes[name]), chance.randrange(8))
        for _, name in zip(range(number), _in_turn(), strict=False)
    ]


def _in_turn() -> Iterator[str]:
    while True:
        yield from FILES


def damage(source: Path, target: Path, flip: Flip | None) -> None:
    """Copy the files, with one bit turned over."""
    target.mkdir()
    for name in FILES:
        shutil.copy(source / name, target / name)
    if flip is not None:
        with (target / flip.file).open("r+b") as file:
            file.seek(flip.byte)
            (byte,) = file.read(1)
            file.seek(flip.byte)
            file.write(bytes([byte ^ (1 << flip.bit)]))


# -- what it answers ---------------------------------------------------------------------------


def questions(memory: Memory) -> dict[str, Callable[[], Any]]:
    """Return all that a memory is asked for, by name."""
    asked: dict[str, Callable[[], Any]] = {
        "count": memory.count,
        "memories": lambda: _all_memories(memory),
        "events": lambda: [event.model_dump_json() for event in memory.events(limit=10**6)],
        "vectors": lambda: _vectors(memory),
    }
    for query in _QUERIES:
        for mode in ("vector", "text", "hybrid"):
            for scope, where in (({}, None), ({"user_id": "user-1"}, "kind = 'odd' AND n < 9000")):
                asked[f"{mode}: {query} {where}"] = lambda q=query, m=mode, s=scope, w=where: [
                    (hit.id, round(hit.score, 5))
                    for hit in memory.search(q, mode=m, where=w, k=_SEARCHED, **s)
                ]
    return asked


def _all_memories(memory: Memory) -> list[str]:
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = memory.get_all(limit=5000, cursor=cursor)
        found += [record.model_dump_json() for record in page]
        cursor = page.cursor
        if cursor is None:
            return found


def _vectors(memory: Memory) -> list[str]:
    journal = memory.engine.journal
    keys = journal.allowed_keys(EVERYTHING)
    return [
        hashlib.sha256(np.ascontiguousarray(journal.vectors(row.key, keys)).tobytes()).hexdigest()
        for row in journal.spaces()
    ]


def digests(path: Path) -> dict[str, str]:
    """Return a digest of each answer of an undamaged memory."""
    with Memory(path) as memory:
        return {name: _digest(ask()) for name, ask in questions(memory).items()}


def _digest(answer: Any) -> str:
    return hashlib.sha256(json.dumps(answer).encode()).hexdigest()


def verdict(path: Path, expected: dict[str, str]) -> tuple[str, str]:
    """Open a damaged memory, ask for everything, and return what that showed, and a detail."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            with Memory(path) as memory:
                return _verdict(memory, expected, caught)
        except MemkitError as error:
            return "clear error", str(error)
        except Exception as error:  # noqa: BLE001 - any error that is none of memkit's is what is looked for
            return "BARE", f"{type(error).__name__}: {error}"


def _verdict(
    memory: Memory, expected: dict[str, str], caught: list[warnings.WarningMessage]
) -> tuple[str, str]:
    wrong, errors = [], []
    for name, ask in questions(memory).items():
        try:
            if _digest(ask()) != expected[name]:
                wrong.append(name)
        except MemkitError as error:
            errors.append(f"{name}: {error}")
    if not wrong:
        return ("clear error", errors[0]) if errors else ("right", "")
    said = [str(warning.message) for warning in caught if "damaged" in str(warning.message)]
    said += [problem.what for problem in memory.doctor().problems]
    return ("named", f"{wrong[0]}: {said[0]}") if said else ("SILENT", f"{wrong}")


# -- the flips ---------------------------------------------------------------------------------


def run(folder: Path, chosen: Sequence[Flip]) -> list[tuple[Flip, str, str]]:
    """Return what each flip showed, in processes that a damaged file may end."""
    found: list[tuple[Flip, str, str]] = []
    while len(found) < len(chosen):
        part = chosen[len(found) : len(found) + _AT_ONCE]
        words = [json.dumps([flip.file, flip.byte, flip.bit]) for flip in part]
        child = subprocess.run(
            [sys.executable, "-m", "benchmarks.bit_flips", "look", str(folder), *words],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).resolve().parent.parent,
            check=False,
        )
        told = [json.loads(line) for line in child.stdout.splitlines()]
        found += [(flip, *each) for flip, each in zip(part, told, strict=False)]
        if len(told) < len(part):
            ended = f"the process ended with {child.returncode}"
            found.append((part[len(told)], "BARE", ended))
    return found


def look(folder: Path, words: Sequence[str]) -> None:
    """Print what each of some flips shows."""
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    for word in words:
        with tempfile.TemporaryDirectory(dir=folder) as copy:
            damage(folder, Path(copy) / "files", Flip(*json.loads(word)))
            print(json.dumps(verdict(Path(copy) / "files" / NAME, expected)), flush=True)


def measure(number: int, *, seed: int, megabytes: float) -> tuple[Row, list[str]]:
    """Return a row for the table, and a line for each flip that was not right."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, megabytes)
        size = sum((folder / file).stat().st_size for file in FILES)
        damage(folder, folder / "whole", None)
        expected = digests(folder / "whole" / NAME)
        (folder / "expected.json").write_text(json.dumps(expected), "utf-8")
        found = run(folder, flips(folder, number, seed=seed))
    counted = Counter(verdict for _, verdict, _ in found)
    bad = counted["SILENT"] + counted["BARE"]
    row = Row(
        f"{number} bit flips over database, log and sidecar of {size / 1e6:.0f} MB",
        "none silent",
        ", ".join(f"{n} {verdict}" for verdict, n in sorted(counted.items())),
        not bad,
    )
    return row, [f"{flip}: {what}: {why}" for flip, what, why in found if what != "right"]


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print; or, with a first word, be one of the processes that look."""
    words = sys.argv[1:] if words is None else words
    if words and words[0] == "look":
        look(Path(words[1]), words[2:])
        return
    parser = arguments(__doc__)
    parser.add_argument("--flips", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--megabytes", type=float, default=60)
    parser.add_argument("--verbose", action="store_true", help="say what each flip showed")
    options = parser.parse_args(words)
    row, lines = measure(options.flips, seed=options.seed, megabytes=options.megabytes)
    for line in lines:
        if options.verbose or "SILENT" in line or "BARE" in line:
            print(line)
    report([row], options.json)


if __name__ == "__main__":
    main()
