"""Search end to end through `Memory.search`: how fast it is, and whether it is exact.

    python -m benchmarks.search [--n 100000] [--million] [--cache DIR]

The memories are those of `benchmarks/data.py`: made up, of 1,000 users, in one file, with the
default embedder. Each figure is over 300 different questions after a warm-up, in one process on
one core; embedding the question, both searches, the fusion and reading the ten hits from the
journal are in it. "Exact" is recall@10 against `benchmarks/exact.py`, which scores every memory, of
the same searches without late interaction: that puts the best 50 in another order.

`--million` measures 1,000,000 memories instead: vector and hybrid search without a scope, and the
most memory that the searching process has had resident (mapped files included) before the check
for exactness starts. It finds an index file beside the database; the process that makes this file
from the journal is measured too, with its memory. Making the database takes some minutes; it is
kept in the cache folder.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks import data, database, exact
from benchmarks.measure import (
    Latency,
    Row,
    arguments,
    latency,
    peak_memory,
    pin_to_one_core,
    report,
)
from memkit import Memory
from memkit.domain.results import Hits

Mode = Literal["hybrid", "vector"]
K = 10


@dataclass(frozen=True)
class Case:
    """One way to search.

    Attributes:
        name: For the table.
        asker: Whose questions.
        mode: The mode of search.
        scoped: Whether only the asking user's memories are searched.
        least_priority: A metadata filter, or 0 for none.
        target: The p50 in ms that it should stay below, if there is one.
    """

    name: str
    asker: data.Asker
    mode: Mode = "hybrid"
    scoped: bool = True
    least_priority: int = 0
    target: float | None = None

    def search(
        self, memory: Memory, *, late_interaction: bool = True
    ) -> Callable[[data.Question], Hits]:
        """Return the search, ready to be given questions."""
        where = f"priority >= {self.least_priority}" if self.least_priority else None

        def ask(question: data.Question) -> Hits:
            user = question.user_id if self.scoped else None
            return memory.search(
                question.text,
                user_id=user,
                k=K,
                where=where,
                mode=self.mode,
                late_interaction=late_interaction,
            )

        return ask

    def query(self, question: data.Question) -> exact.ScopedQuery:
        """Return what the true answer is wanted for."""
        user = int(question.user_id.rpartition("-")[2]) if self.scoped else None
        return exact.ScopedQuery(question.text, user, self.least_priority)


SCOPED = (
    Case("hybrid, users drawn", "drawn", target=2),
    Case("hybrid, largest user (5 %)", "largest", target=2),
    Case("hybrid, small user (0.05 %)", "small", target=2),
    Case("hybrid, largest user, priority >= 4", "largest", least_priority=4),
    Case("vector, largest user", "largest", mode="vector"),
)
UNSCOPED = (
    Case("vector, all memories", "drawn", mode="vector", scoped=False, target=2.5),
    Case("hybrid, all memories", "drawn", scoped=False, target=8),
)
MILLION = (
    Case("vector, all memories", "drawn", mode="vector", scoped=False, target=15),
    Case("hybrid, all memories", "drawn", scoped=False, target=60),
)


def measure(
    n: int, cases: Sequence[Case], cache: Path, *, questions: int, checked: int
) -> tuple[list[Row], float]:
    """Return a row for each case, and the memory in GB before exactness was looked at.

    Args:
        n: How many memories.
        cases: The ways to search.
        cache: Where databases are kept.
        questions: How many questions are timed for each case.
        checked: How many of them are compared with the true answer.
    """
    path = database.built(n, cache)
    workload = data.Workload(n)
    asked = {case: workload.questions(questions, asker=case.asker) for case in cases}
    times: dict[Case, Latency] = {}
    found: dict[Case, list[list[str]]] = {}
    with Memory(path) as memory:
        first = time.perf_counter()
        memory.search("first", user_id=data.user_id(0))
        print(f"first search after {time.perf_counter() - first:.2f} s")
        for case in cases:
            search = case.search(memory)
            times[case] = latency(search, asked[case])
            fused = case.search(memory, late_interaction=False)
            found[case] = [[hit.memory for hit in fused(q)] for q in asked[case][:checked]]
        used = peak_memory()
    recalls = _recalls(workload, {case: asked[case][:checked] for case in cases}, found)
    return [_row(n, case, times[case], recalls[case]) for case in cases], used


def _recalls(
    workload: data.Workload,
    asked: dict[Case, list[data.Question]],
    found: dict[Case, list[list[str]]],
) -> dict[Case, float]:
    """Return the mean recall@10 of each case."""
    flat = [case.query(question) for case in asked for question in asked[case]]
    rows = _rows_of(workload, {text for lists in found.values() for hits in lists for text in hits})
    truths = exact.scored(workload, flat)
    means = {}
    for case, questions in asked.items():
        values = []
        for truth, hits in zip(itertools.islice(truths, len(questions)), found[case], strict=True):
            scores = truth.vector if case.mode == "vector" else truth.hybrid
            values.append(exact.recall(scores, [_row_of(rows[t], scores) for t in hits], K))
        means[case] = float(np.mean(values))
    return means


def _rows_of(workload: data.Workload, texts: set[str]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row, text in enumerate(workload.texts()):
        if text in texts:
            rows.setdefault(text, []).append(row)
    return rows


def _row_of(rows: Sequence[int], scores: NDArray[np.float32]) -> int:
    # Two users may have said the same; the one that may be found is meant.
    return next((row for row in rows if scores[row] > -np.inf), rows[0])


def _row(n: int, case: Case, times: Latency, recall: float) -> Row:
    target = "" if case.target is None else f"p50 <= {case.target:g} ms, exact"
    met = None if case.target is None else times.p50 <= case.target and recall == 1
    return Row(f"{n:,}: {case.name}", target, f"{times}; recall@{K} {recall:.4f}", met)


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__)
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--checked", type=int, default=40)
    parser.add_argument("--cache", type=Path, default=database.CACHE)
    options = parser.parse_args()
    pin_to_one_core(options.core)
    n = 1_000_000 if options.million else options.n
    if options.million:
        database.built(n, options.cache)
        indexing = database.indexed(n, options.cache)
    cases = MILLION if options.million else SCOPED + UNSCOPED
    rows, used = measure(
        n, cases, options.cache, questions=options.questions, checked=options.checked
    )
    if options.million:
        building = database.receipt(n, options.cache)
        rows += [
            Row(f"{n:,}: memory of the searching process", "<= 2 GB", f"{used:.2f} GB", used <= 2),
            Row(
                f"{n:,}: the process that makes the index from the journal",
                "",
                f"{indexing.peak:.2f} GB, first answer after {indexing.answered:.1f} s, closing "
                f"{indexing.closing:.1f} s",
            ),
            Row(
                f"{n:,}: memory of the adding process, and its speed",
                "",
                f"{building.peak:.2f} GB, {building.rows / building.adding:,.0f} memories/s",
            ),
        ]
    report(rows, options.json)


if __name__ == "__main__":
    main()
