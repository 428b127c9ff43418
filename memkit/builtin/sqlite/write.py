"""The writing side of the SQLite journal."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from memkit.builtin.sqlite.vectors import chunks, placeholders
from memkit.domain.records import SCOPE_KEYS, Scope
from memkit.providers.sql_journal.rows import (
    PAST_COLUMNS,
    PAST_TABLES,
    STORED_COLUMNS,
    STORED_TABLES,
    past_of,
    stored_of,
    text_hash,
    to_json,
)
from memkit.providers.sql_journal.tables import (
    CHANGEABLE_COLUMNS,
    MemoryRow,
    Numbers,
    OpenSpace,
    Past,
    Pending,
    Slot,
    Stored,
    Tables,
)

_UPDATE = (
    f"UPDATE memories SET {', '.join(f'{name} = ?' for name in CHANGEABLE_COLUMNS)} WHERE key = ?"
)


class SQLiteTables(Tables):
    """The tables behind a connection that holds the write lock."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def numbers(self) -> Numbers:
        last = dict(
            self._connection.execute(
                "SELECT name, seq FROM sqlite_sequence UNION ALL SELECT 'texts', max(id) FROM texts"
            )
        )
        return Numbers(last.get("events", 0), last.get("ids", 0), last["texts"] or 0)

    def spaces(self) -> dict[str, OpenSpace]:
        found = self._connection.execute("SELECT key, id, dim, state FROM spaces")
        return {key: OpenSpace(*rest) for key, *rest in found}

    # -- looking up --------------------------------------------------------------------------

    def text_ids(self, texts: Sequence[str]) -> dict[str, int]:
        by_hash = {text_hash(text): text for text in texts}
        found = self._select("SELECT hash, id FROM texts WHERE hash IN ({})", list(by_hash))
        return {by_hash[hash_]: id_ for hash_, id_ in found}

    def scope_id(self, scope: Scope) -> int:
        name = to_json(scope.key)
        row = self._connection.execute("SELECT id FROM scopes WHERE name = ?", [name]).fetchone()
        if row is None:
            row = self._connection.execute(
                f"INSERT INTO scopes ({', '.join(SCOPE_KEYS)}, name) "
                "VALUES (?, ?, ?, ?, ?) RETURNING id",
                [*scope.key, name],
            ).fetchone()
        return int(row[0])

    def taken(self, slots: Sequence[Slot]) -> dict[Slot, tuple[int, str]]:
        found = self._select(
            "SELECT m.scope_id, m.text_id, m.speaker, i.key, i.id FROM memories m "
            "JOIN ids i ON i.key = m.key "
            "WHERE (m.scope_id, m.text_id, m.speaker) IN (VALUES {})",
            slots,
            width=3,
        )
        return {Slot(*slot): (key, id_) for *slot, key, id_ in found}

    def known_ids(self, ids: Sequence[str]) -> dict[str, tuple[int, bool]]:
        found = self._select(
            "SELECT id, key, EXISTS (SELECT 1 FROM memories m WHERE m.key = ids.key) "
            "FROM ids WHERE id IN ({})",
            ids,
        )
        return {id_: (key, bool(there)) for id_, key, there in found}

    def stored(self, id_: str) -> Stored | None:
        row = self._connection.execute(
            f"SELECT {STORED_COLUMNS} FROM {STORED_TABLES} WHERE i.id = ?", [id_]
        ).fetchone()
        return None if row is None else stored_of(id_, row)

    def past(self, id_: str, seq: int) -> Past | None:
        row = self._connection.execute(
            f"SELECT {PAST_COLUMNS} FROM {PAST_TABLES} WHERE i.id = ? AND e.seq = ?", [id_, seq]
        ).fetchone()
        return None if row is None else past_of(row)

    # -- writing -----------------------------------------------------------------------------

    def insert(self, rows: Pending) -> None:
        for table, found in (
            ("texts", rows.texts),
            ("ids", rows.ids),
            ("memories", rows.memories),
            ("events", rows.events),
        ):
            if found:
                self._connection.executemany(
                    f"INSERT INTO {table} VALUES ({placeholders(len(found[0]))})", found
                )

    def update(self, row: MemoryRow) -> None:
        values = [getattr(row, name) for name in CHANGEABLE_COLUMNS]
        self._connection.execute(_UPDATE, [*values, row.key])

    def delete(self, key: int) -> None:
        self._connection.execute("DELETE FROM memories WHERE key = ?", [key])

    def insert_vectors(self, space_id: int, vectors: Sequence[tuple[int, bytes]]) -> None:
        self._connection.executemany(
            "INSERT OR IGNORE INTO vectors (space_id, text_id, vector) VALUES (?, ?, ?)",
            ((space_id, text_id, vector) for text_id, vector in vectors),
        )

    def mark_filling(self, space_id: int, text_ids: Sequence[int]) -> None:
        self._connection.execute(
            "UPDATE spaces SET state = 'filling' WHERE id = ? AND EXISTS ("
            "SELECT 1 FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM vectors v "
            "WHERE v.text_id = json_each.value AND v.space_id = spaces.id))",
            [space_id, json.dumps(text_ids)],
        )

    def _select(self, sql: str, values: Sequence[Any], *, width: int = 1) -> Iterator[Any]:
        one = "?" if width == 1 else f"({placeholders(width)})"
        for part in chunks(values):
            flat = part if width == 1 else [item for value in part for item in value]
            yield from self._connection.execute(sql.format(",".join([one] * len(part))), flat)
