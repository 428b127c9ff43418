"""The options of the embedder, the LLM and the reranker."""

from __future__ import annotations

import os
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator

from memkit.plugins import FromFile
from memkit.providers.hosted import HostedConfig, HostedEmbedderConfig, HostedLLMConfig

EmbeddingType = Literal["float", "int8", "binary"]

# The lengths of vector that each model has, its default first
# (https://docs.cohere.com/docs/cohere-embed).
DIMENSIONS: dict[str, tuple[int, ...]] = {
    "embed-v5.0-pro": (2048, 1536, 1024, 768, 512, 256),
    "embed-v5.0-fast": (2048, 1536, 1024, 768, 512, 256),
    "embed-v4.0": (1536, 1024, 512, 256),
    "embed-english-v3.0": (1024,),
    "embed-multilingual-v3.0": (1024,),
    "embed-english-light-v3.0": (384,),
    "embed-multilingual-light-v3.0": (384,),
}


class CohereConfig(HostedConfig):
    """What all of Cohere's models have in common."""

    api_key: SecretStr = Field(description="A key from https://dashboard.cohere.com/api-keys.")
    base_url: str | None = Field(
        default=None,
        description="Where the API is, if not at https://api.cohere.com: a private deployment.",
    )

    @classmethod
    def own_addresses(cls) -> tuple[str, ...]:
        """Return where Cohere is, and where the environment says that it is."""
        return ("https://api.cohere.com", *filter(None, [os.environ.get("CO_API_URL")]))


class EmbedderConfig(CohereConfig, HostedEmbedderConfig):
    """Options of the embedder `cohere`."""

    model: FromFile[str] = Field(
        default="embed-v4.0", min_length=1, description="Name of the model."
    )
    dimensions: FromFile[int | None] = Field(
        default=None,
        ge=1,
        description="Length of a vector, from version 4 of the models on; the longest if None.",
    )
    embedding_type: FromFile[EmbeddingType] = Field(
        default="float",
        description="What travels for each number of a vector: a float, one byte, or one bit. "
        "The fewer, the faster and the coarser.",
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        known = DIMENSIONS.get(self.model)
        if known and self.dimensions not in (None, *known):
            raise ValueError(f"dimensions of {self.model} are {', '.join(map(str, known))}")
        if self.embedding_type == "binary" and (self.dimensions or 8) % 8:
            raise ValueError("binary vectors need dimensions that are a multiple of 8")
        return self


class LLMConfig(CohereConfig, HostedLLMConfig):
    """Options of the LLM `cohere`."""

    model: FromFile[str] = Field(
        default="command-a-plus-05-2026", min_length=1, description="Name of the model."
    )
    timeout: FromFile[float] = Field(
        default=300.0,
        gt=0,
        description="Seconds that one request may take; an answer comes when it is whole.",
    )
    temperature: FromFile[float | None] = Field(
        default=None, ge=0, description="How random answers are; the model's default if None."
    )


class RerankerConfig(CohereConfig):
    """Options of the reranker `cohere`."""

    model: FromFile[str] = Field(
        default="rerank-v5.0-fast", min_length=1, description="Name of the model."
    )
    max_tokens_per_doc: FromFile[int | None] = Field(
        default=None,
        ge=1,
        description="Where a text is cut, in tokens; at 4,096 if None.",
    )
