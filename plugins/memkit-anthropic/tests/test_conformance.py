"""The kits, on the API at the wire."""

from __future__ import annotations

import pytest
import wire
from memkit_anthropic._plugin import ANTHROPIC

from memkit.testing import LLMConformance, PluginConformance, WireServer


class TestPlugin(PluginConformance):
    plugin = "memkit_anthropic._plugin"
    distribution = "memkit-anthropic"


class TestLLM(LLMConformance):
    spec = ANTHROPIC

    @pytest.fixture
    def config(self, server):
        return {"api_key": "a-key", "base_url": server.url}

    @pytest.fixture
    def babbling(self):
        with WireServer(lambda request: wire.answer(request, text="I'd rather not.")) as other:
            llm = self.kit_instance({"api_key": "a-key", "base_url": other.url})
            yield llm
            llm.close()


class TestLLMInWords(TestLLM):
    """The same, where objects are asked for in words."""

    @pytest.fixture
    def config(self, server):
        return {"api_key": "a-key", "base_url": server.url, "structured_output": "prompt"}
