"""What this plug-in provides. Imported to list providers, so it imports no SDK."""

from __future__ import annotations

from typing import Any

from memkit.plugins import EmbedderSpec, LLMSpec, hookimpl
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


def _common(service: Service, config: str) -> dict[str, Any]:
    return {
        "name": service.name,
        "config": f"memkit_openai.config:{config}",
        "shorthand": "model",
        "secrets": {"api_key": (service.key,)},
        "requires": ("openai", "httpx2", "jsonschema"),
    }


def _embedder(service: Service, config: str, summary: str) -> EmbedderSpec:
    return EmbedderSpec(
        impl="memkit_openai.embedder:OpenAIEmbedder",
        summary=summary,
        capabilities=frozenset({"async", "semantic"}),
        **_common(service, config),
    )


def _llm(service: Service, config: str, summary: str) -> LLMSpec:
    return LLMSpec(
        impl="memkit_openai.llm:OpenAILLM",
        summary=summary,
        capabilities=frozenset({"async", "chat", "images", "schema", "stream"}),
        **_common(service, config),
    )


# Groq and DeepSeek have no embedding models.
EMBEDDERS = [
    _embedder(OPENAI, "OpenAIEmbedderConfig", "OpenAI's embedding models"),
    _embedder(AZURE, "AzureEmbedderConfig", "OpenAI's embedding models on Azure"),
    _embedder(DOUBAO, "DoubaoEmbedderConfig", "Text embedding models on Volcengine Ark"),
    _embedder(LMSTUDIO, "LMStudioEmbedderConfig", "Embedding models on LM Studio's local server"),
    _embedder(OPENROUTER, "OpenRouterEmbedderConfig", "Embedding models of many, by OpenRouter"),
    _embedder(TOGETHER, "TogetherEmbedderConfig", "Open embedding models on Together AI"),
    _embedder(VLLM, "VLLMEmbedderConfig", "The embedding model of your vLLM server"),
]
LLMS = [
    _llm(OPENAI, "OpenAILLMConfig", "OpenAI's chat models"),
    _llm(AZURE, "AzureLLMConfig", "OpenAI's chat models on Azure"),
    _llm(DEEPSEEK, "DeepSeekLLMConfig", "DeepSeek's chat models"),
    _llm(DOUBAO, "DoubaoLLMConfig", "Doubao and other chat models on Volcengine Ark"),
    _llm(GROQ, "GroqLLMConfig", "Open chat models on Groq"),
    _llm(LMSTUDIO, "LMStudioLLMConfig", "Chat models on LM Studio's local server"),
    _llm(OPENROUTER, "OpenRouterLLMConfig", "Chat models of many, by OpenRouter"),
    _llm(TOGETHER, "TogetherLLMConfig", "Open chat models on Together AI"),
    _llm(VLLM, "VLLMLLMConfig", "The chat model of your vLLM server"),
]


@hookimpl
def memkit_embedders() -> list[EmbedderSpec]:
    """Return the embedders of this plug-in."""
    return EMBEDDERS


@hookimpl
def memkit_llms() -> list[LLMSpec]:
    """Return the LLMs of this plug-in."""
    return LLMS
