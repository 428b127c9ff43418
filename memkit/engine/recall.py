"""How much of the exact answer the store finds, measured on the memory's own texts."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from memkit.concurrency.effects import Call, Effects
from memkit.contracts.journal import Journal, SpaceRow
from memkit.contracts.store import Approximation, Keys, Selection
from memkit.domain import fixes
from memkit.domain.progress import progress_bar
from memkit.domain.recall import RecallReport, Trial, interval
from memkit.domain.records import Scope
from memkit.domain.validation import flag, whole_number
from memkit.engine.engine import Engine
from memkit.engine.exact_neighbours import Sample, exact_neighbours, shares
from memkit.engine.kept_recall import keep_report, kept_report
from memkit.engine.search_index import SearchIndex
from memkit.engine.spaces.waiting import filled
from memkit.errors import ProviderError, ValidationError

# Below this, broader settings are looked at, too.
GOOD = 0.99
_MOST_TRIALS = 6
# Fewer texts say nothing.
_FEWEST = 10
# Where to begin where the engine chooses its breadth itself.
FIRST = 64


class Measuring:
    """The measurement of one space of a store, with the same texts for each setting.

    Args:
        journal: The truth.
        index: The store, and what keeps it up to date.
        sample: The texts, and what has to be found.
        advance: Told of each search that was made.
    """

    def __init__(
        self,
        journal: Journal,
        index: SearchIndex,
        sample: Sample,
        *,
        advance: Callable[[int], object] = lambda number: None,
    ) -> None:
        self._journal = journal
        self._index = index
        self._sample = sample
        self._advance = advance
        self._changed = False

    @contextmanager
    def shown(self, what: str, shown: bool) -> Iterator[None]:
        """Show a progress bar of the searches."""
        with progress_bar(what, unit=" searches", total=None, shown=shown) as self._advance:
            yield

    @property
    def approximation(self) -> Approximation | None:
        """How the store searches this space."""
        if not self._index.approximate:
            return None
        return self._index.store.approximation(self._sample.space)

    @property
    def least(self) -> int:
        """The least breadth that the store takes."""
        approximation = self.approximation
        return 1 if approximation is None else approximation.least

    @property
    def most(self) -> int:
        """The greatest breadth that makes sense: beyond all memories there is nothing to find."""
        approximation = self.approximation
        most = 0 if approximation is None else approximation.most
        return min(most, 2 * self._sample.memories)

    def report(self, *, seconds: float = math.inf) -> RecallReport:
        """Measure the store as it stands, in about so many seconds at most."""
        approximation = self.approximation
        found, ms = self._searched(seconds)
        low, high = interval(found)
        adjustable = approximation is not None and approximation.adjustable
        return RecallReport(
            store=self._index.name,
            space=self._sample.space,
            k=self._sample.k,
            recall=float(np.mean(found)),
            low=low,
            high=high,
            queries=len(found),
            memories=self._sample.memories,
            ms=ms,
            measured_at=datetime.now(UTC),
            option=self._index.breadth_option if adjustable else None,
            breadth=None if approximation is None else approximation.breadth,
            exact=approximation is None,
            advice="" if approximation is None else approximation.advice,
        )

    def trial(self, breadth: int) -> Trial:
        """Measure the store with another breadth, which stays set."""
        self._index.set_breadth(self._sample.space, breadth)
        self._changed = True
        found, ms = self._searched()
        return Trial(breadth, float(np.mean(found)), *interval(found), ms)

    @contextmanager
    def putting_back(self, breadth: int | None) -> Iterator[None]:
        """Set this breadth at the end, whatever was tried meanwhile and however it ends."""
        try:
            yield
        finally:
            if self._changed:
                self._index.set_breadth(self._sample.space, breadth)

    def _searched(self, at_most: float = math.inf) -> tuple[list[float], float]:
        found: list[Keys] = []
        seconds: list[float] = []
        for unit in self._sample.units:
            start = time.perf_counter()
            matches = self._index.search(
                self._sample.space, unit, k=self._sample.k + 1, selection=self._sample.selection
            )
            seconds.append(time.perf_counter() - start)
            found.append(matches.keys)
            self._advance(1)
            if len(found) >= _FEWEST and sum(seconds) > at_most:
                break
        refuse_damage(self._index)
        return shares(self._journal, self._sample, found), 1000 * float(np.median(seconds))


def check_recall(
    engine: Engine,
    selection: Selection,
    *,
    space: str | None,
    k: int,
    sample: int,
    seed: int,
    settings: bool,
    progress: bool,
) -> Effects[RecallReport]:
    """Measure how much the store finds, and what a broader search would find; see `Memory`."""
    flag(settings, "settings")
    row, measuring = yield from prepared(
        engine, selection, space=space, k=k, sample=sample, seed=seed
    )
    with measuring.shown(f"measuring recall in {row.key}", flag(progress, "progress")):
        report: RecallReport = yield in_thread(measuring.report)
        if settings and report.option is not None and report.recall < GOOD:
            report = yield from _with_broader(measuring, report)
    if selection.is_everything:
        keep_report(engine.journal, engine.index.identity, row, report)
    return report


def prepared(
    engine: Engine, selection: Selection, *, space: str | None, k: int, sample: int, seed: int
) -> Effects[tuple[SpaceRow, Measuring]]:
    """Wait for the space, bring the store up to date, and find the exact answers.

    Raises:
        SpaceError: The space is unknown, or not filled and nobody fills it.
        ProviderError: The store is down, or is being made anew.
        ValidationError: There is nothing to measure.
    """
    k, sample = whole_number(k, "k", least=1), whole_number(sample, "sample", least=1)
    seed = whole_number(seed, "seed", least=0)
    row = yield from filled(engine, engine.spaces.get(space))
    index = engine.index
    index.follower.catch_up()
    refuse_damage(index)
    drawn = yield in_thread(
        functools.partial(
            exact_neighbours, engine.journal, row.key, selection, k=k, queries=sample, seed=seed
        )
    )
    return row, Measuring(engine.journal, index, drawn)


def measured(
    engine: Engine, row: SpaceRow, *, k: int, sample: int, seconds: float
) -> RecallReport | None:
    """Return how much an approximate store finds, for `doctor`; None where it compares all.

    A slow store is asked for fewer texts, so that the searches take about so many seconds at most.
    """
    index = engine.index
    approximation = index.store.approximation(row.key) if index.approximate else None
    if approximation is None or row.state != "ready":
        return None
    everything = Selection.of(Scope(), None)
    if engine.journal.count(everything) <= max(approximation.exact_below, 1):
        return None
    try:
        drawn = exact_neighbours(engine.journal, row.key, everything, k=k, queries=sample, seed=0)
    except ValidationError:
        return None  # None of them has a vector.
    report = Measuring(engine.journal, index, drawn).report(seconds=seconds)
    keep_report(engine.journal, index.identity, row, report)
    return report


def last_measured(engine: Engine, space: str) -> RecallReport | None:
    """Return what was measured last of a space of the store in use, here or by another process."""
    index = engine.index
    if not index.approximate:
        return None
    row = engine.spaces.get(space)
    return kept_report(
        engine.journal, index.identity, row, store=index.name, option=index.breadth_option
    )


def refuse_damage(index: SearchIndex) -> None:
    """Measure no store in whose place the journal answers.

    Raises:
        ProviderError: It was found damaged, and is being made anew.
    """
    if index.store.damage is not None:
        raise ProviderError(
            f"Store {index.name!r} is being made anew, and the journal answers in its place: there "
            "is nothing to measure yet.",
            fix=fixes.SEE_JOBS,
            provider=index.name,
        )


def in_thread(work: Callable[[], object]) -> Call:
    """Return work as a call: an event loop does other things meanwhile, and may cancel it."""
    return Call(work, lambda: asyncio.to_thread(work))


def _with_broader(measuring: Measuring, report: RecallReport) -> Effects[RecallReport]:
    """Try broader and broader searches until one finds enough. What stood stands again after."""
    tried: list[Trial] = []
    breadth = report.breadth or FIRST
    # Who may only read, or has come to a server's limit, knows the number all the same.
    with measuring.putting_back(report.breadth), contextlib.suppress(ProviderError):
        while len(tried) < _MOST_TRIALS and (not tried or tried[-1].recall < GOOD):
            if breadth >= measuring.most:
                break
            breadth = min(2 * breadth, measuring.most)
            tried.append((yield in_thread(functools.partial(measuring.trial, breadth))))
    return replace(report, tried=tuple(tried))
