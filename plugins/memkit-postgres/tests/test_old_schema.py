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
from memkit.errors import ProviderError
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
    first = migrations(package_of("store"))[:1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate, "migrations", lambda package: first)
        store = PostgresStore(config, context)
        rows = store._tables().rows
        store.close()
        with psycopg.connect(url) as connection:
            connection.execute(
                f"INSERT INTO {schema}_index.{rows} VALUES (7, 'x', 'tea', NULL, '', 0, 'a', "
                "NULL, NULL, NULL, 'semantic', NULL, NULL, 1, 1, NULL, NULL, '{}', NULL)"
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
    store.close()


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
