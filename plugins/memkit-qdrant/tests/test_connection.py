"""A server that goes and comes back, and several of which some are down."""

from contextlib import ExitStack

import pytest
from grpc_wire import QdrantGrpcWire
from memkit_qdrant.config import QdrantConfig
from memkit_qdrant.store import QdrantStore
from wire import QdrantWire

from memkit import Memory
from memkit.engine.search_index import store_identity
from memkit.errors import ConnectionError, MemkitWarning, ValidationError
from memkit.plugins import spec_config
from memkit.testing import DictContext
from memkit.testing.memories import CELLO, held, tell, texts
from memkit.testing.stores import all_keys, fill, random_units

VECTORS = random_units(5, 8, seed=1)


def test_a_server_that_is_back_is_asked_at_the_next_call(grpc_wire):
    """However often it was asked in vain, which gRPC remembers."""
    context = DictContext()
    store = QdrantStore(QdrantConfig(**grpc_wire.config), context)
    fill(store, context, VECTORS)
    for _ in range(3):
        grpc_wire.stop()
        for _ in range(6):
            for call in (
                lambda: all_keys(store),
                lambda: store.upsert(context.batch([1])),
                store.count,
                store.position,
            ):
                with pytest.raises(ConnectionError, match="catches up at the next call"):
                    call()
        grpc_wire.start()
        assert all_keys(store) == [1, 2, 3, 4, 5]
    store.close()


def test_a_server_that_was_restarted_between_two_calls_is_not_missed(grpc_wire):
    context = DictContext()
    store = QdrantStore(QdrantConfig(**grpc_wire.config), context)
    fill(store, context, VECTORS)
    for _ in range(5):
        grpc_wire.stop()
        grpc_wire.start()
        assert all_keys(store) == [1, 2, 3, 4, 5]
    store.close()


def test_a_memory_goes_on_where_the_server_is_back(grpc_wire, tmp_path):
    choice = {"provider": "qdrant", "config": grpc_wire.config}
    with Memory(tmp_path / "memory.db", store=choice) as m:
        tell(m)
        grpc_wire.stop()
        with pytest.warns(MemkitWarning, match="did not take the change"):
            m.add("Said while it was down", user_id="alice")
        with pytest.raises(ConnectionError):
            m.search("cello", user_id="alice", mode="vector")
        grpc_wire.start()
        assert texts(m.search("who plays the cello?", user_id="alice", k=1)) == [CELLO]
        assert held(m) == (5, 5)


# -- several addresses ---------------------------------------------------------------------------


@pytest.fixture
def nodes(grpc_wire):
    """Three nodes that hold the same, as those of a cluster do."""
    with ExitStack() as opened:
        others = [QdrantWire(), QdrantWire()]
        for other in others:
            other.engine = grpc_wire.wire.engine
            opened.enter_context(other.server)
        yield [grpc_wire, *(opened.enter_context(QdrantGrpcWire(other)) for other in others)]


def config_of(nodes, **options):
    return {
        "url": [node.config["url"] for node in nodes],
        "grpc_port": [node.config["grpc_port"] for node in nodes],
        "timeout": 5,
        **options,
    }


def test_the_next_address_is_asked_where_one_is_down(nodes):
    context = DictContext()
    nodes[0].stop()
    store = QdrantStore(QdrantConfig(**config_of(nodes)), context)
    fill(store, context, VECTORS)
    assert (nodes[0].heard, nodes[2].heard) == ([], [])
    for down, up in ((1, 2), (2, 0), (0, 1)):
        nodes[up].start()
        nodes[down].stop()
        heard = len(nodes[up].heard)
        assert all_keys(store) == [1, 2, 3, 4, 5]
        store.upsert(context.batch([1]))
        assert len(nodes[up].heard) > heard
    store.close()


def test_the_address_that_answered_is_kept(nodes):
    context = DictContext()
    store = QdrantStore(QdrantConfig(**config_of(nodes)), context)
    fill(store, context, VECTORS)
    nodes[0].stop()
    assert store.count() == 5
    nodes[0].start()
    heard = len(nodes[0].heard)
    assert store.count() == 5
    assert len(nodes[0].heard) == heard
    store.close()


def test_all_addresses_are_named_where_none_answers(nodes):
    config = config_of(nodes)
    for node in nodes:
        node.stop()
    store = QdrantStore(QdrantConfig(**config), DictContext())
    with pytest.raises(ConnectionError) as caught:
        store.count()
    assert all(url in str(caught.value) for url in config["url"])
    nodes[1].start()
    assert store.count() == 0
    store.close()


def test_over_http_too(nodes):
    context = DictContext()
    with QdrantWire().server as gone:
        down = gone.url
    urls = f"{down},{nodes[1].config['url']}"
    store = QdrantStore(QdrantConfig(url=urls, grpc=False), context)
    fill(store, context, VECTORS)
    assert all_keys(store) == [1, 2, 3, 4, 5]
    store.close()


def test_a_memory_does_not_notice_that_a_node_is_down(nodes, tmp_path):
    choice = {"provider": "qdrant", "config": config_of(nodes)}
    with Memory(tmp_path / "memory.db", store=choice) as m:
        tell(m)
        nodes[0].stop()
        m.add("Said while a node was down", user_id="alice")
        assert texts(m.search("who plays the cello?", user_id="alice", k=1)) == [CELLO]
        assert held(m) == (5, 5)
    turned = {"provider": "qdrant", "config": config_of([*reversed(nodes)])}
    assert store_identity(turned) == store_identity(choice)
    with Memory(tmp_path / "memory.db", store=turned) as m:
        assert held(m) == (5, 5)
        assert m.doctor().ok


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"url": "http://a:1,b:2"}, {"http://a:1": 6334, "http://b:2": 6334}),
        ({"url": ["a:1", "a:1"]}, {"http://a:1": 6334}),
        ({"url": ["a", "b"], "grpc_port": [5, 6]}, {"http://a": 5, "http://b": 6}),
        ({"url": "a", "grpc_port": [5]}, {"http://a": 5}),
    ],
)
def test_addresses_and_ports_are_paired(options, found):
    config = QdrantConfig(**options)
    assert {each: config.at(each).grpc_port for each in config.addresses} == found
    assert [config.at(each).url for each in config.addresses] == list(found)


@pytest.mark.parametrize(
    "options",
    [
        {"url": []},
        {"url": ["http://a", "ftp://b"]},
        {"url": ["http://a", ":memory:"]},
        {"url": "http://a,http://user:secret@b"},
        {"url": ["a", "b"], "grpc_port": [5, 6, 7]},
        {"url": ["a", "b"], "path": "y"},
    ],
)
def test_addresses_that_do_not_fit(options):
    with pytest.raises(ValidationError) as caught:
        spec_config("store", "qdrant", **options)
    assert "secret@" not in str(caught.value)


def test_a_collection_is_made_for_a_cluster_as_configured(nodes):
    options = {"replicas": 3, "write_consistency": 2, "shards": 2, "read_consistency": "quorum"}
    context = DictContext()
    store = QdrantStore(QdrantConfig(**config_of(nodes, **options)), context)
    fill(store, context, VECTORS)
    (made,) = nodes[0].wire.made
    assert made.replication_factor == 3
    assert made.write_consistency_factor == 2
    assert made.shard_number == 2
    assert all_keys(store) == [1, 2, 3, 4, 5]
    assert nodes[0].reads == {"quorum"}
    store.close()
