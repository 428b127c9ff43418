"""A store that follows the journal: from wherever it is to the journal's head."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from memkit.contracts.journal import Journal
from memkit.contracts.store import EVER, Keys, Position, Selection, SpaceInfo, Store
from memkit.records import Scope

_CHUNK = 20_000
EVERYTHING = Selection(scope=Scope(), where=None, now=EVER)


class Follower:
    """Brings one store up to date. Whatever fails leaves the position where it was.

    Args:
        journal: The truth.
        store: The view of it.
        name: Under which the journal keeps the position of a store that does not keep its own.
    """

    def __init__(self, journal: Journal, store: Store, *, name: str) -> None:
        self._journal = journal
        self._store = store
        self._name = name
        self._lock = threading.Lock()
        self._seen: object = None
        self._journal_id: str | None = None
        self._spaces: tuple[SpaceInfo, ...] = ()
        self._counted = False

    def catch_up(self) -> None:
        """Hand over everything the store has not seen; costs next to nothing if there is nothing.

        Raises:
            ProviderError: The store is down; the next call goes on from here.
        """
        version = self._journal.changed()
        if version == self._seen:
            return
        with self._lock:
            if version == self._seen:
                return
            self._follow()
            self._seen = version

    def rebuild(self) -> None:
        """Empty the store and fill it again from the journal."""
        with self._lock:
            self._start_over()
            self._seen = None
        self.catch_up()

    def position(self) -> Position:
        """Return how far the store has read."""
        own = self._store.position()
        return self._journal.follower(self._name) if own is None else own

    def _follow(self) -> None:
        journal_id = self._journal.journal_id
        if self._journal_id is not None and journal_id != self._journal_id:
            self._start_over()
        self._journal_id = journal_id
        head = self._journal.head()
        position = self.position()
        if position.seq > head.seq or position.vectors > head.vectors:
            # The journal was restored from a backup: what the store has seen never happened.
            self._start_over()
            position = Position()
        if position == Position():
            # What a store holds from before its beginning is of another history.
            self._start_over()
        spaces = self._follow_spaces()
        if position == Position() and head != Position():
            for keys in _chunks(self._journal.allowed_keys(EVERYTHING)):
                self._store.upsert(self._journal.batch(keys, spaces=spaces))
            position = head
            self._moved(position)
        while True:
            delta = self._journal.delta(position, limit=_CHUNK)
            if delta.position == position:
                break
            if len(delta.deleted):
                self._store.delete(delta.deleted)
            if len(delta.changed):
                self._store.upsert(self._journal.batch(delta.changed, spaces=spaces))
            position = delta.position
            self._moved(position)
        if not self._counted:
            self._counted = True
            self._check_count()

    def _check_count(self) -> None:
        """Start over with a store that was wiped, or is ahead of a journal that was restored."""
        if self._store.position() is not None or self._matches():
            return
        self._journal.set_follower(self._name, None)
        self._follow()

    def _matches(self) -> bool:
        # Other processes may be at work: a difference counts if nothing moved meanwhile.
        while True:
            version = self._journal.changed()
            if self._store.count() == self._journal.count(EVERYTHING):
                return True
            if version == self._journal.changed():
                return False

    def _follow_spaces(self) -> Sequence[str]:
        spaces = tuple(
            SpaceInfo(key=row.key, id=row.id, dim=row.dim, normalized=row.normalized)
            for row in self._journal.spaces()
        )
        if spaces != self._spaces:
            for gone in {space.key for space in self._spaces} - {space.key for space in spaces}:
                self._store.drop_space(gone)
            for space in spaces:
                self._store.open_space(space)
            self._spaces = spaces
        return [space.key for space in spaces]

    def _start_over(self) -> None:
        self._store.clear()
        self._spaces = ()
        if self._store.position() is None:
            self._journal.set_follower(self._name, None)

    def _moved(self, position: Position) -> None:
        if self._store.position() is None:
            self._journal.set_follower(self._name, position)
        self._store.moved(position)


def _chunks(keys: Keys) -> Iterator[Keys]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]
