"""The kits, on servers at the wire."""

from __future__ import annotations

import pytest
import wire
from memkit_huggingface._plugin import EMBEDDER, LLM

from memkit.testing import EmbedderConformance, LLMConformance, PluginConformance, WireServer

WORDS_ONLY = {
    "test_the_same_meaning_is_nearer_than_another": "the server on this machine hashes words; "
    "a real model has its run of the kit in test_live.py"
}


class TestPlugin(PluginConformance):
    plugin = "memkit_huggingface._plugin"
    distribution = "memkit-huggingface"


class Served:
    """Options that lead to the server."""

    @pytest.fixture
    def config(self, server):
        return {"model": "a/model", "api_key": "a-key-of-the-tests", "base_url": server.url}


class TestEmbedder(Served, EmbedderConformance):
    spec = EMBEDDER
    overrides = WORDS_ONLY


class TestLLM(Served, LLMConformance):
    spec = LLM

    @pytest.fixture
    def babbling(self):
        with WireServer(lambda request: wire.chat(request.json, text="I'd rather not.")) as other:
            llm = self.kit_instance({"model": "a/model", "base_url": other.url})
            yield llm
            llm.close()
