"""What followers of the journal read: what happened, and memories as stores take them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from memkit.contracts.journal import Delta
from memkit.contracts.store import Batch, Keys, Position
from memkit.providers.sql_journal import rows
from memkit_postgres.journal.spaces import vectors
from memkit_postgres.pool import Connection


def head(connection: Connection) -> Position:
    """Return the position after the last event and vector."""
    row = connection.execute("SELECT events, vectors FROM head").fetchone()
    assert row is not None
    return Position(*row)


def delta(connection: Connection, since: Position, *, limit: int) -> Delta:
    """Return what happened after a position, in at most about `limit` memories."""
    end = head(connection)
    events = connection.execute(
        "SELECT seq, key FROM events WHERE seq > %s ORDER BY seq LIMIT %s", [since.seq, limit]
    ).fetchall()
    seq = events[-1][0] if len(events) == limit else end.seq
    # Numbers have no gaps, but for vectors that went with their space.
    last = connection.execute(
        "SELECT id FROM vectors WHERE id > %s ORDER BY id LIMIT 1 OFFSET %s",
        [since.vectors, limit - 1],
    ).fetchone()
    last_vector = last[0] if last else end.vectors
    revectored = connection.execute(
        "SELECT m.key FROM vectors v JOIN memories m ON m.text_id = v.text_id "
        "WHERE v.id > %s AND v.id <= %s",
        [since.vectors, last_vector],
    )
    touched = {key for _, key in events}.union(key for (key,) in revectored)
    there = {
        key
        for (key,) in connection.execute(
            "SELECT key FROM memories WHERE key = ANY (%s::bigint[])", [list(touched)]
        )
    }
    return Delta(
        changed=np.array(sorted(there), np.int64),
        deleted=np.array(sorted(touched - there), np.int64),
        position=Position(max(seq, since.seq), max(last_vector, since.vectors)),
    )


def batch(connection: Connection, keys: Keys, *, spaces: Sequence[str]) -> Batch:
    """Return memories with their vectors; unknown keys are left out."""
    found = connection.execute(
        f"SELECT {rows.MEMORY_COLUMNS} FROM {rows.MEMORY_TABLES} "
        "WHERE m.key = ANY (%s::bigint[]) ORDER BY m.key",
        [keys.tolist()],
    ).fetchall()
    there = np.array([row[0] for row in found], np.int64)
    return rows.batch_of(
        found, keys=there, vectors={space: vectors(connection, space, there) for space in spaces}
    )
