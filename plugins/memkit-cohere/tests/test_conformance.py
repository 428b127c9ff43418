"""The kits, on the API at the wire."""

from __future__ import annotations

import pytest
import wire
from memkit_cohere._plugin import EMBEDDER, LLM, RERANKER

from memkit.testing import (
    EmbedderConformance,
    LLMConformance,
    PluginConformance,
    RerankerConformance,
    WireServer,
)

WORDS_ONLY = {
    "test_the_same_meaning_is_nearer_than_another": "the server on this machine hashes words; "
    "the real model has its run of the kit in test_live.py"
}


class TestPlugin(PluginConformance):
    plugin = "memkit_cohere._plugin"
    distribution = "memkit-cohere"


class Served:
    """Options that lead to the server."""

    @pytest.fixture
    def config(self, server):
        return {"api_key": "a-key-of-the-tests", "base_url": server.url}


class TestEmbedder(Served, EmbedderConformance):
    spec = EMBEDDER
    overrides = WORDS_ONLY


class TestInt8Embedder(TestEmbedder):
    @pytest.fixture
    def config(self, server):
        key = "a-key-of-the-tests"
        return {"api_key": key, "base_url": server.url, "embedding_type": "int8"}


class TestBinaryEmbedder(TestEmbedder):
    @pytest.fixture
    def config(self, server):
        key = "a-key-of-the-tests"
        return {"api_key": key, "base_url": server.url, "embedding_type": "binary"}


class TestLLM(Served, LLMConformance):
    spec = LLM

    @pytest.fixture
    def babbling(self):
        with WireServer(lambda request: wire.chat(request.json, text="I'd rather not.")) as other:
            llm = self.kit_instance({"api_key": "a-key-of-the-tests", "base_url": other.url})
            yield llm
            llm.close()


class TestReranker(Served, RerankerConformance):
    spec = RERANKER
