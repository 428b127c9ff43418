"""Checksums of what nothing else in the file tells twice: events, and vectors.

SQLite has none of its own: a bit that flips in a number or a text is read as another one. They
stand in tables of their own, so that those they are of stay as they are.
"""

from __future__ import annotations

import sqlite3

from memkit.providers.sql_journal.rows import event_checksum, vector_checksum
from memkit.providers.sql_journal.tables import EventRow, VectorRow

_EVENT = ", ".join(f"e.{name}" for name in EventRow._fields)
_EVENTS = f"SELECT c.crc, {_EVENT} FROM events e JOIN event_checksums c ON c.seq = e.seq"
_VECTOR = ", ".join(f"v.{name}" for name in VectorRow._fields)
_VECTORS = f"SELECT c.crc, {_VECTOR} FROM vectors v JOIN vector_checksums c ON c.id = v.id"
_EVENTS_WITHOUT = (
    f"SELECT {_EVENT} FROM events e LEFT JOIN event_checksums c ON c.seq = e.seq "
    "WHERE c.seq IS NULL"
)
_VECTORS_WITHOUT = (
    f"SELECT {_VECTOR} FROM vectors v LEFT JOIN vector_checksums c ON c.id = v.id "
    "WHERE c.id IS NULL"
)


def complete(connection: sqlite3.Connection) -> None:
    """Write the checksums of rows that an older memkit wrote."""
    connection.executemany(
        "INSERT INTO event_checksums VALUES (?, ?)",
        map(event_checksum, connection.execute(_EVENTS_WITHOUT)),
    )
    connection.executemany(
        "INSERT INTO vector_checksums VALUES (?, ?)",
        map(vector_checksum, connection.execute(_VECTORS_WITHOUT)),
    )


def wrong_events(connection: sqlite3.Connection) -> int:
    """Return how many events are not what was written."""
    return sum(event_checksum(row)[1] != crc for crc, *row in connection.execute(_EVENTS))


def wrong_vectors(connection: sqlite3.Connection) -> int:
    """Return how many vectors are not what was written."""
    return sum(vector_checksum(row)[1] != crc for crc, *row in connection.execute(_VECTORS))
