"""What grows with its square elsewhere: odd texts, long filters, many equal texts, huge counts.

    python -m benchmarks.limits [--only NAME ...] [--limit SECONDS]

Each case runs in a process of its own with a memory of its own, so that one that takes too long is
ended and named, and the others go on. Seconds are of the call alone. What memkit refuses says so.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from memkit import Memory
from memkit.errors import MemkitError

Step = tuple[str, Callable[[], Any]]
Case = Callable[[Memory], Iterator[Step]]
CASES: dict[str, Case] = {}
WORDS = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi".split()


def case(function: Case) -> Case:
    """Register a case under its name."""
    CASES[function.__name__] = function
    return function


def filled(memory: Memory, n: int, text: str = "note {}", **fields: Any) -> None:
    """Store memories of one user, or of one each where a text has no number."""
    memory.add_many(
        [
            {
                "memory": text.format(i),
                "user_id": "a" if "{}" in text else f"u{i}",
                "metadata": {"n": i, "word": WORDS[i % len(WORDS)]},
                **fields,
            }
            for i in range(n)
        ],
        progress=False,
    )


def long_text(characters: int) -> str:
    """Return words of which most are different."""
    words = (f"{WORDS[i % len(WORDS)]}{i * 7919 % 99_991}" for i in range(characters // 8))
    return " ".join(words)[:characters]


@case
def marks(memory: Memory) -> Iterator[Step]:
    """A letter under twenty thousand marks, out of their order."""
    text = "a" + "\u0301\u0323" * 10_000
    yield "add 20,000 combining marks", lambda: memory.add(text, user_id="a")
    yield "search for them", lambda: memory.search(text, user_id="a")


@case
def equal(memory: Memory) -> Iterator[Step]:
    """The same text of many users."""
    filled(memory, 20_000, "the same text")
    yield "duplicates of 20,000 equal texts", lambda: memory.duplicates()
    yield "search among them", lambda: memory.search("the same text")


@case
def alike(memory: Memory) -> Iterator[Step]:
    """Texts that are nearly the same."""
    filled(memory, 10_000, "the same text, number {}")
    yield "duplicates of 10,000 texts that differ in a number", lambda: memory.duplicates()


@case
def alternatives(memory: Memory) -> Iterator[Step]:
    """Long filters over a thousand memories."""
    filled(memory, 1000)
    for count in (10_000, 60_000):
        where = " or ".join(f"n = {i}" for i in range(count))
        yield f"{count:,} or-ed values of a key", lambda where=where: memory.count(where=where)
    others = " or ".join(f"k{i} = {i}" for i in range(10_000))
    yield "10,000 or-ed keys", lambda: memory.count(where=others)
    listed = {"n": {"$in": list(range(100_000))}}
    yield "a list of 100,000 values", lambda: memory.search("note", user_id="a", where=listed)
    yield "100,000 times not", lambda: memory.count(where="not " * 100_000 + "n = 1")


@case
def book(memory: Memory) -> Iterator[Step]:
    """A text of ten megabytes."""
    text = long_text(10_000_000)
    added: list[str] = []
    yield "add 10 MB", lambda: added.extend(r.id for r in memory.add(text, user_id="a"))
    yield "search for 10 MB", lambda: memory.search(text, user_id="a")
    yield "change 10 MB", lambda: memory.update(added[0], f"{text} end")
    yield "show its history", lambda: repr(memory.history(added[0]))


@case
def repeated(memory: Memory) -> Iterator[Step]:
    """One word a million times."""
    filled(memory, 1000)
    yield "search for a word 1,000,000 times", lambda: memory.search("note " * 10**6, user_id="a")


@case
def counts(memory: Memory) -> Iterator[Step]:
    """As many results as nobody has."""
    filled(memory, 1000)
    yield "search with k = 1,000,000,000", lambda: memory.search("note", user_id="a", k=10**9)
    yield "list 1,000,000,000", lambda: memory.get_all(limit=10**9)


@case
def chat(memory: Memory) -> Iterator[Step]:
    """A conversation of twenty thousand turns in one call."""
    turns = [
        {"role": ("user", "assistant")[i % 2], "content": f"turn {i} {WORDS[i % 14]}"}
        for i in range(20_000)
    ]
    yield "add 20,000 turns", lambda: memory.add(turns, user_id="a")


@case
def versions(memory: Memory) -> Iterator[Step]:
    """A memory that was changed three thousand times."""
    (added,) = memory.add("version 0", user_id="a")
    for number in range(1, 3000):
        memory.update(added.id, f"version {number}")
    yield "history of 3,000 versions", lambda: memory.history(added.id)
    yield "as it was in the middle", lambda: memory.as_of(1500).search("version", user_id="a")
    yield "undo 1,000 of them", lambda: memory.undo_many(list(range(1500, 2500)))


def run(name: str) -> None:
    """Measure one case, and print a line a step."""
    warnings.simplefilter("ignore")
    with Memory(":memory:") as memory:
        for what, call in CASES[name](memory):
            start = time.perf_counter()
            try:
                call()
                end = ""
            except MemkitError as error:
                end = f"  refused: {str(error).splitlines()[0][:60]}"
            print(f"{what:52} {time.perf_counter() - start:8.2f} s{end}", flush=True)


def main() -> None:
    """Measure each case in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--limit", type=float, default=120, help="seconds a case may take")
    parser.add_argument("--here", choices=CASES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        run(given.here)
        return
    for name in given.only:
        words = [sys.executable, "-m", "benchmarks.limits", "--here", name]
        try:
            subprocess.run(words, check=True, timeout=given.limit)
        except subprocess.TimeoutExpired:
            print(f"{name:52} {given.limit:8.0f} s and more")


if __name__ == "__main__":
    main()
