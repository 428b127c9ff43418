"""The kit, through the stand-in always, and against the real server where there is one."""

import pytest
from memkit_weaviate._plugin import WEAVIATE

from memkit import Memory
from memkit.testing import CANARY, PluginConformance, SecretsConformance, StoreConformance


class TestPlugin(PluginConformance):
    plugin = "memkit_weaviate._plugin"
    distribution = "memkit-weaviate"


class TestWire(StoreConformance):
    """What a server is told, and how its answers are taken; see `wire`.

    It is no substitute for Weaviate, which `TestWeaviate` needs.
    """

    spec = WEAVIATE

    @pytest.fixture
    def config(self, server):
        return server.config


class TestWireOfAnOlderServerThatIndexesLater(TestWire):
    """Before filters could be negated; with ASYNC_INDEXING, which the kit waits for."""

    @pytest.fixture
    def config(self, server):
        server.version = "1.31.0"
        server.data.indexed_after = 0.03
        return server.config


def few(request):
    """Return how many rows a strict server gives at once: fewer than a test has memories."""
    return 200 if "behind_many" in request.node.name else 17


class TestWireOfAStrictServerWithTenants(TestWire):
    """One that gives few rows at once, and takes small messages."""

    @pytest.fixture
    def config(self, request, server):
        server.maximum_results = few(request)
        server.largest_message = 500_000
        return {**server.config, "tenancy": "user_id"}


class TestSecrets(SecretsConformance):
    """With a stand-in that wants the key, and shows it in its refusals as servers do."""

    @pytest.fixture
    def memory(self, tmp_path, server):
        server.api_key = CANARY
        secrets = {"api_key": CANARY, "headers": {"X-OpenAI-Api-Key": CANARY}}
        store = {"provider": "weaviate", "config": {**server.config, **secrets}}
        with Memory(tmp_path / "memory.db", store=store) as memory:
            yield memory
        heard = [headers for kind, _, headers in server.heard if kind == "grpc"]
        assert heard
        for headers in heard:
            assert headers["authorization"] == f"Bearer {CANARY}"
            assert headers["x-openai-api-key"] == CANARY


class TestWeaviate(StoreConformance):
    """The real server."""

    spec = WEAVIATE

    @pytest.fixture
    def config(self, real):
        return real


class TestWeaviateWithTenants(StoreConformance):
    spec = WEAVIATE

    @pytest.fixture
    def config(self, real):
        return {**real, "tenancy": "user_id"}


class TestWeaviateFlat(StoreConformance):
    spec = WEAVIATE

    @pytest.fixture
    def config(self, real):
        return {**real, "index": "flat"}
