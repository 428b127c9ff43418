"""What a journal tells of its memories, as they are and as they were."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from memkit.contracts.store import EVER, Frequencies, Keys, Matches, Selection
from memkit.domain.records import Event, MemoryRecord, Role, Scope
from memkit.filters import DATA, METADATA, Field, parse

_AT_A_TIME = 1000


class Turn(NamedTuple):
    """Who said a memory, and which one was said right before it in the same call, by their keys."""

    key: int
    role: Role | None
    name: str | None
    follows: int | None


class Restrictions(NamedTuple):
    """What searches have to ask of memories.

    Attributes:
        validity: Whether one of them may not hold at some time.
        withheld: Whether one of them is withheld.
        derivations: Whether there are derivations that are not in use.
    """

    validity: bool = True
    withheld: bool = True
    derivations: bool = True


def drawn_by_source(records: Iterable[MemoryRecord]) -> dict[str, list[str]]:
    """Return id of a source -> ids of the derived memories among these that name it."""
    drawn: dict[str, list[str]] = {}
    for record in records:
        if record.derived_by is not None:
            for source in record.sources:
                if source.memory_id is not None:
                    drawn.setdefault(source.memory_id, []).append(record.id)
    return drawn


def downstream(drawn: Mapping[str, Sequence[str]], ids: Iterable[str]) -> list[str]:
    """Return what hangs on some, at any depth, each once.

    Args:
        drawn: Id -> ids of what was drawn from it.
        ids: Where to begin; those are among the result only if they hang on one of them.
    """
    found: dict[str, None] = {}
    waiting = list(ids)
    while waiting:
        new = [id_ for id_ in drawn.get(waiting.pop(), ()) if id_ not in found]
        found |= dict.fromkeys(new)
        waiting += new
    return list(found)


def names_in(metadata: Mapping[str, Any], data: Mapping[str, Any] | None) -> Iterator[Field]:
    """Yield the keys of one memory as filters name them: of metadata also those one level below."""
    for key, value in metadata.items():
        yield (METADATA, key)
        if isinstance(value, dict):
            yield from ((METADATA, key, inner) for inner in value)
    yield from ((DATA, key) for key in data or ())


def most_first(counts: Iterable[tuple[Any, int]]) -> dict[Any, int]:
    """Return what was counted by falling count; what occurs equally often in its order."""
    return dict(sorted(counts, key=lambda one: -one[1]))


class Memories(ABC):
    """Memories, selections of them, and the events that made them."""

    @abstractmethod
    def get(self, ids: Sequence[str]) -> dict[str, MemoryRecord]:
        """Return the memories of these ids, by id; unknown ids are absent."""

    @abstractmethod
    def read(self, keys: Keys) -> dict[int, MemoryRecord]:
        """Return the memories of these keys, by key; unknown keys are absent."""

    @abstractmethod
    def keys_of(self, ids: Sequence[str]) -> dict[str, int]:
        """Return the keys of these ids; unknown ids are absent."""

    def ids_like(self, part: str, *, limit: int) -> list[tuple[str, bool]]:
        """Return ids that begin or end with a part, also of deleted memories.

        Override it where the database can tell without all events.

        Args:
            part: Hexadecimal digits and dashes, in lower case.
            limit: How many at most.

        Returns:
            Ids, and whether their memories are there: first those that are, the newest first.
        """
        named = {event.memory_id for event in self.events()}
        found = [id_ for id_ in named if id_.startswith(part) or id_.endswith(part)]
        keys = self.keys_of(found)
        found.sort(key=lambda id_: (id_ in keys, id_), reverse=True)
        return [(id_, id_ in keys) for id_ in found[:limit]]

    @abstractmethod
    def replies(self, keys: Keys) -> list[tuple[int, int]]:
        """Return the messages that were said right after these: pairs of keys, before and after."""

    def turns(self, keys: Keys) -> list[Turn]:
        """Return these memories, and those said right before and right after them, as turns.

        Override it where the database can tell all of it at once.
        """
        ids = {record.id for record in self.read(keys).values()}
        before = self.keys_of(list(self.replied_to(list(ids)).values()))
        after = [key for _, key in self.replies(keys)]
        every = np.unique(np.array([*keys.tolist(), *before.values(), *after], np.int64))
        records = self.read(every)
        follows = {key: first for first, key in self.replies(np.array(list(records), np.int64))}
        replied_to = self.replied_to([record.id for record in records.values()])
        key_of = self.keys_of(list(replied_to.values()))
        follows |= {
            key: key_of[replied_to[record.id]]
            for key, record in records.items()
            if replied_to.get(record.id) in key_of
        }
        return [
            Turn(key, record.role, record.name, follows.get(key)) for key, record in records.items()
        ]

    @abstractmethod
    def replied_to(self, ids: Sequence[str]) -> dict[str, str]:
        """Return what messages were said right after: id -> id, also of what is deleted."""

    @abstractmethod
    def page(
        self, selection: Selection, *, limit: int, after: int = 0
    ) -> list[tuple[int, MemoryRecord]]:
        """Return up to `limit` memories with their keys, by rising key, from above `after`."""

    @abstractmethod
    def count(self, selection: Selection) -> int:
        """Return how many memories a selection holds."""

    def scope_ids(self, name: str, *, scope: Scope, now: int) -> dict[str, int]:
        """Return the ids of one kind that memories of a scope have, and how many, most first.

        Override it where the database can tell without all memories.

        Args:
            name: "user_id", "agent_id", "app_id" or "run_id".
            scope, now: As of a `Selection`: what has expired by then does not count.
        """
        records = self._every(Selection(scope=scope, where=None, now=now))
        found = (getattr(record, name) for record in records)
        return most_first(sorted(Counter(id_ for id_ in found if id_ is not None).items()))

    def field_names(self, scope: Scope) -> dict[Field, int]:
        """Return the keys that memories of a scope have, and how many have each, most first.

        Override it where the database can tell without all memories.

        Returns:
            Fields as filters name them: ("metadata", "a"), ("metadata", "a", "b") of an object in
            the metadata, ("data", "x").
        """
        records = self._every(Selection(scope=scope, where=None, now=EVER))
        names = (name for one in records for name in names_in(one.metadata, one.data))
        return most_first(Counter(names).items())

    def _every(self, selection: Selection) -> Iterator[MemoryRecord]:
        after = 0
        while page := self.page(selection, limit=_AT_A_TIME, after=after):
            after = page[-1][0]
            yield from (record for _, record in page)

    def derived_keys(self, ids: Sequence[str]) -> Keys:
        """Return the keys of what was drawn from memories, at any depth, rising.

        These are memories with `derived_by` whose `sources` name one of the ids, and those drawn
        from them. Override it where the database can tell without all memories.
        """
        selection = Selection(scope=Scope(), where=parse("derived_by exists"), now=EVER)
        found = downstream(drawn_by_source(self._every(selection)), ids)
        return np.array(sorted(self.keys_of(found).values()), np.int64)

    def restrictions(self, scope: Scope) -> Restrictions:
        """Tell what searches in a scope have to ask of its memories.

        They leave out what does not matter, which is most often all of it. Override it where the
        database can tell quickly.
        """
        return Restrictions()

    @abstractmethod
    def allowed_keys(self, selection: Selection, *, among: Keys | None = None) -> Keys:
        """Return the keys a selection holds, rising; `among` looks at these only."""

    @abstractmethod
    def events(
        self,
        *,
        after: int = 0,
        until: int | None = None,
        memory_id: str | None = None,
        scope: Scope | None = None,
        limit: int | None = None,
    ) -> list[Event]:
        """Return events with `after < seq <= until`, by rising sequence number."""

    def batch_events(self, batch_id: str) -> list[Event]:
        """Return the events of one call, by rising sequence number; they stand together.

        Override it where the database can tell without all events.
        """
        found: list[Event] = []
        after = 0
        while page := self.events(after=after, limit=_AT_A_TIME):
            found += [event for event in page if event.batch_id == batch_id]
            after = page[-1].seq
        return found

    def event_counts(
        self, *, after: int, until: int, pieces: int, scope: Scope
    ) -> list[dict[str, int]]:
        """Return how many events of a scope and of each kind a span holds, in equal pieces.

        Override it where the database can tell without all events.

        Args:
            after, until: The span: `after < seq <= until`.
            pieces: How many; event `seq` is in piece `(seq - after - 1) * pieces // (until -
                after)`, from 0.
            scope: Whose events.
        """
        counts: list[dict[str, int]] = [{} for _ in range(pieces)]
        for event in self.events(after=after, until=until, scope=scope):
            piece = counts[(event.seq - after - 1) * pieces // (until - after)]
            piece[event.event] = piece.get(event.event, 0) + 1
        return counts

    @abstractmethod
    def event_token(self, seq: int) -> str | None:
        """Return what tells event `seq` from that of another history: its batch; None for none."""

    @abstractmethod
    def seq_at(self, instant: int) -> int:
        """Return the number of the last event at or before an instant; 0 if there is none."""

    @abstractmethod
    def state_at(self, seq: int) -> Iterator[tuple[int, MemoryRecord]]:
        """Yield the memories as they stood after event `seq`, with their keys, by rising key."""


class TextSearch:
    """Search by words, for stores that have none; needs the capability "text"."""

    def search_text(self, query: str, *, k: int, selection: Selection) -> Matches:
        """Return the `k` best memories of the selection by BM25.

        These are the best of all that share a word with the query, and `Matches.lookup` tells the
        scores of others: a search by vectors may have found them.
        """
        raise NotImplementedError(f"{type(self).__name__} has no text search")

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        """Return in how many memories of a scope words occur."""
        raise NotImplementedError(f"{type(self).__name__} has no text search")
