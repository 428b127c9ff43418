"""The kits, on a server with real models."""

from __future__ import annotations

import os

import pytest
from memkit_ollama._plugin import EMBEDDER, LLM

from memkit.testing import EmbedderConformance, LLMConformance

URL = os.environ.get("MEMKIT_TEST_OLLAMA_URL")

pytestmark = pytest.mark.skipif(
    not URL,
    reason="no server: set MEMKIT_TEST_OLLAMA_URL to one that has all-minilm and gemma4",
)


def on_server(kind, **options):
    """Return how to reach a model: the default one, or that which a variable names."""
    model = os.environ.get(f"MEMKIT_TEST_OLLAMA_{kind}")
    return {"base_url": URL, **options, **({"model": model} if model else {})}


class TestEmbedder(EmbedderConformance):
    spec = EMBEDDER
    # A text's neighbours in a batch change the order of additions.
    tolerance = 2e-2

    @pytest.fixture
    def config(self):
        return on_server("EMBEDDER")


class TestLLM(LLMConformance):
    spec = LLM
    deterministic = False

    @pytest.fixture
    def config(self):
        return on_server("LLM", think=False)
