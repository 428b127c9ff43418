"""Whether a schema is ours, and how it comes to the newest form."""

from __future__ import annotations

import hashlib

from psycopg import sql

from memkit.errors import JournalError, ProviderError
from memkit.providers.sql_journal.migrations import migrations
from memkit_postgres.failures import Role
from memkit_postgres.functions import create_functions
from memkit_postgres.pool import Connection, Pool


def lock_number(name: str) -> int:
    """Return the number of the advisory lock of a name."""
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def package_of(role: Role) -> str:
    """Return where the migrations of a schema are."""
    return f"memkit_postgres.{role}.migrations"


def migrate(pool: Pool, *, role: Role) -> None:
    """Bring a schema to the newest form.

    Raises:
        JournalError, ProviderError: It is of another program, or of a newer memkit.
    """
    steps = migrations(package_of(role))
    newest = steps[-1].number
    with pool.connection() as connection:
        if _version(connection, pool, role) == newest:
            return
    with pool.transaction() as connection:
        # Two processes may open a new database at once.
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number(pool.schema)])
        version = _version(connection, pool, role)
        if version == 0:
            connection.execute(
                sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(pool.schema))
            )
        for migration in steps:
            if migration.number > version:
                migration.run(connection, execute=connection.execute)
        create_functions(connection)
        connection.execute("UPDATE memkit_format SET version = %s", [newest])


def _version(connection: Connection, pool: Pool, role: Role) -> int:
    """Return the number of the last migration; 0 for a schema that is new, or empty."""
    found = connection.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = %s AND c.relkind IN ('r', 'p', 'v', 'm') LIMIT 1000",
        [pool.schema],
    ).fetchall()
    if not found:
        return 0
    error = JournalError if role == "journal" else ProviderError
    held: tuple[str, int] | None = None
    if ("memkit_format",) in found:
        row = connection.execute(
            sql.SQL("SELECT role, version FROM {}.memkit_format").format(
                sql.Identifier(pool.schema)
            )
        ).fetchone()
        held = (str(row[0]), int(row[1])) if row else None
    if held is None or held[0] != role:
        whose = "another program" if held is None else f"a memkit {held[0]}"
        raise error(
            f"{pool.where} holds tables of {whose}.",
            fix="Give another schema_name=..., which may not exist yet.",
        )
    newest = migrations(package_of(role))[-1].number
    if held[1] > newest:
        raise error(
            f"{pool.where} was written by a newer memkit-postgres (format {held[1]}; this one "
            f"reads up to {newest}).",
            fix="Upgrade: pip install -U memkit-postgres",
        )
    return held[1]
