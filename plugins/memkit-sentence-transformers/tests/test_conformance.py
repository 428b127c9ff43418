import pytest
from memkit_sentence_transformers._plugin import MINILM, SENTENCE_TRANSFORMERS

from memkit.testing import EmbedderConformance, PluginConformance


@pytest.mark.weights
class TestMiniLM(EmbedderConformance):
    spec = MINILM


@pytest.mark.weights
class TestSentenceTransformers(EmbedderConformance):
    spec = SENTENCE_TRANSFORMERS

    @pytest.fixture
    def config(self, folder):
        return {"model": str(folder), "normalize": False, "truncate_dim": 200, "batch_size": 64}


class TestPlugin(PluginConformance):
    plugin = "memkit_sentence_transformers._plugin"
    distribution = "memkit-sentence-transformers"
