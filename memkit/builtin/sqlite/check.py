"""The SQLite journal compared with itself: is every derived thing what the events say?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from memkit.builtin.sqlite import checksums
from memkit.domain import fixes
from memkit.domain.digests import text_hash
from memkit.domain.results import Problem
from memkit.domain.wording import counted
from memkit.errors import JournalError
from memkit.providers.sql_journal import blobs, calls, derivations
from memkit.providers.sql_journal.rows import (
    FOLD_COLUMNS,
    STORED_TABLES,
    differs,
)

_RESTORE = "Restore the file from a backup, or export what is readable with `memkit export`."
_REINDEX = fixes.REBUILD

# The row of `meta` that says how many commits of a damaged log were lost.
_LOST = "lost commits"

# A memory whose last event differs from it, or is missing; and a last event without its memory.
_FOLD = """
WITH last AS (
    SELECT key, max(seq) AS seq FROM events GROUP BY key
), folded AS (
    SELECT e.* FROM events e JOIN last USING (key, seq) WHERE e.new_text_id IS NOT NULL
)
SELECT count(*) FROM (
    SELECT m.key FROM memories m LEFT JOIN folded f USING (key)
    WHERE f.key IS NULL OR f.seq != m.seq OR f.scope_id != m.scope_id
        OR f.new_text_id != m.text_id OR f.new_metadata != m.metadata
    UNION ALL
    SELECT f.key FROM folded f LEFT JOIN memories m USING (key) WHERE m.key IS NULL
)
"""

# An event whose "before" is not the "after" of the event that went before it.
_CHAIN = """
SELECT count(*) FROM (
    SELECT event, old_text_id, old_metadata, old_state,
        lag(new_text_id) OVER each AS text_id,
        lag(new_metadata) OVER each AS metadata,
        lag(new_state) OVER each AS state
    FROM events WINDOW each AS (PARTITION BY key ORDER BY seq)
)
WHERE old_text_id IS NOT text_id OR old_metadata IS NOT metadata OR old_state IS NOT state
"""

# What `source_links` should hold.
_LINKS = """
SELECT DISTINCT json_extract(s.value, '$.memory_id'), m.key FROM memories m, json_each(m.sources) s
WHERE m.derived_by IS NOT NULL AND json_extract(s.value, '$.memory_id') IS NOT NULL
"""

_WRONG_LINKS = f"""
SELECT count(*) FROM (
    SELECT * FROM ({_LINKS} EXCEPT SELECT source_id, key FROM source_links)
    UNION ALL
    SELECT * FROM (SELECT source_id, key FROM source_links EXCEPT {_LINKS})
)
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


def check(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield what is wrong; reads everything, so it takes a while on a large file."""
    looks = (_integrity, _lost, _rows, _events, _texts, _links, _vectors, _derivations, _blobs)
    for look in looks:
        try:
            yield from look(connection)
        except (sqlite3.Error, ValueError, JournalError) as error:
            yield Problem(f"The file can't be read as a whole: {error}.", _RESTORE)


def note_lost_commits(connection: sqlite3.Connection, commits: int) -> None:
    """Write down that commits were lost, for `check` to tell."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [_LOST, str(commits)])


def forget_lost_commits(connection: sqlite3.Connection) -> None:
    """Tell of lost commits no more."""
    connection.execute("DELETE FROM meta WHERE name = ?", [_LOST])


def renew_links(connection: sqlite3.Connection) -> None:
    """Make anew what is known of which memories were drawn from which."""
    if _count(connection, _WRONG_LINKS):
        connection.execute("DELETE FROM source_links")
        connection.execute(f"INSERT INTO source_links {_LINKS}")


def _integrity(connection: sqlite3.Connection) -> Iterator[Problem]:
    for (message,) in connection.execute("PRAGMA integrity_check(5)"):
        if message != "ok":
            yield Problem(f"SQLite finds the file damaged: {message}.", _RESTORE)


def _lost(connection: sqlite3.Connection) -> Iterator[Problem]:
    for (commits,) in connection.execute("SELECT value FROM meta WHERE name = ?", [_LOST]):
        yield Problem(
            f"The log was damaged, and up to {commits} of its last commits are lost.",
            "Compare the memory with a backup; `memkit doctor --fix` takes it as it is.",
        )


def _rows(connection: sqlite3.Connection) -> Iterator[Problem]:
    broken = len(connection.execute("PRAGMA foreign_key_check").fetchmany(1000))
    if broken:
        yield Problem(f"{broken} rows refer to rows that are not there.", _RESTORE)


def _events(connection: sqlite3.Connection) -> Iterator[Problem]:
    flipped = checksums.wrong_events(connection)
    if flipped:
        yield Problem(f"{flipped} events are not as they were written.", _RESTORE)
    differing = _count(connection, _FOLD) or sum(
        map(differs, connection.execute(f"SELECT {FOLD_COLUMNS} FROM {STORED_TABLES}"))
    )
    if differing:
        what = f"What the events say differs from the state of {counted(differing)}."
        yield Problem(what, _RESTORE)
    torn = _count(connection, _CHAIN)
    if torn:
        yield Problem(f"{torn} events do not follow from the event before.", _RESTORE)


def _texts(connection: sqlite3.Connection) -> Iterator[Problem]:
    found = connection.execute("SELECT hash, text FROM texts")
    changed = sum(text_hash(text) != hash_ for hash_, text in found)
    if changed:
        yield Problem(f"{changed} texts are not as they were written.", _RESTORE)


def _links(connection: sqlite3.Connection) -> Iterator[Problem]:
    wrong = _count(connection, _WRONG_LINKS)
    if wrong:
        yield Problem(f"{wrong} links between memories and their sources are wrong.", _REINDEX)


def _vectors(connection: sqlite3.Connection) -> Iterator[Problem]:
    flipped = checksums.wrong_vectors(connection)
    if flipped:
        yield Problem(
            f"{flipped} vectors are not as they were written.",
            fixes.REMAKE_SPACE,
        )
    for space, n in connection.execute(_VECTOR_SIZE):
        yield Problem(f"{n} vectors of space {space!r} have the wrong length.", _RESTORE)
    for space, n in connection.execute(_MISSING_VECTORS):
        yield Problem(
            f"Space {space!r} lacks the vectors of {counted(n)}.",
            _REINDEX,
        )


def _derivations(connection: sqlite3.Connection) -> Iterator[Problem]:
    for look in (derivations.problems, calls.problems):
        for what in look(lambda sql: connection.execute(sql).fetchall()):
            yield Problem(what, _RESTORE)


def _blobs(connection: sqlite3.Connection) -> Iterator[Problem]:
    for what in blobs.problems(lambda sql, params: connection.execute(sql, params).fetchall()):
        yield Problem(what, _RESTORE)


def _count(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])
