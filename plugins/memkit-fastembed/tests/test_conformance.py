"""The kits, on models that FastEmbed runs."""

from __future__ import annotations

import pytest
from memkit_fastembed._plugin import EMBEDDER, RERANKER

from memkit.testing import EmbedderConformance, PluginConformance, RerankerConformance

WORDS_ONLY = {
    "test_the_same_meaning_is_nearer_than_another": "the small model adds up random directions "
    "of words; TestMiniLM below has real weights"
}


class TestPlugin(PluginConformance):
    plugin = "memkit_fastembed._plugin"
    distribution = "memkit-fastembed"


class TestEmbedder(EmbedderConformance):
    spec = EMBEDDER
    overrides = WORDS_ONLY

    @pytest.fixture
    def config(self, embedding_folder):
        return {"model": "words", "path": str(embedding_folder), "pooling": "mean"}


class TestMiniLM(EmbedderConformance):
    """Real weights."""

    spec = EMBEDDER

    @pytest.fixture
    def config(self):
        # On one core, a batch of long texts takes seconds.
        return {"model": "minilm", "threads": 1, "batch_size": 16}


class TestReranker(RerankerConformance):
    spec = RERANKER

    @pytest.fixture
    def config(self, reranking_folder):
        return {"model": "overlap", "path": str(reranking_folder)}
