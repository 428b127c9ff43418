"""The writing side of the journal: its tables, inside a transaction."""
# ruff: noqa: D102 - the methods are documented in memkit.providers.sql_journal.Tables

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from memkit.domain.digests import text_hash
from memkit.domain.records import Scope
from memkit.providers.sql_journal import (
    CHANGEABLE_COLUMNS,
    BlobRow,
    Delete,
    LookupResult,
    MemoryRow,
    Numbers,
    OpenSpace,
    Pending,
    Stored,
    Update,
    Wanted,
)
from memkit.providers.sql_journal.rows import (
    DRAWN,
    PAST_COLUMNS,
    PAST_TABLES,
    STORED_COLUMNS,
    STORED_TABLES,
    Row,
    past_of,
    stored_of,
    to_json,
)
from memkit.providers.sql_journal.statements import SQLTables
from memkit_postgres.fields import fields_of, folded_text
from memkit_postgres.pool import Connection, Cursor, together
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


_VECTOR_TYPES = ("bigint", "bigint", "bigint", "bytea")
# The lock on this row is let go after the commit is visible, so whoever gets it next sees all that
# went before; the migration says why numbers come from here.
_LOCK = "SELECT events, keys, texts, vectors FROM head FOR UPDATE"
_HEAD = (
    "WITH written AS (UPDATE head SET version = version + 1, events = %s, keys = %s, texts = %s, "
    "vectors = %s RETURNING version) SELECT pg_notify(%s, version::text) FROM written"
)
_SPACES = "SELECT key, id, dim, state FROM spaces"
_TEXTS = "SELECT hash, id FROM texts WHERE hash = ANY (%s::bytea[])"
_EMBEDDED = (
    "SELECT v.space_id, v.text_id FROM texts t JOIN vectors v ON v.text_id = t.id "
    "WHERE t.hash = ANY (%s::bytea[])"
)
# Those that are there, and those that are stored for it.
_SCOPES = (
    "WITH asked AS (SELECT * FROM unnest(%s::bytea[], %s::text[], %s::text[], %s::text[], "
    "%s::text[]) g (hash, user_id, agent_id, app_id, run_id)), "
    "new AS (INSERT INTO scopes (hash, user_id, agent_id, app_id, run_id) "
    "SELECT * FROM asked WHERE hash NOT IN (SELECT hash FROM scopes WHERE hash = ANY (%s::bytea[]))"
    " RETURNING id, hash) "
    "SELECT hash, id FROM new UNION ALL SELECT hash, id FROM scopes WHERE hash = ANY (%s::bytea[])"
)
_STANDING = (
    f"SELECT i.id, {STORED_COLUMNS} FROM unnest(%s::bytea[], %s::bytea[], %s::text[]) "
    "q (scope, text, speaker) JOIN scopes s ON s.hash = q.scope JOIN texts t ON t.hash = q.text "
    "JOIN memories m ON m.scope_id = s.id AND m.text_id = t.id AND m.speaker = q.speaker "
    "JOIN ids i ON i.key = m.key JOIN events e ON e.seq = m.seq"
)
_HAVING = f"SELECT i.id, {STORED_COLUMNS} FROM {STORED_TABLES} WHERE i.id = ANY (%s::text[])"
_KEYS = "SELECT id, key FROM ids WHERE id = ANY (%s::text[])"
_NAMED = "SELECT DISTINCT source_id FROM source_links WHERE source_id = ANY (%s::text[])"
_BLOBS = "SELECT digest FROM blobs WHERE digest = ANY (%s::text[])"
# As many bytes at once: what a message of the protocol holds is bounded.
_BLOB_BYTES = 16 << 20
_DRAWN = (
    f"WITH {DRAWN.format('source_id = ANY (?::text[])')} SELECT i.id, {STORED_COLUMNS} "
    f"FROM {STORED_TABLES} WHERE m.key = ANY (ARRAY(SELECT key FROM drawn))"
)
_PASTS = (
    f"SELECT i.id, e.seq, {PAST_COLUMNS} FROM {PAST_TABLES} "
    "JOIN unnest(%s::text[], %s::bigint[]) q (id, seq) ON q.id = i.id AND q.seq = e.seq"
)


def written_as(sql: str) -> str:
    """Return a statement with question marks as psycopg wants it."""
    return sql.replace("?", "%s")


class PostgresTables(SQLTables):
    """The tables in a transaction that begins with the first statement, by locking `head`.

    Looking up is one round trip, and so is writing, which commits.

    Args:
        connection: Outside of a transaction.
        channel: On which the commit is announced.
    """

    def __init__(self, connection: Connection, channel: str) -> None:
        self._connection = connection
        self._channel = channel
        self._numbers: Numbers | None = None
        self._locked: Cursor | None = None
        self._changed = False

    # -- the transaction ---------------------------------------------------------------------

    def run(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        cursor = self.held().execute(written_as(sql), params)
        return cursor.fetchall() if cursor.description else []

    def commit(self) -> None:
        """End the transaction, unless writing did."""
        if self._locked is None:
            return
        if self._changed:
            self._write_head(self._last_numbers())
        self._connection.execute("COMMIT")
        self._locked = None

    def held(self) -> Connection:
        """Return the connection, which has the lock."""
        self._begin()
        self._changed = True
        return self._connection

    def number_spaces_from(self, least: int) -> None:
        self.run(
            "SELECT setval(pg_get_serial_sequence('spaces', 'id'), greatest(?, "
            "(SELECT coalesce(max(id), 0) FROM spaces)))",
            [least],
        )

    def begin_erasing(self) -> None:
        self.run("SET LOCAL memkit.resetting = 'on'")

    def end_erasing(self) -> None:
        self.run("SET LOCAL memkit.resetting = 'off'")

    def rename(self, journal_id: str) -> None:
        self.run("UPDATE head SET journal_id = ?", (journal_id,))

    def _begin(self) -> None:
        if self._locked is None:
            self._connection.execute("BEGIN")
            self._locked = self._connection.execute(_LOCK)

    def _last_numbers(self) -> Numbers:
        if self._numbers is None:
            assert self._locked is not None
            row = self._locked.fetchone()
            assert row is not None
            self._numbers = Numbers(*row)
        return self._numbers

    def _write_head(self, last: Numbers) -> None:
        numbers = (last.events, last.keys, last.texts, last.vectors)
        self._connection.execute(_HEAD, [*numbers, self._channel])

    # -- looking up --------------------------------------------------------------------------

    def look_up(self, wanted: Wanted) -> LookupResult:
        texts = {text_hash(text): text for text in wanted.texts}
        scopes = {_digest(scope): scope for scope in wanted.scopes}
        with together(self._connection):
            self._begin()
            spaces = self._ask(_SPACES)
            found = self._ask(_TEXTS, list(texts), if_any=texts)
            embedded = self._ask(_EMBEDDED, list(texts), if_any=texts)
            scope_ids = self._ask(_SCOPES, *_scope_columns(scopes), if_any=scopes)
            places = [
                [_digest(place.scope) for place in wanted.places],
                [text_hash(place.text) for place in wanted.places],
                [place.speaker for place in wanted.places],
            ]
            standing = self._ask(_STANDING, *places, if_any=wanted.places)
            having = self._ask(_HAVING, wanted.ids, if_any=wanted.ids)
            keys = self._ask(_KEYS, wanted.ids, if_any=wanted.ids)
            named = self._ask(_NAMED, wanted.named, if_any=wanted.named)
            digests = self._ask(_BLOBS, wanted.digests, if_any=wanted.digests)
            pasts = self._ask(
                _PASTS,
                [id_ for id_, _ in wanted.pasts],
                [seq for _, seq in wanted.pasts],
                if_any=wanted.pasts,
            )
        return LookupResult(
            numbers=self._last_numbers(),
            spaces={key: OpenSpace(*rest) for key, *rest in _rows(spaces)},
            texts={texts[hash_]: id_ for hash_, id_ in _rows(found)},
            scopes={scopes[hash_]: id_ for hash_, id_ in _rows(scope_ids)},
            embedded={(space_id, text_id) for space_id, text_id in _rows(embedded)},
            keys=dict(_rows(keys)),
            memories=[stored_of(row[0], row[1:]) for row in (*_rows(standing), *_rows(having))],
            pasts={(row[0], row[1]): past_of(row[2:]) for row in _rows(pasts)},
            named={id_ for (id_,) in _rows(named)},
            digests={digest for (digest,) in _rows(digests)},
        )

    def drawn_from(self, ids: Sequence[str]) -> list[Stored]:
        return [stored_of(row[0], row[1:]) for row in self.run(_DRAWN, [list(ids)])]

    def _ask(self, sql: str, *params: Any, if_any: Iterable[Any] = (1,)) -> Cursor | None:
        """Send a statement, unless it would be about nothing."""
        return self._connection.execute(sql, params) if if_any else None

    # -- writing -----------------------------------------------------------------------------

    def write(self, pending: Pending) -> None:
        for part in _pieces(pending.blobs):
            self._insert("INSERT INTO blobs SELECT *", part, ("text", "bytea"))
        with together(self._connection):
            self._write_texts(pending)
            self._insert("INSERT INTO ids SELECT *", pending.ids, ("bigint", "text"))
            for change in pending.changes:
                self._write_change(change)
            if pending.unlinked:
                self._connection.execute(
                    "DELETE FROM source_links WHERE key = ANY (%s)", [pending.unlinked]
                )
            self._insert("INSERT INTO source_links SELECT *", pending.links, ("text", "bigint"))
            self._insert("INSERT INTO events SELECT *", pending.events, _EVENT_TYPES)
            self._insert("INSERT INTO vectors SELECT *", pending.vectors, _VECTOR_TYPES)
            if pending.filling:
                self._connection.execute(
                    "UPDATE spaces SET state = 'filling' WHERE id = ANY (%s)", [pending.filling]
                )
            if pending.wanted:
                keys, texts = zip(*pending.wanted, strict=True)
                self._connection.execute(
                    "DELETE FROM passed_over WHERE (key, text_id) IN "
                    "(SELECT * FROM unnest(%s::bigint[], %s::bigint[]))",
                    [list(keys), list(texts)],
                )
            self._insert(
                "INSERT INTO passed_over SELECT *", pending.passed_over, ("bigint", "bigint"),
                join="ON CONFLICT DO NOTHING",
            )  # fmt: skip
            self._write_head(self._last_numbers())
            self._connection.execute("COMMIT")
        self._locked = None

    def _write_texts(self, pending: Pending) -> None:
        found = [(*row, folded_text(row.text), *document_of(row.text)) for row in pending.texts]
        self._insert(
            f"INSERT INTO texts ({', '.join(_TEXT_COLUMNS)}) SELECT id, hash, text, folded, "
            "terms::tsvector, length", found, _TEXT_TYPES, _TEXT_COLUMNS,
        )  # fmt: skip

    def _write_change(self, change: list[MemoryRow] | Update | Delete) -> None:
        if isinstance(change, Delete):
            self._connection.execute("DELETE FROM memories WHERE key = %s", [change.key])
        elif isinstance(change, Update):
            row = change.row
            self._connection.execute(
                f"UPDATE memories SET {_UPDATE}, "
                "length = (SELECT length FROM texts WHERE id = %s) WHERE key = %s",
                [
                    *(getattr(row, name) for name in CHANGEABLE_COLUMNS), *_fields_of(row),
                    row.text_id, row.key,
                ],
            )  # fmt: skip
        else:
            columns = ", ".join(
                f"v.{name}::jsonb" if name in _JSONB_COLUMNS else f"v.{name}"
                for name in _MEMORY_COLUMNS
            )
            self._insert(
                f"INSERT INTO memories ({', '.join(_MEMORY_COLUMNS)}, length) "
                f"SELECT {columns}, t.length",
                [(*row, *_fields_of(row)) for row in change],
                _MEMORY_TYPES, _MEMORY_COLUMNS, "JOIN texts t ON t.id = v.text_id",
            )  # fmt: skip

    def _insert(
        self,
        into: str,
        rows: Sequence[tuple[Any, ...]],
        types: Sequence[str],
        names: Sequence[str] = (),
        join: str = "",
    ) -> None:
        """Insert rows that travel as one array a column."""
        if not rows:
            return
        arrays = ", ".join(f"%{'b' if type_ == 'bytea' else 's'}::{type_}[]" for type_ in types)
        columns = [list(column) for column in zip(*rows, strict=True)]
        named = ", ".join(names) or ", ".join(f"c{number}" for number in range(len(types)))
        self._connection.execute(f"{into} FROM unnest({arrays}) v ({named}) {join}", columns)


def _pieces(blobs: Sequence[BlobRow]) -> Iterator[list[BlobRow]]:
    """Yield blobs in pieces of about so many bytes as travel well together."""
    part: list[BlobRow] = []
    size = 0
    for blob in blobs:
        if part and size + len(blob.content) > _BLOB_BYTES:
            yield part
            part, size = [], 0
        part.append(blob)
        size += len(blob.content)
    if part:
        yield part


def _rows(cursor: Cursor | None) -> list[Row]:
    return [] if cursor is None else cursor.fetchall()


def _digest(scope: Scope) -> bytes:
    return hashlib.blake2b(to_json(scope.key).encode(), digest_size=16).digest()


def _scope_columns(scopes: dict[bytes, Scope]) -> list[list[Any]]:
    hashes = list(scopes)
    names = [[scope.key[place] for scope in scopes.values()] for place in range(4)]
    return [hashes, *names, hashes, hashes]


def _fields_of(row: MemoryRow) -> tuple[str | None, ...]:
    """Return what filters see of a memory: the columns `_JSONB_COLUMNS`."""
    return (*fields_of(row.metadata), *fields_of(row.data))
