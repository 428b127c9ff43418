"""Embedders on Cohere's API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from memkit.contracts.embedder import EmbedKind
from memkit.providers.hosted import Embedded, HostedEmbedder
from memkit_cohere.answers import input_tokens
from memkit_cohere.client import Clients
from memkit_cohere.config import DIMENSIONS, EmbedderConfig
from memkit_cohere.decoding import decoded
from memkit_cohere.failures import PROVIDER, calls_of, unreadable

if TYPE_CHECKING:
    from cohere import EmbedByTypeResponse, EmbedInputType

_INPUT_TYPES: dict[EmbedKind, EmbedInputType] = {
    "query": "search_query",
    "document": "search_document",
}


class CohereEmbedder(HostedEmbedder):
    """Embeds with a model of Cohere (https://docs.cohere.com/reference/embed).

    The API cuts a text that is longer than the model's window.

    Args:
        config: Which model, and how its vectors travel.

    Attributes:
        model: The model's name, with ":int8" or ":binary" where its vectors are rounded so.
    """

    # The API takes no more.
    max_batch = 96

    def __init__(self, config: EmbedderConfig) -> None:
        self._config = config
        self._clients = Clients(config)
        rounded = "" if config.embedding_type == "float" else f":{config.embedding_type}"
        model = config.model + rounded
        known = DIMENSIONS.get(config.model)
        super().__init__(
            model=model,
            provider=PROVIDER,
            calls=calls_of(config, model=model),
            dim=config.dimensions or (known[0] if known else None),
            price=config.price,
        )
        self.text_weight = config.text_weight

    def request(self, texts: Sequence[str], *, kind: EmbedKind) -> Embedded:
        """Ask the API once."""
        return self._embedded_by(self._clients.blocking().embed(**self._body(texts, kind)))

    async def arequest(self, texts: Sequence[str], *, kind: EmbedKind) -> Embedded:
        """Do the same with the SDK's async client."""
        return self._embedded_by(await self._clients.of_loop().embed(**self._body(texts, kind)))

    def close(self) -> None:
        """Close the connections."""
        self._clients.close()

    def _body(self, texts: Sequence[str], kind: EmbedKind) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._config.model,
            "texts": list(texts),
            "input_type": _INPUT_TYPES[kind],
            "embedding_types": [self._config.embedding_type],
            "truncate": "END",
            "request_options": self._clients.request_options,
        }
        if self._config.dimensions is not None:
            body["output_dimension"] = self._config.dimensions
        return body

    def _embedded_by(self, response: EmbedByTypeResponse) -> Embedded:
        kind = self._config.embedding_type
        field = "float_" if kind == "float" else kind
        # The SDK does not check what it makes its objects of.
        rows = getattr(getattr(response, "embeddings", None), field, None)
        error = unreadable(self.model)
        if not isinstance(rows, list):
            raise error
        return Embedded(
            rows=decoded(rows, embedding_type=kind, error=error),
            input_tokens=input_tokens(getattr(response, "meta", None)),
        )
