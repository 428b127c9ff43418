"""Limits of a collection, and options of one that is there already."""

import numpy as np
import pytest
from memkit_qdrant import standing
from memkit_qdrant.config import QdrantConfig
from memkit_qdrant.store import QdrantStore
from strict_mode import CLOUD, STRICTEST

from memkit import Memory
from memkit.errors import MemkitWarning, ProviderError, RateLimitError
from memkit.testing import DictContext, Reply, SampleMemory
from memkit.testing.stores import fill, random_units, search, select


@pytest.fixture
def context():
    return DictContext()


@pytest.fixture
def opened(wire, context):
    """Open a store; all are closed in the end."""
    stores = []

    def open_(**options):
        stores.append(QdrantStore(QdrantConfig(**wire.config, **options), context))
        for space in context.spaces.values():
            stores[-1].open_space(space)
        return stores[-1]

    yield open_
    for store in stores:
        store.close()


def with_numbers(context, store, metadata):
    """Tell a store of a memory for each metadata, and return their keys."""
    if "a" not in context.spaces:
        store.open_space(context.open_space("a", 8))
    vectors = random_units(len(metadata), 8, seed=2)
    batch = context.add(
        [
            SampleMemory(text=f"memory {n}", metadata=each, vectors={"a": vector})
            for n, (each, vector) in enumerate(zip(metadata, vectors, strict=True))
        ]
    )
    store.upsert(batch)
    return batch.keys.tolist()


def found(store, where, k=100):
    query = np.full(8, 8**-0.5, np.float32)
    return sorted(store.search("a", query, k=k, selection=select(where)).keys.tolist())


def indexed_numbers(wire):
    return [field for field in wire.indexed if field.startswith("numbers.")]


# -- indexes ---------------------------------------------------------------------------------


def test_a_key_gets_its_index_when_it_is_first_written(wire, context, opened):
    wire.strict = CLOUD
    store = opened()
    first, second = with_numbers(context, store, [{"price": 3}, {"price": 4.5}])
    assert len(indexed_numbers(wire)) == 1
    with_numbers(context, store, [{"price": 5, "size": 1}])
    assert len(indexed_numbers(wire)) == 2
    assert found(store, "price < 5") == [first, second]
    assert found(store, "weight > 1") == []
    assert len(indexed_numbers(wire)) == 2


def test_more_keys_than_there_is_room_for_are_compared_too(wire, context, opened, monkeypatch):
    monkeypatch.setattr(standing, "MOST_NUMBERS", 3)
    wire.strict = CLOUD
    store = opened()
    keys = with_numbers(context, store, [{f"n{n}": n} for n in range(6)])
    assert len(indexed_numbers(wire)) == 3
    assert [found(store, f"n{n} >= {n}") for n in range(6)] == [[key] for key in keys]


def test_a_limit_of_indexes_is_kept(wire, context, opened):
    # Fewer than the fields of every point: even the scope has none then.
    wire.strict = {**CLOUD, "max_payload_index_count": 2}
    store = opened()
    keys = with_numbers(context, store, [{"n": 1}, {"n": 2}])
    assert len(set(wire.indexed)) == 2
    assert found(store, "n > 1 and user_id = 'alice'") == keys[1:]
    assert store.count() == 2


def test_a_collection_without_indexes_gets_them_when_it_is_opened_and_asked(wire, context, opened):
    keys = with_numbers(context, opened(), [{"n": 1}, {"n": 2}])
    (name,) = wire.schemas
    # As it was made before there were any, or as somebody dropped them.
    wire.schemas[name].clear()
    wire.configs[name]["strict_mode_config"] = {"enabled": True, **CLOUD}
    store = opened()
    assert found(store, "n > 1") == keys[1:]
    assert {"tokens", "user_id", "expires_at"} <= set(wire.schemas[name])
    assert any(field.startswith("numbers.") for field in wire.schemas[name])


def test_indexes_that_go_while_it_is_open_are_made_again(wire, context, opened):
    wire.strict = CLOUD
    store = opened()
    keys = with_numbers(context, store, [{"n": 1}, {"n": 2}])
    assert found(store, "n > 1") == keys[1:]
    for schema in wire.schemas.values():
        schema.clear()
    assert found(store, "n > 1") == keys[1:]


def test_a_key_that_may_only_read_can_search(wire, context, opened):
    keys = with_numbers(context, opened(), [{"n": 1}, {"n": 2}])
    (name,) = wire.schemas
    wire.schemas[name].clear()
    answer = wire.server._answer
    wire.server._answer = lambda r: (
        Reply(status=403, json={"status": {"error": "Forbidden"}})
        if r.method in ("PUT", "PATCH")
        else answer(r)
    )
    with pytest.warns(MemkitWarning, match=r"m=16 \(not 99\).*may not change"):
        reader = opened(m=99)
    assert found(reader, "n > 1") == keys[1:]


# -- limits ----------------------------------------------------------------------------------


def test_limits_that_are_set_while_it_is_open_are_learnt(wire, context, opened):
    store = opened()
    fill(store, context, random_units(60, 8, seed=1))
    assert len(search(store, random_units(1, 8, seed=3)[0], k=50)) == 50
    for config in wire.configs.values():
        config["strict_mode_config"] = {"enabled": True, **STRICTEST}
    assert len(search(store, random_units(1, 8, seed=3)[0], k=50)) == 50
    assert store.count() == 60
    batch = context.batch(list(range(1, 61)))
    store.upsert(batch)
    assert store.count() == 60


def test_every_answer_is_the_same_in_strict_mode(wire, context, opened):
    store = opened()
    rows = [{"n": n, "tag": f"t{n % 25}"} for n in range(80)]
    with_numbers(context, store, rows)
    wide = "tag in [" + ", ".join(f"'t{n}'" for n in range(20)) + "]"
    long = " or ".join(f"(n >= {n} and n < {n + 1})" for n in range(0, 40, 2))
    asked = [(wide, 100), (long, 100), (f"not ({wide})", 100), ("n < 70", 30), ("n < 3", 1)]
    free = [found(store, where, k) for where, k in asked]
    for config in wire.configs.values():
        config["strict_mode_config"] = {"enabled": True, **STRICTEST}
    assert [found(opened(), where, k) for where, k in asked] == free
    assert [len(keys) for keys in free] == [65, 20, 15, 30, 1]


def test_a_limit_that_nothing_can_be_done_about_is_told(wire, context, opened):
    answer = wire.server._answer
    store = opened()
    fill(store, context, random_units(3, 8, seed=1))
    said = "Bad request: Max vector storage size limit of 1MB reached!"
    full = Reply(status=400, json={"status": {"error": said}})
    wire.server._answer = lambda r: full if r.method == "PUT" else answer(r)
    with pytest.raises(ProviderError, match="strict_mode_config") as caught:
        store.upsert(context.batch([1, 2]))
    assert "Max vector storage size limit" in str(caught.value)


def test_a_rate_limit_tells_how_long_to_wait(wire, context, opened):
    store = opened()
    fill(store, context, random_units(3, 8, seed=1))
    slow = Reply(status=429, headers={"Retry-After": "9"}, json={"status": {"error": "slow down"}})
    wire.server._answer = lambda r: slow
    with pytest.raises(RateLimitError) as caught:
        search(store, random_units(1, 8, seed=3)[0])
    assert caught.value.retry_after == 9


# -- options of a collection that is there already -------------------------------------------


def test_options_that_were_given_are_given_to_the_collection(wire, context, opened):
    fill(opened(), context, random_units(3, 8, seed=1))
    (config,) = wire.configs.values()
    store = opened(m=24, quantization="int8")
    assert store.count() == 3
    assert (config["hnsw_config"]["m"], config["hnsw_config"]["ef_construct"]) == (24, 100)
    assert config["quantization_config"]["scalar"]["type"] == "int8"
    search(store, random_units(1, 8, seed=3)[0])
    assert wire.params[-1].quantization.rescore is True
    assert opened(quantization="none").count() == 3
    assert config["quantization_config"] is None


def test_copies_and_shards_are_told_and_how_many_take_a_write_is_changed(wire, context, opened):
    fill(opened(), context, random_units(3, 8, seed=1))
    told = r"replicas=1 \(not 3\), shards=1 \(not 2\).*reindex"
    with pytest.warns(MemkitWarning, match=told) as warned:
        opened(replicas=3, shards=2, write_consistency=2)
    assert "write_consistency" not in str(warned[0].message)
    (config,) = wire.configs.values()
    assert config["params"] == {
        "shard_number": 1,
        "replication_factor": 1,
        "write_consistency_factor": 2,
    }


def test_defaults_undo_nothing(wire, context, opened):
    fill(opened(), context, random_units(3, 8, seed=1))
    (config,) = wire.configs.values()
    config["hnsw_config"] |= {"m": 48, "ef_construct": 300}
    config["quantization_config"] = {"scalar": {"type": "int8", "always_ram": True}}
    before = {name: value.copy() if value else value for name, value in config.items()}
    store = opened(ef_search=64)
    search(store, random_units(1, 8, seed=3)[0])
    assert config == before
    assert wire.params[-1].quantization is not None
    changes = [r for r in wire.server.requests if r.method == "PATCH"]
    assert changes == []


def test_options_beyond_the_limits_are_told_and_cut(wire, context, opened):
    wire.strict = STRICTEST
    fill(opened(), context, random_units(3, 8, seed=1))
    told = r"ef_search=128 \(not 500\), exact=False \(not True\), oversampling=1\.5 \(not 4\.0\)"
    with pytest.warns(MemkitWarning, match=told) as warned:
        store = opened(ef_search=500, oversampling=4.0, exact=True)
    assert len(warned) == 1
    # Once, and searches go on.
    assert len(search(store, random_units(1, 8, seed=3)[0])) == 3
    assert (wire.params[-1].hnsw_ef, wire.params[-1].exact) == (128, False)


def test_a_reindex_makes_it_as_asked_for(wire, tmp_path):
    def choice(**options):
        return {"provider": "qdrant", "config": {**wire.config, **options}}

    with Memory(tmp_path / "memory.db", store=choice()) as m:
        m.add("Alice plays the cello.", user_id="alice")
    with Memory(tmp_path / "memory.db", store=choice(m=40, ef_construction=200)) as m:
        m.reindex()
        assert m.search("cello", user_id="alice")
    assert wire.made[-1].hnsw_config.m == 40
    assert wire.made[-1].hnsw_config.ef_construct == 200
