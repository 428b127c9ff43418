"""The kits, on Hugging Face itself, or on servers of one's own."""

from __future__ import annotations

import os

import pytest
from memkit_huggingface._plugin import EMBEDDER, LLM

from memkit.testing import EmbedderConformance, LLMConformance

TOKEN = os.environ.get("HF_TOKEN")
TEI = os.environ.get("MEMKIT_TEST_TEI_URL")
TGI = os.environ.get("MEMKIT_TEST_TGI_URL")


@pytest.fixture
def own_settings(monkeypatch):
    """The token of the environment."""
    if TOKEN:
        monkeypatch.setenv("HF_TOKEN", TOKEN)


@pytest.mark.skipif(not TOKEN, reason="no token: set HF_TOKEN to ask Hugging Face itself")
class TestServerlessEmbedder(EmbedderConformance):
    spec = EMBEDDER
    tolerance = 2e-2

    @pytest.fixture
    def config(self):
        return {"model": "sentence-transformers/all-MiniLM-L6-v2"}


@pytest.mark.skipif(not TOKEN, reason="no token: set HF_TOKEN to ask Hugging Face itself")
class TestServerlessLLM(LLMConformance):
    spec = LLM
    deterministic = False

    @pytest.fixture
    def config(self):
        return {"model": "meta-llama/Llama-3.1-8B-Instruct"}


@pytest.mark.skipif(not TEI, reason="no server of TEI: start one, and set MEMKIT_TEST_TEI_URL")
class TestTEI(EmbedderConformance):
    spec = EMBEDDER
    tolerance = 2e-2

    @pytest.fixture
    def config(self):
        return {"model": "the-model-of-the-server", "base_url": TEI, "api_key": ""}


@pytest.mark.skipif(not TGI, reason="no server of TGI: start one, and set MEMKIT_TEST_TGI_URL")
class TestTGI(LLMConformance):
    spec = LLM
    deterministic = False

    @pytest.fixture
    def config(self):
        return {"model": "the-model-of-the-server", "base_url": TGI, "api_key": ""}
