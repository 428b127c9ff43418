"""A virtual table: windows of a sorted, filtered list of any number of memories."""

from __future__ import annotations

import functools
import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from memkit.concurrency.jobs import BackgroundJob
from memkit.contracts.store import Keys, Selection
from memkit.domain import forks
from memkit.domain.records import MemoryRecord
from memkit.domain.validation import whole_number
from memkit.engine.engine import Engine
from memkit.explorer.columns import PLACE, Columns, Places
from memkit.explorer.document_columns import DocumentTotals
from memkit.explorer.memories import Past, Present, ScopedMemories
from memkit.explorer.schemas import MemorySummary, TableWindow
from memkit.explorer.values import row
from memkit.explorer.view import View, narrowed
from memkit.filters import to_text
from memkit.text.code import Name, call

_MOST_ROWS = 500
# Of more memories, the first window is told by the last events, and the rest is read meanwhile.
_MANY = 5000
# Sorting by these in Python is one short key, for every memory has them.
_ALWAYS_THERE = ("memory", "created_at", "updated_at", "type")
# Within one document; what tells no place stands in the order of reading.
_BY_PLACE = Name("lambda memory: (memory.sources[0].start or 0, memory.id)")

Range = tuple[int, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What decides which rows there are, and in which order."""

    view: View
    sort: str
    descending: bool
    find: str
    changed_in: Range | None


class Table:
    """Windows of the memories that a view shows.

    Args:
        engine: The memory.
    """

    def __init__(self, engine: Engine) -> None:
        self._journal = engine.journal
        self._jobs = engine.jobs
        self._lock = threading.RLock()
        forks.renew(self, _lock=threading.RLock)
        self._memories: tuple[object, ScopedMemories] | None = None
        # The last order: what it is of, its columns, the places of the rows, and until when.
        self._last: tuple[_Wanted, Columns, Places, int] | None = None

    def rows(
        self,
        view: View,
        first: int,
        number: int,
        *,
        sort: str,
        descending: bool,
        find: str,
        changed_in: Range | None,
        more: bool = True,
    ) -> TableWindow:
        """Return a window; `more` says whether others will be asked for, so that all is read."""
        first = whole_number(first, "first", least=0)
        number = min(whole_number(number, "number", least=0), _MOST_ROWS)
        wanted = _Wanted(
            view=view, sort=sort, descending=descending, find=find, changed_in=changed_in
        )
        with self._lock:
            memories = self._memories_of(view)
            latest = self._latest(wanted, memories, first + number, more=more)
            if latest is None:
                columns, places = self._ordered(wanted, memories)
                total = len(places)
        if latest is not None:
            total, found = latest
            rows: list[MemorySummary | None] = [row(record) for record in found[first:]]
        else:
            window = places[first : first + number]
            keys = columns.keys[window]
            records = memories.read(keys, columns.ids[window].tolist())
            rows = [row(records[key]) if key in records else None for key in keys.tolist()]
        return {
            "total": total,
            "first": first,
            "rows": rows,
            "sort": sort,
            "descending": descending,
            "find": find,
            "code": _code(wanted, total),
        }

    def ids(
        self, view: View, *, sort: str, descending: bool, find: str, changed_in: Range | None
    ) -> list[str]:
        """Return the ids of all rows, in their order."""
        wanted = _Wanted(
            view=view, sort=sort, descending=descending, find=find, changed_in=changed_in
        )
        with self._lock:
            columns, places = self._ordered(wanted, self._memories_of(view))
        found: list[str] = columns.ids[places].tolist()
        return found

    def last(self) -> tuple[list[str], str]:
        """Return the ids of all rows that were listed last, and the code that lists them."""
        with self._lock:
            if self._last is None:
                return [], ""
            wanted, columns, places, _ = self._last
            return columns.ids[places].tolist(), _code(wanted, len(places))

    def count(self, view: View) -> int:
        """Return how many memories a view shows."""
        if view.past is None:
            return self._journal.count(view.selection)
        with self._lock:
            memories = self._memories_of(view)
            return int(np.count_nonzero(self._mask(memories, memories.columns(), view, "", None)))

    def documents(self, view: View) -> list[DocumentTotals]:
        """Return the documents of a view's scope at its time, in no order."""
        with self._lock:
            return self._memories_of(view).columns().documents.totals

    def around(self, view: View, id: str) -> tuple[list[str], int] | None:
        """Return the ids of a document's memories in their order, and which of them one is.

        Returns:
            None if it is not in the view's scope at its time, or was not read from a document.
        """
        with self._lock:
            columns = self._memories_of(view).columns()
        rows = np.flatnonzero(columns.ids == id)
        if not len(rows) or columns.documents.document[rows[0]] < 0:
            return None
        ordered = columns.documents.around(int(rows[0]), columns.ids)
        there = columns.expires > view.instant
        kept = [row for row in ordered if there[row] or row == rows[0]]
        return columns.ids[kept].tolist(), kept.index(int(rows[0]))

    def _memories_of(self, view: View) -> ScopedMemories:
        name = (view.scope, view.at)
        if self._memories is None or self._memories[0] != name:
            made: ScopedMemories = (
                Present(self._journal, view.scope)
                if view.at is None
                else Past(self._journal, view.scope, view.at)
            )
            self._memories = name, made
            self._last = None
        return self._memories[1]

    def _latest(
        self, wanted: _Wanted, memories: ScopedMemories, number: int, *, more: bool
    ) -> tuple[int, list[MemoryRecord]] | None:
        """Return the first rows and the number of all, if they can be told before all are read."""
        plain = wanted.sort == "updated_at" and wanted.descending and not wanted.find.strip()
        if not isinstance(memories, Present) or memories.is_read or not plain or wanted.changed_in:
            return None
        total = self._journal.count(wanted.view.selection)
        if total <= max(_MANY, number):
            return None
        found = memories.latest(wanted.view.selection, number)
        if found is None:
            return None
        if not more:
            return total, found
        # Who asks next is told of an error: the columns are still not there then.
        job = BackgroundJob("read", "explorer", functools.partial(self._read, memories))
        self._jobs.watch(job)
        job.start()
        return total, found

    def _read(self, memories: Present, job: BackgroundJob[None]) -> None:
        with self._lock:
            job.check()
            memories.columns()

    def _ordered(self, wanted: _Wanted, memories: ScopedMemories) -> tuple[Columns, Places]:
        columns = memories.columns()
        if self._last is not None:
            known, of, places, until = self._last
            if known == wanted and of is columns and wanted.view.instant < until:
                return columns, places
        mask = self._mask(memories, columns, wanted.view, wanted.find, wanted.changed_in)
        order = columns.order(wanted.sort, descending=wanted.descending)
        places = order[mask[order]]
        until = int(columns.expires[mask].min(initial=np.iinfo(np.int64).max))
        self._last = wanted, columns, places, until
        return columns, places

    def _mask(
        self,
        memories: ScopedMemories,
        columns: Columns,
        view: View,
        find: str,
        changed_in: Range | None,
    ) -> NDArray[np.bool_]:
        where = narrowed(view.asked, find)
        mask: NDArray[np.bool_] = columns.expires > view.instant
        if where is not None:
            selection = Selection(scope=view.scope, where=where, now=view.instant)
            mask &= _among(columns.keys, memories.allowed(selection))
        if changed_in is not None:
            changed = self._changed(view, changed_in)
            mask &= np.fromiter((id_ in changed for id_ in columns.ids), np.bool_, len(columns))
        return mask

    def _changed(self, view: View, changed_in: Range) -> set[str]:
        after, until = changed_in
        events = self._journal.events(after=after, until=until, scope=view.scope)
        return {event.memory_id for event in events}


def _among(keys: Keys, allowed: Keys) -> NDArray[np.bool_]:
    """Tell for rising keys which are among others, rising too."""
    return np.isin(keys, allowed, assume_unique=True)


def _code(wanted: _Wanted, total: int) -> str:
    view = wanted.view
    where = narrowed(view.whole, wanted.find)
    found = call(
        f"{view.memory_code}.get_all",
        into="memories",
        **view.scope_code,
        where=None if where is None else to_text(where),
        limit=max(total, 1) if wanted.changed_in is None else 1_000_000,
    )
    lines = [found]
    if wanted.changed_in is not None:
        after, until = wanted.changed_in
        limit = "" if until is None else f" if event.seq <= {until}"
        events = call("m.events", since=after, **view.scope_code)
        lines.append(f"changed = {{event.memory_id for event in {events}{limit}}}")
        lines.append("memories = [memory for memory in memories if memory.id in changed]")
    if wanted.sort == PLACE and view.document is not None:
        lines.append(call("memories.sort", key=_BY_PLACE, reverse=wanted.descending))
    if wanted.sort in _ALWAYS_THERE:
        key = f"memory.{wanted.sort}" + (".casefold()" if wanted.sort == "memory" else "")
        order = Name(f"lambda memory: {key}")
        lines.append(call("memories.sort", key=order, reverse=wanted.descending))
    return "\n".join(lines)
