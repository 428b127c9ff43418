"""Embedders on the endpoint /embeddings of OpenAI's API."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from memkit.contracts import EmbedKind
from memkit.providers.hosted import Embedded, HostedEmbedder, nonsense
from memkit.providers.hosted.choices import tokens_in
from memkit_openai.answers import rows_in
from memkit_openai.clients import clients_of, model_of
from memkit_openai.config import EmbedderConfig
from memkit_openai.failures import translator

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

    config: EmbedderConfig

    def __init__(self, config: EmbedderConfig) -> None:
        super().__init__(
            config,
            provider=config.service.name,
            clients=clients_of(config),
            translate=translator(config),
            # A router's names are "openai/text-embedding-3-small".
            dim=_DIMENSIONS.get(config.model.rpartition("/")[2]),
        )
        self.max_batch = config.service.most_texts

    def send(self, client: Any, texts: Sequence[str], *, kind: EmbedKind) -> Any:
        """Ask the service once."""
        shorter = self.config.dimensions
        return client.embeddings.create(
            model=model_of(self.config),
            input=list(texts),
            encoding_format="base64" if self.config.service.base64 else "float",
            extra_body=self.config.extra_body,
            **({} if shorter is None else {"dimensions": shorter}),
        )

    def embedded_in(self, answer: Any) -> Embedded:
        """Return the vectors of an answer."""
        said = functools.partial(nonsense, self._provider, self.model)
        return Embedded(rows=rows_in(answer, said), input_tokens=tokens_in(answer)["input_tokens"])
