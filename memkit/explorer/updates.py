"""What happens in a journal: news since an event, and the whole of it in pieces for a slider."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from memkit.contracts.journal import Journal
from memkit.domain import forks
from memkit.domain.records import Change, Event, Scope
from memkit.domain.validation import whole_number
from memkit.domain.wording import counted
from memkit.explorer.schemas import Bucket, Changes, EventSummary, Histogram
from memkit.text.clean import cut

_MOST_EVENTS = 50
# News are looked through so far back; more are only counted.
_MOST_READ = 2000
_MOST_BUCKETS = 1000
_WORDS: dict[Change, str] = {
    "ADD": "added",
    "UPDATE": "changed",
    "DELETE": "deleted",
    "PURGE": "purged",
}


class Watch:
    """Follows a journal from event to event.

    Args:
        journal: The journal.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._lock = threading.Lock()
        forks.renew(self, _lock=threading.Lock)
        self._seen: object = None
        self._head = -1
        self._journal_id = journal.journal_id
        # The last histogram, and what it is of.
        self._histogram: tuple[object, Histogram] | None = None

    def changes(self, since: int | None, scope: Scope) -> Changes:
        """Return what happened after an event."""
        with self._lock:
            token = self._journal.changed()
            journal_id = self._journal_id
            if token != self._seen:
                self._head = self._journal.head().seq
                self._journal_id = self._journal.journal_id
                self._seen = token
            head = self._head
            reset = since is not None and (head < since or self._journal_id != journal_id)
        if since is None or (since == head and not reset):
            return _nothing(head)
        if reset:
            return {**_nothing(head), "changed": True, "reset": True}
        events = self._journal.events(after=max(since, head - _MOST_READ), until=head, scope=scope)
        many = head - since > _MOST_READ
        return {
            "changed": True,
            "head": head,
            "count": head - since if many else len(events),
            "events": [_row(event) for event in events[-_MOST_EVENTS:]],
            "reset": False,
            "said": f"{counted(head - since, 'change')}." if many else _said(events),
        }

    def histogram(self, scope: Scope, buckets: int) -> Histogram:
        """Return the journal in pieces."""
        most = min(whole_number(buckets, "buckets", least=1), _MOST_BUCKETS)
        head = self._journal.head().seq
        known = (self._journal.journal_id, head, scope, most)
        with self._lock:
            if self._histogram is not None and self._histogram[0] == known:
                return self._histogram[1]
        # Numbers go on after a reset, so that the first event need not be number one.
        first = next(iter(self._journal.events(until=head, limit=1)), None)
        found = [] if first is None else self._buckets(scope, first.seq - 1, head, most)
        made: Histogram = {
            "head": head,
            "first_at": None if first is None else first.at.isoformat(),
            "last_at": found[-1]["at"] if found else None,
            "buckets": found,
        }
        with self._lock:
            self._histogram = known, made
        return made

    def _buckets(self, scope: Scope, after: int, until: int, most: int) -> list[Bucket]:
        size = until - after
        pieces = min(most, size)
        counts = self._journal.event_counts(after=after, until=until, pieces=pieces, scope=scope)
        # The first number of each piece.
        edges = [after + 1 - (-piece * size // pieces) for piece in range(pieces + 1)]
        return [
            {
                "first": first,
                "last": end - 1,
                "at": self._time_of(end - 1),
                "ADD": count.get("ADD", 0),
                # Of what kind else it may be called, such as "STALE": the memory is another.
                "UPDATE": sum(count.values()) - count.get("ADD", 0) - count.get("DELETE", 0),
                "DELETE": count.get("DELETE", 0),
            }
            for count, (first, end) in zip(counts, pairwise(edges), strict=True)
        ]

    def _time_of(self, seq: int) -> str:
        # The event after it stands for a number that was never given out.
        (event,) = self._journal.events(after=seq - 1, limit=1)
        return event.at.isoformat()


def _nothing(head: int) -> Changes:
    return {
        "changed": False, "head": head, "count": 0, "events": [], "reset": False, "said": "",
    }  # fmt: skip


def _row(event: Event) -> EventSummary:
    text = event.new_memory if event.new_memory is not None else event.old_memory
    return {
        "seq": event.seq,
        "event": event.event,
        "id": event.memory_id,
        "at": event.at.isoformat(),
        "actor": event.actor,
        "text": cut(text or ""),
    }


def _said(events: Sequence[Event]) -> str:
    kinds = Counter(event.effect for event in events)
    parts = [f"{kinds[kind]:,} {word}" for kind, word in _WORDS.items() if kinds[kind]]
    return f"{', '.join(parts)}." if parts else ""
