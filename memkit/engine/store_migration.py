"""Moving a memory to another store: filled and checked beside the old one, then in its place."""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Callable, Iterator
from typing import NoReturn

import numpy as np

from memkit.analysis.neighbours import nearest_to
from memkit.concurrency.jobs import BackgroundJob
from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Keys, Store
from memkit.domain import fixes
from memkit.domain.results import StoreReport
from memkit.engine.engine import Engine, warn
from memkit.engine.follower import EVERYTHING, unfinished
from memkit.engine.search_index import SearchIndex, chosen, store_identity
from memkit.engine.settings import ProviderChoice
from memkit.errors import JobError, MemkitError, ProviderError
from memkit.redaction import redacted

# The best so many of each search are compared.
_TOP = 10
_CHUNK = 50_000
# Cosines that differ by less may change places from engine to engine.
_SAME = 1e-4

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
        self._index = SearchIndex(
            self._engine.journal, self._choice, words=self._engine.words, filled=self._filled
        )

    def carry_out(self, job: BackgroundJob[StoreReport]) -> StoreReport:
        """Fill the store, check it, and put it in the place of the old one."""
        start = time.monotonic()
        try:
            job.expect(self._engine.journal.count(EVERYTHING))
            self._advance = job.advance
            self._index.follower.catch_up()
            self._advance = lambda number: job.check()
            job.say("Waiting until it shows what it was told.")
            while not self._index.settle():
                job.check()
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
        keys = journal.allowed_keys(EVERYTHING)
        if not len(keys) or not self._searches:
            return {}
        chosen = np.random.default_rng(0).choice(
            keys, size=min(self._searches, len(keys)), replace=False
        )
        return {
            row.key: self._overlap(store, row.key, np.sort(chosen), keys)
            for row in journal.spaces()
            if row.state == "ready"
        }

    def _overlap(self, store: Store, space: str, chosen: Keys, keys: Keys) -> float:
        queries = self._engine.journal.vectors(space, chosen)
        queries = queries[np.any(queries, axis=1)]
        found = [store.search(space, query, k=_TOP, selection=EVERYTHING) for query in queries]
        least = self._least(space, queries, keys)
        shares = [
            np.mean(self._cosines(space, query, matches.keys) >= bound - _SAME)
            * min(len(matches) / min(_TOP, len(keys)), 1.0)
            for query, matches, bound in zip(queries, found, least, strict=True)
            if len(matches) or bound > -1
        ]
        return float(np.mean(shares)) if shares else 1.0

    def _least(self, space: str, queries: Vectors, keys: Keys) -> Vectors:
        """Return the cosine of the last of the exact best ten of each query."""
        best = np.full((len(queries), _TOP), -1.0, np.float32)
        for start in range(0, len(keys), _CHUNK):
            vectors = self._engine.journal.vectors(space, keys[start : start + _CHUNK])
            vectors = vectors[np.any(vectors, axis=1)]
            if not len(vectors):
                continue
            _, cosines = nearest_to(queries, vectors, k=_TOP)
            both = np.concatenate([best, cosines], axis=1)
            best = np.partition(both, -_TOP, axis=1)[:, -_TOP:].astype(np.float32)
        least: Vectors = best.min(axis=1)
        return least

    def _cosines(self, space: str, query: Vectors, keys: Keys) -> Vectors:
        vectors = self._engine.journal.vectors(space, keys)
        lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query)
        return (vectors @ query / np.where(lengths > 0, lengths, 1)).astype(np.float32)


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
