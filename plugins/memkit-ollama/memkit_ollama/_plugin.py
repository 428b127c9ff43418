"""What this plug-in provides. Imported to list providers, so it imports no SDK."""

from __future__ import annotations

from memkit.plugins import EmbedderSpec, LLMSpec, hookimpl

# A server of one's own asks for no key; Ollama's cloud, or a proxy, may.
_SECRETS = {"api_key": ("OLLAMA_API_KEY",)}
_REQUIRES = ("ollama", "httpx", "jsonschema")

EMBEDDER = EmbedderSpec(
    name="ollama",
    impl="memkit_ollama.embedder:OllamaEmbedder",
    config="memkit_ollama.config:EmbedderConfig",
    summary="Embedding models on an Ollama server",
    capabilities=frozenset({"async", "semantic"}),
    shorthand="model",
    secrets=_SECRETS,
    requires=_REQUIRES,
)

LLM = LLMSpec(
    name="ollama",
    impl="memkit_ollama.llm:OllamaLLM",
    config="memkit_ollama.config:LLMConfig",
    summary="Chat models on an Ollama server",
    capabilities=frozenset({"async", "schema", "stream"}),
    shorthand="model",
    secrets=_SECRETS,
    requires=_REQUIRES,
)


@hookimpl
def memkit_embedders() -> list[EmbedderSpec]:
    """Return the embedders of this plug-in."""
    return [EMBEDDER]


@hookimpl
def memkit_llms() -> list[LLMSpec]:
    """Return the LLMs of this plug-in."""
    return [LLM]
