"""A memory whose embedder and LLM are on a server of Hugging Face's making."""

from __future__ import annotations

import pytest

from memkit import AsyncMemory, Memory
from memkit.testing import CANARY, HostedMemoryConformance

ERROR = {"error": "Model is overloaded", "error_type": "Overloaded"}


class TestMemory(HostedMemoryConformance):
    memory_class, async_memory_class = Memory, AsyncMemory
    error_body = ERROR

    @pytest.fixture
    def providers(self, server, monkeypatch):
        monkeypatch.setenv("HF_TOKEN", CANARY)
        options = {"model": "a/model", "base_url": server.url}
        model = {"provider": "huggingface", "config": options}
        return {"embedder": model, "llm": model}
