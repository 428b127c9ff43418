"""The store under a memory: through the stand-in always, and the real server where there is one."""

import copy
import math
import time

import pytest

from memkit import Memory
from memkit.errors import MemkitWarning
from memkit.testing import StoredMemoryConformance
from memkit.testing.memories import CELLO, held, tell, texts


class TestMemory(StoredMemoryConformance):
    @pytest.fixture
    def open_memory(self):
        return Memory

    @pytest.fixture(params=["wire", "later, tenants", "real", "real, tenants"])
    def choice(self, request):
        if request.param.startswith("real"):
            config = request.getfixturevalue("real")
        else:
            server = request.getfixturevalue("server")
            # As with ASYNC_INDEXING.
            server.data.indexed_after = 0.5 if request.param.startswith("later") else 0.0
            config = server.config
        tenancy = {"tenancy": "user_id"} if "tenants" in request.param else {}
        return {"provider": "weaviate", "config": {**config, **tenancy}}

    @pytest.fixture
    def min_share(self, request):
        return 0.99 if "real" in request.node.name else 1.0

    def wipe(self, memory):
        collection = memory.engine.store._connection.client
        collection.client.collections.delete(collection.name)

    def test_a_reset_leaves_no_collection(self, m):
        tell(m)
        assert held(m) == (4, 4)
        store = m.engine.store
        client, name = store._connection.client.client, store.name
        m.reset(confirm=True)
        assert len(m.search("cello", user_id="alice")) == 0
        assert not client.collections.exists(name)


# -- only through the stand-in, which can be stopped --------------------------------------------


@pytest.fixture
def wire(server, tmp_path):
    choice = {"provider": "weaviate", "config": server.config}
    with Memory(tmp_path / "memory.db", store=choice) as memory:
        yield memory


@pytest.mark.parametrize("tenancy", [None, "user_id"])
@pytest.mark.parametrize("shows_nodes", [True, False])
def test_what_is_never_indexed_is_found(server, tmp_path, tenancy, shows_nodes):
    server.shows_nodes = shows_nodes
    config = {**server.config, "tenancy": tenancy, "lag": 0.01}
    where = {"user_id": "alice", "mode": "vector", "k": 1}
    with Memory(tmp_path / "m.db", store={"provider": "weaviate", "config": config}) as memory:
        tell(memory)
        assert memory.search("who plays the cello?", **where)[0].memory == CELLO
        server.data.indexed_after = math.inf
        (hit,) = memory.search("who plays the cello?", **where)
        memory.update(hit.id, "I sold the cello, and play the accordion")
        for _ in range(3):
            assert "accordion" in memory.search("who plays the cello?", **where)[0].memory
            assert len(memory.search("anything", user_id="alice", mode="vector")) == 3
            time.sleep(0.02)
        memory.delete(hit.id)
        assert len(memory.search("the cello", user_id="alice", mode="vector")) == 2


def test_it_catches_up_after_the_server_was_down(server, wire):
    tell(wire)
    server.stop()
    with pytest.warns(MemkitWarning, match="catches up at the next call"):
        wire.add("Said while it was down", user_id="alice")
    server.start()
    hits = wire.search("said while it was down", user_id="alice")
    assert hits[0].memory == "Said while it was down"
    assert held(wire) == (5, 5)
    assert wire.doctor().ok


def test_nothing_is_lost_or_doubled_where_the_server_is_cut_off(server, wire):
    tell(wire)
    server.cut_after = 70
    with pytest.warns(MemkitWarning, match="did not take the change"):
        wire.add_many([f"fact number {number}" for number in range(200)], user_id="carol")
    server.stop()
    server.cut_after = None
    server.start()
    wire.search("fact number 7", user_id="carol")
    assert held(wire) == (204, 204)
    assert wire.doctor().ok


def test_it_is_filled_again_where_it_was_wiped_between_processes(server, wire, tmp_path):
    tell(wire)
    assert held(wire) == (4, 4)
    server.data.classes.clear()
    choice = {"provider": "weaviate", "config": server.config}
    with Memory(tmp_path / "memory.db", store=choice) as again:
        assert texts(again.search("who plays the cello?", user_id="alice", k=1)) == [CELLO]
        assert held(again) == (4, 4)


def test_it_catches_up_where_it_was_restored_from_a_backup(server, wire):
    tell(wire)
    (name,) = server.data.classes
    backup = copy.deepcopy(server.data.classes[name])
    wire.delete(wire.search("cello", user_id="alice", k=1)[0].id)
    wire.add("Said after the backup", user_id="alice")
    server.data.classes[name] = backup
    wire.add("Said after it was restored", user_id="alice")
    assert held(wire) == (5, 5)
    assert CELLO not in texts(wire.search("cello", user_id="alice", mode="vector"))
    assert wire.doctor().ok
