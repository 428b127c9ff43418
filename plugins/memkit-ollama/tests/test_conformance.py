"""The kits, on the API at the wire."""

from __future__ import annotations

import pytest
import wire
from memkit_ollama._plugin import EMBEDDER, LLM

from memkit.testing import EmbedderConformance, LLMConformance, PluginConformance, WireServer

WORDS_ONLY = {
    "test_the_same_meaning_is_nearer_than_another": "the server on this machine hashes words; "
    "a real model has its run of the kit in test_live.py"
}


class TestPlugin(PluginConformance):
    plugin = "memkit_ollama._plugin"
    distribution = "memkit-ollama"


class TestEmbedder(EmbedderConformance):
    spec = EMBEDDER
    overrides = WORDS_ONLY

    @pytest.fixture
    def config(self, server):
        return {"base_url": server.url}


class TestLLM(LLMConformance):
    spec = LLM

    @pytest.fixture
    def config(self, server):
        return {"base_url": server.url}

    @pytest.fixture
    def babbling(self):
        with WireServer(lambda request: wire.answer(request, text="I'd rather not.")) as other:
            llm = self.kit_instance({"base_url": other.url})
            yield llm
            llm.close()


class TestLLMInWords(TestLLM):
    """The same, where objects are asked for in words."""

    @pytest.fixture
    def config(self, server):
        return {"base_url": server.url, "structured_output": "prompt"}
