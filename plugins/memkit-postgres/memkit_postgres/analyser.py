"""Terms made anew, where an earlier analyser of memkit made them."""

from __future__ import annotations

from psycopg import sql

from memkit_postgres.failures import Role
from memkit_postgres.pool import Connection
from memkit_postgres.textsearch import document_of

_CHUNK = 2000


def renew_terms(connection: Connection, role: Role) -> None:
    """Make the terms of all texts anew, inside a transaction."""
    if role == "journal":
        _renew(connection, "texts", key="id", text="text")
        connection.execute(
            "UPDATE memories m SET length = t.length FROM texts t "
            "WHERE t.id = m.text_id AND t.length != m.length"
        )
        return
    for (store,) in connection.execute("SELECT id FROM stores").fetchall():
        _renew(connection, f"rows_{store}", key="key", text="memory")


def _renew(connection: Connection, table: str, *, key: str, text: str) -> None:
    names = {
        "table": sql.Identifier(table),
        "key": sql.Identifier(key),
        "text": sql.Identifier(text),
    }
    # Whoever is writing comes first, or waits.
    connection.execute(sql.SQL("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE").format(**names))
    read = sql.SQL("SELECT {key}, {text} FROM {table} WHERE {key} > %s ORDER BY 1 LIMIT %s")
    write = sql.SQL(
        "UPDATE {table} t SET terms = g.terms::tsvector, length = g.length "
        "FROM unnest(%s::bigint[], %s::text[], %s::integer[]) g (key, terms, length) "
        "WHERE t.{key} = g.key AND (t.terms != g.terms::tsvector OR t.length != g.length)"
    )
    after = -1
    while found := connection.execute(read.format(**names), [after, _CHUNK]).fetchall():
        documents = [document_of(text) for _, text in found]
        columns = [[key for key, _ in found], *map(list, zip(*documents, strict=True))]
        connection.execute(write.format(**names), columns)
        after = found[-1][0]
