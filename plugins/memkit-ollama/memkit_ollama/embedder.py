"""Embedders on the endpoint /api/embed of an Ollama server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from memkit.contracts import EmbedKind
from memkit.providers.hosted import Embedded, HostedEmbedder
from memkit_ollama.clients import clients_of
from memkit_ollama.config import PROVIDER, EmbedderConfig
from memkit_ollama.failures import translator


class OllamaEmbedder(HostedEmbedder):
    """Embeds with a model on an Ollama server (https://docs.ollama.com/api/embed).

    Args:
        config: Which model, on which server.
    """

    # The server knows no limit. On a CPU, so many texts take seconds, not minutes.
    max_batch = 64

    config: EmbedderConfig

    def __init__(self, config: EmbedderConfig) -> None:
        super().__init__(
            config,
            provider=PROVIDER,
            clients=clients_of(config),
            translate=translator(config.model),
        )

    def send(self, client: Any, texts: Sequence[str], *, kind: EmbedKind) -> Any:
        """Ask the server once."""
        return client.embed(
            model=self.config.model,
            input=list(texts),
            truncate=True,
            dimensions=self.config.dimensions,
            keep_alive=self.config.keep_alive,
            options=self.config.options or None,
        )

    def embedded_in(self, answer: Any) -> Embedded:
        """Return the vectors of an answer."""
        return Embedded(rows=answer.embeddings, input_tokens=answer.prompt_eval_count)
