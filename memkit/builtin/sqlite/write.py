"""The writing side of the SQLite journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from memkit.builtin.sqlite import fts
from memkit.domain.records import SCOPE_KEYS, Scope
from memkit.providers.sql_journal.rows import (
    PAST_COLUMNS,
    PAST_TABLES,
    STORED_COLUMNS,
    STORED_TABLES,
    Row,
    past_of,
    stored_of,
    text_hash,
    to_json,
)
from memkit.providers.sql_journal.sql import SQLTables
from memkit.providers.sql_journal.tables import (
    CHANGEABLE_COLUMNS,
    Delete,
    LookupResult,
    Numbers,
    OpenSpace,
    Pending,
    Place,
    Slot,
    Stored,
    Wanted,
)

T = TypeVar("T")

_UPDATE = (
    f"UPDATE memories SET {', '.join(f'{name} = ?' for name in CHANGEABLE_COLUMNS)} WHERE key = ?"
)

_STORED = f"SELECT i.id, {STORED_COLUMNS} FROM {STORED_TABLES}"
_PAST = f"SELECT {PAST_COLUMNS} FROM {PAST_TABLES} WHERE i.id = ? AND e.seq = ?"

# SQLite takes 32,766 parameters, and keeps statements of few.
CHUNK = 500


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Yield the items in pieces of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def placeholders(n: int) -> str:
    """Return `n` question marks for an IN list."""
    return ",".join("?" * n)


class SQLiteTables(SQLTables):
    """The tables behind a connection that holds the write lock."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def run(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        return self._connection.execute(sql, params).fetchall()

    def begin_reset(self) -> None:
        self.run("INSERT INTO meta VALUES ('resetting', '')")

    def end_reset(self, journal_id: str) -> None:
        fts.clear(self._connection)
        self.run("DELETE FROM meta WHERE name = 'resetting'")
        self.run("UPDATE meta SET value = ? WHERE name = 'journal_id'", [journal_id])

    def look_up(self, wanted: Wanted) -> LookupResult:
        found = LookupResult(self._numbers(), self._spaces())
        found.texts = self._texts(wanted.texts)
        found.scopes = {scope: self._scope_id(scope) for scope in wanted.scopes}
        found.embedded = self._embedded(list(found.texts.values()))
        found.memories = [*self._standing_in(wanted.places, found), *self._having(wanted.ids)]
        found.keys = dict(self._select("SELECT id, key FROM ids WHERE id IN ({})", wanted.ids))
        for id_, seq in wanted.pasts:
            row = self._connection.execute(_PAST, (id_, seq)).fetchone()
            if row is not None:
                found.pasts[id_, seq] = past_of(row)
        return found

    def write(self, pending: Pending) -> None:
        self._insert("texts", pending.texts)
        self._insert("ids", pending.ids)
        for change in pending.changes:
            if isinstance(change, list):
                self._insert("memories", change)
            elif isinstance(change, Delete):
                self.run("DELETE FROM memories WHERE key = ?", (change.key,))
            else:
                row = change.row
                self.run(_UPDATE, [*(getattr(row, name) for name in CHANGEABLE_COLUMNS), row.key])
        self._insert("events", pending.events)
        self._insert("vectors", pending.vectors)
        for space_id in pending.filling:
            self.run("UPDATE spaces SET state = 'filling' WHERE id = ?", (space_id,))

    # -- looking up --------------------------------------------------------------------------

    def _numbers(self) -> Numbers:
        last = dict(
            self._connection.execute(
                "SELECT name, seq FROM sqlite_sequence UNION ALL SELECT 'texts', max(id) FROM texts"
            )
        )
        return Numbers(
            last.get("events", 0), last.get("ids", 0), last["texts"] or 0, last.get("vectors", 0)
        )

    def _spaces(self) -> dict[str, OpenSpace]:
        found = self._connection.execute("SELECT key, id, dim, state FROM spaces")
        return {key: OpenSpace(*rest) for key, *rest in found}

    def _texts(self, texts: Sequence[str]) -> dict[str, int]:
        by_hash = {text_hash(text): text for text in texts}
        found = self._select("SELECT hash, id FROM texts WHERE hash IN ({})", list(by_hash))
        return {by_hash[hash_]: id_ for hash_, id_ in found}

    def _scope_id(self, scope: Scope) -> int:
        name = to_json(scope.key)
        row = self._connection.execute("SELECT id FROM scopes WHERE name = ?", [name]).fetchone()
        if row is None:
            row = self._connection.execute(
                f"INSERT INTO scopes ({', '.join(SCOPE_KEYS)}, name) "
                "VALUES (?, ?, ?, ?, ?) RETURNING id",
                [*scope.key, name],
            ).fetchone()
        return int(row[0])

    def _embedded(self, text_ids: Sequence[int]) -> set[tuple[int, int]]:
        sql = "SELECT space_id, text_id FROM vectors WHERE text_id IN ({})"
        return {(space_id, text_id) for space_id, text_id in self._select(sql, text_ids)}

    def _standing_in(self, places: Sequence[Place], found: LookupResult) -> list[Stored]:
        # A text that is nowhere can't be a duplicate.
        slots = [
            Slot(found.scopes[place.scope], found.texts[place.text], place.speaker)
            for place in places
            if place.text in found.texts
        ]
        sql = f"{_STORED} WHERE (m.scope_id, m.text_id, m.speaker) IN (VALUES {{}})"
        return [stored_of(row[0], row[1:]) for row in self._select(sql, slots, width=3)]

    def _having(self, ids: Sequence[str]) -> list[Stored]:
        found = self._select(f"{_STORED} WHERE i.id IN ({{}})", ids)
        return [stored_of(row[0], row[1:]) for row in found]

    def _select(self, sql: str, values: Sequence[Any], *, width: int = 1) -> Iterator[Any]:
        one = "?" if width == 1 else f"({placeholders(width)})"
        for part in chunks(values):
            flat = part if width == 1 else [item for value in part for item in value]
            yield from self._connection.execute(sql.format(",".join([one] * len(part))), flat)

    # -- writing -----------------------------------------------------------------------------

    def _insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            self._connection.executemany(
                f"INSERT INTO {table} VALUES ({placeholders(len(rows[0]))})", rows
            )
