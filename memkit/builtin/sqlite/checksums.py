"""Checksums of what nothing else in the file tells twice: events, and vectors.

SQLite has none of its own: a bit that flips in a number or a text is read as another one. They
stand in tables of their own, so that those they are of stay as they are.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from typing import Any

from memkit.providers.sql_journal.rows import to_json
from memkit.providers.sql_journal.tables import EventRow, VectorRow

_EVENT = ", ".join(f"e.{name}" for name in EventRow._fields)
_EVENTS = f"SELECT c.crc, {_EVENT} FROM events e JOIN event_checksums c ON c.seq = e.seq"
_VECTORS = "SELECT c.crc, v.vector FROM vectors v JOIN vector_checksums c ON c.id = v.id"
_EVENTS_WITHOUT = (
    f"SELECT {_EVENT} FROM events e LEFT JOIN event_checksums c ON c.seq = e.seq "
    "WHERE c.seq IS NULL"
)
_VECTORS_WITHOUT = (
    "SELECT v.id, v.space_id, v.text_id, v.vector FROM vectors v "
    "LEFT JOIN vector_checksums c ON c.id = v.id WHERE c.id IS NULL"
)


def write(
    connection: sqlite3.Connection, events: Iterable[EventRow], vectors: Iterable[VectorRow]
) -> None:
    """Write the checksums of new rows, in the transaction that writes these."""
    connection.executemany(
        "INSERT OR REPLACE INTO event_checksums VALUES (?, ?)",
        ((row[0], _of_event(row)) for row in events),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO vector_checksums VALUES (?, ?)",
        ((row[0], zlib.crc32(row[3])) for row in vectors),
    )


def complete(connection: sqlite3.Connection) -> None:
    """Write the checksums of rows that an older memkit wrote."""
    write(
        connection,
        map(EventRow._make, connection.execute(_EVENTS_WITHOUT)),
        map(VectorRow._make, connection.execute(_VECTORS_WITHOUT)),
    )


def wrong_events(connection: sqlite3.Connection) -> int:
    """Return how many events are not what was written."""
    return sum(_of_event(row) != crc for crc, *row in connection.execute(_EVENTS))


def wrong_vectors(connection: sqlite3.Connection) -> int:
    """Return how many vectors are not what was written."""
    return sum(zlib.crc32(vector) != crc for crc, vector in connection.execute(_VECTORS))


def _of_event(row: Iterable[Any]) -> int:
    return zlib.crc32(to_json(list(row)).encode())
