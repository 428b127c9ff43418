"""Options of a store that is there already."""

import psycopg
import pytest
from conftest import providers_at
from memkit_postgres.config import PostgresStoreConfig
from memkit_postgres.store.store import PostgresStore

from memkit import Memory
from memkit.contracts import Position
from memkit.errors import AuthenticationError, MemkitWarning
from memkit.testing.context import DictContext, SampleMemory
from memkit.testing.samples import random_units


@pytest.fixture
def context(tmp_path):
    return DictContext(tmp_path / "m.db")


@pytest.fixture
def opened(url, schema, context):
    stores = []

    def open_store(**options):
        place = {"url": url, "schema_name": schema}
        stores.append(PostgresStore(PostgresStoreConfig(**{**place, **options}), context))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


def filled(store, n):
    store.open_space(store.context.open_space("a", 8))
    store.upsert(
        store.context.add(
            SampleMemory(vectors={"a": vector}) for vector in random_units(n, 8, seed=4)
        )
    )
    store.moved(Position(n, n))
    return store


def breadth(store):
    with store._pool.connection() as connection:
        # It is loaded with the first vector.
        connection.execute("SELECT '[1]'::vector")
        return connection.execute("SHOW hnsw.ef_search").fetchone()[0]


def test_what_stands_is_told(opened):
    filled(opened(exact_below=20), 50)
    told = r"ef_construction=64 \(not 200\), halfvec=False \(not True\), m=16 \(not 32\).*reindex"
    store = opened(m=32, ef_construction=200, halfvec=True)
    with pytest.warns(MemkitWarning, match=told) as warned:
        store.position()
    assert store.count() == 50
    store.position()
    assert len(warned) == 1
    # Neither those that are as asked for nor those that nobody gave.
    assert opened(m=16, ef_search=77).count() == 50
    assert opened().count() == 50


def test_a_reindex_makes_it_as_asked_for(url, schema):
    with Memory(**providers_at(url, schema, exact_below=5)) as m:
        m.add_many([f"a walk by the sea {n}" for n in range(20)], user_id="a", progress=False)
    asked = {"exact_below": 5, "m": 24, "halfvec": True}
    with Memory(**providers_at(url, schema, **asked)) as m:
        with pytest.warns(MemkitWarning, match=r"halfvec=False \(not True\), m=16 \(not 24\)"):
            assert m.search("walk", user_id="a")
        m.reindex()
        assert m.search("walk", user_id="a")
    with Memory(**providers_at(url, schema, **asked)) as m:
        assert m.search("walk", user_id="a")


def test_what_an_administrator_set_is_kept_unless_the_user_says_otherwise(url, opened):
    assert breadth(opened()) == "100"
    with psycopg.connect(url, autocommit=True) as admin:
        name = admin.execute("SELECT current_database()").fetchone()[0]
        admin.execute(f'ALTER DATABASE "{name}" SET hnsw.ef_search = 333')
        try:
            assert breadth(opened()) == "333"
            assert breadth(opened(ef_search=50)) == "50"
        finally:
            admin.execute(f'ALTER DATABASE "{name}" RESET hnsw.ef_search')


def test_who_may_not_make_the_extension_is_told_what_to_have_done(url, context, schema):
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {schema}")
        admin.execute(f"CREATE ROLE {schema} LOGIN")
    try:
        limited = f"{url.partition('?')[0].rpartition('/')[0]}/{schema}"
        with psycopg.connect(limited, autocommit=True) as admin:
            admin.execute(f"CREATE SCHEMA ours AUTHORIZATION {schema}")
        head, _, rest = limited.partition("://")
        login = f"{head}://{schema}@{rest.rpartition('@')[2]}"
        store = PostgresStore(PostgresStoreConfig(url=login, schema_name="ours"), context)
        with pytest.raises(AuthenticationError, match="CREATE EXTENSION vector"):
            store.position()
        store.close()
    finally:
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {schema} WITH (FORCE)")
            admin.execute(f"DROP ROLE {schema}")
