"""Both indexes under a memory."""

import pytest

from memkit import Memory
from memkit.testing import StoredMemoryConformance
from memkit.testing.memories import tell


class TestMemory(StoredMemoryConformance):
    @pytest.fixture
    def open_memory(self):
        return Memory

    @pytest.fixture(params=["flat", "hnsw"])
    def choice(self, request):
        return {"provider": "faiss", "config": {"index": request.param}}

    @pytest.fixture
    def kept(self, choice):
        return choice


def test_a_reset_leaves_no_file(tmp_path):
    with Memory(tmp_path / "memory.db", store="faiss") as m:
        tell(m)
        assert m.engine.store.count() == 4
        m.reset(confirm=True)
        assert len(m.search("cello", user_id="alice")) == 0
        assert list(tmp_path.rglob("*.faiss")) == []
