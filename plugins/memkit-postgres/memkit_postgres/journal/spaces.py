"""Spaces and vectors in the journal."""

from __future__ import annotations

from collections.abc import Sequence

from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import SpaceRow
from memkit.contracts.store import Keys
from memkit.errors import SpaceError
from memkit.providers.sql_journal import rows
from memkit_postgres.pool import Connection


def spaces(connection: Connection) -> list[SpaceRow]:
    """Return the spaces in the order in which they were added."""
    found = connection.execute(f"SELECT {rows.SPACE_COLUMNS} FROM spaces ORDER BY id")
    return [rows.space_of(*row) for row in found]


def put_space(connection: Connection, space: SpaceRow) -> None:
    """Add a space, or replace the row of its key."""
    if space.default:
        connection.execute("UPDATE spaces SET is_default = false")
    values = [
        space.provider, rows.to_json(dict(space.config)), space.model, space.normalized,
        space.fingerprint, space.state, space.default,
    ]  # fmt: skip
    there = connection.execute(
        "UPDATE spaces SET provider = %s, config = %s, model = %s, normalized = %s, "
        "fingerprint = %s, state = %s, is_default = %s WHERE key = %s",
        [*values, space.key],
    ).rowcount
    if not there:
        connection.execute(
            "INSERT INTO spaces (provider, config, model, normalized, fingerprint, state, "
            "is_default, key, dim) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [*values, space.key, space.dim],
        )


def drop_space(connection: Connection, key: str) -> None:
    """Forget a space and its vectors."""
    connection.execute(
        "DELETE FROM vectors WHERE space_id = (SELECT id FROM spaces WHERE key = %s)", [key]
    )
    connection.execute("DELETE FROM spaces WHERE key = %s", [key])


def complete_space(connection: Connection, key: str) -> bool:
    """Mark a space as ready if every memory has its vector in it, and tell whether it is so."""
    space_id, _ = space_of(connection, key)
    lacking = connection.execute(
        "SELECT EXISTS (SELECT FROM memories m WHERE NOT EXISTS (SELECT FROM vectors v "
        "WHERE v.text_id = m.text_id AND v.space_id = %s))",
        [space_id],
    ).fetchone()
    if lacking == (True,):
        return False
    connection.execute("UPDATE spaces SET state = 'ready' WHERE id = %s", [space_id])
    return True


def space_of(connection: Connection, key: str) -> tuple[int, int]:
    """Return a space's id and the length of its vectors.

    Raises:
        SpaceError: There is none.
    """
    row = connection.execute("SELECT id, dim FROM spaces WHERE key = %s", [key]).fetchone()
    if row is None:
        raise SpaceError(
            f"There is no space {key!r}.", fix=f"Add it with m.add_space({key!r}), or see m.spaces."
        )
    return int(row[0]), int(row[1])


def known_texts(connection: Connection, space: str, texts: Sequence[str]) -> set[str]:
    """Return those of the texts that have a vector in a space."""
    by_hash = {rows.text_hash(text): text for text in texts}
    found = connection.execute(
        "SELECT t.hash FROM texts t JOIN vectors v ON v.text_id = t.id "
        "JOIN spaces s ON s.id = v.space_id WHERE s.key = %s AND t.hash = ANY (%s)",
        [space, list(by_hash)],
    )
    return {by_hash[hash_] for (hash_,) in found}


def vectors(connection: Connection, space: str, keys: Keys) -> Vectors:
    """Return the vectors of memories, in the order of the keys; zeros where there is none."""
    space_id, dim = space_of(connection, space)
    found = connection.execute(
        "SELECT m.key, v.vector FROM memories m JOIN vectors v ON v.text_id = m.text_id "
        "AND v.space_id = %s WHERE m.key = ANY (%s::bigint[]) ORDER BY m.key",
        [space_id, keys.tolist()],
        binary=True,
    ).fetchall()
    return rows.aligned(found, keys.tolist(), dim)


def text_vectors(connection: Connection, space: str, texts: Sequence[str]) -> Vectors:
    """Return the vectors of texts, in their order; zeros where there is none."""
    hashes = [rows.text_hash(text) for text in texts]
    space_id, dim = space_of(connection, space)
    found = connection.execute(
        "SELECT t.hash, v.vector FROM texts t JOIN vectors v ON v.text_id = t.id "
        "AND v.space_id = %s WHERE t.hash = ANY (%s)",
        [space_id, hashes],
        binary=True,
    ).fetchall()
    return rows.aligned(found, hashes, dim)


def count_vectors(connection: Connection, space: str) -> int:
    """Return how many memories have a vector in a space."""
    row = connection.execute(
        "SELECT count(*) FROM memories m JOIN vectors v ON v.text_id = m.text_id "
        "JOIN spaces s ON s.id = v.space_id WHERE s.key = %s",
        [space],
    ).fetchone()
    return int(row[0]) if row else 0


def texts_without_vectors(connection: Connection, space: str, limit: int) -> list[str]:
    """Return texts of memories that have no vector in a space, the oldest first."""
    space_id, _ = space_of(connection, space)
    found = connection.execute(
        "SELECT t.text FROM texts t JOIN (SELECT m.text_id, min(m.key) AS key FROM memories m "
        "WHERE NOT EXISTS (SELECT FROM vectors v WHERE v.text_id = m.text_id AND v.space_id = %s) "
        "GROUP BY m.text_id ORDER BY 2 LIMIT %s) g ON g.text_id = t.id ORDER BY g.key",
        [space_id, limit],
    )
    return [text for (text,) in found]
