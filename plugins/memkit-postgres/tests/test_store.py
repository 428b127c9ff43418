"""What only this store has: HNSW with filters, and a position that goes with its rows."""

import shutil
import warnings

import numpy as np
import psycopg
import pytest
from conftest import providers_at
from memkit_postgres.config import PostgresStoreConfig
from memkit_postgres.store import searching
from memkit_postgres.store.selections import condition
from memkit_postgres.store.store import PostgresStore

from memkit import Memory
from memkit.contracts import Position, Selection, Step
from memkit.domain.records import Scope
from memkit.errors import MemkitError, ProviderError, SpaceError
from memkit.filters import parse
from memkit.providers.vector_stores import units
from memkit.testing.context import NOW, DictContext, SampleMemory
from memkit.testing.samples import random_units

DIM = 16


@pytest.fixture
def open_store(url, schema):
    opened = []

    def open_store(context, **options):
        config = PostgresStoreConfig(url=url, schema_name=schema, **options)
        opened.append(PostgresStore(config, context))
        return opened[-1]

    yield open_store
    for store in opened:
        store.close()


def select(where=None, **scope):
    return Selection(scope=Scope(**scope), where=where and parse(where), now=NOW)


def filled(store, n, *, dim=DIM, rows=lambda number: {}):
    context = store.context
    store.open_space(context.open_space("a", dim))
    vectors = random_units(n, dim, seed=4)
    batch = context.add(
        SampleMemory(vectors={"a": vector}, **rows(number)) for number, vector in enumerate(vectors)
    )
    store.upsert(batch)
    store.moved(Position(n, n))
    return vectors


def plan_of(store, selection, k=10):
    """Return how PostgreSQL carries out a search, as it is asked."""
    held = store._look_again()
    unit = searching.parameter(held.space("a"), random_units(1, held.space("a").dim, seed=1)[0])
    sql = searching.nearest(held, held.space("a"), unit, k, condition(selection))
    with store._pool.connection() as connection:
        return "\n".join(row[0] for row in connection.execute(f"EXPLAIN {sql.text}", sql.params))


def recall(store, context, selection, *, queries=40):
    found = 0
    for query in random_units(queries, DIM, seed=9):
        hits = store.search("a", query, k=10, selection=selection)
        keys, _ = context.scores("a", query, selection)
        assert len(hits) == 10
        found += len(set(hits.keys.tolist()) & set(keys[:10].tolist()))
    return found / (10 * queries)


def test_large_selections_are_searched_by_the_index(open_store, tmp_path):
    """HNSW is used, goes on while a filter takes candidates away, and finds nearly all."""
    context = DictContext(tmp_path / "m.db")
    store = open_store(context, exact_below=200)
    filled(store, 4000, rows=lambda n: {"metadata": {"tenth": n % 10, "n": n}})
    everyone, tenth, few = select(), select("tenth = 3"), select("n < 15")
    for selection in (everyone, tenth):
        plan = plan_of(store, selection)
        assert "_embedding_idx" in plan
        assert "Sort" not in plan
    assert recall(store, context, everyone) >= 0.95
    assert recall(store, context, tenth) >= 0.95
    assert recall(store, context, few) == 1.0


def test_what_the_index_gives_up_on_is_compared(open_store, tmp_path):
    """All that a selection holds is found, also where the scan ends too early."""
    context = DictContext(tmp_path / "m.db")
    store = open_store(context, exact_below=0, ef_search=10, max_scan_tuples=10)
    filled(store, 1500, rows=lambda n: {"metadata": {"rare": n >= 1480}})
    for query in random_units(10, DIM, seed=2):
        assert len(store.search("a", query, k=20, selection=select("rare = true"))) == 20


def test_one_users_best_is_found_behind_thousands_of_another_user(open_store, tmp_path):
    """Whatever is asked for, another user's rows are nearer; the best of one's own came last."""
    context = DictContext(tmp_path / "m.db")
    store = open_store(context, exact_below=200, max_scan_tuples=2000)
    store.open_space(context.open_space("a", DIM))
    query = random_units(1, DIM, seed=1)[0]
    near = units(query + 0.2 * random_units(2500, DIM, seed=2))
    far = units(-query + 0.5 * random_units(400, DIM, seed=3))
    far[-1] = units(far[0] + 0.8 * query)
    whose = [("other", near), ("other", [query] * 500), ("mine", far)]
    rows = [
        SampleMemory(vectors={"a": vector}, scope=Scope(user_id=user))
        for user, vectors in whose
        for vector in vectors
    ]
    store.upsert(context.add(rows))
    store.moved(Position(len(rows), len(rows)))
    for k in (1, 10, 100, 300):
        found = store.search("a", query, k=k, selection=select(user_id="mine"))
        keys, _ = context.scores("a", query, select(user_id="mine"))
        assert found.keys[0] == len(rows)
        assert len(set(found.keys.tolist()) & set(keys[:k].tolist())) >= 0.95 * k


def test_vectors_too_long_for_the_index_are_compared(open_store, tmp_path):
    context = DictContext(tmp_path / "m.db")
    store = open_store(context, exact_below=0)
    vectors = filled(store, 30, dim=3000)
    for number in (0, 7, 29):
        assert store.search("a", vectors[number], k=1, selection=select()).keys.tolist() == [
            number + 1
        ]
    with pytest.raises(SpaceError, match="pgvector takes 16000"):
        store.open_space(context.open_space("b", 20_000))


def test_a_store_that_was_wiped_is_filled_again(url, schema, open_memory):
    memory = open_memory()
    memory.add("tea", user_id="a")
    memory.add("milk", user_id="a")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA {schema}_index CASCADE")
    again = open_memory()
    assert {hit.memory for hit in again.search("tea", user_id="a")} == {"tea", "milk"}
    assert again.doctor().problems == ()


CALLS = {
    "vector": lambda m: m.search("tea", user_id="a", mode="vector"),
    "hybrid": lambda m: m.search("tea", user_id="a"),
    "text": lambda m: m.search("tea", user_id="a", mode="text"),
    "add and search": lambda m: (m.add("milk", user_id="b"), m.search("tea", user_id="a")),
    "doctor": lambda m: m.doctor(),
}


@pytest.mark.parametrize("what", ["schema", "rows", "space"])
@pytest.mark.parametrize("call", CALLS)
def test_a_store_that_is_wiped_under_an_open_memory_is_made_again(
    url, schema, open_memory, call, what
):
    memory = open_memory()
    memory.add(["tea", "coffee"], user_id="a")
    memory.search("tea", user_id="a")
    held = memory.engine.store.unguarded._tables()
    index = f"{schema}_index"
    with psycopg.connect(url, autocommit=True) as connection:
        if what == "schema":
            connection.execute(f"DROP SCHEMA {index} CASCADE")
        else:
            table = held.rows if what == "rows" else held.space("hash").table
            connection.execute(f"DROP TABLE {index}.{table} CASCADE")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        CALLS[call](memory)
        for job in memory.jobs:
            job.wait()
        found = memory.search("tea", user_id="a", k=1)
        for job in memory.jobs:
            job.wait()
    assert [hit.memory for hit in found] == ["tea"]
    assert any("are gone" in str(w.message) or "is gone" in str(w.message) for w in caught)
    assert memory.doctor().problems == ()
    assert memory.search("tea", user_id="a", mode="vector", k=1)[0].memory == "tea"
    assert memory.engine.store.count() == memory.count()


@pytest.mark.parametrize("last", [True, False])
def test_a_step_that_fails_gives_the_turn_back(url, schema, open_memory, last):
    memory = open_memory()
    memory.add("tea", user_id="a")
    store, journal = memory.engine.store.unguarded, memory.engine.journal
    nothing = journal.batch(np.empty(0, np.int64), spaces=[])
    step = Step(
        deleted=np.array([1], np.int64),
        batch=nothing,
        position=journal.head(),
        event_token="x",
        last=last,
    )
    with psycopg.connect(url, autocommit=True) as connection:

        def lose_and_take():
            with store.turn():
                connection.execute(f"DROP TABLE {schema}_index.{store._tables().rows} CASCADE")
                store.take(step)

        with pytest.raises(MemkitError):
            lose_and_take()
        held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
        assert connection.execute(held).fetchone() == (0,)


def test_rows_that_were_deleted_behind_its_back_are_found_missing(url, schema, open_memory):
    memory = open_memory()
    memory.add("tea", user_id="a")
    with psycopg.connect(url, autocommit=True) as connection:
        (table,) = connection.execute(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE nspname = %s AND relname ~ '^rows_[0-9]+$'",
            [f"{schema}_index"],
        ).fetchone()
        connection.execute(f"DELETE FROM {schema}_index.{table}")
    assert ["0 of 1 memory" in problem.what for problem in memory.doctor().problems] == [True]
    memory.reindex()
    assert memory.search("tea", user_id="a")[0].memory == "tea"


def test_a_journal_restored_from_a_backup_makes_the_store_anew(url, schema, tmp_path):
    """As far as before, but with another history: the token tells."""
    path = tmp_path / "memory.db"
    store = providers_at(url, schema)["store"]
    with Memory(path, store=store, embedder="hash") as memory:
        memory.add("kept", user_id="a")
    shutil.copy(path, tmp_path / "backup.db")
    with Memory(path, store=store, embedder="hash") as memory:
        memory.add("lost with the disk", user_id="a")
    for file in tmp_path.glob("memory.db*"):
        file.unlink()
    shutil.copy(tmp_path / "backup.db", path)
    with Memory(path, store=store, embedder="hash") as memory:
        memory.add("went on differently", user_id="a")
        found = {hit.memory for hit in memory.search("lost", user_id="a")}
        assert found == {"kept", "went on differently"}
        assert memory.engine.store.count() == 2


def test_two_journals_in_one_schema_never_mix(url, schema, tmp_path):
    store = providers_at(url, schema)["store"]
    memories = [Memory(tmp_path / name, store=store, embedder="hash") for name in ("a.db", "b.db")]
    for number, memory in enumerate(memories):
        memory.add(f"only in {number}", user_id="a")
    for number, memory in enumerate(memories):
        assert [hit.memory for hit in memory.search("only", user_id="a")] == [f"only in {number}"]
    memories[0].reindex()
    assert [hit.memory for hit in memories[1].search("only", user_id="a")] == ["only in 1"]
    for memory in memories:
        memory.close()


def test_a_store_replaced_by_another_process_is_found(open_store, tmp_path):
    """Tables have new names after `clear`; who knew the old ones looks again."""
    context = DictContext(tmp_path / "m.db")
    one, other = open_store(context), open_store(context)
    vectors = filled(one, 5)
    assert len(other.search("a", vectors[0], k=9, selection=select())) == 5
    one.clear()
    one.open_space(context.spaces["a"])
    one.upsert(context.batch([1, 2]))
    assert len(other.search("a", vectors[0], k=9, selection=select())) == 2
    other.delete(np.array([1], np.int64))
    assert one.count() == other.count("a") == 1


def test_the_schema_of_a_journal_is_refused(url, schema, open_memory, open_store, tmp_path):
    open_memory(store="local").add("tea", user_id="a")
    with pytest.raises(ProviderError, match=r"a memkit journal.*schema_name"):
        open_store(DictContext(tmp_path / "m.db")).count()
