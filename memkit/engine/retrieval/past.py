"""The memories as they stood after an event: searched like the present, from a store of its own."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import numpy as np

from memkit import plugins
from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import Restrictions, SpaceRow, Turn
from memkit.contracts.journal.memories import downstream, drawn_by_source
from memkit.contracts.store import (
    Batch,
    Frequencies,
    Keys,
    Matches,
    Position,
    Selection,
    SpaceInfo,
    Store,
)
from memkit.domain.passages import searched_text_of
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.times import instant_of, to_instant
from memkit.domain.values import PLAIN, scalar, shown
from memkit.engine.engine import Engine
from memkit.engine.retrieval.validity import is_limited
from memkit.errors import ValidationError, Wording


class PastIndex:
    """An index over a past state; also the context of its store. It is read at the first use.

    Args:
        engine: The memory.
        seq: The state after this event.
        instant: When that was.
    """

    name = "local"
    has_words = True
    # Its store is in this process, and does not go away.
    without_store = None

    def __init__(self, engine: Engine, seq: int, instant: int) -> None:
        self.path: Path | None = None
        self.place: tuple[str, ...] | None = None
        self._journal = engine.journal
        self._spaces = engine.spaces
        self._seq = seq
        self._instant = instant
        self._ready: list[str] = []

    @property
    def journal_id(self) -> str:
        """The journal's name."""
        return self._journal.journal_id

    @functools.cached_property
    def _records(self) -> dict[int, MemoryRecord]:
        return dict(self._journal.state_at(self._seq))

    @functools.cached_property
    def _keys(self) -> list[int]:
        return sorted(self._records)

    @functools.cached_property
    def _store(self) -> Store:
        store: Store = plugins.create("store", "local", context=self)
        spaces = self._journal.spaces()
        for row in spaces:
            store.open_space(
                SpaceInfo(key=row.key, id=row.id, dim=row.dim, normalized=row.normalized)
            )
        records = [self._records[key] for key in self._keys]
        texts = [searched_text_of(record) for record in records]
        store.upsert(
            Batch(
                keys=np.array(self._keys, np.int64),
                records=records,
                texts=texts,
                scopes=[record.scope for record in records],
                expires_at=[
                    None if record.expires_at is None else instant_of(record.expires_at)
                    for record in records
                ],
                vectors={row.key: self._journal.text_vectors(row.key, texts) for row in spaces},
            )
        )
        store.moved(Position())
        return store

    def begin(self, queries: Sequence[str], scope: Scope) -> Sequence[SpaceRow]:
        """Return the spaces of the journal; the past does not change, but more of it is embedded
        when a space is filled.
        """
        rows = self._spaces.rows()
        ready = [row.key for row in rows if row.state == "ready"]
        if ready != self._ready:
            self._ready = ready
            self.__dict__.pop("_store", None)
        return rows

    def now(self) -> int:
        """Return when the memories stood like this."""
        return self._instant

    def search(self, space: str, vector: Vectors, *, k: int, selection: Selection) -> Matches:
        """Return the best by cosine."""
        return self._store.search(space, vector, k=k, selection=selection)

    def search_both(
        self, space: str, vector: Vectors, query: str, *, k: int, selection: Selection
    ) -> tuple[Matches, Matches]:
        """Return the best by cosine, and the best by BM25."""
        return self._store.search_both(space, vector, query, k=k, selection=selection)

    def search_text(self, query: str, *, k: int, selection: Selection) -> Matches:
        """Return the best by BM25."""
        return self._store.search_text(query, k=k, selection=selection)

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        """Return in how many memories words occur."""
        return self._store.frequencies(words, scope)

    def vectors(self, space: str, keys: Keys) -> Vectors:
        """Return vectors of memories."""
        return self._journal.text_vectors(
            space, [searched_text_of(self._records[key]) for key in keys.tolist()]
        )

    def replies(self, keys: Keys) -> list[tuple[int, int]]:
        """Return the messages said right after these, as far as they are still there."""
        return [pair for pair in self._journal.replies(keys) if pair[1] in self._records]

    def turns(self, keys: Keys) -> list[Turn]:
        """Return these memories and their neighbours, as far as they were there, as turns.

        Who said it is told as it was then; what was said before it, of what is still there.
        """
        follows = {turn.key: turn.follows for turn in self._journal.turns(keys)}
        there = self.read(np.array(sorted({*keys.tolist(), *follows}), np.int64))
        return [
            Turn(key, record.role, record.name, follows.get(key)) for key, record in there.items()
        ]

    def read(self, keys: Keys) -> Mapping[int, MemoryRecord]:
        """Return memories by key."""
        return {key: self._records[key] for key in keys.tolist() if key in self._records}

    def event_token(self, seq: int) -> str | None:
        """Return what tells an event from that of another history."""
        return self._journal.event_token(seq)

    def restrictions(self, scope: Scope) -> Restrictions:
        """Tell what a search in a scope has to ask of its memories."""
        there = [record for record in self._records.values() if scope.covers(record)]
        return Restrictions(
            validity=any(map(is_limited, there)),
            withheld=any(record.withheld is not None for record in there),
            derivations=any(record.derived_by is not None for record in there),
        )

    def allowed_keys(self, selection: Selection, *, among: Keys | None = None) -> Keys:
        """Return the keys of memories that belong to a selection."""
        keys = self._keys if among is None else sorted(among.tolist())
        return np.array([key for key in keys if selection.has(self._records[key])], np.int64)

    def page(
        self, selection: Selection, *, limit: int, after: int = 0
    ) -> list[tuple[int, MemoryRecord]]:
        """Return memories of a selection, by rising key, from above `after`."""
        found = []
        for key in self._keys[bisect.bisect_right(self._keys, after) :]:
            if selection.has(self._records[key]):
                found.append((key, self._records[key]))
                if len(found) == limit:
                    break
        return found

    def count(self, selection: Selection) -> int:
        """Return how many memories a selection held."""
        return len(self.allowed_keys(selection))

    @functools.cached_property
    def _by_id(self) -> dict[str, int]:
        return {record.id: key for key, record in self._records.items()}

    def get(self, ids: Sequence[str]) -> dict[str, MemoryRecord]:
        """Return memories by id."""
        by_id = self._by_id
        return {id_: self._records[by_id[id_]] for id_ in ids if id_ in by_id}

    def derived_keys(self, ids: Sequence[str]) -> Keys:
        """Return the keys of what had been drawn from memories, at any depth, rising."""
        found = downstream(drawn_by_source(self._records.values()), ids)
        return np.array(sorted(self._by_id[id_] for id_ in found), np.int64)

    def records(self) -> Iterable[MemoryRecord]:
        """Return all memories."""
        return self._records.values()


def moment(engine: Engine, at: int | datetime | date | str) -> tuple[int, int]:
    """Return the event number and the instant that a point in the past stands for.

    Raises:
        ValidationError: It is neither an event's number nor a time.
    """
    head = engine.journal.head().seq
    if type(at) not in PLAIN:
        at = scalar(at, "as_of")
    if isinstance(at, bool) or not isinstance(at, (int, datetime, date, str)):
        raise ValidationError(
            f"{shown(at)} is neither an event's number nor a time.",
            fix=Wording(
                "Give a seq of events(), a datetime, or a string such as '2025-03-01'.",
                magic="Give an event's number, or a date or time such as 2025-03-01.",
                command="Give an event's number, or a date or time such as 2025-03-01.",
            ),
        )
    if not isinstance(at, int):
        instant = to_instant(at, name="as_of")
        return engine.journal.seq_at(instant), instant
    if not 0 <= at <= head:
        raise ValidationError(
            f"There is no event {shown(at)}; the last one is {head}.", fix=f"Give 0 to {head}."
        )
    event = next(iter(engine.journal.events(after=at - 1, until=at)), None)
    return at, 0 if event is None else instant_of(event.at)
