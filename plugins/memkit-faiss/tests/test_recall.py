"""The graph misses some of the nearest; how many is measured, and it can be walked more broadly."""

import pytest

from memkit import Memory
from memkit.testing import TunedStoreConformance


class TestTuned(TunedStoreConformance):
    @pytest.fixture
    def open_memory(self):
        return Memory

    @pytest.fixture
    def choice(self):
        config = {"index": "hnsw", "exact_below": 0, "m": 8, "ef_construction": 16}
        return {"provider": "faiss", "config": config}


def test_a_flat_index_finds_all(tmp_path):
    with Memory(tmp_path / "memory.db", store="faiss", embedder="hash") as m:
        m.add_many([f"memory number {n}" for n in range(300)], user_id="a", progress=False)
        report = m.check_recall()
        assert (report.recall, report.exact, report.option) == (1, True, None)
        assert m.tune(progress=False).reached
        assert m.doctor().recall == ()
