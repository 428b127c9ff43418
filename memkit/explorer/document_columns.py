"""Which memories were read from which document, and where in it they stand, as arrays."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from memkit.contracts.store import Keys
from memkit.domain.passages import MEDIA_TYPE, TITLE, uri_of
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.times import instant_of

_NONE = -1
_NUMBERS = ("document", "start", "end", "added", "updated", "digests")
_Array = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKey:
    """What tells a document from others: the same file may be read for several people.

    Attributes:
        uri: Where it was read.
        scope: Whose its memories are.
    """

    uri: str
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTotals:
    """A document as its memories tell it.

    Attributes:
        key: Which one.
        title, media_type: As they were told last; None if nothing was.
        passages: How many memories were read from it.
        characters: How far the last of them reaches into its text; 0 if none tells.
        added, updated: When the first was stored and the last changed, microseconds since 1970.
        is_complete: Whether one of them tells the digest of what was read, which is written last.
    """

    key: DocumentKey
    title: str | None
    media_type: str | None
    passages: int
    characters: int
    added: int
    updated: int
    is_complete: bool


class DocumentColumns:
    """The documents of memories, a row each; rows of other memories have none.

    Attributes:
        document: The number of each row's document, -1 for none; int64 of shape (n,), as the rest.
        start, end: Where it stands in its text, in characters; 0 where nothing is known.
        added, updated: When it was stored and changed, microseconds since 1970.
        digests: How many digests it tells.
    """

    def __init__(self) -> None:
        self.document: _Array = np.empty(0, np.int64)
        self.start = self.end = self.added = self.updated = self.digests = self.document
        self._keys: dict[DocumentKey, int] = {}
        self._told: dict[int, tuple[str | None, str | None]] = {}
        self._open = {name: array("q") for name in _NUMBERS}

    def put(self, record: MemoryRecord) -> None:
        """Append the row of a memory."""
        uri = uri_of(record)
        row = (_NONE, 0, 0, 0, 0, 0) if uri is None else self._row(uri, record)
        for column, value in zip(self._open.values(), row, strict=True):
            column.append(value)

    def _row(self, uri: str, record: MemoryRecord) -> tuple[int, ...]:
        document = self._number_of(DocumentKey(uri=uri, scope=record.scope))
        told = record.data.get(TITLE), record.data.get(MEDIA_TYPE)
        title, media_type = (one if isinstance(one, str) else None for one in told)
        self._told[document] = title, media_type
        place = record.sources[0] if record.sources else None
        start, end = (None, None) if place is None else (place.start, place.end)
        return (
            document,
            start or 0,
            end or 0,
            instant_of(record.created_at),
            instant_of(record.updated_at),
            int(place is not None and place.digest is not None),
        )

    def _number_of(self, key: DocumentKey) -> int:
        return self._keys.setdefault(key, len(self._keys))

    def close(self) -> None:
        """Make arrays of the rows that were put."""
        for name, column in self._open.items():
            setattr(self, name, np.frombuffer(column.tobytes(), np.int64))
        self._open = {name: array("q") for name in _NUMBERS}

    def changed(
        self, stay: NDArray[np.bool_], new: DocumentColumns, order: Keys
    ) -> DocumentColumns:
        """Return the columns of the rows that stay and of new ones, in an order of both."""
        made = DocumentColumns()
        made._keys, made._told = dict(self._keys), dict(self._told)
        own = np.empty(len(new._keys), np.int64)
        for key, number in new._keys.items():
            own[number] = made._number_of(key)
            made._told[int(own[number])] = new._told[number]
        for name in _NUMBERS:
            theirs = getattr(new, name)
            if name == "document" and len(own):
                theirs = np.where(theirs == _NONE, _NONE, own[theirs])
            setattr(made, name, np.concatenate([getattr(self, name)[stay], theirs])[order])
        return made

    @cached_property
    def totals(self) -> list[DocumentTotals]:
        """The documents that have memories, in no order."""
        rows = np.flatnonzero(self.document != _NONE)
        document, size = self.document[rows], len(self._keys)
        passages = np.bincount(document, minlength=size)
        digests = np.bincount(document, weights=self.digests[rows], minlength=size)
        added = np.full(size, np.iinfo(np.int64).max)
        updated, reach = np.zeros(size, np.int64), np.zeros(size, np.int64)
        np.minimum.at(added, document, self.added[rows])
        np.maximum.at(updated, document, self.updated[rows])
        np.maximum.at(reach, document, self.end[rows])
        return [
            DocumentTotals(
                key=key,
                title=self._told[number][0],
                media_type=self._told[number][1],
                passages=int(passages[number]),
                characters=int(reach[number]),
                added=int(added[number]),
                updated=int(updated[number]),
                is_complete=bool(digests[number]),
            )
            for key, number in self._keys.items()
            if passages[number]
        ]

    def ranks(self, ids: NDArray[np.object_], *, none: int) -> _Array:
        """Return the place of each row when documents stand below each other; `none` of others.

        Within a document rows stand as its text does; what tells no place, such as the messages of
        a conversation, in the order of the ids, which is that of reading.
        """
        ranks = np.full(len(self.document), none, np.int64)
        rows = np.flatnonzero(self.document != _NONE)
        by_name = {number: key for key, number in self._keys.items()}
        names = sorted(by_name, key=lambda number: by_name[number].uri)
        place = np.empty(len(by_name), np.int64)
        place[names] = np.arange(len(names))
        order = np.lexsort((ids[rows].astype(str), self.start[rows], place[self.document[rows]]))
        ranks[rows[order]] = np.arange(len(rows))
        return ranks

    def around(self, row: int, ids: NDArray[np.object_]) -> list[int]:
        """Return the rows of a row's document, in its order."""
        rows = np.flatnonzero(self.document == self.document[row])
        ordered: list[int] = rows[np.lexsort((ids[rows].astype(str), self.start[rows]))].tolist()
        return ordered
