"""The kit, against Chroma in a folder and as a server that was really started."""

import pytest
from memkit_chroma._plugin import CHROMA

from memkit import Memory
from memkit.testing import CANARY, PluginConformance, SecretsConformance, StoreConformance


class TestPlugin(PluginConformance):
    plugin = "memkit_chroma._plugin"
    distribution = "memkit-chroma"


class TestFolder(StoreConformance):
    spec = CHROMA
    min_recall = 0.95


class TestServer(StoreConformance):
    spec = CHROMA
    min_recall = 0.95

    @pytest.fixture
    def config(self, server):
        return {"url": server.url}


class TestSecrets(SecretsConformance):
    @pytest.fixture
    def memory(self, tmp_path, server, monkeypatch):
        monkeypatch.setenv("CHROMA_API_KEY", CANARY)
        with Memory(tmp_path / "memory.db", store=f"chroma:{server.url}") as memory:
            yield memory
