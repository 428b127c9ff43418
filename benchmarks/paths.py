"""The way of a verb: which files of memkit a warm `add` and a warm `search` enter.

    python -m benchmarks.paths [--verbose]

Every function that is called is traced; a file counts once, however often it is entered. Warm
means that the verb was called before, so that nothing is opened or loaded on the way.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import memkit
from memkit import Memory

PACKAGE = Path(memkit.__file__).parent
# The most files that a verb may enter.
MOST = {"add": 18, "search": 33}
_MEMORIES = [f"note {number} about the harbour and its cranes" for number in range(200)]


@contextmanager
def entered() -> Iterator[list[str]]:
    """Yield the files of memkit that are entered meanwhile, in the order of their first call."""
    files: dict[str, None] = {}

    def trace(frame: FrameType, event: str, argument: Any) -> None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(PACKAGE):
            files.setdefault(str(path.relative_to(PACKAGE)))

    found: list[str] = []
    sys.setprofile(trace)
    try:
        yield found
    finally:
        sys.setprofile(None)
        found.extend(files)


def ways(memory: Memory) -> dict[str, list[str]]:
    """Return verb -> the files that it enters when it is warm."""
    memory.add_many(_MEMORIES, user_id="alice", progress=False)
    verbs: dict[str, Callable[[int], object]] = {
        "add": lambda turn: memory.add(f"a crane of the year {turn}", user_id="alice"),
        "search": lambda turn: memory.search(f"which crane, {turn}?", user_id="alice"),
    }
    found = {}
    for name, verb in verbs.items():
        # Twice, and once more with the other verb between: a search takes over what was added.
        for turn in range(3):
            verbs["add"](turn + len(name) * 10)
            verb(turn)
            memory.search("crane", user_id="alice")
        with entered() as files:
            verb(3)
        found[name] = files
    return found


def main() -> None:
    """Print how many files each verb enters, and which."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", action="store_true", help="name the files")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Memory(Path(folder) / "paths.db") as memory:
        for name, files in ways(memory).items():
            print(f"{name}: {len(files)} files (at most {MOST[name]})")
            if options.verbose:
                print("".join(f"  {file}\n" for file in files), end="")


if __name__ == "__main__":
    main()
