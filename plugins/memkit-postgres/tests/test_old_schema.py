"""A schema that 0.1.0 wrote opens, folds, travels and undoes as 0.1.0 would have it."""

import json
import runpy
from pathlib import Path

import psycopg
import pytest
from memkit_postgres import migrate
from memkit_postgres.config import PostgresStoreConfig
from memkit_postgres.migrate import package_of
from memkit_postgres.store.selections import condition
from memkit_postgres.store.store import PostgresStore

from memkit.contracts import EVER, Selection
from memkit.domain.records import Scope
from memkit.errors import JournalError, ProviderError
from memkit.filters import parse
from memkit.providers.sql_journal.migrations import Migration, migrations
from memkit.testing.context import DictContext

DATA = Path(__file__).parents[3] / "tests" / "data" / "journal_0_1_0"
ANSWERS = json.loads((DATA / "answers.json").read_text("utf-8"))
ask = runpy.run_path(str(DATA / "questions.py"))["ask"]


# The embedder of its default space.
EMBEDDER = {"provider": "hash", "config": {"dim": 32}}


@pytest.fixture
def old(url, schema):
    """A schema as 0.1.0 left it."""
    script = (DATA / "memory.sql").read_text("utf-8").replace("memkit_0_1_0", schema)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(script)
    return schema


def rows(url, schema):
    """Return the form of a schema, its events, and the columns of its memories."""
    with psycopg.connect(url) as connection:
        connection.execute(f"SET search_path = {schema}")
        return [
            connection.execute(sql).fetchall()
            for sql in (
                "SELECT * FROM memkit_format",
                "SELECT * FROM events ORDER BY seq",
                "SELECT * FROM memories ORDER BY key",
                "SELECT conname FROM pg_constraint WHERE conrelid = 'events'::regclass ORDER BY 1",
            )
        ]


def test_a_schema_of_0_1_0_answers_as_it_did(old, open_memory):
    answers = ask(lambda: open_memory(store="local", embedder=EMBEDDER))
    assert [key for key in ANSWERS if answers[key] != ANSWERS[key]] == []


def test_old_events_stay_as_they_are_beside_new_ones(url, old, open_memory):
    _, before, _, _ = rows(url, old)
    with open_memory(embedder=EMBEDDER) as memory:
        (first, *_) = memory.get_all()
        memory.update(first.id, f"{first.memory}, as they say")
        memory.undo(memory.events()[-1].seq)
        assert memory.doctor().problems == ()
        assert memory.get(first.id).memory == first.memory
    _, after, _, constraints = rows(url, old)
    assert after[: len(before)] == before
    assert [json.loads(row[9])["v"] for row in after[len(before) :]] == [2, 2]
    assert ("events_event_check",) not in constraints


def test_a_store_of_before_takes_what_is_new(url, old, schema):
    """Its rows are kept, and a memory that changes is handed over with its new fields."""
    config = PostgresStoreConfig(url=url, schema_name=f"{schema}_index")
    context = DictContext()
    rows = first_store(url, f"{schema}_index", context.journal_id)
    with psycopg.connect(url) as connection:
        connection.execute(
            f"INSERT INTO {schema}_index.{rows} VALUES (7, 'x', 'alte Häuser', NULL, "
            "'alt:1 hauser:1', 2, 'a', NULL, NULL, NULL, 'semantic', NULL, NULL, 1, 1, NULL, NULL, "
            "'{}', NULL)"
        )
    store = PostgresStore(config, context)
    assert store._tables().rows == rows
    for where, there in (("pinned = true", False), ("data.x = null and valid_to = null", True)):
        sql = condition(Selection(scope=Scope(), where=parse(where), now=EVER))
        with store._pool.connection() as connection:
            found = connection.execute(
                f"SELECT count(*) FROM {rows} r WHERE {sql.text}", sql.params
            ).fetchone()
        assert found == (int(there),)
    # Its terms are those of today.
    found = store.search_text("Haus", k=5, selection=Selection(scope=Scope(), where=None, now=EVER))
    assert found.keys.tolist() == [7]
    store.close()


def first_store(url, schema, journal_id):
    """Make a store as the first migration leaves it, and return the table of its rows."""
    (first, *_) = migrations(package_of("store"))
    with psycopg.connect(url) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        connection.execute(f"SET search_path = {schema}, public")
        first.run(connection, execute=connection.execute)
        connection.execute("UPDATE memkit_format SET version = 1")
        row = connection.execute(
            "INSERT INTO stores (journal_id) VALUES (%s) RETURNING id", [journal_id]
        ).fetchone()
        connection.execute(f"CREATE TABLE rows_{row[0]} (LIKE row_template INCLUDING ALL)")
    return f"rows_{row[0]}"


def test_words_of_an_earlier_analyser_are_made_anew(url, schema, open_memory):
    memory = open_memory(embedder=EMBEDDER)
    wanted = [f"Am See stehen {n} Häuser." for n in range(2100)]
    memory.add_many(wanted, user_id="a", progress=False)
    memory.close()
    with psycopg.connect(url) as connection:
        for name in (schema, f"{schema}_index"):
            connection.execute(f"UPDATE {name}.memkit_format SET analyser = 1")
            for (table,) in connection.execute(
                "SELECT table_name FROM information_schema.columns "
                "WHERE table_schema = %s AND column_name = 'terms' "
                "AND table_name != 'row_template'",
                [name],
            ).fetchall():
                connection.execute(f"UPDATE {name}.{table} SET terms = 'hauser:1', length = 9")
        connection.execute(f"UPDATE {schema}.memories SET length = 9")
    for settings in ({}, {"store": "local"}):
        memory = open_memory(embedder=EMBEDDER, **settings)
        found = memory.search("Haus", mode="text", k=3000, user_id="a")
        assert {hit.memory for hit in found} == set(wanted)
        assert memory.doctor().problems == ()
        memory.close()


def test_words_of_a_newer_analyser_are_left_alone(url, schema, open_memory):
    open_memory(embedder=EMBEDDER).close()
    with psycopg.connect(url) as connection:
        connection.execute(f"UPDATE {schema}.memkit_format SET analyser = 99")
    with pytest.raises(JournalError, match="analyser 99"):
        open_memory(embedder=EMBEDDER)


def test_a_migration_that_fails_leaves_the_old_schema(url, old, open_memory, monkeypatch):
    def fails(connection):
        connection.execute("UPDATE memories SET pinned = true")
        raise OSError("planted")

    before = rows(url, old)
    more = (*migrations(package_of("journal")), Migration(99, fails))
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "migrations", lambda package: more)
        with pytest.raises(ProviderError, match="OSError: planted"):
            open_memory(embedder=EMBEDDER)
    assert rows(url, old) == before
    everything = Selection(scope=Scope(), where=None, now=EVER)
    memory = open_memory(embedder=EMBEDDER)
    assert memory.count() > 5
    assert not any(r.pinned for _, r in memory.engine.journal.page(everything, limit=100))


def test_a_schema_of_before_takes_the_new_space_and_keeps_the_old(old, open_memory):
    question = {"query": "the city she lives in", "user_id": "alice", "k": 1}
    with open_memory(embedder=EMBEDDER) as memory:
        [kept] = [row for row in memory.engine.journal.spaces() if row.default]
        memory.add_space("static-2", wait=True, progress=False)
        memory.use_space("static-2")
    with open_memory(embedder=None) as memory:
        assert memory.search(**question)[0].memory == "Alice lives in Berlin"
        assert memory.search(**question, space="hash")
        memory.reindex()
        assert memory.doctor().ok
        spaces = {row.key: row for row in memory.engine.journal.spaces()}
    assert spaces["hash"].fingerprint == kept.fingerprint
    assert len(spaces["static-2"].fingerprint) > len(kept.fingerprint)
