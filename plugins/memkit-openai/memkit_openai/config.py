"""The options of the embedders and LLMs, one class a service."""

from __future__ import annotations

import os
from typing import Any, ClassVar

from pydantic import BaseModel, Field, SecretStr

from memkit.plugins import FromFile
from memkit.providers.hosted import (
    HostedConfig,
    HostedEmbedderConfig,
    HostedLLMConfig,
    ObjectMode,
    OwnServerLLMConfig,
)
from memkit_openai.services import (
    AZURE,
    DEEPSEEK,
    DOUBAO,
    GROQ,
    LMSTUDIO,
    OPENAI,
    OPENROUTER,
    TOGETHER,
    VLLM,
    Service,
)


class ServiceConfig(HostedConfig):
    """Options of every model.

    Attributes:
        service: Who answers.
    """

    service: ClassVar[Service]

    model: FromFile[str] = Field(
        min_length=1, description="The model's name, as the service knows it."
    )
    extra_body: dict[str, Any] = Field(
        default_factory=dict,
        description="More fields of each request, as the service's documentation names them.",
    )

    @classmethod
    def own_addresses(cls) -> tuple[str, ...]:
        """Return where the service is, and where the environment says that it is."""
        named = os.environ.get(cls.service.endpoint, "") if cls.service.endpoint else ""
        return tuple(filter(None, (cls.service.base_url or cls.service.home, named)))


class EmbedderConfig(ServiceConfig, HostedEmbedderConfig):
    """Options of every embedder."""


class LLMConfig(ServiceConfig, HostedLLMConfig):
    """Options of every LLM."""

    timeout: FromFile[float] = Field(
        default=300.0,
        gt=0,
        description="Seconds that one request may take; an answer comes when it is whole.",
    )
    temperature: FromFile[float | None] = Field(
        default=None, ge=0, le=2, description="0 for the likeliest words; the model's own if None."
    )
    structured_output: FromFile[ObjectMode | None] = Field(
        default=None,
        description='How objects are asked for: "json_schema" where the model keeps to a schema, '
        '"json_object" for its JSON mode, "prompt" for words alone; what suits the service if '
        "None.",
    )
    images: FromFile[bool] = Field(default=False, description="Whether the model takes images.")


class NeedsKey(BaseModel):
    """The key of a service that answers nobody without one."""

    api_key: SecretStr = Field(description="The service's key.")


class OnAzure(NeedsKey):
    """Where a model is on Azure."""

    base_url: str | None = Field(
        default=None,
        description='The resource, "https://NAME.openai.azure.com"; AZURE_OPENAI_ENDPOINT if None.',
    )
    deployment: FromFile[str | None] = Field(
        default=None, description="The deployment's name, if it is not the model's."
    )
    api_version: FromFile[str] = Field(default="2024-10-21", description="Version of Azure's API.")


class OpenAIEmbedderConfig(NeedsKey, EmbedderConfig):
    """Options of the embedder `openai`."""

    service = OPENAI
    model: FromFile[str] = Field(
        default="text-embedding-3-small", min_length=1, description="The model."
    )


class OpenAILLMConfig(NeedsKey, LLMConfig):
    """Options of the LLM `openai`."""

    service = OPENAI
    model: FromFile[str] = Field(default="gpt-5.4-mini", min_length=1, description="The model.")
    images: FromFile[bool] = Field(default=True, description="Whether the model takes images.")


class AzureEmbedderConfig(OnAzure, EmbedderConfig):
    """Options of the embedder `azure`."""

    service = AZURE
    model: FromFile[str] = Field(
        default="text-embedding-3-small", min_length=1, description="The model."
    )


class AzureLLMConfig(OnAzure, LLMConfig):
    """Options of the LLM `azure`."""

    service = AZURE


class DeepSeekLLMConfig(NeedsKey, LLMConfig):
    """Options of the LLM `deepseek`."""

    service = DEEPSEEK


class DoubaoEmbedderConfig(NeedsKey, EmbedderConfig):
    """Options of the embedder `doubao`."""

    service = DOUBAO


class DoubaoLLMConfig(NeedsKey, LLMConfig):
    """Options of the LLM `doubao`."""

    service = DOUBAO


class GroqLLMConfig(NeedsKey, LLMConfig):
    """Options of the LLM `groq`."""

    service = GROQ


class LMStudioEmbedderConfig(EmbedderConfig):
    """Options of the embedder `lmstudio`."""

    service = LMSTUDIO


class LMStudioLLMConfig(OwnServerLLMConfig, LLMConfig):
    """Options of the LLM `lmstudio`."""

    service = LMSTUDIO


class OpenRouterEmbedderConfig(NeedsKey, EmbedderConfig):
    """Options of the embedder `openrouter`."""

    service = OPENROUTER


class OpenRouterLLMConfig(NeedsKey, LLMConfig):
    """Options of the LLM `openrouter`."""

    service = OPENROUTER


class TogetherEmbedderConfig(NeedsKey, EmbedderConfig):
    """Options of the embedder `together`."""

    service = TOGETHER


class TogetherLLMConfig(NeedsKey, LLMConfig):
    """Options of the LLM `together`."""

    service = TOGETHER


class VLLMEmbedderConfig(EmbedderConfig):
    """Options of the embedder `vllm`."""

    service = VLLM


class VLLMLLMConfig(OwnServerLLMConfig, LLMConfig):
    """Options of the LLM `vllm`."""

    service = VLLM
