"""The kit, against both kinds of index."""

import pytest
from memkit_faiss._plugin import FAISS

from memkit.testing import PluginConformance, StoreConformance


class TestPlugin(PluginConformance):
    plugin = "memkit_faiss._plugin"
    distribution = "memkit-faiss"


class TestFlat(StoreConformance):
    spec = FAISS


class TestHNSW(StoreConformance):
    """As it is set by default: few memories are compared exactly."""

    spec = FAISS

    @pytest.fixture
    def config(self, tmp_path):
        return {"index": "hnsw", "folder": str(tmp_path / "indexes")}


class TestGraph(StoreConformance):
    """The graph is asked even where a comparison of all vectors would cost less."""

    spec = FAISS
    min_recall = 0.95

    @pytest.fixture
    def config(self):
        return {"index": "hnsw", "exact_below": 0}
