"""The kit, against the client's own engine always, and a server where there is one."""

import pytest
from memkit_qdrant._plugin import QDRANT
from strict_mode import CLOUD, STRICTEST

from memkit import Memory
from memkit.testing import CANARY, PluginConformance, SecretsConformance, StoreConformance


class TestPlugin(PluginConformance):
    plugin = "memkit_qdrant._plugin"
    distribution = "memkit-qdrant"


class TestLocal(StoreConformance):
    spec = QDRANT

    @pytest.fixture
    def config(self, tmp_path):
        return {"path": str(tmp_path / "qdrant")}


class TestWireInStrictMode(StoreConformance):
    """What a server is told over HTTP; see `wire`. It is no substitute for a server.

    Its limits are far below what a search, a filter and a write would want. What is told a server
    without limits is in `TestMemory`.
    """

    spec = QDRANT

    @pytest.fixture
    def config(self, wire):
        wire.strict = STRICTEST
        return wire.config


class TestGrpcWireInStrictMode(StoreConformance):
    """What a server is told over gRPC, with the cloud's limits; see `grpc_wire`."""

    spec = QDRANT

    @pytest.fixture
    def config(self, grpc_wire):
        grpc_wire.wire.strict = CLOUD
        return grpc_wire.config


class TestServer(StoreConformance):
    spec = QDRANT
    min_recall = 0.95

    @pytest.fixture
    def config(self, real):
        return real


class TestServerOverHttp(TestServer):
    @pytest.fixture
    def config(self, real):
        return {**real, "grpc": False}


class TestServerWithInt8(TestServer):
    @pytest.fixture
    def config(self, real):
        return {**real, "quantization": "int8"}


@pytest.mark.filterwarnings("ignore:Api key is used with an insecure connection")
class TestSecrets(SecretsConformance):
    @pytest.fixture
    def memory(self, tmp_path, wire, monkeypatch):
        monkeypatch.setenv("QDRANT_API_KEY", CANARY)
        store = {"provider": "qdrant", "config": wire.config}
        with Memory(tmp_path / "memory.db", store=store) as memory:
            yield memory
