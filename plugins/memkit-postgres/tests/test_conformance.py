import pytest
from memkit_postgres._plugin import JOURNAL, STORE

from memkit.testing import JournalConformance, PluginConformance, StoreConformance


class TestJournal(JournalConformance):
    spec = JOURNAL

    @pytest.fixture
    def config(self, url, schema):
        return {"url": url, "schema_name": schema}


class TestStore(StoreConformance):
    """Small stores, as most are: every search is exact."""

    spec = STORE

    @pytest.fixture
    def config(self, url, schema):
        return {"url": url, "schema_name": schema}


class TestStoreByIndex(StoreConformance):
    """Every search goes through HNSW, and over vectors of half the size."""

    spec = STORE

    @pytest.fixture
    def config(self, url, schema):
        return {"url": url, "schema_name": schema, "exact_below": 0, "halfvec": True}


class TestPlugin(PluginConformance):
    plugin = "memkit_postgres._plugin"
    distribution = "memkit-postgres"
