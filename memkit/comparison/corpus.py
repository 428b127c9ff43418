"""The memories that are compared, with their vectors: those of a journal, or of arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from memkit.analysis.vectors import RowIndices
from memkit.concurrency.effects import run
from memkit.contracts.embedder import Embedder, Vectors
from memkit.contracts.store import Keys, Selection
from memkit.domain.ids import named_by
from memkit.domain.records import Event, MemoryRecord
from memkit.engine.engine import Engine

# The rule by which static embedders weight a query's words; see the closing note of issue 3.
from memkit.engine.memory_ids import resolve_if_known
from memkit.engine.retrieval.pipeline import scope_idf
from memkit.engine.spaces.embedding import embed_query
from memkit.engine.spaces.unrelated import unrelated_vectors
from memkit.errors import NotFoundError, SpaceError, Wording


class Corpus(Protocol):
    """Memories by row number, from 0, with a vector in each space."""

    @property
    def n(self) -> int:
        """How many memories there are."""

    def records(self, rows: RowIndices) -> list[MemoryRecord]:
        """Return memories."""

    def rows_of(self, ids: Sequence[str]) -> list[int]:
        """Return the rows of ids.

        Raises:
            NotFoundError: One of them is not among the memories.
        """

    def has(self, id: str) -> bool:
        """Tell whether a memory is among these."""

    def vectors(self, space: str) -> Vectors:
        """Return the vectors of all rows, of shape (n, dim); zeros where there is none."""

    def embed_query(self, space: str, text: str) -> Vectors:
        """Return a query's vector of shape (dim,).

        Raises:
            SpaceError: The embedder is not at hand.
            ProviderError: It failed.
        """

    def unrelated(self, space: str) -> Vectors | None:
        """Return the vectors of texts about something else; None if nobody can embed them."""

    def text_vectors(self, space: str, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts, of shape (len(texts), dim); zeros where there is none."""

    def updates(self, ids: Iterable[str]) -> list[Event]:
        """Return the events that changed the text of these memories, oldest first."""


class ArrayCorpus:
    """Memories and vectors that are at hand.

    Args:
        records: One a row.
        vectors: Space -> float32 of shape (n, dim).
        embedders: Space -> its embedder, to ask queries with.
        behind: The journal they were taken from, if it is open: for queries and for what changed.
    """

    def __init__(
        self,
        records: Sequence[MemoryRecord],
        vectors: Mapping[str, Vectors],
        *,
        embedders: Mapping[str, Embedder] | None = None,
        behind: JournalCorpus | None = None,
    ) -> None:
        self._records = list(records)
        self._vectors = dict(vectors)
        self._embedders = dict(embedders or {})
        self._unrelated: dict[str, Vectors | None] = {}
        self._behind = behind
        self._rows = {record.id: row for row, record in enumerate(self._records)}

    @property
    def n(self) -> int:
        """How many memories there are."""
        return len(self._records)

    def records(self, rows: RowIndices) -> list[MemoryRecord]:
        """Return memories."""
        return [self._records[row] for row in rows.tolist()]

    def rows_of(self, ids: Sequence[str]) -> list[int]:
        """Return the rows of ids."""
        named = [id_ if id_ in self._rows else named_by(id_, self._rows) for id_ in ids]
        return [
            _found(self._rows.get(name or ""), id_) for name, id_ in zip(named, ids, strict=True)
        ]

    def has(self, id: str) -> bool:
        """Tell whether a memory is among these."""
        return id in self._rows

    def vectors(self, space: str) -> Vectors:
        """Return the vectors of all rows."""
        return self._vectors[space]

    def embed_query(self, space: str, text: str) -> Vectors:
        """Return a query's vector."""
        embedder = self._embedders.get(space)
        if embedder is not None:
            return run(embed_query(embedder, text, idf=None))
        if self._behind is not None:
            return self._behind.embed_query(space, text)
        raise SpaceError(
            f"This comparison has no embedder of space {space!r}, so it can't embed a query.",
            fix=Wording(
                "Compare from a memory, or load with Comparison.load(path, memory=m).",
                widget="A comparison that is made from a memory can be asked.",
            ),
        )

    def unrelated(self, space: str) -> Vectors | None:
        """Return the vectors of texts about something else."""
        embedder = self._embedders.get(space)
        if embedder is None:
            return None if self._behind is None else self._behind.unrelated(space)
        if space not in self._unrelated:
            self._unrelated[space] = run(unrelated_vectors(embedder))
        return self._unrelated[space]

    def text_vectors(self, space: str, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts, zeros without a journal to look in."""
        if self._behind is not None:
            return self._behind.text_vectors(space, texts)
        return np.zeros((len(texts), self._vectors[space].shape[1]), np.float32)

    def updates(self, ids: Iterable[str]) -> list[Event]:
        """Return the events that changed the text of these memories, oldest first."""
        return [] if self._behind is None else self._behind.updates(ids)


class JournalCorpus:
    """Memories of a journal.

    Args:
        engine: The open memory.
        selection: What was compared; its scope weights the words of queries.
        keys: The memories, one a row, rising.
        extra: Vectors and embedders of spaces that the journal does not know, for these keys.
    """

    def __init__(
        self,
        engine: Engine,
        selection: Selection,
        keys: Keys,
        *,
        extra: Mapping[str, tuple[Embedder, Vectors]] | None = None,
    ) -> None:
        self._engine = engine
        self._selection = selection
        self._keys = keys
        self._extra = dict(extra or {})
        self._unrelated: dict[str, Vectors | None] = {}
        self._vectors: dict[str, Vectors] = {}
        # As they were when they were first looked at: a comparison does not change under a reader.
        self._records: dict[int, MemoryRecord] = {}
        self._rows_by_id: dict[str, int] = {}

    @property
    def n(self) -> int:
        """How many memories there are."""
        return len(self._keys)

    def records(self, rows: RowIndices) -> list[MemoryRecord]:
        """Return memories; one that was deleted before anybody looked at it is an error."""
        unread = [row for row in dict.fromkeys(rows.tolist()) if row not in self._records]
        if unread:
            found = self._engine.journal.read(self._keys[unread])
            for row, key in zip(unread, self._keys[unread].tolist(), strict=True):
                record = _found(found.get(key), key)
                self._records[row] = record
                self._rows_by_id[record.id] = row
        return [self._records[row] for row in rows.tolist()]

    def rows_of(self, ids: Sequence[str]) -> list[int]:
        """Return the rows of ids."""
        ids = [resolve_if_known(self._engine, id_) for id_ in ids]
        found = self._rows_found(ids)
        return [_found(found[id_], id_) for id_ in ids]

    def has(self, id: str) -> bool:
        """Tell whether a memory is among these."""
        return self._rows_found([id])[id] is not None

    def _rows_found(self, ids: Sequence[str]) -> dict[str, int | None]:
        unknown = [id_ for id_ in ids if id_ not in self._rows_by_id]
        if unknown:
            keys = self._engine.journal.keys_of(unknown)
            # Keys rise with the rows.
            for id_, key in keys.items():
                row = int(np.searchsorted(self._keys, key))
                if row < len(self._keys) and self._keys[row] == key:
                    self._rows_by_id[id_] = row
        return {id_: self._rows_by_id.get(id_) for id_ in ids}

    def vectors(self, space: str) -> Vectors:
        """Return the vectors of all rows, read once."""
        if space in self._extra:
            return self._extra[space][1]
        if space not in self._vectors:
            self._vectors[space] = self._engine.journal.vectors(space, self._keys)
        return self._vectors[space]

    def embed_query(self, space: str, text: str) -> Vectors:
        """Return a query's vector, as a search in this space would use it."""
        if space in self._extra:
            return run(embed_query(self._extra[space][0], text, idf=None))
        row = self._engine.spaces.get(space)
        embedder = run(self._engine.spaces.embedder(row))
        if "idf" not in self._engine.spaces.capabilities(row):
            return run(embed_query(embedder, text, idf=None))
        index = self._engine.index
        if index.has_words:
            self._engine.follower.catch_up()
        words = index if index.has_words else index.without_store
        return run(embed_query(embedder, text, idf=scope_idf(words, self._selection.scope)))

    def unrelated(self, space: str) -> Vectors | None:
        """Return the vectors of texts about something else, as a search would use them."""
        if space not in self._extra:
            row = self._engine.spaces.get(space)
            return run(self._engine.unrelated.of(row, run(self._engine.spaces.embedder(row))))
        if space not in self._unrelated:
            self._unrelated[space] = run(unrelated_vectors(self._extra[space][0]))
        return self._unrelated[space]

    def text_vectors(self, space: str, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts, earlier ones of changed memories among them."""
        if space in self._extra:
            return np.zeros((len(texts), self._extra[space][1].shape[1]), np.float32)
        return self._engine.journal.text_vectors(space, texts)

    def updates(self, ids: Iterable[str]) -> list[Event]:
        """Return the events that changed the text of these memories, oldest first."""
        events = [
            event
            for id_ in ids
            for event in self._engine.journal.events(memory_id=id_)
            if event.event == "UPDATE" and event.old_memory != event.new_memory
        ]
        return sorted(events, key=lambda event: event.seq)


def _found(value: Any, name: object) -> Any:
    if value is None:
        raise NotFoundError(
            f"There is no memory {name!r} in this comparison.",
            fix="Look the id up in comparison.ids, or compare again.",
        )
    return value
