"""The kits, on the API at the wire.

OpenAI, Azure (another client), vLLM (no key), Groq (another way to objects).
"""

from __future__ import annotations

import pytest
import wire
from memkit_openai._plugin import EMBEDDERS, LLMS

from memkit.testing import (
    EmbedderConformance,
    LLMConformance,
    PluginConformance,
    WireServer,
)

EMBEDDER = {spec.name: spec for spec in EMBEDDERS}
LLM = {spec.name: spec for spec in LLMS}
WORDS_ONLY = {
    "test_the_same_meaning_is_nearer_than_another": "the server on this machine hashes words; "
    "the real model has its run of the kit in test_live.py"
}


class TestPlugin(PluginConformance):
    plugin = "memkit_openai._plugin"
    distribution = "memkit-openai"


class Served:
    """Options that lead to the server."""

    @pytest.fixture
    def config(self, server):
        return {"api_key": "a-key", "base_url": server.url}


class TestOpenAIEmbedder(Served, EmbedderConformance):
    spec = EMBEDDER["openai"]
    overrides = WORDS_ONLY


class TestAzureEmbedder(Served, EmbedderConformance):
    spec = EMBEDDER["azure"]
    overrides = WORDS_ONLY


class TestVLLMEmbedder(EmbedderConformance):
    """No key, and a model of unknown dimension."""

    spec = EMBEDDER["vllm"]
    overrides = WORDS_ONLY

    @pytest.fixture
    def config(self, server):
        return {"model": "BAAI/bge-m3", "base_url": server.url}


class ServedLLM(LLMConformance):
    @pytest.fixture
    def config(self, server):
        return {"api_key": "a-key", "model": "a-model", "base_url": server.url}

    @pytest.fixture
    def babbling(self, make):
        with WireServer(lambda request: wire.chat(request.json, text="I'd rather not.")) as other:
            yield self.kit_instance({"api_key": "k", "model": "m", "base_url": other.url})


class TestOpenAILLM(ServedLLM):
    spec = LLM["openai"]


class TestAzureLLM(ServedLLM):
    spec = LLM["azure"]


class TestGroqLLM(ServedLLM):
    spec = LLM["groq"]
