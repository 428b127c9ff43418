"""How often a question that names an event gets the range that is meant: "before she moved".

    python -m benchmarks.event_times [--set SET] [--embedder NAME] [--verbose]

The memories and questions are our own, in seven languages. `asked_events/tuned.json` was looked at
while the rules were made; `held_out.json` was written before them, and they were never tuned by it.
In both, memories have most of the questions' words. In `other_words.json`, written after the rules,
events are told in other words ("the wedding", "we got married").

"<2024-05-03" means a range that ends then, ">2024-05-03" one that begins then, "~2024-05-03" one of
a month at most around it, two dates with a stroke a range from the first to the second, "-" none.
Right means just that, to the day; wrong another range, or one where there is none; none no range
where one is meant. Questions are asked a second time, in a memory that holds nothing of it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from memkit import Memory
from memkit.domain.times import from_instant, to_instant
from memkit.engine.retrieval import pipeline
from memkit.engine.retrieval.asked_time import AskedTime

FOLDER = Path(__file__).parent / "asked_events"
SETS = ("tuned", "held_out", "other_words")
_LONGEST_AROUND = timedelta(days=31)


def read(name: str) -> list[Any]:
    """Return the sets of memories and questions of a file."""
    found: list[Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return found


def filled(memory: Memory, rows: list[list[str]]) -> Memory:
    """Add the memories of a set."""
    for date, text in rows:
        start, _, end = date.partition("/")
        limits = {"valid_from": start, "valid_to": end} if end else {"occurred_at": start}
        memory.add(text, user_id="one", **limits)
    return memory


def range_of(memory: Memory, question: str) -> AskedTime | None:
    """Return the range that a search takes the event of a question for."""
    taken: list[AskedTime] = []
    asked = pipeline.asked_event

    def kept(*arguments: Any, **named: Any) -> AskedTime | None:
        found = asked(*arguments, **named)
        taken.extend([] if found is None else [found])
        return found

    pipeline.asked_event = kept
    try:
        memory.search(question, user_id="one", when="prefer")
    finally:
        pipeline.asked_event = asked
    return taken[0] if taken else None


def judged(expected: str, found: AskedTime | None) -> str:
    """Return "right", "wrong" or "none" for what was found."""
    if found is None:
        return "right" if expected == "-" else "none"
    return "right" if _is_meant(expected, found) else "wrong"


def _is_meant(expected: str, found: AskedTime) -> bool:
    start, end = (
        None if one is None else from_instant(one).date().isoformat()
        for one in (found.start, found.end)
    )
    if expected[0] in "<>":
        return (start, end) == (
            (None, expected[1:]) if expected[0] == "<" else (expected[1:], None)
        )
    if expected[0] == "~":
        at = to_instant(expected[1:])
        if found.start is None or found.end is None or not found.start <= at < found.end:
            return False
        return from_instant(found.end) - from_instant(found.start) <= _LONGEST_AROUND
    return f"{start}/{end}" == expected


def cases(name: str, embedder: str | None) -> Iterator[tuple[str, str, str, str, object]]:
    """Yield language, what is expected, the question, the judgement, and what was found."""
    empty = Memory(":memory:", embedder=embedder)
    empty.add("The tap in the kitchen drips.", user_id="one", occurred_at="2020-01-01")
    for one in read(name):
        with Memory(":memory:", embedder=embedder) as memory:
            filled(memory, one["memories"])
            for question, expected in one["questions"]:
                found = range_of(memory, question)
                yield one["language"], expected, question, judged(expected, found), found
                nothing = range_of(empty, question)
                yield "of nothing", "-", question, judged("-", nothing), nothing
    empty.close()


def main() -> None:
    """Print a line a language."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", choices=SETS, default="tuned", help="which of them is asked")
    parser.add_argument("--embedder", help="a provider's name; the default one if not given")
    parser.add_argument("--verbose", action="store_true", help="name what is not right")
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    for language, expected, question, said, found in cases(options.set, options.embedder):
        for row in (language, *(["all"] if language != "of nothing" else [])):
            counts.setdefault(row, Counter())[said] += 1
        if options.verbose and said != "right":
            print(f"{said}: {question} ({expected}) {found or ''}")
    print(f"{'':12}{'asked':>6}{'right':>7}{'wrong':>7}{'none':>6}")
    for row in sorted(counts, key=lambda row: (row == "all", row)):
        of = counts[row]
        print(f"{row:12}{of.total():6}{of['right']:7}{of['wrong']:7}{of['none']:6}")


if __name__ == "__main__":
    main()
