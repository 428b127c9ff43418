"""Stores that show late what they were told, each in a way of its own."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import ClassVar

from kit_fakes.stores import GoodStore
from memkit.contracts.store import Position, Store


class Shelf:
    """What a server holds: what it was told, what it shows, and what it will show when."""

    def __init__(self):
        self.lock = threading.RLock()
        self.spaces, self.told, self.shown, self.pending = {}, {}, {}, []
        self.at, self.token = Position(), None
        self.asked = []


def on_shelf(name):
    """Return an attribute of a store that lies on its server."""
    return property(
        lambda store: getattr(store.shelf, name),
        lambda store, value: setattr(store.shelf, name, value),
    )


class ShowsLate(GoodStore):
    """Shows each write some time after it, and knows when it has.

    Attributes:
        late: Seconds until a write is seen; `promised`: what it says of that.
        clock: Tells the time.
        shelves: The servers, by address; a store without one has a server of its own.
        down: Raised by whatever is asked of the server, if set.
    """

    late: ClassVar[float] = 0.05
    promised: ClassVar[float | None] = None
    clock = staticmethod(time.monotonic)
    shelves: ClassVar[dict[str, Shelf]] = {}
    down: ClassVar[Exception | None] = None

    spaces, lock = on_shelf("spaces"), on_shelf("lock")
    at, token = on_shelf("at"), on_shelf("token")

    def __init__(self, config, context):
        Store.__init__(self, context)
        self.config, self.journal_id = config, context.journal_id
        self.shelf = Shelf()
        if config.path is not None:
            self.shelf = self.shelves.setdefault(str(config.path), Shelf())
        self.reading = threading.local()

    @property
    def rows(self):
        # What is read is what it shows; what is written goes with what it was told.
        return self.shelf.shown if getattr(self.reading, "now", False) else self.shelf.told

    def is_late(self, key, row):
        """Tell whether a write (None for a deletion) is shown late."""
        return True

    def put(self, key, row):
        self.shelf.told[key] = row
        self.show(key, row)

    def delete(self, keys):
        with self.lock:
            for key in keys.tolist():
                if self.shelf.told.pop(key, None) is not None:
                    self.show(key, None)

    def show(self, key, row):
        wait = self.late if self.is_late(key, row) else 0.0
        self.shelf.pending.append((self.clock() + wait, key, row))

    def catch_up(self):
        if self.down is not None:
            raise self.down
        now, pending = self.clock(), self.shelf.pending
        self.shelf.pending = [each for each in pending if each[0] > now]
        for at, key, row in pending:
            if at <= now and row is None:
                self.shelf.shown.pop(key, None)
            elif at <= now:
                self.shelf.shown[key] = row

    def read(self, ask):
        with self.lock:
            self.catch_up()
            self.reading.now = True
            try:
                return ask()
            finally:
                self.reading.now = False

    def upsert(self, batch):
        if self.down is not None:
            raise self.down
        super().upsert(batch)

    def search(self, space, vector, *, k, selection):
        self.shelf.asked.append(("search", k))
        # Scores of further keys would be those of another moment.
        return self.read(
            lambda: replace(
                super(ShowsLate, self).search(space, vector, k=k, selection=selection), lookup=None
            )
        )

    def search_text(self, query, *, k, selection):
        return self.read(
            lambda: super(ShowsLate, self).search_text(query, k=k, selection=selection)
        )

    def count(self, space=None):
        return self.read(lambda: super(ShowsLate, self).count(space))

    def drop_space(self, key):
        with self.lock:
            self.spaces.pop(key, None)
            for rows in (self.shelf.told, self.shelf.shown):
                for _, _, _, vectors in rows.values():
                    vectors.pop(key, None)

    def clear(self):
        with self.lock:
            shelf = self.shelf
            shelf.told, shelf.shown, shelf.pending, shelf.spaces = {}, {}, [], {}
            shelf.at, shelf.token = Position(), None
            self.journal_id = self.context.journal_id

    def lag(self):
        return self.late if self.promised is None else self.promised

    def settled(self):
        with self.lock:
            self.shelf.asked.append(("settled",))
            self.catch_up()
            return not self.shelf.pending

    def close(self):
        pass


class CannotTell(ShowsLate):
    """Shows all of it late, and can't tell when."""

    def settled(self):
        return None


class ForgetsAThird(CannotTell):
    """Shows two of three writes at once, and the others late."""

    def is_late(self, key, row):
        return row is not None and key not in self.shelf.shown and key % 3 == 0


class ShowsWhatIsGone(CannotTell):
    """Shows new memories at once, and deleted and changed ones as they were for some time."""

    def is_late(self, key, row):
        return row is None or key in self.shelf.shown


class LateByJournal(CannotTell):
    """Leaves filters to the journal, and its position too."""

    search_text = Store.search_text

    def candidates(self, selection):
        return [k for k in self.context.allowed_keys(selection).tolist() if k in self.rows]

    def position(self):
        return None
