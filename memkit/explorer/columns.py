"""What a table of memories is sorted by, as arrays: no record is held, whatever their number."""

from __future__ import annotations

import json
import operator
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memkit.contracts.store import Keys
from memkit.domain.records import SCOPE_KEYS, MemoryRecord
from memkit.domain.times import instant_of
from memkit.errors import ValidationError
from memkit.explorer.document_columns import DocumentColumns

Places = NDArray[np.intp]
Ranks = NDArray[np.int64]
# A value as what it is compared by: its kind, and something that has an order within the kind.
Token = tuple[int, Any]
Words = tuple[str | None, ...]

TIMES = ("created_at", "occurred_at", "expires_at")
# Of these there are few combinations, even of many memories.
WORDS = (*SCOPE_KEYS, "type", "role")
# Where a memory stands in the document that it was read from.
PLACE = "place"
FIELDS = ("memory", "updated_at", *TIMES, *WORDS, PLACE)
METADATA = "metadata."

# Memories are told apart by so many characters when they are sorted.
MOST_SORTED = 80
# Further keys of the metadata are shown, but not sorted by.
_MOST_KEYS = 200
_NEVER = np.iinfo(np.int64).min
_BOOLEAN, _NUMBER, _TEXT, _REST = range(4)


@dataclass
class Values:
    """A column with few different values: each once, and which rows have them.

    Attributes:
        codes: Token -> its number, in the order in which they were met.
        rows: Places of the rows that have a value, in no order.
        values: The number of their token.
    """

    codes: dict[Token, int] = field(default_factory=dict)
    rows: array[int] = field(default_factory=lambda: array("q"))
    values: array[int] = field(default_factory=lambda: array("q"))

    def put(self, row: int, token: Token) -> None:
        """Note the value of a row."""
        self.rows.append(row)
        self.values.append(self.codes.setdefault(token, len(self.codes)))

    def ranks(self, n: int) -> Ranks:
        """Return which place the value of each of `n` rows has among all; `_NEVER` for none."""
        kinds: dict[int, list[Any]] = {}
        for kind, value in self.codes:
            kinds.setdefault(kind, []).append(value)
        rank = np.empty(len(self.codes), np.int64)
        place = 0
        for kind in sorted(kinds):
            for value in sorted(kinds[kind]):
                rank[self.codes[kind, value]] = place
                place += 1
        ranks = np.full(n, _NEVER)
        ranks[_array(self.rows)] = rank[_array(self.values)]
        return ranks

    def moved(self, places: Places) -> Values:
        """Return the column for rows that moved to `places`; those at -1 are gone."""
        rows, values = places[_array(self.rows)], _array(self.values)
        kept = rows >= 0
        return Values(
            dict(self.codes), array("q", rows[kept].tobytes()), array("q", values[kept].tobytes())
        )

    def extend(self, other: Values, places: Places) -> None:
        """Take over the rows of another column, which moved to `places`."""
        own = {code: self.codes.setdefault(token, len(self.codes))
               for token, code in other.codes.items()}  # fmt: skip
        for row, value in zip(other.rows, other.values, strict=True):
            self.rows.append(int(places[row]))
            self.values.append(own[value])


class Columns:
    """Columns of memories, whose rows stand in the order of their keys.

    Args:
        memories: Keys and records, by rising key.

    Attributes:
        keys: int64 of shape (n,), rising.
        ids: One a row.
        documents: Which of them were read from documents.
    """

    def __init__(self, memories: Iterable[tuple[int, MemoryRecord]] = ()) -> None:
        keys, changed, kinds = array("q"), array("q"), array("q")
        ids: list[str] = []
        texts: list[str] = []
        times = {name: array("q") for name in TIMES}
        words = operator.attrgetter(*WORDS)
        codes: dict[Words, int] = {}
        self._metadata: dict[str, Values] = {}
        self.documents = DocumentColumns()
        for row, (key, record) in enumerate(memories):
            keys.append(key)
            ids.append(record.id)
            texts.append(record.memory[:MOST_SORTED])
            changed.append(record.seq)
            kinds.append(codes.setdefault(words(record), len(codes)))
            for name, column in times.items():
                moment = getattr(record, name)
                column.append(_NEVER if moment is None else instant_of(moment))
            self._put_metadata(row, record.metadata)
            self.documents.put(record)
        self.documents.close()
        self.keys: Keys = _array(keys)
        self.ids = np.array(ids, dtype=object)
        self._texts = np.array(texts, dtype=object)
        self._changed = _array(changed)
        self._times = {name: _array(column) for name, column in times.items()}
        self._words = codes
        self._kinds = _array(kinds)
        # Rising, with how many rows at the beginning have no value.
        self._orders: dict[str, tuple[Places, int]] = {}

    def __len__(self) -> int:
        return len(self.keys)

    def _put_metadata(self, row: int, metadata: Mapping[str, Any]) -> None:
        for key, value in metadata.items():
            column = self._metadata.get(key)
            if column is None:
                if len(self._metadata) >= _MOST_KEYS:
                    continue
                column = self._metadata[key] = Values()
            if value is not None:
                column.put(row, _token(value))

    @property
    def expires(self) -> NDArray[np.int64]:
        """When each expires, microseconds since 1970; the largest number for never."""
        times = self._times["expires_at"]
        return np.where(times == _NEVER, np.iinfo(np.int64).max, times)

    def order(self, sort: str, *, descending: bool) -> Places:
        """Return the places of all rows in the order of a column.

        Rows without a value come last; those of equal values in the order of their keys, from
        the last one if it is descending.

        Raises:
            ValidationError: There is no such column, though there are rows.
        """
        if sort not in self._orders:
            self._orders[sort] = self._rising(sort)
        rising, none = self._orders[sort]
        if descending:
            return rising[::-1]
        return np.concatenate([rising[none:], rising[:none]])

    def _rising(self, sort: str) -> tuple[Places, int]:
        if sort == "memory":
            folded = [text.casefold() for text in self._texts]
            return np.array(sorted(range(len(self)), key=folded.__getitem__), np.intp), 0
        ranks = self._ranks(sort)
        return np.argsort(ranks, kind="stable"), int(np.count_nonzero(ranks == _NEVER))

    def _ranks(self, sort: str) -> Ranks:
        if sort == "updated_at":
            # The numbers of events tell also those apart that one call changed at one instant.
            return self._changed
        if sort in self._times:
            return self._times[sort]
        if sort == PLACE:
            return self.documents.ranks(self.ids, none=_NEVER)
        if sort in WORDS:
            return self._ranks_of_word(WORDS.index(sort))
        values = self._metadata.get(sort.removeprefix(METADATA))
        if values is None:
            if not len(self):
                return np.empty(0, np.int64)
            known = ", ".join([*FIELDS, *self._metadata])
            raise ValidationError(
                f"The memories shown have no {sort!r} to sort by.", fix=f"Use one of {known}."
            )
        return values.ranks(len(self))

    def _ranks_of_word(self, place: int) -> Ranks:
        found = [words[place] for words in self._words]
        order = sorted({_folded(word) for word in found if word is not None})
        rank = {folded: number for number, folded in enumerate(order)}
        ranks = [_NEVER if word is None else rank[_folded(word)] for word in found]
        return np.array(ranks, np.int64)[self._kinds]

    def changed(self, gone: Keys, new: Columns) -> Columns:
        """Return the columns without the rows of some keys, and with those of `new`.

        Args:
            gone: Keys of rows that go.
            new: Rows that come, of other keys than those that stay.
        """
        stay = ~np.isin(self.keys, gone, assume_unique=True)
        order = np.argsort(np.concatenate([self.keys[stay], new.keys]), kind="stable")
        place = np.empty(len(order), np.intp)
        place[order] = np.arange(len(order))
        kept = int(np.count_nonzero(stay))
        own = np.full(len(self), -1, np.intp)
        own[stay] = place[:kept]
        theirs = place[kept:]
        made = Columns()
        made.keys = np.concatenate([self.keys[stay], new.keys])[order]
        made.ids = np.concatenate([self.ids[stay], new.ids])[order]
        made._changed = np.concatenate([self._changed[stay], new._changed])[order]
        made._times = {
            name: np.concatenate([column[stay], new._times[name]])[order]
            for name, column in self._times.items()
        }
        made._texts = np.concatenate([self._texts[stay], new._texts])[order]
        made.documents = self.documents.changed(stay, new.documents, order)
        made._words = dict(self._words)
        codes = [made._words.setdefault(words, len(made._words)) for words in new._words]
        theirs_kinds = np.array(codes, np.int64)[new._kinds]
        made._kinds = np.concatenate([self._kinds[stay], theirs_kinds])[order]
        made._metadata = {name: values.moved(own) for name, values in self._metadata.items()}
        for name, values in new._metadata.items():
            made._metadata.setdefault(name, Values()).extend(values, theirs)
        return made


def _folded(text: str) -> str:
    return text[:MOST_SORTED].casefold()


def _token(value: Any) -> Token:
    if isinstance(value, bool):
        return _BOOLEAN, value
    if isinstance(value, (int, float)):
        return _NUMBER, value
    if isinstance(value, str):
        return _TEXT, _folded(value)
    return _REST, json.dumps(value, ensure_ascii=False)[:MOST_SORTED]


def _array(values: array[int]) -> NDArray[np.int64]:
    return np.frombuffer(values, np.int64) if len(values) else np.empty(0, np.int64)
