"""Embedders by the task feature-extraction of Hugging Face's inference API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from memkit.contracts.embedder import EmbedKind
from memkit.providers.hosted import Embedded, HostedEmbedder, Once, PerLoop
from memkit_huggingface import clients
from memkit_huggingface.config import EmbedderConfig
from memkit_huggingface.failures import PROVIDER, calls_of, unreadable

if TYPE_CHECKING:
    import numpy as np
    from huggingface_hub import AsyncInferenceClient, InferenceClient


class HuggingFaceEmbedder(HostedEmbedder):
    """Embeds with a model on Hugging Face, or behind a server that speaks its API.

    See https://huggingface.co/docs/inference-providers/tasks/feature-extraction and
    https://huggingface.co/docs/text-embeddings-inference.

    Args:
        config: Which model, and where it runs.
    """

    def __init__(self, config: EmbedderConfig) -> None:
        super().__init__(
            model=config.model,
            calls=calls_of(config),
            provider=PROVIDER,
            dim=config.dimensions,
            price=config.price,
        )
        self.max_batch = config.most_texts
        self.text_weight = config.text_weight
        self._config = config
        self._client: Once[InferenceClient] = Once(
            lambda: clients.blocking(config), close=clients.close
        )
        self._async_client: PerLoop[AsyncInferenceClient] = PerLoop(
            lambda: clients.asynchronous(config), close=clients.aclose
        )

    def request(self, texts: Sequence[str], *, kind: EmbedKind) -> Embedded:
        """Ask the server once."""
        return self._embedded_in(self._client.get().feature_extraction(**self._body(texts, kind)))

    async def arequest(self, texts: Sequence[str], *, kind: EmbedKind) -> Embedded:
        """Do the same with the SDK's async client."""
        extract = self._async_client.get().feature_extraction
        return self._embedded_in(await extract(**self._body(texts, kind)))

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._client.close()
        self._async_client.close()

    def _body(self, texts: Sequence[str], kind: EmbedKind) -> dict[str, Any]:
        config = self._config
        prefix = config.query_prefix if kind == "query" else config.document_prefix
        prompt = config.query_prompt_name if kind == "query" else config.document_prompt_name
        body: dict[str, Any] = {
            "text": [f"{prefix}{text}" for text in texts],
            "prompt_name": prompt,
            "dimensions": config.dimensions,
        }
        if config.base_url is not None or config.inference_provider == "hf-inference":
            # Others do not know it, and cut or refuse by themselves.
            body["truncate"] = True
        return body

    def _embedded_in(self, vectors: np.ndarray) -> Embedded:
        # One vector a text; a model without pooling answers with one a token.
        if vectors.ndim != 2:
            raise unreadable(self.model)
        return Embedded(rows=list(vectors))
