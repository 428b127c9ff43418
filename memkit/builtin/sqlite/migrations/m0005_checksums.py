"""Events and vectors get a checksum each, beside them: the rows themselves stay as they are."""

from __future__ import annotations

import sqlite3

from memkit.builtin.sqlite import checksums

_TABLES = (
    "CREATE TABLE event_checksums (seq INTEGER PRIMARY KEY, crc INTEGER NOT NULL)",
    "CREATE TABLE vector_checksums (id INTEGER PRIMARY KEY, crc INTEGER NOT NULL)",
    "CREATE TRIGGER event_checksums_go AFTER DELETE ON events "
    "BEGIN DELETE FROM event_checksums WHERE seq = old.seq; END",
    "CREATE TRIGGER vector_checksums_go AFTER DELETE ON vectors "
    "BEGIN DELETE FROM vector_checksums WHERE id = old.id; END",
)


def migrate(connection: sqlite3.Connection) -> None:
    """Make the tables, and fill them."""
    for statement in _TABLES:
        connection.execute(statement)
    checksums.complete(connection)
