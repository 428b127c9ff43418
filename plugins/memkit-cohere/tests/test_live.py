"""The kits, on Cohere itself."""

from __future__ import annotations

import os

import pytest
from memkit_cohere._plugin import EMBEDDER, LLM, RERANKER

from memkit.testing import EmbedderConformance, LLMConformance, RerankerConformance

pytestmark = pytest.mark.skipif(
    not any(os.environ.get(name) for name in ("CO_API_KEY", "COHERE_API_KEY")),
    reason="no key: set CO_API_KEY to ask Cohere itself",
)


class TestEmbedder(EmbedderConformance):
    spec = EMBEDDER
    tolerance = 2e-2


class TestInt8Embedder(TestEmbedder):
    @pytest.fixture
    def config(self):
        return {"embedding_type": "int8"}


class TestBinaryEmbedder(TestEmbedder):
    # A bit may turn where a number is near zero.
    tolerance = 6e-2

    @pytest.fixture
    def config(self):
        return {"embedding_type": "binary"}


class TestLLM(LLMConformance):
    spec = LLM
    deterministic = False


class TestReranker(RerankerConformance):
    spec = RERANKER
    tolerance = 2e-2
