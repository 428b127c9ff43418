"""A memory whose embedder and LLM are on an Ollama server."""

from __future__ import annotations

import pytest
from memkit_ollama._plugin import EMBEDDER

from memkit import AsyncMemory, Memory
from memkit.errors import ProviderError
from memkit.testing import CANARY, HostedMemoryConformance

ERROR = {"error": "server busy, please try again"}


class TestMemory(HostedMemoryConformance):
    memory_class, async_memory_class = Memory, AsyncMemory
    error_body = ERROR

    @pytest.fixture
    def providers(self, server, monkeypatch):
        monkeypatch.setenv("OLLAMA_API_KEY", CANARY)
        options = {"base_url": server.url}
        model = {"provider": "ollama", "config": options}
        return {"embedder": model, "llm": model}


def test_a_model_that_was_not_pulled_is_told_when_the_memory_is_opened(make, tmp_path):
    with pytest.raises(ProviderError, match="ollama pull bge-m3"):
        Memory(tmp_path / "m.db", embedder=make(EMBEDDER, model="bge-m3"))
