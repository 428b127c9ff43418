"""The writing side of the journal: its tables, inside a transaction."""
# ruff: noqa: D102 - the methods are documented in memkit.providers.sql_journal.Tables

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from memkit.domain.records import Scope
from memkit.providers.sql_journal import (
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
from memkit_postgres.fields import fields_of, folded_text
from memkit_postgres.pool import Connection
from memkit_postgres.textsearch import document_of

_EVENT_TYPES = (
    "bigint", "bigint", "bigint", "text", "bigint", "text", "text", "bigint", "text", "text",
    "text", "text", "text", "bigint",
)  # fmt: skip
_TEXT_COLUMNS = ("id", "hash", "text", "folded", "terms", "length")
_TEXT_TYPES = ("bigint", "bytea", "text", "text", "text", "integer")
_TYPES = {
    "key": "bigint", "scope_id": "bigint", "text_id": "bigint", "follows": "bigint",
    "created_at": "bigint", "updated_at": "bigint", "occurred_at": "bigint",
    "expires_at": "bigint", "seq": "bigint", "valid_from": "bigint", "valid_to": "bigint",
    "pinned": "boolean",
}  # fmt: skip
# Those of a memory, and what filters see of its metadata and its structured fields.
_JSONB_COLUMNS = ("fields", "folded_fields", "data_fields", "folded_data_fields")
_MEMORY_COLUMNS = (*MemoryRow._fields, *_JSONB_COLUMNS)
_MEMORY_TYPES = tuple(_TYPES.get(name, "text") for name in _MEMORY_COLUMNS)
_UPDATE = ", ".join(
    [f"{name} = %s" for name in CHANGEABLE_COLUMNS]
    + [f"{name} = %s::jsonb" for name in _JSONB_COLUMNS]
)


class PostgresTables(Tables):
    """The tables behind a connection that has locked `head`.

    Args:
        connection: Inside a transaction.
        numbers: What `head` said.
        vectors: The last number that was given to a vector.
    """

    def __init__(self, connection: Connection, numbers: Numbers, vectors: int) -> None:
        self.connection = connection
        self._numbers = numbers
        self.last_vector = vectors

    def numbers(self) -> Numbers:
        return self._numbers

    def spaces(self) -> dict[str, OpenSpace]:
        found = self.connection.execute("SELECT key, id, dim, state FROM spaces").fetchall()
        return {key: OpenSpace(*rest) for key, *rest in found}

    # -- looking up --------------------------------------------------------------------------

    def text_ids(self, texts: Sequence[str]) -> dict[str, int]:
        if not texts:
            return {}
        by_hash = {text_hash(text): text for text in texts}
        found = self.connection.execute(
            "SELECT hash, id FROM texts WHERE hash = ANY (%s)", [list(by_hash)]
        )
        return {by_hash[hash_]: id_ for hash_, id_ in found}

    def scope_id(self, scope: Scope) -> int:
        digest = hashlib.blake2b(to_json(scope.key).encode(), digest_size=16).digest()
        row = self.connection.execute("SELECT id FROM scopes WHERE hash = %s", [digest]).fetchone()
        row = (
            row
            or self.connection.execute(
                "INSERT INTO scopes (user_id, agent_id, app_id, run_id, hash) "
                "VALUES (%s, %s, %s, %s, %s) RETURNING id",
                [*scope.key, digest],
            ).fetchone()
        )
        assert row is not None
        return int(row[0])

    def taken(self, slots: Sequence[Slot]) -> dict[Slot, tuple[int, str]]:
        if not slots:
            return {}
        scopes, texts, speakers = zip(*slots, strict=True)
        found = self.connection.execute(
            "SELECT m.scope_id, m.text_id, m.speaker, i.key, i.id "
            "FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) s (scope_id, text_id, speaker) "
            "JOIN memories m USING (scope_id, text_id, speaker) JOIN ids i ON i.key = m.key",
            [list(scopes), list(texts), list(speakers)],
        )
        return {Slot(*slot): (key, id_) for *slot, key, id_ in found}

    def known_ids(self, ids: Sequence[str]) -> dict[str, tuple[int, bool]]:
        if not ids:
            return {}
        found = self.connection.execute(
            "SELECT id, key, EXISTS (SELECT FROM memories m WHERE m.key = ids.key) FROM ids "
            "WHERE id = ANY (%s::text[])",
            [list(ids)],
        )
        return {id_: (key, there) for id_, key, there in found}

    def stored(self, id_: str) -> Stored | None:
        row = self.connection.execute(
            f"SELECT {STORED_COLUMNS} FROM {STORED_TABLES} WHERE i.id = %s", [id_]
        ).fetchone()
        return None if row is None else stored_of(id_, row)

    def past(self, id_: str, seq: int) -> Past | None:
        row = self.connection.execute(
            f"SELECT {PAST_COLUMNS} FROM {PAST_TABLES} WHERE i.id = %s AND e.seq = %s", [id_, seq]
        ).fetchone()
        return None if row is None else past_of(row)

    # -- writing -----------------------------------------------------------------------------

    def insert(self, rows: Pending) -> None:
        if rows.texts:
            documents = [document_of(row.text) for row in rows.texts]
            folded = [folded_text(row.text) for row in rows.texts]
            found = [
                (*row, fold, *document)
                for row, fold, document in zip(rows.texts, folded, documents, strict=True)
            ]
            self._insert(
                f"INSERT INTO texts ({', '.join(_TEXT_COLUMNS)}) SELECT id, hash, text, folded, "
                "terms::tsvector, length", found, _TEXT_TYPES, _TEXT_COLUMNS,
            )  # fmt: skip
        if rows.ids:
            self._insert("INSERT INTO ids SELECT *", rows.ids, ("bigint", "text"), ("key", "id"))
        if rows.memories:
            columns = ", ".join(
                f"v.{name}::jsonb" if name in _JSONB_COLUMNS else f"v.{name}"
                for name in _MEMORY_COLUMNS
            )
            self._insert(
                f"INSERT INTO memories ({', '.join(_MEMORY_COLUMNS)}, length) "
                f"SELECT {columns}, t.length",
                [(*row, *_fields_of(row)) for row in rows.memories],
                _MEMORY_TYPES, _MEMORY_COLUMNS, "JOIN texts t ON t.id = v.text_id",
            )  # fmt: skip
        if rows.events:
            names = [f"c{number}" for number in range(len(_EVENT_TYPES))]
            self._insert("INSERT INTO events SELECT *", rows.events, _EVENT_TYPES, names)

    def update(self, row: MemoryRow) -> None:
        self.connection.execute(
            f"UPDATE memories SET {_UPDATE}, "
            "length = (SELECT length FROM texts WHERE id = %s) WHERE key = %s",
            [
                *(getattr(row, name) for name in CHANGEABLE_COLUMNS), *_fields_of(row),
                row.text_id, row.key,
            ],
        )  # fmt: skip

    def delete(self, key: int) -> None:
        self.connection.execute("DELETE FROM memories WHERE key = %s", [key])

    def insert_vectors(self, space_id: int, vectors: Sequence[tuple[int, bytes]]) -> None:
        if not vectors:
            return
        texts, blobs = zip(*vectors, strict=True)
        # Those that are there already are left out before numbers are given, which have no gaps.
        row = self.connection.execute(
            "WITH new AS (SELECT text_id, vector, row_number() OVER (ORDER BY n) AS n "
            "FROM unnest(%s::bigint[], %b::bytea[]) WITH ORDINALITY AS g (text_id, vector, n) "
            "WHERE NOT EXISTS (SELECT FROM vectors v WHERE v.text_id = g.text_id "
            "AND v.space_id = %s)), "
            "written AS (INSERT INTO vectors (id, space_id, text_id, vector) "
            "SELECT %s + n, %s, text_id, vector FROM new RETURNING id) "
            "SELECT max(id) FROM written",
            [list(texts), list(blobs), space_id, self.last_vector, space_id],
        ).fetchone()
        if row and row[0]:
            self.last_vector = int(row[0])

    def mark_filling(self, space_id: int, text_ids: Sequence[int]) -> None:
        self.connection.execute(
            "UPDATE spaces SET state = 'filling' WHERE id = %s AND EXISTS ("
            "SELECT FROM unnest(%s::bigint[]) g (text_id) WHERE NOT EXISTS (SELECT FROM vectors v "
            "WHERE v.text_id = g.text_id AND v.space_id = spaces.id))",
            [space_id, list(text_ids)],
        )

    def _insert(
        self,
        into: str,
        rows: Sequence[tuple[Any, ...]],
        types: Sequence[str],
        names: Sequence[str],
        join: str = "",
    ) -> None:
        """Insert rows that travel as one array a column."""
        arrays = ", ".join(f"%s::{type_}[]" for type_ in types)
        columns = [list(column) for column in zip(*rows, strict=True)]
        self.connection.execute(
            f"{into} FROM unnest({arrays}) v ({', '.join(names)}) {join}", columns
        )


def _fields_of(row: MemoryRow) -> tuple[str | None, ...]:
    """Return what filters see of a memory: the columns `_JSONB_COLUMNS`."""
    return (*fields_of(row.metadata), *fields_of(row.data))
