"""Whether a schema is ours, and how it comes to the newest form."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from psycopg import sql

from memkit.errors import JournalError, ProviderError
from memkit.providers.sql_journal import ANALYSER
from memkit.providers.sql_journal.migrations import migrations
from memkit_postgres.analyser import renew_terms
from memkit_postgres.failures import Role
from memkit_postgres.functions import create_functions
from memkit_postgres.pool import Connection, Pool


class Form(NamedTuple):
    """What a schema is like: its last migration, and the analyser that made its terms."""

    version: int
    analyser: int


_NEW = Form(0, ANALYSER)


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
    newest = Form(steps[-1].number, ANALYSER)
    with pool.connection() as connection:
        if _form(connection, pool, role) == newest:
            return
    with pool.transaction() as connection:
        # Two processes may open a new database at once.
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number(pool.schema)])
        held = _form(connection, pool, role)
        if held == _NEW:
            connection.execute(
                sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(pool.schema))
            )
        for migration in steps:
            if migration.number > held.version:
                migration.run(connection, execute=connection.execute)
        create_functions(connection)
        if held.analyser != newest.analyser:
            renew_terms(connection, role)
        connection.execute("UPDATE memkit_format SET version = %s, analyser = %s", newest)


def _form(connection: Connection, pool: Pool, role: Role) -> Form:
    """Return what a schema is like; version 0 if it is new, or empty."""
    found = connection.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = %s AND c.relkind IN ('r', 'p', 'v', 'm') LIMIT 1000",
        [pool.schema],
    ).fetchall()
    if not found:
        return _NEW
    error = JournalError if role == "journal" else ProviderError
    held: tuple[str, Form] | None = None
    if ("memkit_format",) in found:
        row = connection.execute(
            # Forms of before have no column of the analyser.
            sql.SQL(
                "SELECT role, version, (to_jsonb(f)->>'analyser')::integer FROM {}.memkit_format f"
            ).format(sql.Identifier(pool.schema))
        ).fetchone()
        held = (str(row[0]), Form(int(row[1]), int(row[2] or 1))) if row else None
    if held is None or held[0] != role:
        whose = "another program" if held is None else f"a memkit {held[0]}"
        raise error(
            f"{pool.where} holds tables of {whose}.",
            fix="Give another schema_name=..., which may not exist yet.",
        )
    form = held[1]
    newest = migrations(package_of(role))[-1].number
    if form.version > newest:
        raise error(
            f"{pool.where} was written by a newer memkit-postgres (format {form.version}; this one "
            f"reads up to {newest}).",
            fix="Upgrade: pip install -U memkit-postgres",
        )
    if form.analyser > ANALYSER:
        raise error(
            f"{pool.where} has the words of a newer memkit-core (analyser {form.analyser}; this "
            f"one's is {ANALYSER}).",
            fix="Upgrade: pip install -U memkit-core",
        )
    return form
