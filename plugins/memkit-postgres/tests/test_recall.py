"""pgvector's graph misses some of the nearest; each connection walks it as broadly as it must."""

import psycopg
import pytest
from conftest import providers_at
from psycopg import sql

from memkit import Memory
from memkit.testing import TunedStoreConformance


class TestTuned(TunedStoreConformance):
    @pytest.fixture
    def open_memory(self):
        return Memory

    @pytest.fixture
    def choice(self, url, schema):
        options = {"exact_below": 100, "m": 4, "ef_construction": 8}
        return providers_at(url, schema, **options)["store"]


def vacuumed(url, schema):
    """Tidy the tables of a schema up, and return their names."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s", (schema,)
        ).fetchall()
        for (name,) in found:
            connection.execute(sql.SQL("VACUUM {}").format(sql.Identifier(schema, name)))
    return {name for (name,) in found}


def test_two_spaces_are_searched_each_in_its_way(url, schema):
    """Over the same connections, in turn."""
    options = {"exact_below": 100, "m": 2, "ef_construction": 4, "ef_search": 11}
    with Memory(**providers_at(url, schema, **options)) as m:
        m.add_many([f"memory {n} of {n * n}" for n in range(1000)], user_id="a", progress=False)
        m.add_space("hash", key="second", wait=True, progress=False)
        m.engine.follower.catch_up()
        # The server would do it by itself at any time, and links the graph anew.
        tables = vacuumed(url, f"{schema}_index")
        assert {"vectors_1", "vectors_2"} <= tables
        first, second = (m.check_recall(space, settings=False) for space in ("hash", "second"))
        assert max(first.recall, second.recall) < 1
        m.engine.index.set_breadth("second", 1000)
        for _ in range(2):
            assert m.check_recall("hash", settings=False).recall == first.recall
            assert m.check_recall("second", settings=False).recall > second.recall


def test_a_database_takes_no_breadth_beyond_its_most(url, schema):
    with Memory(**providers_at(url, schema, exact_below=100)) as m:
        m.add_many([f"memory {n}" for n in range(300)], user_id="a", progress=False)
        m.engine.index.set_breadth("hash", 100_000)
        assert m.check_recall(settings=False).breadth == 1000
