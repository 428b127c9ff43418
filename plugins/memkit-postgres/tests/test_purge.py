"""What was purged is in no row of any table, of the journal and of the store."""

import psycopg
import pytest
from conftest import providers_at

from memkit import Memory
from memkit.errors import ValidationError
from memkit.testing.journals.tools import call

SECRET = "The passphrase is Xylquorth-Vambrisko"


def rows_with(url, schemas, word):
    """The tables that have a row which holds a word, in any column."""
    with psycopg.connect(url, autocommit=True) as connection:
        tables = connection.execute(
            "SELECT table_schema, table_name FROM information_schema.tables "
            "WHERE table_schema = ANY (%s)",
            [schemas],
        ).fetchall()
        return {
            name
            for schema, name in tables
            if connection.execute(
                f'SELECT 1 FROM "{schema}"."{name}" t WHERE t::text ILIKE %s LIMIT 1', [f"%{word}%"]
            ).fetchall()
        }


def test_a_purged_text_is_in_no_table(url, schema):
    schemas = [schema, f"{schema}_index"]
    with Memory(**providers_at(url, schema)) as memory:
        (kept,) = memory.add("milk", user_id="ana")
        (said,) = memory.add([{"role": "user", "content": SECRET}], user_id="ana", reason=SECRET)
        memory.update(said.id, "nothing to see", metadata={"note": SECRET})
        (fact,) = memory.add(
            f"Ana: {SECRET}", user_id="ana", sources=[{"memory_id": said.id, "quote": SECRET}]
        )
        memory.engine.journal.put_call(
            call("k1", request=({"role": "user", "content": SECRET},), lines=(said.id,))
        )
        memory.rate(SECRET, fact.id)
        memory.search("passphrase", user_id="ana")
        assert rows_with(url, schemas, "vambrisko") >= {"texts", "events", "memories", "calls"}
        assert [one.id for one in memory.purge(said.id)] == [said.id, fact.id]
        assert rows_with(url, schemas, "vambrisko") == set()
        assert {hit.id for hit in memory.search("passphrase", user_id="ana")} <= {kept.id}
        with pytest.raises(ValidationError, match="was purged"):
            memory.undo(2)
        assert memory.doctor().problems == ()
        events = memory.events()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'SET search_path TO "{schema}"')
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            connection.execute("DELETE FROM events")
    with Memory(**providers_at(url, schema)) as memory:
        assert memory.events() == events
