"""The kit, through the stand-in always, and against the real server where there is one."""

import pytest
from memkit_weaviate._plugin import WEAVIATE

from memkit.testing import PluginConformance, StoreConformance


class TestPlugin(PluginConformance):
    plugin = "memkit_weaviate._plugin"
    distribution = "memkit-weaviate"


class TestWire(StoreConformance):
    """It says that the plug-in asks what it should; see `wire`."""

    spec = WEAVIATE

    @pytest.fixture
    def config(self, server):
        return server.config


class TestWireWithTenants(TestWire):
    @pytest.fixture
    def config(self, server):
        return {**server.config, "tenancy": "user_id"}


class TestWireOfAnOlderServer(TestWire):
    """Before filters could be negated."""

    @pytest.fixture
    def config(self, server):
        server.version = "1.31.0"
        return server.config


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
