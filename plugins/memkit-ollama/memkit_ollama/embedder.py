"""Embedders on the endpoint /api/embed of an Ollama server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from memkit.contracts.embedder import EmbedKind
from memkit.providers.hosted import Embedded, HostedEmbedder
from memkit_ollama.answers import tokens_in
from memkit_ollama.clients import Clients
from memkit_ollama.config import PROVIDER, EmbedderConfig
from memkit_ollama.failures import calls_of

if TYPE_CHECKING:
    from ollama import EmbedResponse


class OllamaEmbedder(HostedEmbedder):
    """Embeds with a model on an Ollama server (https://docs.ollama.com/api/embed).

    Args:
        config: Which model, on which server.
    """

    # The server knows no limit. On a CPU, so many texts take seconds, not minutes.
    max_batch = 64

    def __init__(self, config: EmbedderConfig) -> None:
        super().__init__(
            model=config.model,
            calls=calls_of(config),
            provider=PROVIDER,
            dim=config.dimensions,
            price=config.price,
        )
        self.config = config
        self.text_weight = config.text_weight
        self._clients = Clients(config)
        self._prefixes: dict[EmbedKind, str] = {
            "query": config.query_prefix,
            "document": config.document_prefix,
        }

    def request(self, texts: Sequence[str], *, kind: EmbedKind) -> Embedded:
        """Ask the server once."""
        return _embedded_in(self._clients.blocking().embed(**self._body(texts, kind)))

    async def arequest(self, texts: Sequence[str], *, kind: EmbedKind) -> Embedded:
        """Ask the server once."""
        return _embedded_in(await self._clients.of_loop().embed(**self._body(texts, kind)))

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._clients.close()

    def _body(self, texts: Sequence[str], kind: EmbedKind) -> dict[str, Any]:
        return {
            "model": self.config.model,
            "input": [f"{self._prefixes[kind]}{text}" for text in texts],
            "truncate": True,
            "dimensions": self.config.dimensions,
            "keep_alive": self.config.keep_alive,
            "options": self.config.options or None,
        }


def _embedded_in(answer: EmbedResponse) -> Embedded:
    return Embedded(rows=answer.embeddings, input_tokens=tokens_in(answer)["input_tokens"])
