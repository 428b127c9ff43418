"""A server that goes and comes back, and several of which some are down."""

import pytest
from memkit_qdrant.config import QdrantConfig
from memkit_qdrant.store import QdrantStore

from memkit import Memory
from memkit.errors import ConnectionError, MemkitWarning
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
        for _ in range(12):
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
