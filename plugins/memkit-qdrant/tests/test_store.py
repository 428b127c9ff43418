"""What a server is asked for, and what users are told when it does not answer."""

import socket

import pytest
from memkit_qdrant.config import QdrantConfig
from memkit_qdrant.store import QdrantStore

from memkit.errors import (
    AuthenticationError,
    ConnectionError,
    ProviderError,
    RateLimitError,
    ValidationError,
)
from memkit.plugins import spec_config
from memkit.testing import CANARY, DictContext, Reply
from memkit.testing.stores import all_keys, fill, random_units, search, select


def store_of(config, context=None):
    return QdrantStore(QdrantConfig(**config), context or DictContext())


def test_a_collection_is_made_and_searched_as_configured(wire):
    context = DictContext()
    options = {"quantization": "int8", "m": 24, "ef_search": 77, "oversampling": 3.0}
    store = store_of({**wire.config, **options}, context)
    vectors = random_units(5, 8, seed=1)
    fill(store, context, vectors)
    search(store, vectors[0], k=3)
    (made,) = wire.made
    assert made.quantization_config.scalar.type == "int8"
    assert made.hnsw_config.m == 24
    assert list(made.vectors) == ["space-1"]
    assert {"tokens", "user_id", "agent_id", "app_id", "run_id", "text"} <= set(wire.indexed)
    (params,) = wire.params
    assert (params.hnsw_ef, params.exact, params.quantization.rescore) == (77, False, True)
    # Fewer than were asked for: that is all, for so few are never looked for by the graph.
    search(store, vectors[0], k=10)
    assert [params.exact for params in wire.params] == [False, False]
    # Ids of the journal are always compared one by one.
    search(store, vectors[0], k=40, selection=select("memory icontains 'A'"))
    store.close()


def test_a_graph_that_has_no_way_to_the_rest_is_gone_around(wire):
    context = DictContext()
    store = store_of(wire.config, context)
    vectors = random_units(60, 8, seed=1)
    fill(store, context, vectors)
    store.close()
    # As where there are more than are compared anyway.
    (config,) = wire.configs.values()
    config["hnsw_config"]["full_scan_threshold"] = 1
    store = store_of(wire.config, context)
    store.open_space(context.spaces["a"])
    wire.params.clear()
    assert len(search(store, vectors[0], k=100)) == 60
    assert [params.exact for params in wire.params] == [False, True]
    store.close()


def test_large_memories_go_in_several_requests(wire):
    context = DictContext()
    store = store_of({**wire.config, "batch_size": 7}, context)
    fill(store, context, random_units(20, 8, seed=1))
    sent = [r for r in wire.server.requests if r.method == "PUT" and "/points" in r.path]
    assert [len(r.json["points"]) for r in sent] == [1, 7, 7, 6]
    assert all_keys(store) == list(range(1, 21))
    store.close()


def asked_for_collections(wire):
    return [r for r in wire.server.requests if r.method == "GET" and r.path.count("/") == 2]


@pytest.mark.parametrize(("replicas", "lag"), [((1, 1), 0.0), ((3, 3), 0.0), ((3, 2), 2.0)])
def test_a_write_is_found_late_where_not_all_replicas_take_it(wire, replicas, lag):
    wire.replicas = replicas
    store = store_of(wire.config)
    assert store.lag() == 0.0, "there is nothing yet"
    fill(store, store.context, random_units(2, 8, seed=1))
    assert [store.lag() for _ in range(3)] == [lag] * 3
    assert len(asked_for_collections(wire)) == 1
    assert store.settled() is None
    assert store_of({**wire.config, "lag": 7.0}).lag() == 7.0
    store.close()


@pytest.mark.parametrize("grpc", [True, False])
def test_a_server_that_is_down_is_told_at_once(grpc):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        config = {"url": f"http://127.0.0.1:{port}", "grpc": grpc, "grpc_port": port, "timeout": 2}
        store = store_of(config)
        with pytest.raises(ConnectionError, match="See that the server runs"):
            store.position()
        store.close()


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(status=401, json={"status": {"error": CANARY}}), AuthenticationError),
        (Reply(status=403, json={"status": {"error": CANARY}}), AuthenticationError),
        (Reply(status=400, json={"status": {"error": f"bad {CANARY}"}}), ProviderError),
        (Reply(status=500, json={"status": {"error": f"oh {CANARY}"}}), ConnectionError),
        (Reply(status=200, body=b"nonsense"), ProviderError),
        (Reply(cut=True), ConnectionError),
        (Reply(status=429, headers={"Retry-After": "7"}, json={}), RateLimitError),
    ],
)
def test_errors_are_told_with_the_fix_and_without_the_key(wire, reply, error):
    wire.server._answer = lambda request: reply
    store = store_of({**wire.config, "api_key": CANARY})
    with (
        pytest.warns(UserWarning, match="insecure connection"),
        pytest.raises(error) as caught,
    ):
        store.position()
    assert CANARY not in str(caught.value)
    assert type(caught.value) is error
    if error is RateLimitError:
        assert caught.value.retry_after == 7
    store.close()


def test_an_older_server_is_told_how_to_get_a_space(wire):
    context = DictContext()
    store = store_of(wire.config, context)
    fill(store, context, random_units(3, 8, seed=1))
    answer = wire.server._answer
    wire.server._answer = lambda r: Reply(status=404) if "/vectors/" in r.path else answer(r)
    with pytest.raises(ProviderError, match=r"m\.reindex\(\)"):
        store.open_space(context.open_space("b", 3))
    # As a reindex does it: emptied first, so that the collection is made with both.
    store.clear()
    for space in context.spaces.values():
        store.open_space(space)
    store.upsert(context.batch([1, 2, 3]))
    assert store.count("b") == 0
    assert store.count("a") == 3
    store.close()


def test_two_journals_do_not_mix_in_one_collection(tmp_path):
    config = {"path": str(tmp_path / "qdrant"), "collection": "ours"}
    one, two = DictContext(), DictContext()
    store = store_of(config, one)
    fill(store, one, random_units(3, 8, seed=1))
    store.close()
    other = store_of(config, two)
    for act in (other.position, other.clear):
        with pytest.raises(ValidationError, match="belongs to another journal"):
            act()
    other.close()
    assert store.count() == 3
    store.close()


@pytest.mark.parametrize(
    "options",
    [
        {"url": "http://x", "path": "y"},
        {"url": "ftp://x"},
        {"url": "http://user:secret@x"},
        {"collection": "a/b"},
        {"quantization": "int4"},
    ],
)
def test_options_that_do_not_fit(options):
    with pytest.raises(ValidationError) as caught:
        spec_config("store", "qdrant", **options)
    assert "secret@" not in str(caught.value)
