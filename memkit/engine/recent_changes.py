"""Reading one's own writes in a store that shows them late.

What such a store was told of lately, and is not known to show, is compared exactly with the
journal's vectors and takes the place of whatever the store says of it. How lately is told by the
journal's events rather than by this process's writes, so that those of others count too.
"""

from __future__ import annotations

import threading
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import Journal, SpaceRow
from memkit.contracts.ranking import merged, ranked, units
from memkit.contracts.store import Keys, Matches, Position, Selection, Store
from memkit.domain import forks
from memkit.domain.times import now
from memkit.domain.wording import counted
from memkit.engine.store_lookup import shown_as_they_are
from memkit.errors import MemkitError, MemkitWarning

# So many changed memories are compared exactly, or as many as have vectors of so many bytes.
_MOST = 20_000
_MOST_BYTES = 64 << 20
# What was written within this share of the lag is believed to be visible, or not, together.
_STEPS = 16
# A step that has more of them is left as it is, for its vectors are there.
_FEW = 256
# Of more than so many, a sample is looked up in the store; so many of it have to be there.
_LOOKED_UP = 64
_ENOUGH = 0.98
# Seconds between two questions whether all can be found; longer and longer if it can't.
_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
# Whoever needs to know that all is visible waits so many seconds longer than the lag.
_PATIENCE = 2.0
# A store that goes on so long, or so many times its lag, is not late but wrong.
_OVERDUE_SECONDS, _OVERDUE_LAGS = 60.0, 10.0
# The same score, come to in two ways.
_SAME = 1e-5

_NONE = np.empty(0, np.int64)
_clock = time.monotonic


@dataclass(frozen=True)
class _Changes:
    """Memories that the store was told of at about the same time.

    Attributes:
        first, last: When the first and the last of them were handed over.
        keys: Of those that are there, rising, each in the last of the steps that changed it.
        held: Id of a space -> those that have a vector in it, and the vectors at length one, once
            they were asked for.
    """

    first: float
    last: float
    keys: Keys
    held: dict[int, tuple[Keys, Vectors]] = field(default_factory=dict)

    def without(self, keys: Keys) -> _Changes:
        """Return these changes without some of the memories, whose keys rise."""
        keep = ~_among(keys, self.keys)
        if keep.all():
            return self
        held = {}
        for space, (own, vectors) in self.held.items():
            left = ~_among(keys, own)
            held[space] = own[left], vectors[left]
        return replace(self, keys=self.keys[keep], held=held)


class RecentChanges:
    """What a store may not show yet; nothing where its `lag` is 0.

    Args:
        journal: The truth.
        store: Which follows it, and shows its changes late.
        name: The store's provider, for people.
    """

    def __init__(self, journal: Journal, store: Store, *, name: str) -> None:
        self._journal = journal
        self._store = store
        self._name = name
        self._lock = threading.Lock()
        forks.renew(self, _lock=threading.Lock)
        # After which position the store was handed things over since they were last taken in.
        self._told: Position | None = None
        # How far the journal was read; None for not yet. And its token as of then.
        self._at: Position | None = None
        self._seen: object = None
        self._steps: tuple[_Changes, ...] = ()
        # Whether the store said when it was last asked that it shows everything: then the journal
        # need not look through what else it says.
        self._shows_all = False
        self._next_question = 0.0
        self._misses = 0
        # Whether some of what the store may not show was more than is compared, and whether that
        # was said.
        self._too_many, self._warned = False, False

    def told(self, since: Position) -> None:
        """Be told that the store has what comes after a position."""
        with self._lock:
            self._told = _earlier(self._told, since)

    def search(
        self,
        space: str,
        vector: Vectors,
        *,
        k: int,
        selection: Selection,
        seen: object,
        rows: Sequence[SpaceRow],
    ) -> Matches:
        """Return the best by cosine, as the journal has them.

        Args:
            space: Key of the space.
            vector: float32 of shape (dim,).
            k: At least 1.
            selection: Applied before the cut.
            seen: The journal's token as of what the store was told; `rows`: its spaces then.
        """
        steps, believed = self._recent(seen, rows)
        found = self._store.search(space, vector, k=k, selection=selection)
        if believed and not steps:
            return found
        exact = self._compared(space, vector, k, selection, steps, rows)
        asked = k
        while True:
            both = merged([self._kept(found, steps, selection), exact], k)
            if len(found) < asked or (len(both) == k and _is_certain(both, found)):
                return both
            asked *= 4
            found = self._store.search(space, vector, k=asked, selection=selection)

    def settle(self, seen: object, rows: Sequence[SpaceRow]) -> bool:
        """Wait for the store to show all that it was told, for a little longer than its lag.

        Returns:
            Whether it does, or has had so much time that it is not late but wrong.
        """
        lag = self._store.lag()
        until = _clock() + lag + _PATIENCE
        self._recent(seen, rows)
        with self._lock:
            if self._asked():
                self._steps = ()
        while True:
            steps, _ = self._recent(seen, rows)
            overdue = max(_OVERDUE_SECONDS, _OVERDUE_LAGS * lag)
            if not steps or _clock() - steps[0].first > overdue:
                return True
            if _clock() > until:
                return False
            time.sleep(min(_PATIENCE, lag) / _STEPS)

    def pending(self) -> int:
        """Return how many changed memories the store may not show yet, as far as was looked."""
        return sum(len(step.keys) for step in self._steps)

    # -- what is recent --------------------------------------------------------------------------

    def _recent(self, seen: object, rows: Sequence[SpaceRow]) -> tuple[tuple[_Changes, ...], bool]:
        """Return what the store may not show yet, and whether the rest of what it says is right."""
        lag = self._store.lag()
        with self._lock:
            if lag <= 0:
                self._at, self._told, self._steps = None, None, ()
                return (), True
            if self._at is None:
                self._open(lag, rows)
            elif seen is None or seen != self._seen or self._told is not None:
                self._take_in(_clock(), rows, lag=lag)
            self._seen = seen
            self._settle(lag, rows)
            self._warn()
            return self._steps, self._shows_all

    def _open(self, lag: float, rows: Sequence[SpaceRow]) -> None:
        """Find out where the store is, which others may have written to until just now."""
        head, told, answer = self._journal.head(), self._told, self._answer()
        self._at, self._told, self._shows_all = head, None, answer is True
        if answer:
            return
        since, then = Position(), now() - round(lag * 1e6)
        if answer is None:
            long_before = now() - round(max(_OVERDUE_SECONDS, _OVERDUE_LAGS * lag) * 1e6)
            # Vectors have no time. Those of a single space come with the events.
            single = len(rows) == 1 and rows[0].state == "ready"
            since = Position(self._journal.seq_at(long_before), head.vectors if single else 0)
        self._told = _earlier(told, since)
        # Most of it was written so long ago that it is looked up at once.
        self._take_in(_clock() - lag, rows, lag=lag)
        self._told = Position(self._journal.seq_at(then), head.vectors)
        self._take_in(_clock(), rows, lag=lag)

    def _take_in(self, at: float, rows: Sequence[SpaceRow], *, lag: float) -> None:
        """Read what the store was told of since this was last looked at."""
        assert self._at is not None
        since = _earlier(self._told, self._at)
        self._told = None
        head, most = self._journal.head(), _most(rows)
        start = Position(max(since.seq, head.seq - most), max(since.vectors, head.vectors - most))
        if start == head:
            self._at = head
            return
        # More than there is, but for what is written just now, which comes next.
        delta = self._journal.delta(start, limit=most + 1)
        self._at = delta.position
        step = _Changes(at, at, np.sort(delta.changed))
        gone = np.union1d(delta.changed, delta.deleted)
        steps = [known.without(gone) for known in self._steps]
        if steps and at - steps[-1].first < lag / _STEPS and len(steps[-1].keys) < _FEW:
            last = steps.pop()
            step = _Changes(last.first, at, np.union1d(last.keys, step.keys))
        self._steps = (*steps, step)
        self._too_many = self._too_many or start != since
        while len(self._steps) > 1 and self.pending() > most:
            self._steps, self._too_many = self._steps[1:], True

    def _warn(self) -> None:
        if not self._steps:
            self._too_many = self._warned = False
        if not self._too_many or self._warned:
            return
        self._warned = True
        warnings.warn(
            f"The store {self._name!r} was told of more than it is known to show by now: until it "
            f"is done, the newest {counted(self.pending())} are compared exactly, and older ones "
            "may be missing.",
            MemkitWarning,
            stacklevel=2,
        )

    # -- what is visible -------------------------------------------------------------------------

    def _settle(self, lag: float, rows: Sequence[SpaceRow]) -> None:
        """Let go of what the store shows by now."""
        at = _clock()
        due = [step for step in self._steps if at - step.last >= lag]
        # Before it is said that there is too much, the store is asked whether it is.
        doubt = self._too_many and not self._warned
        if not doubt and (not due or at < self._next_question):
            return
        if self._asked():
            self._steps = ()
        elif due:
            rest = self._not_shown(due, rows)
            self._steps = (*rest, *self._steps[len(due) :])
            self._misses = self._misses + 1 if rest else 0
        pause = min(_PAUSE, lag) * 2 ** min(self._misses, 10)
        self._next_question = at + min(pause, _LONGEST_PAUSE)

    def _asked(self) -> bool:
        """Ask the store whether it shows everything; one that can't tell, or fails, does not."""
        self._shows_all = self._answer() is True
        return self._shows_all

    def _answer(self) -> bool | None:
        try:
            return self._store.settled()
        except MemkitError:
            return False

    def _not_shown(self, due: Sequence[_Changes], rows: Sequence[SpaceRow]) -> list[_Changes]:
        """Return what of it the store does not show as it is, looked up in each space."""
        keys = np.concatenate([_NONE, *(step.keys for step in due)])
        sample = keys
        if len(keys) > _LOOKED_UP:
            sample = np.random.default_rng().choice(keys, _LOOKED_UP, replace=False)
        try:
            shown = shown_as_they_are(
                self._journal, self._store, np.sort(sample), [row.key for row in rows]
            )
        except MemkitError:
            return list(due)
        if len(sample) < len(keys):
            return [] if len(shown) >= _ENOUGH * len(sample) else list(due)
        left = [step.without(np.sort(shown)) for step in due]
        return [step for step in left if len(step.keys)]

    # -- the answer ------------------------------------------------------------------------------

    def _kept(self, found: Matches, steps: Sequence[_Changes], selection: Selection) -> Matches:
        """Return what of a store's answer is neither compared here nor gone."""
        keep = np.ones(len(found), np.bool_)
        for step in steps:
            keep &= ~_among(step.keys, found.keys)
        allowed = self._journal.allowed_keys(selection, among=np.sort(found.keys[keep]))
        keep &= _among(allowed, found.keys)
        return Matches(found.keys[keep], found.scores[keep])

    def _compared(
        self,
        space: str,
        vector: Vectors,
        k: int,
        selection: Selection,
        steps: Sequence[_Changes],
        rows: Sequence[SpaceRow],
    ) -> Matches:
        """Return the best of what is recent, of those that the journal selects."""
        row = next((row for row in rows if row.key == space), None)
        if row is None or not vector.any():
            return Matches(_NONE, np.empty(0, np.float32))
        unit = units(vector)
        keys, scores = [_NONE], [np.empty(0, np.float32)]
        for step in steps:
            own, held = self._held(step, row)
            keys.append(own)
            scores.append((held @ unit).astype(np.float32))
        return self._selected(ranked(np.concatenate(keys), np.concatenate(scores)), k, selection)

    def _selected(self, best: Matches, k: int, selection: Selection) -> Matches:
        """Return the first `k` that the journal selects, which is asked about few at first."""
        chosen = np.zeros(0, np.bool_)
        looked = max(64, 4 * k)
        while int(chosen.sum()) < k and len(chosen) < len(best):
            part = best.keys[len(chosen) : len(chosen) + looked]
            allowed = self._journal.allowed_keys(selection, among=np.sort(part))
            chosen = np.concatenate([chosen, _among(allowed, part)])
            looked *= 8
        places: NDArray[np.intp] = np.flatnonzero(chosen)[:k]
        return Matches(best.keys[places], best.scores[places])

    def _held(self, step: _Changes, row: SpaceRow) -> tuple[Keys, Vectors]:
        held = step.held.get(row.id)
        if held is None:
            vectors = units(self._journal.vectors(row.key, step.keys))
            there = vectors.any(axis=1)
            held = step.held[row.id] = step.keys[there], vectors[there]
        return held


def _among(keys: Keys, wanted: Keys) -> NDArray[np.bool_]:
    """Return which of some keys are among others that rise."""
    if not len(keys):
        return np.zeros(len(wanted), np.bool_)
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found: NDArray[np.bool_] = keys[places] == wanted
    return found


def _is_certain(best: Matches, found: Matches) -> bool:
    """Tell whether nothing that a store left out of its answer belongs to the best.

    It is no better than the last that was found, and of equals comes after it.
    """
    ahead = float(best.scores[-1]) - float(found.scores[-1])
    return ahead > _SAME or (ahead >= -_SAME and bool(best.keys[-1] <= found.keys[-1]))


def _earlier(known: Position | None, other: Position) -> Position:
    if known is None:
        return other
    return Position(min(known.seq, other.seq), min(known.vectors, other.vectors))


def _most(rows: Sequence[SpaceRow]) -> int:
    largest = max((row.dim for row in rows), default=1)
    return min(_MOST, _MOST_BYTES // (4 * largest))
