"""Options of collections that are there already, and quotas."""

import numpy as np
import pytest
from quotas import Limited

from memkit import Memory
from memkit.errors import MemkitWarning
from memkit.testing import SampleMemory
from memkit.testing.stores import fill, put, random_units, search, select


def graph_of(store):
    name = f"{store.name}-{store.context.spaces['a'].id}"
    found = store._connection.client.get_collection(name, embedding_function=None)
    return found.configuration_json["hnsw"]


def recall(store, vectors, queries):
    """Return how many of the ten nearest are found, as a part of all."""
    hits = 0
    for query in queries:
        nearest = np.argsort(-(vectors @ query))[:10] + 1
        hits += len(set(nearest.tolist()) & set(search(store, query, k=10).keys.tolist()))
    return hits / (10 * len(queries))


def test_the_breadth_of_a_search_is_given_to_what_is_there(opened, context):
    vectors, queries = random_units(3_000, 32, seed=1), random_units(20, 32, seed=2)
    first = opened(ef_search=10, m=8, exact_below=0)
    fill(first, context, vectors)
    narrow = recall(first, vectors, queries)
    first.close()
    store = opened(ef_search=500, exact_below=0)
    assert recall(store, vectors, queries) > max(0.95, narrow)
    assert graph_of(store)["ef_search"] == 500
    store.close()
    # Who says nothing of it leaves it.
    other = opened()
    other.position()
    assert graph_of(other)["ef_search"] == 500


def test_a_server_takes_it_when_it_loads_the_collection_again(server, opened, context):
    fill(opened(url=server.url), context, random_units(5, 8, seed=1))
    with pytest.warns(MemkitWarning, match=r"ef_search=100 \(not 321\), until the server loads"):
        store = opened(url=server.url, ef_search=321)
    assert graph_of(store)["ef_search"] == 321
    # Said once: it is written down there.
    assert len(search(opened(url=server.url, ef_search=321), random_units(1, 8, seed=2)[0])) == 5


def test_what_stands_is_told_and_a_reindex_makes_it_new(tmp_path):
    def choice(**options):
        return {"provider": "chroma", "config": options}

    with Memory(tmp_path / "memory.db", store=choice(m=8)) as m:
        m.add("Alice plays the cello.", user_id="alice")
    asked = {"m": 48, "ef_construction": 200, "ef_search": 64}
    with Memory(tmp_path / "memory.db", store=choice(**asked)) as m:
        with pytest.warns(MemkitWarning, match=r"m=8 \(not 48\).*m\.reindex\(\)") as warned:
            assert m.search("cello", user_id="alice")
        assert "ef_search" not in str(warned[0].message)
        m.reindex()
        assert m.search("cello", user_id="alice")
    with Memory(tmp_path / "memory.db", store=choice(**asked)) as m:
        assert m.search("cello", user_id="alice")


def test_quotas_are_learnt_and_kept(server, opened, context):
    with Limited(server.url, records=40, results=30, predicates=4) as limited:
        store = opened(url=limited.server.url)
        store.open_space(context.open_space("a", 8))
        vectors = random_units(150, 8, seed=1)
        rows = [
            SampleMemory(metadata={"n": n, "tag": f"t{n % 10}"}, vectors={"a": vector})
            for n, vector in enumerate(vectors)
        ]
        keys = put(store, context, rows).tolist()
        assert store.count() == 150
        assert len(search(store, vectors[0], k=100)) == 100
        wide = "tag in ['t1', 't2', 't3', 't4', 't5', 't6']"
        for where, k in ((wide, 20), (wide, 200), ("n < 100", 60), ("memory icontains 'a'", 200)):
            selection = select(where)
            found = search(store, vectors[0], k=k, selection=selection)
            assert len(found) == min(k, len(context.allowed_keys(selection)))
            assert np.isin(found.keys, context.allowed_keys(selection)).all()
        store.delete(np.array(keys[:100], np.int64))
        assert store.count() == 50
        # Each was met once.
        assert sorted(limited.refused) == sorted(set(limited.refused))


def test_many_spaces_are_written_down(opened, context):
    store = opened()
    for n in range(12):
        store.open_space(context.open_space(f"a space with a name {n}", 8))
    fill(store, context, random_units(3, 8, seed=1))
    metadata = store._connection.client.get_collection(store.name, embedding_function=None).metadata
    assert max(len(value) for value in metadata.values() if isinstance(value, str)) <= 256
    assert set(opened().read_state(store._connection.client).spaces) == set(context.spaces)
