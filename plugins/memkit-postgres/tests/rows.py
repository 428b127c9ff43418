"""What a store holds, read past the store, to be compared with what the journal says."""

import json

import numpy as np
import psycopg
from memkit_postgres.characters import read
from memkit_postgres.fields import fields_of

from memkit.domain.times import instant_of
from memkit.providers.sql_journal.rows import to_json


def store_rows(url, schema, journal_id):
    """Return key -> what a store holds of a memory, and space -> key -> vector."""
    with psycopg.connect(url) as connection:
        connection.execute(f"SET search_path = {schema}, public")
        (store,) = connection.execute(
            "SELECT id FROM stores WHERE journal_id = %s", [journal_id]
        ).fetchone()
        rows = {
            row[0]: (*map(unwritten, row[1:-1]), row[-1])
            for row in connection.execute(
                "SELECT key, id, memory, user_id, agent_id, app_id, run_id, type, role, name, "
                "created_at, updated_at, occurred_at, expires_at, fields "
                f"FROM rows_{store}"
            )
        }
        spaces = connection.execute(
            "SELECT key, number FROM spaces WHERE store_id = %s", [store]
        ).fetchall()
        vectors = {
            space: {
                key: np.fromstring(text[1:-1], sep=",", dtype=np.float32)
                for key, text in connection.execute(
                    f"SELECT key, embedding::text FROM vectors_{number}"
                )
            }
            for space, number in spaces
        }
    return rows, vectors


def rows_of(records):
    """Return what a store should hold of memories by key."""
    return {
        key: (
            r.id, r.memory, r.user_id, r.agent_id, r.app_id, r.run_id, r.type, r.role, r.name,
            instant_of(r.created_at), instant_of(r.updated_at),
            r.occurred_at and instant_of(r.occurred_at), r.expires_at and instant_of(r.expires_at),
            json.loads(fields_of(to_json(r.metadata)).plain),
        )
        for key, r in records.items()
    }  # fmt: skip


def unwritten(value):
    return read(value) if isinstance(value, str) else value


def assert_store_is_the_journal(journal, url, schema):
    """Fold the journal's history, and compare every row of the store with it."""
    records = dict(journal.state_at(journal.head().seq))
    rows, vectors = store_rows(url, schema, journal.journal_id)
    assert rows == rows_of(records)
    keys = np.array(sorted(records), np.int64)
    for space in journal.spaces():
        expected = journal.vectors(space.key, keys)
        lengths = np.linalg.norm(expected, axis=1)
        held = vectors[space.key]
        assert sorted(held) == keys[lengths > 0].tolist(), "vectors without a memory, or missing"
        if len(keys):
            found = np.stack([held.get(key, np.zeros(space.dim, "f4")) for key in keys.tolist()])
            units = expected / np.where(lengths > 0, lengths, 1)[:, np.newaxis]
            np.testing.assert_allclose(found, units, atol=1e-6)
    return records
