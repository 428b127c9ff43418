"""What can be set on the embedder and the LLM."""

from __future__ import annotations

import os
from typing import Any, Literal

from pydantic import Field

from memkit.plugins import FromFile
from memkit.providers.hosted import HostedConfig, HostedEmbedderConfig, OwnServerLLMConfig

PROVIDER = "ollama"

_HERE = ("http://127.0.0.1:11434", "http://localhost:11434")


class ModelConfig(HostedConfig):
    """Options of every model."""

    model: FromFile[str] = Field(min_length=1, description="A model that was pulled.")
    base_url: str | None = Field(
        default=None,
        description="Where the server is, 'http://gpu-box:11434'; OLLAMA_HOST, or this machine, "
        "if None.",
    )
    timeout: FromFile[float] = Field(
        default=300.0, gt=0, description="Seconds that one request may take, loading included."
    )
    max_concurrency: FromFile[int] = Field(
        default=4, ge=1, description="How many requests may be under way at once."
    )
    keep_alive: FromFile[str | float | None] = Field(
        default=None,
        description="How long the model stays loaded: '10m', seconds, or -1 for ever; what the "
        "server is set to if None.",
    )
    options: dict[str, Any] = Field(
        default_factory=dict,
        description="Parameters of the model, as Ollama names them: {'num_ctx': 16384}.",
    )

    @classmethod
    def own_addresses(cls) -> tuple[str, ...]:
        """Return where a server of this machine is, and where the environment says that it is."""
        named = os.environ.get("OLLAMA_HOST", "")
        return (*_HERE, *([named if "://" in named else f"http://{named}"] if named else []))


class EmbedderConfig(ModelConfig, HostedEmbedderConfig):
    """Options of the embedder `ollama`."""

    model: FromFile[str] = Field(
        default="all-minilm", min_length=1, description="A model that was pulled."
    )


class LLMConfig(ModelConfig, OwnServerLLMConfig):
    """Options of the LLM `ollama`."""

    model: FromFile[str] = Field(
        default="gemma4", min_length=1, description="A model that was pulled."
    )
    temperature: FromFile[float | None] = Field(
        default=None, ge=0, description="0 for the likeliest words; the model's own if None."
    )
    context: FromFile[int | None] = Field(
        default=None,
        ge=1,
        description="The window that the server gives the model, in tokens; its own if None, which "
        "may be as small as 4096.",
    )
    think: FromFile[bool | Literal["low", "medium", "high"] | None] = Field(
        default=None,
        description="Whether, or how much, a thinking model thinks first; its own way if None.",
    )
    structured_output: FromFile[Literal["json_schema", "prompt"]] = Field(
        default="json_schema",
        description='How objects are asked for: "json_schema" where the server keeps the model to '
        'a schema, "prompt" for words alone.',
    )
