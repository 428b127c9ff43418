"""Spaces and vectors in the SQLite journal."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import TypeVar

from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import SpaceRow
from memkit.contracts.store import Keys
from memkit.errors import SpaceError
from memkit.providers.sql_journal import rows

T = TypeVar("T")

# A list as one parameter: no limit on its length, and one statement for all lengths.
IN_LIST = "IN (SELECT value FROM json_each(?))"
# Hashes are no JSON; SQLite takes 32,766 parameters, and keeps statements of few.
_CHUNK = 500


def key_list(keys: Keys) -> str:
    """Return keys as the parameter of IN_LIST."""
    return json.dumps(keys.tolist())


def chunks(items: Sequence[T], size: int = _CHUNK) -> Iterator[Sequence[T]]:
    """Yield the items in pieces of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def placeholders(n: int) -> str:
    """Return `n` question marks for an IN list."""
    return ",".join("?" * n)


def spaces(connection: sqlite3.Connection) -> list[SpaceRow]:
    """Return the spaces in the order in which they were added."""
    found = connection.execute(f"SELECT {rows.SPACE_COLUMNS} FROM spaces ORDER BY id")
    return [rows.space_of(*row) for row in found]


def put_space(connection: sqlite3.Connection, space: SpaceRow) -> None:
    """Add a space, or replace the row of its key."""
    if space.default:
        connection.execute("UPDATE spaces SET is_default = 0")
    connection.execute(
        "INSERT INTO spaces (key, provider, config, model, dim, normalized, fingerprint, state, "
        "is_default) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
        "provider = excluded.provider, config = excluded.config, model = excluded.model, "
        "normalized = excluded.normalized, fingerprint = excluded.fingerprint, "
        "state = excluded.state, is_default = excluded.is_default",
        (
            space.key, space.provider, rows.to_json(dict(space.config)), space.model, space.dim,
            space.normalized, space.fingerprint, space.state, space.default,
        ),
    )  # fmt: skip


def drop_space(connection: sqlite3.Connection, key: str) -> None:
    """Forget a space and its vectors."""
    connection.execute(
        "DELETE FROM vectors WHERE space_id = (SELECT id FROM spaces WHERE key = ?)", [key]
    )
    connection.execute("DELETE FROM spaces WHERE key = ?", [key])


def lacks_vectors(connection: sqlite3.Connection, key: str) -> bool:
    """Tell whether a memory has no vector in a space."""
    space_id, _ = space_of(connection, key)
    row = connection.execute(
        "SELECT 1 FROM memories m WHERE NOT EXISTS (SELECT 1 FROM vectors v "
        "WHERE v.text_id = m.text_id AND v.space_id = ?) LIMIT 1",
        [space_id],
    ).fetchone()
    return row is not None


def space_of(connection: sqlite3.Connection, key: str) -> tuple[int, int]:
    """Return a space's id and the length of its vectors.

    Raises:
        SpaceError: There is none.
    """
    row = connection.execute("SELECT id, dim FROM spaces WHERE key = ?", [key]).fetchone()
    if row is None:
        raise SpaceError(
            f"There is no space {key!r}.", fix=f"Add it with m.add_space({key!r}), or see m.spaces."
        )
    return int(row[0]), int(row[1])


def known_texts(connection: sqlite3.Connection, space: str, texts: Sequence[str]) -> set[str]:
    """Return those of the texts that have a vector in a space."""
    by_hash = {rows.text_hash(text): text for text in texts}
    known: set[str] = set()
    for part in chunks(list(by_hash)):
        known.update(
            by_hash[found]
            for (found,) in connection.execute(
                "SELECT t.hash FROM texts t JOIN vectors v ON v.text_id = t.id "
                "AND v.space_id = (SELECT id FROM spaces WHERE key = ?) "
                f"WHERE t.hash IN ({placeholders(len(part))})",
                [space, *part],
            )
        )
    return known


def vectors(connection: sqlite3.Connection, space: str, keys: Keys) -> Vectors:
    """Return the vectors of memories, in the order of the keys; zeros where there is none."""
    space_id, dim = space_of(connection, space)
    found = connection.execute(
        "SELECT m.key, v.vector FROM memories m JOIN vectors v ON v.text_id = m.text_id "
        f"AND v.space_id = ? WHERE m.key {IN_LIST} ORDER BY m.key",
        [space_id, key_list(keys)],
    ).fetchall()
    return rows.aligned(found, keys.tolist(), dim)


def text_vectors(connection: sqlite3.Connection, space: str, texts: Sequence[str]) -> Vectors:
    """Return the vectors of texts, in their order; zeros where there is none."""
    hashes = [rows.text_hash(text) for text in texts]
    found: list[tuple[bytes, bytes]] = []
    space_id, dim = space_of(connection, space)
    for part in chunks(hashes):
        found += connection.execute(
            "SELECT t.hash, v.vector FROM texts t JOIN vectors v ON v.text_id = t.id "
            f"AND v.space_id = ? WHERE t.hash IN ({placeholders(len(part))})",
            [space_id, *part],
        ).fetchall()
    return rows.aligned(found, hashes, dim)


def count_vectors(connection: sqlite3.Connection, space: str) -> int:
    """Return how many memories have a vector in a space."""
    row = connection.execute(
        "SELECT count(*) FROM memories m JOIN vectors v ON v.text_id = m.text_id "
        "AND v.space_id = (SELECT id FROM spaces WHERE key = ?)",
        [space],
    ).fetchone()
    return int(row[0])


def texts_without_vectors(connection: sqlite3.Connection, space: str, limit: int) -> list[str]:
    """Return texts of memories that have no vector in a space."""
    space_id, _ = space_of(connection, space)
    found = connection.execute(
        "SELECT DISTINCT t.text FROM memories m JOIN texts t ON t.id = m.text_id "
        "LEFT JOIN vectors v ON v.text_id = m.text_id AND v.space_id = ? "
        "WHERE v.id IS NULL ORDER BY m.key LIMIT ?",
        [space_id, limit],
    )
    return [text for (text,) in found]
