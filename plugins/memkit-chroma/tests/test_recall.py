"""Chroma's graph misses some of the nearest, and goes on as it was opened."""

import pytest

from memkit import Memory
from memkit.errors import ProviderError
from memkit.testing import TunedStoreConformance


class TestTuned(TunedStoreConformance):
    @pytest.fixture
    def open_memory(self):
        return Memory

    @pytest.fixture
    def choice(self):
        return {"provider": "chroma", "config": {"m": 8, "ef_construction": 16, "exact_below": 0}}


def test_a_server_says_that_it_has_to_be_made_anew(server, tmp_path):
    config = {"url": server.url, "m": 2, "ef_construction": 4, "ef_search": 5, "exact_below": 0}
    store = {"provider": "chroma", "config": config}
    with Memory(tmp_path / "memory.db", store=store, embedder="hash") as m:
        m.add_many([f"memory number {n * n}" for n in range(1500)], user_id="a", progress=False)
        report = m.check_recall()
        assert report.option is None
        assert report.recall < 0.99
        with pytest.raises(ProviderError, match="goes on with the ef_search"):
            m.tune(progress=False)
        m.engine.store.clear()
