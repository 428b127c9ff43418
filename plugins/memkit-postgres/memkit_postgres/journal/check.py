"""The journal compared with itself: is every derived thing what the events say?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from memkit.domain.results import Problem
from memkit.providers.sql_journal import blobs, calls, derivations
from memkit.providers.sql_journal.rows import FOLD_COLUMNS, STORED_TABLES, differs
from memkit_postgres.fields import fields_of, folded_text
from memkit_postgres.journal.tables import written_as
from memkit_postgres.pool import Connection
from memkit_postgres.textsearch import document_of

_RESTORE = "Restore the database from a backup, or export what is readable with `memkit export`."
_REINDEX = "Run `memkit doctor --fix`, or m.reindex()."
_CHUNK = 2000

# A memory whose last event differs from it, or is missing; and a last event without its memory.
_FOLD = """
WITH folded AS (
    SELECT * FROM (SELECT DISTINCT ON (key) * FROM events ORDER BY key, seq DESC) last
    WHERE new_text_id IS NOT NULL
)
SELECT count(*) FROM memories m FULL JOIN folded f ON f.key = m.key
WHERE m.key IS NULL OR f.key IS NULL OR f.seq != m.seq OR f.scope_id != m.scope_id
    OR f.new_text_id != m.text_id OR f.new_metadata != m.metadata
"""

# An event whose "before" is not the "after" of the event that went before it.
_CHAIN = """
SELECT count(*) FROM (
    SELECT old_text_id, old_metadata, old_state,
        lag(new_text_id) OVER each AS text_id,
        lag(new_metadata) OVER each AS metadata,
        lag(new_state) OVER each AS state
    FROM events WINDOW each AS (PARTITION BY key ORDER BY seq)
) e
WHERE old_text_id IS DISTINCT FROM text_id OR old_metadata IS DISTINCT FROM metadata
    OR old_state IS DISTINCT FROM state
"""

_NUMBERS = """
SELECT count(*) FROM head WHERE events < (SELECT coalesce(max(seq), 0) FROM events)
    OR keys < (SELECT coalesce(max(key), 0) FROM ids)
    OR texts < (SELECT coalesce(max(id), 0) FROM texts)
    OR vectors < (SELECT coalesce(max(id), 0) FROM vectors)
"""

_VECTOR_SIZE = """
SELECT s.key, count(*) FROM vectors v JOIN spaces s ON s.id = v.space_id
WHERE length(v.vector) != 4 * s.dim GROUP BY s.key
"""

_MISSING_VECTORS = """
SELECT s.key, count(*) FROM spaces s CROSS JOIN memories m
LEFT JOIN vectors v ON v.text_id = m.text_id AND v.space_id = s.id
WHERE v.id IS NULL GROUP BY s.key
"""

# What `source_links` should hold.
_LINKS = """
SELECT DISTINCT s.value->>'memory_id', m.key
FROM memories m, jsonb_array_elements(m.sources::jsonb) s
WHERE m.derived_by IS NOT NULL AND s.value->>'memory_id' IS NOT NULL
"""

_WRONG_LINKS = f"""
SELECT count(*) FROM (
    ({_LINKS} EXCEPT SELECT source_id, key FROM source_links)
    UNION ALL (SELECT source_id, key FROM source_links EXCEPT {_LINKS})
) wrong
"""

_STATES = f"""
SELECT m.key, {FOLD_COLUMNS} FROM {STORED_TABLES} WHERE m.key > %s ORDER BY m.key LIMIT %s
"""

_TEXTS = "SELECT id, text FROM texts WHERE id > %s ORDER BY id LIMIT %s"
_TEXTS_AS_THEY_SHOULD_BE = """
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::integer[]) g (id, folded, terms, length)
WHERE t.id = g.id AND (t.folded IS DISTINCT FROM g.folded OR t.terms != g.terms::tsvector
    OR t.length != g.length)
"""

_JSON = "SELECT key, metadata, data FROM memories WHERE key > %s ORDER BY key LIMIT %s"
_MEMORIES_AS_THEY_SHOULD_BE = """
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[])
    g (key, fields, folded, data, folded_data), texts t
WHERE m.key = g.key AND t.id = m.text_id AND (m.fields != g.fields::jsonb
    OR m.folded_fields IS DISTINCT FROM g.folded::jsonb
    OR m.data_fields IS DISTINCT FROM g.data::jsonb
    OR m.folded_data_fields IS DISTINCT FROM g.folded_data::jsonb OR m.length != t.length)
"""


def check(connection: Connection) -> Iterator[Problem]:
    """Yield what is wrong; reads everything, so it takes a while on a large journal."""
    differing = _count(connection, _FOLD) or _differing_states(connection)
    if differing:
        what = f"What the events say differs from the state of {_memories(differing)}."
        yield Problem(what, _RESTORE)
    torn = _count(connection, _CHAIN)
    if torn:
        yield Problem(f"{torn} events do not follow from the event before.", _RESTORE)
    if _count(connection, _NUMBERS):
        yield Problem("Numbers that were given out would be given out again.", _RESTORE)
    texts = sum(
        _count(connection, f"SELECT count(*) FROM texts t, {made[5:]}", params)
        for made, params in _texts(connection)
    )
    if texts:
        yield Problem(f"The text index is wrong about {texts:,} texts.", _REINDEX)
    memories = sum(
        _count(connection, f"SELECT count(*) FROM memories m, {made[5:]}", params)
        for made, params in _fields(connection)
    )
    if memories:
        yield Problem(f"Filters see other metadata than {_memories(memories)} have.", _REINDEX)
    for look in (derivations.problems, calls.problems):
        for what in look(lambda sql: connection.execute(sql).fetchall()):
            yield Problem(what, _RESTORE)
    for what in blobs.problems(lambda sql, params: _run(connection, sql, params)):
        yield Problem(what, _RESTORE)
    links = _count(connection, _WRONG_LINKS)
    if links:
        yield Problem(f"{links} links between memories and their sources are wrong.", _REINDEX)
    for space, n in connection.execute(_VECTOR_SIZE).fetchall():
        yield Problem(f"{n} vectors of space {space!r} have the wrong length.", _RESTORE)
    for space, n in connection.execute(_MISSING_VECTORS).fetchall():
        yield Problem(
            f"Space {space!r} lacks the vectors of {_memories(n)}.",
            f"Run `memkit doctor --fix`, or m.add_space({space!r}).",
        )


def repair(connection: Connection) -> None:
    """Make anew what text search and filters read, wherever it is wrong."""
    for made, params in _texts(connection):
        connection.execute(
            "UPDATE texts t SET folded = g.folded, terms = g.terms::tsvector, length = g.length "
            + made,
            params,
        )
    for made, params in _fields(connection):
        connection.execute(
            "UPDATE memories m SET fields = g.fields::jsonb, folded_fields = g.folded::jsonb, "
            "data_fields = g.data::jsonb, folded_data_fields = g.folded_data::jsonb, "
            "length = t.length " + made,
            params,
        )
    if _count(connection, _WRONG_LINKS):
        connection.execute("DELETE FROM source_links")
        connection.execute(f"INSERT INTO source_links {_LINKS}")


def _texts(connection: Connection) -> Iterator[tuple[str, list[list[Any]]]]:
    """Yield, in pieces, what the index should hold of texts, and where it does not."""
    for found in _pieces(connection, _TEXTS):
        ids, texts = zip(*found, strict=True)
        documents = [document_of(text) for text in texts]
        yield (
            _TEXTS_AS_THEY_SHOULD_BE,
            [
                list(ids),
                [folded_text(text) for text in texts],
                [document.terms for document in documents],
                [document.length for document in documents],
            ],
        )


def _fields(connection: Connection) -> Iterator[tuple[str, list[list[Any]]]]:
    """Yield, in pieces, what filters should see of memories, and where they do not."""
    for found in _pieces(connection, _JSON):
        keys, metadata, data = zip(*found, strict=True)
        columns = [
            [field[part] for field in map(fields_of, text)]
            for text in (metadata, data)
            for part in (0, 1)
        ]
        yield _MEMORIES_AS_THEY_SHOULD_BE, [list(keys), *columns]


def _differing_states(connection: Connection) -> int:
    return sum(differs(tuple(row)) for found in _pieces(connection, _STATES) for _, *row in found)


def _pieces(connection: Connection, sql: str) -> Iterator[list[tuple[Any, ...]]]:
    after = 0
    while True:
        found = connection.execute(sql, [after, _CHUNK]).fetchall()
        if found:
            yield found
        if len(found) < _CHUNK:
            return
        after = found[-1][0]


def _run(connection: Connection, sql: str, params: Any) -> list[Any]:
    return connection.execute(written_as(sql), params).fetchall()


def _memories(n: int) -> str:
    return "1 memory" if n == 1 else f"{n:,} memories"


def _count(connection: Connection, sql: str, params: Any = ()) -> int:
    row = connection.execute(sql, params).fetchone()
    return int(row[0]) if row else 0
