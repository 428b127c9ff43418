"""Embedders by the task feature-extraction of Hugging Face's inference API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from memkit.contracts import EmbedKind
from memkit.providers.hosted import Embedded, HostedEmbedder
from memkit_huggingface.clients import clients_of
from memkit_huggingface.config import EmbedderConfig
from memkit_huggingface.failures import PROVIDER, translator, unreadable


class HuggingFaceEmbedder(HostedEmbedder):
    """Embeds with a model on Hugging Face, or behind a server that speaks its API.

    See https://huggingface.co/docs/inference-providers/tasks/feature-extraction and
    https://huggingface.co/docs/text-embeddings-inference.

    Args:
        config: Which model, and where it runs.
    """

    config: EmbedderConfig

    def __init__(self, config: EmbedderConfig) -> None:
        super().__init__(
            config,
            provider=PROVIDER,
            clients=clients_of(config),
            translate=translator(config.model),
        )
        self.max_batch = config.most_texts

    def send(self, client: Any, texts: Sequence[str], *, kind: EmbedKind) -> Any:
        """Ask the server once."""
        config = self.config
        # Others than these do not know it, and cut or refuse by themselves.
        cuts = config.base_url is not None or config.inference_provider == "hf-inference"
        return client.feature_extraction(
            text=list(texts),
            prompt_name=config.query_prompt_name
            if kind == "query"
            else config.document_prompt_name,
            dimensions=config.dimensions,
            **({"truncate": True} if cuts else {}),
        )

    def embedded_in(self, answer: Any) -> Embedded:
        """Return the vectors of an answer."""
        # One vector a text; a model without pooling answers with one a token.
        if answer.ndim != 2:
            raise unreadable(self.model)
        return Embedded(rows=list(answer))
