"""Moving a memory to another store: filled and checked beside the old one, then in its place."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable

import numpy as np

from memkit.analysis.neighbours import nearest_to
from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Keys, Store
from memkit.domain.progress import progress_bar
from memkit.domain.results import StoreReport
from memkit.engine.attached_store import AttachedStore
from memkit.engine.engine import Engine
from memkit.engine.follower import EVERYTHING
from memkit.engine.settings import ProviderChoice
from memkit.errors import MemkitError, ProviderError

# The best so many of each search are compared.
_TOP = 10
_CHUNK = 50_000
# Cosines that differ by less may change places from engine to engine.
_SAME = 1e-4


class _Stopped(Exception):
    pass


class StoreMigration:
    """A memory on its way to another store. Searches go on in the old one until it is there.

    Args:
        core: The memory.
        choice: The new store.
        progress: Whether to show a progress bar.
        searches: How many searches to compare with the exact answer.

    Attributes:
        report: What was moved and how well the new store finds it; None until the end.
        error: What stopped it, if something did. The memory stays where it was, and the next
            attempt goes on from there.
    """

    def __init__(
        self, engine: Engine, choice: ProviderChoice, *, progress: bool, searches: int
    ) -> None:
        self.report: StoreReport | None = None
        self.error: Exception | None = None
        self._engine = engine
        self._progress = progress
        self._searches = searches
        self._stop = threading.Event()
        self._bar: Callable[[int], object] = lambda number: None
        # Bad options and a server that is down are told at once.
        self._view = AttachedStore(engine.journal, choice, filled=self._filled)
        self._thread = threading.Thread(target=self._run, name="memkit-moving", daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether it has ended, well or not."""
        return not self._thread.is_alive()

    def wait(self, timeout: float | None = None) -> StoreReport | None:
        """Block until the new store is in use, and return the report.

        Args:
            timeout: Seconds to wait at most; None is returned if they were not enough.

        Raises:
            MemkitError: What stopped it.
        """
        self._thread.join(timeout)
        if self.error is not None:
            raise self.error
        return self.report

    def stop(self) -> None:
        """Stop after the batch under way; the next attempt goes on from there."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        start = time.monotonic()
        try:
            total = self._engine.journal.count(EVERYTHING)
            name = f"store {self._view.name}"
            with progress_bar(name, unit="memory", total=total, shown=self._progress) as bar:
                self._bar = bar
                self._view.follower.catch_up()
            overlap = self._verified()
            # What was written during the check.
            self._view.follower.catch_up()
            self.report = StoreReport(
                store=self._view.name,
                memories=self._view.store.count(),
                overlap=overlap,
                searches=self._searches,
                seconds=time.monotonic() - start,
            )
        except _Stopped:
            self._let_go()
        except Exception as error:  # noqa: BLE001 - handed to whoever waits
            self._let_go()
            self.error = error
        else:
            self._engine.switch(self._view)

    def _let_go(self) -> None:
        # What stopped the move is told; what a broken store says to that is not.
        with contextlib.suppress(MemkitError):
            self._view.store.close()

    def _filled(self, number: int) -> None:
        if self._stop.is_set():
            raise _Stopped
        self._bar(number)

    def _verified(self) -> dict[str, float]:
        """Check the counts, and return how much of the exact answer the store finds, by space.

        Raises:
            ProviderError: The store does not hold what the journal holds.
        """
        store, journal = self._view.store, self._engine.journal
        while True:
            version = journal.changed()
            self._view.follower.catch_up()
            held, expected = store.count(), journal.count(EVERYTHING)
            if held == expected:
                break
            if version == journal.changed():
                raise ProviderError(
                    f"The store {self._view.name!r} holds {held:,} memories of {expected:,}, so "
                    "the memory stays in the old one.",
                    fix="Try again; if it stays so, clear the new store and report it to the "
                    "authors of the plug-in.",
                    provider=self._view.name,
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

    def __repr__(self) -> str:
        if self.report is not None:
            return repr(self.report)
        state = "failed" if self.error else "stopped" if self.done else "filling"
        return f"<Moving to store={self._view.name!r} {state}>"


def move(
    engine: Engine, choice: ProviderChoice, *, wait: bool, progress: bool, searches: int
) -> StoreMigration:
    """Start to move a memory to another store, and wait for it if asked."""
    moving = StoreMigration(engine, choice, progress=progress, searches=searches)
    if wait:
        try:
            moving.wait()
        except KeyboardInterrupt:
            moving.stop()
            raise
    return moving
