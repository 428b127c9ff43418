"""Embedders on Cohere's API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from memkit.contracts import EmbedKind
from memkit.providers.hosted import Embedded, HostedEmbedder
from memkit_cohere.answers import tokens_in
from memkit_cohere.client import clients_of, request_options
from memkit_cohere.config import DIMENSIONS, EmbedderConfig
from memkit_cohere.decoding import decoded
from memkit_cohere.failures import PROVIDER, translator, unreadable

if TYPE_CHECKING:
    from cohere import EmbedInputType

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

    config: EmbedderConfig

    def __init__(self, config: EmbedderConfig) -> None:
        rounded = "" if config.embedding_type == "float" else f":{config.embedding_type}"
        model = config.model + rounded
        known = DIMENSIONS.get(config.model)
        super().__init__(
            config,
            provider=PROVIDER,
            clients=clients_of(config),
            translate=translator(model),
            model=model,
            dim=known[0] if known else None,
        )

    def send(self, client: Any, texts: Sequence[str], *, kind: EmbedKind) -> Any:
        """Ask the API once."""
        shorter = self.config.dimensions
        return client.embed(
            model=self.config.model,
            texts=list(texts),
            input_type=_INPUT_TYPES[kind],
            embedding_types=[self.config.embedding_type],
            truncate="END",
            request_options=request_options(self.config),
            **({} if shorter is None else {"output_dimension": shorter}),
        )

    def embedded_in(self, answer: Any) -> Embedded:
        """Return the vectors of an answer."""
        kind = self.config.embedding_type
        field = "float_" if kind == "float" else kind
        # The SDK does not check what it makes its objects of.
        rows = getattr(getattr(answer, "embeddings", None), field, None)
        error = unreadable(self.model)
        if not isinstance(rows, list):
            raise error
        return Embedded(
            rows=decoded(rows, embedding_type=kind, error=error),
            input_tokens=tokens_in(getattr(answer, "meta", None))["input_tokens"],
        )
