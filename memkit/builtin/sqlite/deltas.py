"""What followers of the SQLite journal read: what happened, and memories as stores take them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

import numpy as np

from memkit.builtin.sqlite.vectors import IN_LIST, key_list, vectors
from memkit.contracts.journal import Delta
from memkit.contracts.store import Batch, Keys, Position
from memkit.providers.sql_journal import rows


def delta(connection: sqlite3.Connection, since: Position, *, limit: int) -> Delta:
    """Return what happened after a position, in at most about `limit` memories."""
    head = dict(connection.execute("SELECT name, seq FROM sqlite_sequence"))
    events = connection.execute(
        "SELECT seq, key FROM events WHERE seq > ? ORDER BY seq LIMIT ?", [since.seq, limit]
    ).fetchall()
    seq = events[-1][0] if len(events) == limit else head.get("events", 0)
    last = connection.execute(
        "SELECT id FROM vectors WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?",
        [since.vectors, limit - 1],
    ).fetchone()
    last_vector = last[0] if last else head.get("vectors", 0)
    revectored = connection.execute(
        "SELECT m.key FROM vectors v JOIN memories m ON m.text_id = v.text_id "
        "WHERE v.id > ? AND v.id <= ?",
        [since.vectors, last_vector],
    )
    touched = {key for _, key in events}.union(key for (key,) in revectored)
    there = {
        key
        for (key,) in connection.execute(
            f"SELECT key FROM memories WHERE key {IN_LIST}", [json.dumps(list(touched))]
        )
    }
    return Delta(
        changed=np.array(sorted(there), np.int64),
        deleted=np.array(sorted(touched - there), np.int64),
        position=Position(max(seq, since.seq), max(last_vector, since.vectors)),
    )


def batch(connection: sqlite3.Connection, keys: Keys, *, spaces: Sequence[str]) -> Batch:
    """Return memories with their vectors; unknown keys are left out."""
    found = connection.execute(
        f"SELECT {rows.MEMORY_COLUMNS} FROM {rows.MEMORY_TABLES} WHERE m.key {IN_LIST} "
        "ORDER BY m.key",
        [key_list(keys)],
    ).fetchall()
    there = np.array([row[0] for row in found], np.int64)
    return rows.batch_of(
        found, keys=there, vectors={space: vectors(connection, space, there) for space in spaces}
    )
