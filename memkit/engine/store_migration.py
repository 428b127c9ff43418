"""Moving a memory to another store: filled and checked beside the old one, then in its place."""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Callable, Iterator
from typing import NoReturn

from memkit.concurrency.jobs import BackgroundJob
from memkit.domain import fixes
from memkit.domain.results import StoreReport
from memkit.engine.engine import Engine, warn
from memkit.engine.exact_neighbours import exact_neighbours
from memkit.engine.follower import EVERYTHING, unfinished
from memkit.engine.recall import Measuring
from memkit.engine.search_index import SearchIndex, chosen, store_identity
from memkit.engine.settings import ProviderChoice
from memkit.errors import JobError, MemkitError, ProviderError, ValidationError
from memkit.redaction import redacted

# The best so many of each search are compared.
_TOP = 10

MOVE = "move"


class _Move:
    """The work of moving a memory to another store.

    Args:
        core: The memory.
        choice: The new store.
        searches: How many searches to compare with the exact answer.
    """

    def __init__(self, engine: Engine, choice: ProviderChoice, *, searches: int) -> None:
        self._engine = engine
        self._choice = choice
        self._searches = searches
        self._advance: Callable[[int], object] = lambda number: None

    def open(self) -> None:
        """Open the new store. Bad options and a server that is down are told at once."""
        self._index = SearchIndex(self._engine.journal, self._choice, filled=self._filled)

    def carry_out(self, job: BackgroundJob[StoreReport]) -> StoreReport:
        """Fill the store, check it, and put it in the place of the old one."""
        start = time.monotonic()
        try:
            job.expect(self._engine.journal.count(EVERYTHING))
            self._advance = job.advance
            self._index.follower.catch_up()
            self._advance = lambda number: job.check()
            job.say("Checking what it finds.")
            overlap = self._verified(job)
            # What was written during the check.
            self._index.follower.catch_up()
            report = StoreReport(
                store=self._index.name,
                memories=self._index.store.count(),
                overlap=overlap,
                searches=self._searches,
                seconds=time.monotonic() - start,
            )
        except BaseException:
            # What stopped the move is told; what a broken store says to that is not.
            with contextlib.suppress(MemkitError):
                self._index.store.close()
            raise
        self._engine.switch(self._index)
        return report

    def _filled(self, number: int) -> None:
        self._advance(number)

    def _verified(self, job: BackgroundJob[StoreReport]) -> dict[str, float]:
        """Check the counts, and return how much of the exact answer the store finds, by space.

        Raises:
            ProviderError: The store does not hold what the journal holds.
        """
        store, journal = self._index.store, self._engine.journal
        while True:
            job.check()
            version = journal.changed()
            self._index.follower.catch_up()
            held, expected = store.count(), journal.count(EVERYTHING)
            if held == expected:
                break
            if version == journal.changed():
                raise ProviderError(
                    f"The store {self._index.name!r} holds {held:,} memories of {expected:,}, so "
                    "the memory stays in the old one.",
                    fix="Try again; if it stays so, clear the new store and report it to the "
                    "authors of the plug-in.",
                    provider=self._index.name,
                )
        if not self._searches or not expected:
            return {}
        return {
            row.key: self._recall(row.key, job) for row in journal.spaces() if row.state == "ready"
        }

    def _recall(self, space: str, job: BackgroundJob[StoreReport]) -> float:
        journal = self._engine.journal
        try:
            sample = exact_neighbours(
                journal, space, EVERYTHING, k=_TOP, queries=self._searches, seed=0
            )
        except ValidationError:
            return 1.0  # Of one memory, or of none that has a vector, nothing can be missed.
        measuring = Measuring(journal, self._index, sample, advance=lambda number: job.check())
        return measuring.report().recall


def move(
    engine: Engine, choice: ProviderChoice, *, wait: bool, progress: bool, searches: int
) -> BackgroundJob[StoreReport]:
    """Start to move a memory to another store, and wait for it if asked.

    Searches go on in the old one until it is there. If the move fails, the memory stays where it
    was, and the next attempt goes on from there.
    """
    made = _Move(engine, choice, searches=searches)
    job = engine.jobs.start(
        BackgroundJob(
            MOVE,
            redacted(chosen(choice)[0]),
            made.carry_out,
            key=f"{MOVE}:{store_identity(choice)}",
            prepare=made.open,
            unit="memories",
            progress=progress,
            failed=None if wait else _tell,
        )
    )
    if wait:
        job.finish()
    return job


def unfinished_moves(engine: Engine) -> Iterator[BackgroundJob[StoreReport]]:
    """Yield a job for each store that another process began to fill.

    The journal knows how far it is, but not the store's options, so only who has these can resume.
    """
    for identity, taken in unfinished(engine.journal).items():
        if identity == engine.index.identity:
            continue  # The store in use catches up by itself.
        name = identity.split(":")[1]
        refuse = functools.partial(_refuse, name)
        job = BackgroundJob(
            MOVE, name, refuse, key=f"{MOVE}:{identity}", prepare=refuse, unit="memories"
        )
        job.begun_elsewhere(
            completed=taken,
            total=engine.journal.count(EVERYTHING),
            message=f"Begun, and not going on in this process; m.use_store({name!r}, ...) goes on.",
        )
        yield job


def _refuse(name: str, *_: object) -> NoReturn:
    raise JobError(
        f"Another process began to move to the store {name!r}, and its options are not written "
        "down.",
        fix=f"Go on with m.use_store({name!r}, ...) and the options of then.",
    )


def _tell(job: BackgroundJob[StoreReport]) -> None:
    warn(
        fixes.RESUME_JOB.changed(
            lambda fix: (
                f"Moving to store {job.name!r} stopped: {job.error} The memory stays in "
                f"the old one. {fix}"
            )
        )
    )
