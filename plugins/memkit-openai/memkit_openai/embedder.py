"""Embedders on the endpoint /embeddings of OpenAI's API."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from memkit.contracts.embedder import EmbedKind
from memkit.providers.hosted import Embedded, HostedEmbedder, Once, PerLoop, nonsense
from memkit.providers.hosted.choices import tokens_in
from memkit_openai import clients
from memkit_openai.answers import rows_in
from memkit_openai.config import EmbedderConfig
from memkit_openai.failures import calls_of

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAI

_DIMENSIONS = {
    "text-embedding-3-small": 1536,
    "text-embedding-3-large": 3072,
    "text-embedding-ada-002": 1536,
}


class OpenAIEmbedder(HostedEmbedder):
    """Embeds by a service that speaks OpenAI's API.

    Args:
        config: Which service, which model.
    """

    # https://developers.openai.com/api/reference/resources/embeddings; other services say less,
    # and refuse what is too much.
    request_tokens = 300_000
    text_tokens = 8_191

    def __init__(self, config: EmbedderConfig) -> None:
        clients.check(config)
        service = config.service
        # A router's names are "openai/text-embedding-3-small".
        known = _DIMENSIONS.get(config.model.rpartition("/")[2])
        super().__init__(
            model=config.model,
            calls=calls_of(config),
            provider=service.name,
            dim=config.dimensions or known,
            price=config.price,
        )
        self.config = config
        self.max_batch = service.most_texts
        self.text_weight = config.text_weight
        self._prefixes: dict[EmbedKind, str] = {
            "query": config.query_prefix,
            "document": config.document_prefix,
        }
        self._client: Once[OpenAI] = Once(
            lambda: clients.blocking(config), close=lambda client: client.close()
        )
        self._async_client: PerLoop[AsyncOpenAI] = PerLoop(
            lambda: clients.asynchronous(config), close=lambda client: client.close()
        )

    def request(self, texts: Sequence[str], *, kind: EmbedKind) -> Embedded:
        """Ask the service once."""
        create = self._client.get().embeddings.create
        return self._embedded_in(create(**self._body(texts, kind)))

    async def arequest(self, texts: Sequence[str], *, kind: EmbedKind) -> Embedded:
        """Ask the service once."""
        create = self._async_client.get().embeddings.create
        return self._embedded_in(await create(**self._body(texts, kind)))

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._client.close()
        self._async_client.close()

    def _body(self, texts: Sequence[str], kind: EmbedKind) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": clients.model_of(self.config),
            "input": [f"{self._prefixes[kind]}{text}" for text in texts],
            "encoding_format": "base64" if self.config.service.base64 else "float",
            "extra_body": self.config.extra_body,
        }
        if self.config.dimensions is not None:
            body["dimensions"] = self.config.dimensions
        return body

    def _embedded_in(self, answer: object) -> Embedded:
        said = functools.partial(nonsense, self.config.service.name, self.model)
        return Embedded(rows=rows_in(answer, said), input_tokens=tokens_in(answer)["input_tokens"])
