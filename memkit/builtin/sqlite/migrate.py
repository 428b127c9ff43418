"""Whether a SQLite file is ours, and how it comes to the newest form."""

from __future__ import annotations

import functools
import sqlite3
import uuid
from contextlib import closing

from memkit.builtin.sqlite.connections import Connections
from memkit.errors import JournalError
from memkit.providers.sql_journal.migrations import migrations

# "memk": marks a SQLite file as ours.
APPLICATION_ID = 0x6D656D6B
MIGRATIONS = "memkit.builtin.sqlite.migrations"


def check_ours(connection: sqlite3.Connection) -> None:
    """Make sure that a database is ours, or empty, and not newer than this memkit.

    Raises:
        JournalError: It is of another program, or of a newer memkit.
    """
    # One snapshot: another process may be making the file just now.
    connection.execute("BEGIN")
    try:
        application, version = _state(connection)
        foreign = application != APPLICATION_ID and bool(
            application or version or _has_tables(connection)
        )
    finally:
        connection.execute("ROLLBACK")
    where = connection.execute("PRAGMA database_list").fetchone()[2] or ":memory:"
    if foreign:
        raise JournalError(
            f"{where} is a SQLite file of another program.",
            fix="Give the path of a memkit file, or of a file that does not exist yet.",
        )
    newest = migrations(MIGRATIONS)[-1].number
    if version > newest:
        raise JournalError(
            f"{where} was written by a newer memkit (format {version}; this one reads up to "
            f"{newest}).",
            fix="Upgrade: pip install -U memkit-core",
        )


def migrate(connections: Connections) -> None:
    """Bring a database to the newest form."""
    newest = migrations(MIGRATIONS)[-1].number
    with connections.read() as connection:
        if _state(connection) == (APPLICATION_ID, newest):
            return
    with connections.write() as connection:
        _, version = _state(connection)
        if version:
            _take(connection, after=version)
        else:
            for statement in _newest_form():
                connection.execute(statement)
        connection.execute(
            "INSERT OR IGNORE INTO meta VALUES ('journal_id', ?)", [uuid.uuid4().hex]
        )
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {newest}")


def _take(connection: sqlite3.Connection, *, after: int) -> None:
    """Take all steps that come after a form, inside a transaction."""

    def execute(script: str) -> None:
        for statement in _statements(script):
            connection.execute(statement)

    for migration in migrations(MIGRATIONS):
        if migration.number > after:
            migration.run(connection, execute=execute)


@functools.cache
def _newest_form() -> tuple[str, ...]:
    """Return statements that make what all steps lead to, in a quarter of their time."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        _take(connection, after=0)
        _begin, *statements, _commit = connection.iterdump()
    return tuple(statements)


def _state(connection: sqlite3.Connection) -> tuple[int, int]:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    return int(application), int(connection.execute("PRAGMA user_version").fetchone()[0])


def _has_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None


def _statements(script: str) -> list[str]:
    # `executescript` would commit the transaction that the migration has to be part of.
    statements, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            statements.append(current)
            current = ""
    return statements
