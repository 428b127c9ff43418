"""The journal's text index (FTS5), which follows the events as stores do.

Most memories are searched through a store that has a text index of its own, so this one is brought
up to date when it is asked, not with every change.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from memkit.domain.records import Scope
from memkit.text.bm25 import terms

Entry = tuple[int, str, str]  # key, terms, scope tokens

# Its place among the followers.
FOLLOWER = "text index"
_CHUNK = 20_000


def is_current(connection: sqlite3.Connection) -> bool:
    """Tell whether the index has seen the last event."""
    return _position(connection) == _head(connection)


def catch_up(connection: sqlite3.Connection) -> bool:
    """Bring the index closer to the last event, in a transaction that writes.

    Returns:
        Whether it is there; it may take several transactions.
    """
    position = _position(connection)
    rows = connection.execute(
        "SELECT e.seq, e.key, e.scope_id, s.user_id, s.agent_id, s.app_id, s.run_id, "
        "o.text, n.text FROM events e JOIN scopes s ON s.id = e.scope_id "
        "LEFT JOIN texts o ON o.id = e.old_text_id LEFT JOIN texts n ON n.id = e.new_text_id "
        "WHERE e.seq > ? ORDER BY e.seq LIMIT ?",
        [position, _CHUNK],
    ).fetchall()
    # The first event of a memory tells what the index holds of it, the last what it should hold.
    first: dict[int, Sequence[Any]] = {}
    last: dict[int, Sequence[Any]] = {}
    for row in rows:
        first.setdefault(row[1], row)
        last[row[1]] = row
    _remove(connection, [row for row in first.values() if row[7] is not None])
    _insert(connection, [row for row in last.values() if row[8] is not None])
    done = len(rows) < _CHUNK
    seen = _head(connection) if done else rows[-1][0]
    connection.execute("INSERT OR REPLACE INTO followers VALUES (?, ?, 0)", [FOLLOWER, seen])
    return done


def clear(connection: sqlite3.Connection) -> None:
    """Empty the index and start again from the first event."""
    connection.execute("INSERT INTO memories_fts (memories_fts) VALUES ('delete-all')")
    connection.execute("DELETE FROM memories_lengths")
    connection.execute("DELETE FROM followers WHERE name = ?", [FOLLOWER])


def _remove(connection: sqlite3.Connection, rows: Sequence[Sequence[Any]]) -> None:
    # An index without content has to be told what it held.
    connection.executemany(
        "INSERT INTO memories_fts (memories_fts, rowid, terms, scope) VALUES ('delete', ?, ?, ?)",
        (entry(row[1], terms(row[7]), Scope.of(*row[3:7])) for row in rows),
    )
    connection.executemany(
        "DELETE FROM memories_lengths WHERE key = ?", ((row[1],) for row in rows)
    )


def _insert(connection: sqlite3.Connection, rows: Sequence[Sequence[Any]]) -> None:
    words = [terms(row[8]) for row in rows]
    insert(
        connection,
        (entry(row[1], found, Scope.of(*row[3:7])) for row, found in zip(rows, words, strict=True)),
    )
    connection.executemany(
        "INSERT INTO memories_lengths VALUES (?, ?, ?)",
        ((row[1], row[2], len(found)) for row, found in zip(rows, words, strict=True)),
    )


def _position(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT seq FROM followers WHERE name = ?", [FOLLOWER]).fetchone()
    return int(row[0]) if row else 0


def _head(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT max(seq) FROM events").fetchone()[0] or 0)


def entry(key: int, words: Sequence[str], scope: Scope) -> Entry:
    """Return a row of the index."""
    return key, " ".join(words), " ".join(scope_tokens(scope))


def scope_tokens(scope: Scope) -> list[str]:
    """Return one token for each id of a scope; tokens may rarely collide, so check the scope."""
    return [
        letter + hashlib.blake2b(value.encode(), digest_size=8).hexdigest()
        for letter, value in zip("uapr", scope.key, strict=True)
        if value is not None
    ]


def insert(
    connection: sqlite3.Connection, entries: Iterable[Entry], *, index: str = "memories_fts"
) -> None:
    """Add rows to an index."""
    connection.executemany(f"INSERT INTO {index} (rowid, terms, scope) VALUES (?, ?, ?)", entries)


def all_entries(connection: sqlite3.Connection) -> Iterator[Entry]:
    """Yield the rows that the index should have."""
    found = connection.execute(
        "SELECT m.key, t.text, s.user_id, s.agent_id, s.app_id, s.run_id FROM memories m "
        "JOIN texts t ON t.id = m.text_id JOIN scopes s ON s.id = m.scope_id"
    )
    for key, text, *scope in found:
        yield entry(key, terms(text), Scope.of(*scope))


def make(connection: sqlite3.Connection, name: str, *, schema: str) -> None:
    """Make an empty index like that of the memories."""
    connection.execute(
        f"CREATE VIRTUAL TABLE {schema}.{name} USING fts5 (terms, scope, content = '', "
        "detail = column, tokenize = 'unicode61 remove_diacritics 0')"
    )


def describe(connection: sqlite3.Connection, name: str, *, index: str, schema: str) -> None:
    """Make a table of an index's terms: in which memory and column each stands."""
    connection.execute(
        f"CREATE VIRTUAL TABLE temp.{name} USING fts5vocab ({schema}, {index}, instance)"
    )
