"""Several addresses, of which some are down; and what a collection of a cluster is made with.

All through stand-ins that hold the same, which are no substitute for Weaviate; see `wire`.
"""

import numpy as np
import pytest
from helpers import Journal, fill, found, rows_with, select, store_on
from wire.server import Server

from memkit import Memory
from memkit.errors import ConnectionError
from memkit.testing.memories import CELLO, held, tell, texts


class Cluster:
    """Three nodes."""

    def __init__(self, first):
        self.nodes = [first, *(Server(data=first.data).start() for _ in range(2))]

    @property
    def config(self):
        return {
            "url": [node.url for node in self.nodes],
            "grpc_url": [node.grpc_url for node in self.nodes],
        }


@pytest.fixture
def cluster(server):
    made = Cluster(server)
    yield made
    for node in made.nodes:
        node.stop()


@pytest.fixture
def context():
    return Journal()


def test_the_next_address_is_asked_where_one_is_down(cluster, context):
    nodes = cluster.nodes
    nodes[0].stop()
    store = store_on(cluster, context)
    fill(store, context, rows_with([{}, {}]))
    assert (nodes[0].heard, nodes[2].heard) == ([], [])
    for down, up in ((1, 2), (2, 0), (0, 1)):
        nodes[up].start()
        nodes[down].stop()
        nodes[up].heard.clear()
        assert found(store, select()) == [1, 2]
        store.upsert(context.batch([1]))
        store.delete(np.array([7], np.int64))
        assert store.count() == 2
        assert nodes[up].heard


def test_the_address_that_answered_is_kept(cluster, context):
    store = store_on(cluster, context)
    fill(store, context, rows_with([{}]))
    cluster.nodes[0].stop()
    assert store.count() == 1
    cluster.nodes[0].start()
    cluster.nodes[0].heard.clear()
    assert store.count() == 1
    assert cluster.nodes[0].heard == []


def test_a_node_that_is_not_ready_is_left_out(cluster, context):
    cluster.nodes[0].ready = False
    store = store_on(cluster, context)
    fill(store, context, rows_with([{}]))
    assert found(store, select()) == [1]
    assert cluster.nodes[1].heard


def test_all_addresses_are_named_where_none_answers(cluster, context):
    for node in cluster.nodes:
        node.stop()
    store = store_on(cluster, context)
    with pytest.raises(ConnectionError, match="catches up at the next call") as caught:
        store.count()
    assert all(node.url in str(caught.value) for node in cluster.nodes)
    cluster.nodes[1].start()
    assert store.count() == 0


def test_a_node_that_is_slow_is_left_at_the_next_call(cluster, context):
    store = store_on(cluster, context, timeout_query=0.2)
    fill(store, context, rows_with([{}]))
    with cluster.nodes[0].data.lock, pytest.raises(ConnectionError, match="timeout_query"):
        found(store, select())
    for node in cluster.nodes:
        node.heard.clear()
    assert found(store, select()) == [1]
    assert cluster.nodes[0].heard == []
    assert cluster.nodes[1].heard


def test_a_memory_does_not_notice_that_a_node_is_down(cluster, tmp_path):
    choice = {"provider": "weaviate", "config": cluster.config}
    with Memory(tmp_path / "memory.db", store=choice) as m:
        tell(m)
        cluster.nodes[0].stop()
        m.add("Said while a node was down", user_id="alice")
        assert texts(m.search("who plays the cello?", user_id="alice", k=1)) == [CELLO]
        assert held(m) == (5, 5)
        assert m.doctor().ok


@pytest.mark.parametrize(
    ("options", "config"),
    [
        ({}, {"factor": 1}),
        ({"replicas": 1}, {"factor": 1}),
        (
            {"replicas": 3},
            {"factor": 3, "asyncEnabled": True, "deletionStrategy": "TimeBasedResolution"},
        ),
    ],
)
def test_replicas_agree_again_in_the_background(server, context, options, config):
    store = store_on(server, context, **options)
    fill(store, context, rows_with([{}]))
    (made,) = server.data.classes.values()
    assert made.schema["replicationConfig"] == config
