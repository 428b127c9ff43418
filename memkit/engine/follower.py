"""A store that follows the journal: from wherever it is to the journal's head."""

from __future__ import annotations

import contextlib
import copy
import functools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from time import monotonic

from memkit.contracts.journal import Journal, News, Restrictions, SpaceRow
from memkit.contracts.store import EVER, Keys, Position, Selection, SpaceInfo, Step, Store
from memkit.domain import forks
from memkit.domain.records import Scope
from memkit.domain.times import now
from memkit.engine.outage import Outage, is_outage
from memkit.errors import ConnectionError, ProviderError, StoreDamagedError

_CHUNK = 20_000
# What the journal keeps of a fill under way: where it began, and its last key and their number.
_FILL = ("filling", "filled")
EVERYTHING = Selection(scope=Scope(), where=None, now=EVER)


def unfinished(journal: Journal) -> dict[str, int]:
    """Return the followers whose first fill is under way or was interrupted, each with how many
    memories it has taken over.
    """
    known = journal.followers()
    begun, done = (f":{what}" for what in _FILL)
    return {
        name.removesuffix(begun): known.get(name.removesuffix(begun) + done, Position()).vectors
        for name in known
        if name.endswith(begun)
    }


class Follower:
    """Brings one store up to date. Whatever fails leaves the position where it was.

    Args:
        journal: The truth.
        store: The view of it.
        name: Under which the journal keeps the position of a store that does not keep its own.
        shared: Whether other processes write to the same store. They take turns then: a row that
            one of them read earlier must not be written after a newer one.
        filled: Told of every so many memories that a new store has taken over.
        vectors: Whether it holds vectors; one without is told of no spaces.
        told: Told after which position the store was handed things over, once it has them. What
            comes late, or again to a store that is made anew, is new to it however old it is.
    """

    def __init__(
        self,
        journal: Journal,
        store: Store,
        *,
        name: str,
        shared: bool = False,
        filled: Callable[[int], object] = lambda number: None,
        vectors: bool = True,
        told: Callable[[Position], object] = lambda since: None,
    ) -> None:
        self._journal = journal
        self._store = store
        self._name = name
        self._shared = shared
        self._filled = filled
        self._news = journal.news if vectors else functools.partial(journal.news, vectors=False)
        self._vectors = vectors
        self._told = told
        self._lock = threading.Lock()
        # What `Journal.changed` said when the store was last up to date; None for never.
        self.seen: object = None
        # Which history the store has read: the journal's name, and the token of the event at its
        # position. The name is asked for now, for the journal may be reset before the first look.
        self._journal_id = journal.journal_id
        self._at: tuple[Position, str | None] | None = None
        self._spaces: tuple[SpaceInfo, ...] = ()
        self._counted = False
        # Of a store that took long to fail, until it answers; to that `on_rest` sees.
        self.outage: Outage | None = None
        self.on_rest: Callable[[], object] = lambda: None
        self._failures = 0
        # How many memories the store was handed lately, and when the last of them.
        self._lately = (0, 0.0)
        # Whether the store is damaged, and left alone until `rebuild` has made it anew.
        self.paused = False
        # Waits where that takes but a moment, and tells whether it is made.
        self.soon: Callable[[], bool] = lambda: False
        self._keeps_its_own = False
        # What searches have to ask of memories, and the spaces, as far as was seen.
        self.restrictions = Restrictions()
        self.rows: list[SpaceRow] = []
        forks.in_child(self, type(self)._look_again)

    def _look_again(self) -> None:
        # What another thread was at when this process was forked, it is at in the parent alone.
        self._lock = threading.Lock()
        self.seen, self._spaces, self._counted = None, (), False

    def catch_up(self, *, changed: bool = False) -> object:
        """Hand over everything the store has not seen; costs next to nothing if there is nothing.

        Args:
            changed: Whether the journal is known to have changed, and need not be asked.

        Returns:
            What the journal's `changed()` said as of what the store has seen now.

        Raises:
            ProviderError: The store is down; the next call goes on from here.
        """
        return self.follow_to(None if changed else self._journal.changed())

    def follow_to(self, token: object) -> object:
        """Do the same, given what the journal's `changed()` just said; None if it was not asked."""
        if self.paused and not self.soon():
            return self._look_alone()
        if self.rests():
            self.on_rest()
            return self._look_alone()
        if token is None or token != self.seen:
            try:
                self._catch_up(token)
            except StoreDamagedError:
                if not self.paused:
                    raise
                if not self.soon():
                    return self._look_alone()
                self._catch_up(token)
        return self.seen

    def missed_purge(self, own: Position | None) -> bool:
        """Tell whether a memory was purged that a store at this position may still hold."""
        head = self._journal.head().seq
        if own is None or not 0 < own.seq < head:
            return False
        (counts,) = self._journal.event_counts(after=own.seq, until=head, pieces=1, scope=Scope())
        return "PURGE" in counts

    def rests(self) -> bool:
        """Tell whether the store took so long to fail that nobody waits for it for now."""
        return self.outage is not None

    def try_again(self) -> None:
        """Catch up now, whether the store rests or not.

        Raises:
            ProviderError: It is still down.
        """
        self._catch_up(None)

    def _catch_up(self, token: object) -> None:
        before = self._failures
        with self._lock:
            if token is not None and token == self.seen:
                return
            if self._failures != before and self.outage is not None:
                # Whoever went before waited long, and in vain.
                raise copy.copy(self.outage.error)
            started = monotonic()
            try:
                with self._turn():
                    self.seen = self._follow()
            except StoreDamagedError:
                raise
            except ProviderError as error:
                if self._takes_long(error, monotonic() - started):
                    self._failed(error)
                raise
            self.outage = None

    def _takes_long(self, error: ProviderError, seconds: float) -> bool:
        if self.outage is not None or not is_outage(seconds):
            return self.outage is not None
        if not isinstance(error, ConnectionError) or not error.unreachable:
            return True
        # Much may have been handed over before the connection was cut.
        started = monotonic()
        with contextlib.suppress(ProviderError):
            self._store.position()
        return is_outage(monotonic() - started)

    def _failed(self, error: ProviderError) -> None:
        self.outage = self.outage or Outage(error)
        self.outage.failed(error)
        self._failures += 1

    def _look_alone(self) -> object:
        """Read what a search needs to know of the journal, and leave the store alone."""
        token = self._journal.changed()
        self.seen, self.restrictions = None, Restrictions()
        self.rows = self._journal.spaces()
        return token

    def rebuild(self) -> None:
        """Empty the store and fill it again from the journal."""
        with self._lock, self._turn():
            # One that is damaged may not even know that.
            with contextlib.suppress(StoreDamagedError):
                self.position()
            self._start_over()
            self.seen = None
        self._catch_up(None)
        self.paused = False

    def refill(self) -> None:
        """Fill the store again where it lost its index; another process may have been quicker."""
        self._catch_up(None)
        self.paused = False

    def position(self) -> Position:
        """Return how far the store has read."""
        own = self._store.position()
        # Asked once: a store on a server is a round trip away.
        self._keeps_its_own = own is not None
        return self._journal.follower(self._name) if own is None else own

    def _turn(self) -> AbstractContextManager[None]:
        if not self._shared:
            return nullcontext()
        return self._store.turn() or self._journal.exclusively(self._name)

    def _follow(self) -> object:
        """Bring the store to the head of the journal, and return the token as of then."""
        position = self.position()
        if position == Position():
            self._journal_id = self._journal.journal_id
            position = self._fill(self._journal.head())
        elif self._at is None or self._at[0] != position:
            # A store that keeps its position has just compared the token of it; see `Store`.
            self._note(position)
        while True:
            news = self._news(position, limit=_CHUNK)
            if self._is_of_another_history(position, news):
                self._start_over()
                self._journal_id = news.journal_id
                return self._follow()
            self._follow_spaces(news.spaces)
            self.restrictions, self.rows = news.restrictions, list(news.spaces)
            done = news.delta.position in (position, news.head)
            if news.delta.position != position:
                self._take(news, last=done)
                self._note_handed(position, len(news.delta.changed) + len(news.delta.deleted))
                position = news.delta.position
                self._at = position, news.event_token
            if done:
                break
        return news.token if self._counted else self._checked(news.token)

    def _is_of_another_history(self, position: Position, news: News) -> bool:
        """Tell whether the journal was reset, or restored from a backup, since the store read."""
        return (
            self._journal_id != news.journal_id
            or self._at != (position, news.since_token)
            or position.seq > news.head.seq
            or position.vectors > news.head.vectors
        )

    def _note(self, position: Position) -> None:
        self._at = position, self._journal.event_token(position.seq)

    def _take(self, news: News, *, last: bool) -> None:
        delta = news.delta
        self._store.take(
            Step(
                deleted=delta.deleted,
                batch=news.batch,
                position=delta.position,
                event_token=news.event_token,
                last=last,
            )
        )
        if not self._keeps_its_own:
            self._journal.set_follower(self._name, delta.position)

    def _fill(self, head: Position) -> Position:
        """Hand over all memories to a store at its beginning, and return where this leads.

        What was handed over is written down, so that a fill that was interrupted goes on.
        """
        begun, done = (self._journal.follower(f"{self._name}:{what}") for what in _FILL)
        after, number = done
        opened = not self._shared and self._spaces and not self._store.count()
        if begun == Position() and opened:
            # Other threads may search it just now, as empty as it is: its spaces must not go.
            begun, after, number = head, 0, 0
        elif begun == Position() or not number <= self._store.count() <= number + _CHUNK:
            # What a store holds from before its beginning is of another history.
            self._start_over()
            begun, after, number = head, 0, 0
        self._note(begun)
        spaces = self._follow_spaces(self._journal.spaces())
        if begun == Position():
            return begun
        self._write_down(begun, Position(after, number))
        self._filled(number)
        keys = self._journal.allowed_keys(EVERYTHING)
        for part in _chunks(keys[keys > after]):
            self._store.upsert(self._journal.batch(part, spaces=spaces))
            number += len(part)
            self._write_down(begun, Position(int(part[-1]), number))
            self._filled(len(part))
        self._note_handed(Position(), number)
        # What changed meanwhile comes after this position, and is handed over next.
        self._moved(begun)
        self._write_down(None, None)
        return begun

    def _write_down(self, begun: Position | None, done: Position | None) -> None:
        if not self._shared:
            return  # Its rows go with this process, and the journal is not written to by reading.
        for what, position in zip(_FILL, (begun, done), strict=True):
            name = f"{self._name}:{what}"
            if position is not None or self._journal.follower(name) != Position():
                self._journal.set_follower(name, position)

    def _note_handed(self, since: Position, number: int) -> None:
        known, at = self._lately
        fresh = time.monotonic() - at < self._store.lag()
        self._lately = (known if fresh else 0) + number, time.monotonic()
        self._told(since)

    def _checked(self, token: object) -> object:
        """Start over with a store that was wiped, or is ahead of a journal that was restored."""
        matches = self._keeps_its_own or self._matches()
        self._counted = matches is not None
        if matches is not False:
            return token
        self._journal.set_follower(self._name, None)
        return self._follow()

    def _matches(self) -> bool | None:
        """Tell whether the store has as many memories as the journal; None if it may be late."""
        # Other processes may be at work: a difference counts if nothing moved meanwhile.
        while True:
            version = self._journal.changed()
            difference = abs(self._store.count() - self._journal.count(EVERYTHING))
            if not difference:
                return True
            if version == self._journal.changed():
                return None if self._may_be_late(difference) else False

    def _may_be_late(self, difference: int) -> bool:
        """Tell whether a store that shows its writes late may yet show so many more, or fewer."""
        lag = self._store.lag()
        if not lag:
            return False
        number, at = self._lately
        handed = number if time.monotonic() - at < lag else 0
        others = self._journal.head().seq - self._journal.seq_at(now() - round(lag * 1e6))
        return difference <= handed + others or self._store.settled() is False

    def _follow_spaces(self, rows: Sequence[SpaceRow]) -> Sequence[str]:
        if not self._vectors:
            return []
        spaces = tuple(
            SpaceInfo(key=row.key, id=row.id, dim=row.dim, normalized=row.normalized)
            for row in rows
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
        self._write_down(None, None)
        self._spaces = ()
        if not self._keeps_its_own:
            self._journal.set_follower(self._name, None)

    def _moved(self, position: Position) -> None:
        if not self._keeps_its_own:
            self._journal.set_follower(self._name, position)
        self._store.moved(position)


def _chunks(keys: Keys) -> Iterator[Keys]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]
