"""The store under a memory: through the stand-in always, and the real server where there is one."""

import copy

import pytest

from memkit import Memory
from memkit.errors import MemkitWarning
from memkit.testing import StoredMemoryConformance
from memkit.testing.memories import CELLO, held, tell, texts


class TestMemory(StoredMemoryConformance):
    @pytest.fixture
    def open_memory(self):
        return Memory

    @pytest.fixture(params=["wire", "real"])
    def choice(self, request):
        if request.param == "wire":
            config = request.getfixturevalue("server").config
        else:
            config = request.getfixturevalue("real")
        return {"provider": "weaviate", "config": config}

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
