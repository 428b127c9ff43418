"""Rerankers on FastEmbed's cross-encoders. Making one costs nothing; its first use loads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from memkit.contracts import Ranked, Reranker, best_of
from memkit.providers.hosted import Once, encodable
from memkit_fastembed.config import RerankerConfig
from memkit_fastembed.failures import computing_failed
from memkit_fastembed.loading import load_reranker

if TYPE_CHECKING:
    from fastembed.rerank.cross_encoder import TextCrossEncoder


class FastEmbedReranker(Reranker):
    """Orders texts with a cross-encoder that FastEmbed runs in this process.

    A score is what the model gives, of any size. Query and text together are cut where the
    model's window ends.

    Args:
        config: Which model, and how it computes.
    """

    def __init__(self, config: RerankerConfig) -> None:
        self.config = config
        self.model = config.model
        self._loaded: Once[TextCrossEncoder] = Once(
            lambda: load_reranker(config), close=lambda model: None
        )

    def rerank(self, query: str, texts: Sequence[str], *, k: int) -> list[Ranked]:
        """Return the best `k` of the texts, best first.

        Raises:
            PluginError: FastEmbed can't be imported.
            ProviderError: The model can't be had, can't be loaded, or fails.
        """
        if not texts:
            return []
        model = self._loaded.get()
        sent = [encodable(text) for text in texts]
        try:
            scores = list(model.rerank(encodable(query), sent, batch_size=self.config.batch_size))
        # ONNX Runtime's errors have no class in common.
        except Exception as error:
            raise computing_failed(self.config, error) from error
        return best_of(scores, k=k)

    def close(self) -> None:
        """Release the model's memory; the next call loads it again."""
        self._loaded.close()
