"""Writing memories and vectors into a store's tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pgvector import HalfVector, Vector

from memkit.contracts import Batch, Keys, Vectors
from memkit.domain.passages import searched_text_of
from memkit.domain.records import MemoryRecord
from memkit.domain.times import instant_of
from memkit.providers.sql_journal.rows import data_json, to_json
from memkit.providers.vector_stores import units
from memkit_postgres.fields import fields_of, folded_text
from memkit_postgres.pool import Connection
from memkit_postgres.store.tables import Space, Tables
from memkit_postgres.textsearch import document_of

# Column -> type; what travels as text is cast.
_COLUMNS = {
    "key": "bigint", "id": "text", "memory": "text", "folded": "text", "terms": "tsvector",
    "length": "integer", "user_id": "text", "agent_id": "text", "app_id": "text", "run_id": "text",
    "type": "text", "role": "text", "name": "text", "created_at": "bigint",
    "updated_at": "bigint", "occurred_at": "bigint", "expires_at": "bigint", "fields": "jsonb",
    "folded_fields": "jsonb", "valid_from": "bigint", "valid_to": "bigint",
    "superseded_by": "text", "derived_by": "text", "said_by": "text", "pinned": "boolean",
    "data": "jsonb", "folded_data": "jsonb", "withheld": "text",
}  # fmt: skip
_AS_TEXT = ("tsvector", "jsonb")
# So many memories travel in one statement.
_CHUNK = 2000


def upsert(connection: Connection, tables: Tables, batch: Batch) -> None:
    """Insert or replace memories, and their vectors in the spaces that the batch names."""
    rows = [
        _row(key, record) for key, record in zip(batch.keys.tolist(), batch.records, strict=True)
    ]
    for start in range(0, len(rows), _CHUNK):
        _upsert_rows(connection, tables, rows[start : start + _CHUNK])
    for name, vectors in batch.vectors.items():
        space = tables.space(name, vectors.shape[1])
        there = vectors.any(axis=1)
        _delete(connection, space.table, batch.keys[~there])
        keys, held = batch.keys[there], units(vectors[there])
        for start in range(0, len(keys), _CHUNK):
            part = slice(start, start + _CHUNK)
            _upsert_vectors(connection, space, keys[part], held[part])


def delete(connection: Connection, tables: Tables, keys: Keys) -> None:
    """Remove memories; their vectors go with them."""
    _delete(connection, tables.rows, keys)


def parameter(space: Space, vector: Vectors) -> Any:
    """Return a vector as a parameter of a statement."""
    return HalfVector(vector) if space.type == "halfvec" else Vector(vector)


def _row(key: int, record: MemoryRecord) -> tuple[Any, ...]:
    text = searched_text_of(record)
    return (
        key, record.id, text, folded_text(text), *document_of(text),
        record.user_id, record.agent_id, record.app_id, record.run_id, record.type, record.role,
        record.name, instant_of(record.created_at), instant_of(record.updated_at),
        _instant(record.occurred_at), _instant(record.expires_at),
        *fields_of(to_json(record.metadata)), _instant(record.valid_from),
        _instant(record.valid_to), record.superseded_by, record.derived_by, record.said_by,
        record.pinned, *fields_of(data_json(record.data)), record.withheld,
    )  # fmt: skip


def _instant(moment: datetime | None) -> int | None:
    return None if moment is None else instant_of(moment)


def _upsert_rows(connection: Connection, tables: Tables, rows: list[tuple[Any, ...]]) -> None:
    names = ", ".join(_COLUMNS)
    arrays = ", ".join(f"%s::{'text' if t in _AS_TEXT else t}[]" for t in _COLUMNS.values())
    values = ", ".join(
        f"{name}::{type_}" if type_ in _AS_TEXT else name for name, type_ in _COLUMNS.items()
    )
    changes = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "key")
    connection.execute(
        f"INSERT INTO {tables.rows} ({names}) SELECT {values} FROM unnest({arrays}) g ({names}) "
        f"ON CONFLICT (key) DO UPDATE SET {changes}",
        [list(column) for column in zip(*rows, strict=True)],
    )


def _upsert_vectors(connection: Connection, space: Space, keys: Keys, held: Vectors) -> None:
    connection.execute(
        f"INSERT INTO {space.table} SELECT * FROM unnest(%s::bigint[], %b::{space.type}[]) "
        "ON CONFLICT (key) DO UPDATE SET embedding = excluded.embedding",
        [keys.tolist(), [parameter(space, unit) for unit in held]],
    )


def _delete(connection: Connection, table: str, keys: Keys) -> None:
    if len(keys):
        connection.execute(f"DELETE FROM {table} WHERE key = ANY (%s::bigint[])", [keys.tolist()])
