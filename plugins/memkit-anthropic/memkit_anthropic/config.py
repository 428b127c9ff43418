"""What can be set on the LLM."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, SecretStr

from memkit.plugins import FromFile
from memkit.providers.hosted import HostedLLMConfig

PROVIDER = "anthropic"
KEY = "ANTHROPIC_API_KEY"

Effort = Literal["low", "medium", "high", "xhigh", "max"]


class AnthropicConfig(HostedLLMConfig):
    """Options of the LLM `anthropic`."""

    api_key: SecretStr = Field(description="The key.")
    model: FromFile[str] = Field(default="claude-haiku-5-5", min_length=1, description="The model.")
    max_tokens: FromFile[int | None] = Field(
        default=8192,
        ge=1,
        description="The most tokens of an answer, thinking included, where a call does not say; "
        "64,000 if None, for the API wants a bound.",
    )
    effort: FromFile[Effort | None] = Field(
        default=None, description="How much the model thinks and writes; its own if None."
    )
    structured_output: FromFile[Literal["json_schema", "prompt"]] = Field(
        default="json_schema",
        description='How objects are asked for: "json_schema" where the model keeps to a schema, '
        '"prompt" for words alone.',
    )
    images: FromFile[bool] = Field(default=True, description="Whether the model takes images.")
    extra_body: dict[str, Any] = Field(
        default_factory=dict,
        description="More fields of each request, as Anthropic's documentation names them.",
    )
