"""What is left after `kill -9`, and after two processes that write one file at once.

    python -m benchmarks.crash [--kills 200] [--adds 5000]

Kills: a child adds memories in bulk (batches of 1 to 200 with `add_many`, and runs of single
`add`s), closing and opening the file now and then, and prints what it has added after each call
that returned. It is killed (SIGKILL) at a random moment of its first 0.6 seconds of work, one in
four while it still starts; the next child goes on in the same file. After every kill the file is
opened, searched and counted; after every twentieth, and at the end, everything is compared: each
batch that was acknowledged is there, each batch is there as a whole or not at all, no memory is
there twice, and `doctor` finds nothing.

Two processes: each makes single durable `add`s of its own memories to one file, and both add the
same 500 others in the same order. At the end each memory must be there exactly once.
"""

from __future__ import annotations

import argparse
import itertools
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import data
from benchmarks.measure import Row, arguments, pin_to_one_core, report
from memkit import Memory

_CHECK_EVERY = 20
_SHARED = 500
_TEXTS = 10_000
_MOST_WORK = 0.6  # Seconds in which a child is killed.
_EARLY = 0.25  # Share of the kills that count them from the start, not from the first batch.


@dataclass
class Outcome:
    """What was found.

    Attributes:
        kills: How many processes were killed.
        acknowledged: How many memories they had been told were stored.
        present: How many memories there were in the end.
        problems: What was wrong.
    """

    kills: int = 0
    acknowledged: int = 0
    present: int = 0
    problems: list[str] = field(default_factory=list)


# -- the processes that write ------------------------------------------------------------------


def write_until_killed(path: Path, number: int) -> None:
    """Add memories for ever, and print each batch and its size once it is stored."""
    chance = random.Random(number)
    texts = itertools.cycle(data.Workload(_TEXTS).texts())
    batches = itertools.count()
    while True:
        with Memory(path) as memory:
            for batch in itertools.islice(batches, chance.randint(3, 8)):
                size = chance.choice((1, 1, 20, 100, 200))
                name = f"{number}-{batch}"
                items: list[dict[str, Any]] = [
                    {
                        "memory": f"{next(texts)} ({name}-{i})",
                        "user_id": f"user-{i % 7}",
                        "metadata": {"batch": name, "size": size},
                    }
                    for i in range(size)
                ]
                if size == 1:
                    only = items[0]
                    memory.add(only["memory"], user_id=only["user_id"], metadata=only["metadata"])
                else:
                    memory.add_many(items, batch_size=size, progress=False)
                print(name, size, flush=True)
            memory.search("anything new", user_id="user-0")


def write_singly(path: Path, number: int, adds: int) -> None:
    """Add own memories one by one, with the shared ones strewn among them."""
    own = [f"{text} (own {number}-{i})" for i, text in enumerate(_texts(adds))]
    shared = [f"{text} (shared {i})" for i, text in enumerate(_texts(_SHARED))]
    every = max(1, adds // _SHARED)
    with Memory(path) as memory:
        for i, text in enumerate(own):
            memory.add(text, user_id="both")
            if i % every == 0 and i // every < _SHARED:
                memory.add(shared[i // every], user_id="both")


def _texts(count: int) -> Iterator[str]:
    return itertools.islice(itertools.cycle(data.Workload(_TEXTS).texts()), count)


# -- kills -------------------------------------------------------------------------------------


def kill(path: Path, kills: int, *, seed: int = 0) -> Outcome:
    """Kill writing processes at random moments and return what was left.

    Args:
        path: The file, which should not exist yet.
        kills: How many.
        seed: For the moments.
    """
    chance = random.Random(seed)
    outcome = Outcome()
    stored: dict[str, int] = {}
    for number in range(kills):
        early = chance.random() < _EARLY
        stored.update(_killed(path, number, chance.uniform(0, _MOST_WORK), early=early))
        outcome.kills += 1
        thorough = number % _CHECK_EVERY == _CHECK_EVERY - 1 or number == kills - 1
        outcome.present = _look(path, stored, outcome, thorough=thorough)
        if outcome.problems:
            outcome.problems.append(f"(after kill {number + 1})")
            break
    outcome.acknowledged = sum(stored.values())
    return outcome


def _killed(path: Path, number: int, after: float, *, early: bool) -> dict[str, int]:
    """Start a child, kill it, and return the batches it said were stored."""
    child = _child("write", str(path), str(number), stdout=subprocess.PIPE)
    assert child.stdout is not None
    first = "" if early else child.stdout.readline()
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    rest, _ = child.communicate()
    if child.returncode != -signal.SIGKILL:
        raise RuntimeError(f"The writing process ended by itself with {child.returncode}.")
    # The last line may have been cut off; what it was about to say counts as not said.
    lines = (first + rest).rpartition("\n")[0].splitlines()
    return {name: int(size) for name, size in (line.split() for line in lines)}


def _look(path: Path, stored: dict[str, int], outcome: Outcome, *, thorough: bool) -> int:
    """Compare what is there with what was acknowledged, and return how many memories there are."""
    with Memory(path) as memory:
        count = memory.count()
        if count < sum(stored.values()):
            outcome.problems.append(f"{sum(stored.values())} acknowledged, {count} there")
        if stored and not memory.search("anything new", user_id="user-0"):
            outcome.problems.append("a search finds nothing")
        if thorough:
            outcome.problems += _differences(memory, stored)
            outcome.problems += [problem.what for problem in memory.doctor().problems]
    return count


def _differences(memory: Memory, stored: dict[str, int]) -> list[str]:
    seen: Counter[str] = Counter()
    sizes: dict[str, int] = {}
    texts: Counter[str] = Counter()
    cursor: str | None = None
    while True:
        page = memory.get_all(limit=5000, cursor=cursor)
        for record in page:
            seen[record.metadata["batch"]] += 1
            sizes[record.metadata["batch"]] = record.metadata["size"]
            texts[record.memory] += 1
        cursor = page.cursor
        if cursor is None:
            break
    lost = [name for name in stored if name not in seen]
    partial = [name for name, size in sizes.items() if seen[name] != size]
    twice = sum(1 for count in texts.values() if count > 1)
    found = []
    if lost:
        found.append(f"{len(lost)} acknowledged batches are lost, e.g. {lost[0]}")
    if partial:
        found.append(f"{len(partial)} batches are there in part, e.g. {partial[0]}")
    if twice:
        found.append(f"{twice} memories are there more than once")
    return found


# -- two processes -----------------------------------------------------------------------------


def together(path: Path, adds: int) -> Outcome:
    """Let two processes write one file at once and return what was left."""
    children = [_child("add", str(path), str(number), str(adds)) for number in range(2)]
    codes = [child.wait() for child in children]
    every = max(1, adds // _SHARED)
    shared = min(_SHARED, -(-adds // every))
    wanted = 2 * adds + shared
    outcome = Outcome(acknowledged=wanted)
    if any(codes):
        outcome.problems.append(f"the processes ended with {codes}")
    with Memory(path) as memory:
        outcome.present = memory.count()
        texts: Counter[str] = Counter()
        cursor: str | None = None
        while True:
            page = memory.get_all(limit=5000, cursor=cursor)
            texts.update(record.memory for record in page)
            cursor = page.cursor
            if cursor is None:
                break
        if len(texts) != wanted:
            outcome.problems.append(f"{wanted} memories were added, {len(texts)} are there")
        if sum(texts.values()) != len(texts):
            outcome.problems.append(f"{sum(texts.values()) - len(texts)} are there twice")
        outcome.problems += [problem.what for problem in memory.doctor().problems]
    return outcome


def _child(*words: str, stdout: int | None = None) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.crash", *words]
    folder = Path(__file__).resolve().parent.parent
    return subprocess.Popen(command, stdout=stdout, text=True, cwd=folder)


# -- the program -------------------------------------------------------------------------------


def measure(kills: int, adds: int) -> list[Row]:
    """Return a row for each of the two tests."""
    with tempfile.TemporaryDirectory() as folder:
        killed = kill(Path(folder) / "killed.db", kills)
        both = together(Path(folder) / "both.db", adds)
    return [
        Row(
            f"kill -9 at {killed.kills} random moments of a bulk add",
            "nothing acknowledged lost, nothing half there, doctor clean",
            "; ".join(killed.problems)
            or f"clean: {killed.acknowledged:,} acknowledged, {killed.present:,} there",
            not killed.problems,
        ),
        Row(
            f"two processes with {adds:,} adds each (and {_SHARED} the same)",
            "none lost, none twice, doctor clean",
            "; ".join(both.problems) or f"clean: {both.present:,} there",
            not both.problems,
        ),
    ]


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print; or, with a first word, be one of the processes that write."""
    words = sys.argv[1:] if words is None else words
    if words and words[0] in ("write", "add"):
        parser = argparse.ArgumentParser()
        parser.add_argument("task")
        parser.add_argument("path", type=Path)
        parser.add_argument("number", type=int)
        parser.add_argument("adds", type=int, nargs="?", default=0)
        task = parser.parse_args(words)
        if task.task == "write":
            write_until_killed(task.path, task.number)
        else:
            write_singly(task.path, task.number, task.adds)
        return
    parser = arguments(__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--adds", type=int, default=5000)
    options = parser.parse_args(words)
    if options.core is not None:
        # Not by default: two processes on two cores meet more often.
        pin_to_one_core(options.core)
    report(measure(options.kills, options.adds), options.json)


if __name__ == "__main__":
    main()
