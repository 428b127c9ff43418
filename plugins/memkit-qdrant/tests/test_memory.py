"""The store under a memory, and what is special to Qdrant: its folder, its server."""

import pytest

from memkit import Memory
from memkit.errors import ConnectionError, MemkitWarning
from memkit.testing import Reply, StoredMemoryConformance
from memkit.testing.memories import another, held, tell, texts


@pytest.fixture
def local(tmp_path):
    return {"provider": "qdrant", "config": {"path": str(tmp_path / "qdrant")}}


class TestMemory(StoredMemoryConformance):
    @pytest.fixture
    def open_memory(self):
        return Memory

    @pytest.fixture(params=["local", "memory", "wire", "real"])
    def choice(self, request):
        if request.param in ("local", "memory") and "answers_are_those" in request.node.name:
            pytest.skip("asked through the wire: it is the same engine, and slow")
        if request.param == "local":
            return request.getfixturevalue("local")
        if request.param == "memory":
            return "qdrant::memory:"
        if request.param == "wire":
            return {"provider": "qdrant", "config": request.getfixturevalue("wire").config}
        return {"provider": "qdrant", "config": request.getfixturevalue("real")}

    @pytest.fixture
    def shared(self, wire):
        return {"provider": "qdrant", "config": wire.config}

    @pytest.fixture
    def kept(self, local):
        return local

    @pytest.fixture
    def min_share(self, request):
        return 0.99 if "real" in request.node.name else 1.0

    def wipe(self, memory):
        store = memory.engine.store
        store._connection.client.delete_collection(store.name)

    def test_a_reset_leaves_no_collection(self, m):
        tell(m)
        assert held(m) == (4, 4)
        client, name = m.engine.store._connection.client, m.engine.store.name
        m.reset(confirm=True)
        assert len(m.search("cello", user_id="alice")) == 0
        assert not client.collection_exists(name)


def test_a_folder_lets_one_process_in(local, tmp_path):
    with Memory(tmp_path / "memory.db", store=local) as m:
        tell(m)
        assert "is in use by another process" in another(tmp_path / "memory.db", local).stderr
        # What the other one added is in the journal, and comes into the store with the next call.
        assert texts(m.search("who was here?", user_id="alice", where="category = 'other'"))
        assert held(m) == (5, 5)


def test_nothing_is_lost_or_doubled_where_the_server_breaks_off(wire, tmp_path):
    choice = {"provider": "qdrant", "config": {**wire.config, "batch_size": 50}}
    with Memory(tmp_path / "memory.db", store=choice) as m:
        tell(m)
        before = wire.server._answer
        seen = []

        def breaking(request):
            seen.append(request)
            return before(request) if len(seen) < 5 else Reply(cut=True)

        wire.server._answer = breaking
        with pytest.warns(MemkitWarning, match="did not take the change"):
            m.add_many([f"fact number {n}" for n in range(400)], user_id="carol", progress=False)
        with pytest.raises(ConnectionError, match="catches up at the next call"):
            m.search("fact number 7", user_id="carol", mode="vector")
        wire.server._answer = before
        assert m.search("fact number 7", user_id="carol", k=1)[0].memory == "fact number 7"
        assert held(m) == (404, 404)
        assert m.doctor().ok
