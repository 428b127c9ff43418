"""The memories that a table is made of, as they are or as they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np

from memkit.contracts.journal import Journal
from memkit.contracts.store import EVER, Keys, Position, Selection
from memkit.domain.records import MemoryRecord, Scope
from memkit.explorer.columns import Columns

_PAGE = 5000
_CHUNK = 20_000
# What changed last is told by so many events, before anything else was read.
_LATEST = 1000


class ScopedMemories(Protocol):
    """The memories of a scope, expired ones among them."""

    def columns(self) -> Columns:
        """Return the columns of all memories, as they are by now."""

    def allowed(self, selection: Selection) -> Keys:
        """Return the keys of those that a selection holds, rising."""

    def read(self, keys: Keys, ids: Sequence[str]) -> dict[int, MemoryRecord]:
        """Return memories by key; those that are gone are absent."""


class Present:
    """The memories of a scope as they are, followed by what changes.

    Args:
        journal: Where they are.
        scope: Whose.
    """

    def __init__(self, journal: Journal, scope: Scope) -> None:
        self._journal = journal
        self._scope = scope
        self._all = Selection(scope=scope, where=None, now=EVER)
        self._columns = Columns()
        self._seen: object = None
        self._journal_id = ""
        self._position = Position()

    @property
    def is_read(self) -> bool:
        """Whether the columns were made before, so that they are at hand soon."""
        return self._seen is not None

    def columns(self) -> Columns:
        """Return the columns; costs next to nothing if nothing changed."""
        token = self._journal.changed()
        if token != self._seen:
            self._follow()
            self._seen = token
        return self._columns

    def _follow(self) -> None:
        journal_id, head = self._journal.journal_id, self._journal.head()
        if journal_id != self._journal_id or head.seq < self._position.seq:
            self._load()
            return
        while self._position.seq < head.seq:
            # Vectors, of a space that was filled, say nothing that the table shows.
            since = self._position._replace(vectors=head.vectors)
            delta = self._journal.delta(since, limit=_CHUNK)
            if len(delta.changed) > max(_CHUNK, len(self._columns)) // 4:
                self._load()
                return
            records = self._journal.read(delta.changed)
            new = Columns(
                (key, records[key]) for key in sorted(records) if self._scope.covers(records[key])
            )
            gone = np.concatenate([delta.changed, delta.deleted])
            if len(new) or len(np.intersect1d(gone, self._columns.keys)):
                self._columns = self._columns.changed(gone, new)
            self._position = delta.position

    def _load(self) -> None:
        # The position first: what happens while the pages are read is read once more.
        self._journal_id, self._position = self._journal.journal_id, self._journal.head()
        self._columns = Columns(self._pages())

    def _pages(self) -> Iterator[tuple[int, MemoryRecord]]:
        after = 0
        while page := self._journal.page(self._all, limit=_PAGE, after=after):
            after = page[-1][0]
            yield from page

    def latest(self, selection: Selection, number: int) -> list[MemoryRecord] | None:
        """Return those of a selection that changed last, the last one first.

        Returns:
            `number` memories, or None if the last events do not tell.
        """
        head = self._journal.head().seq
        events = self._journal.events(after=max(0, head - _LATEST), until=head)
        last: dict[str, MemoryRecord | None] = {}
        for event in reversed(events):
            last.setdefault(event.memory_id, event.after)
        found = [record for record in last.values() if record is not None and selection.has(record)]
        return found[:number] if len(found) >= number or len(events) == head else None

    def allowed(self, selection: Selection) -> Keys:
        """Return the keys of those that a selection holds."""
        return self._journal.allowed_keys(selection)

    def read(self, keys: Keys, ids: Sequence[str]) -> dict[int, MemoryRecord]:
        """Return memories by key."""
        return self._journal.read(keys)


class Past:
    """The memories of a scope as they stood after an event; nothing is kept but columns.

    Args:
        journal: Where they are.
        scope: Whose.
        seq: The event.
    """

    def __init__(self, journal: Journal, scope: Scope, seq: int) -> None:
        self._journal = journal
        self._scope = scope
        self._seq = seq
        self._columns: Columns | None = None

    def columns(self) -> Columns:
        """Return the columns, made once: the past does not change."""
        if self._columns is None:
            everything = Selection(scope=self._scope, where=None, now=EVER)
            self._columns = Columns(self._states(everything))
        return self._columns

    def allowed(self, selection: Selection) -> Keys:
        """Return the keys of those that a selection held, by a look at all of them."""
        return np.array([key for key, _ in self._states(selection)], np.int64)

    def read(self, keys: Keys, ids: Sequence[str]) -> dict[int, MemoryRecord]:
        """Return memories by key, each from its own history."""
        found = {}
        for key, id_ in zip(keys.tolist(), ids, strict=True):
            events = self._journal.events(memory_id=id_, until=self._seq)
            if events and events[-1].after is not None:
                found[key] = events[-1].after
        return found

    def _states(self, selection: Selection) -> Iterator[tuple[int, MemoryRecord]]:
        for key, record in self._journal.state_at(self._seq):
            if selection.has(record):
                yield key, record
