"""What can be set on the embedder and the LLM."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from memkit.providers.hosted import HostedConfig

PROVIDER = "ollama"

# How a model is asked for an object: by a schema that the server keeps to, or in words alone.
ObjectMode = Literal["json_schema", "prompt"]


class ModelConfig(HostedConfig):
    """Options of every model."""

    model: str = Field(min_length=1, description="A model that was pulled.")
    base_url: str | None = Field(
        default=None,
        description="Where the server is, 'http://gpu-box:11434'; OLLAMA_HOST, or this machine, "
        "if None.",
    )
    timeout: float = Field(
        default=300.0, gt=0, description="Seconds that one request may take, loading included."
    )
    max_concurrency: int = Field(
        default=4, ge=1, description="How many requests may be under way at once."
    )
    keep_alive: str | float | None = Field(
        default=None,
        description="How long the model stays loaded: '10m', seconds, or -1 for ever; what the "
        "server is set to if None.",
    )
    options: dict[str, Any] = Field(
        default_factory=dict,
        description="Parameters of the model, as Ollama names them: {'num_ctx': 16384}.",
    )


class EmbedderConfig(ModelConfig):
    """Options of the embedder `ollama`."""

    model: str = Field(default="all-minilm", min_length=1, description="A model that was pulled.")
    dimensions: int | None = Field(
        default=None, ge=1, description="Length of a vector, of models that can shorten theirs."
    )
    query_prefix: str = Field(
        default="", description="Text before each query, for models that were trained with one."
    )
    document_prefix: str = Field(default="", description="Text before each document.")
    text_weight: float = Field(
        default=1.0, ge=0, description="How much BM25 counts beside a cosine of one."
    )


class LLMConfig(ModelConfig):
    """Options of the LLM `ollama`."""

    model: str = Field(default="gemma4", min_length=1, description="A model that was pulled.")
    temperature: float | None = Field(
        default=None, ge=0, description="0 for the likeliest words; the model's own if None."
    )
    max_tokens: int | None = Field(default=None, ge=1, description="The most tokens of an answer.")
    think: bool | Literal["low", "medium", "high"] | None = Field(
        default=None,
        description="Whether, or how much, a thinking model thinks first; its own way if None.",
    )
    structured_output: ObjectMode = Field(
        default="json_schema",
        description='How objects are asked for: "json_schema" where the server keeps the model to '
        'a schema, "prompt" for words alone.',
    )
