"""What this plug-in provides. Imported to list providers, so it imports no SDK."""

from __future__ import annotations

from memkit.plugins import EmbedderSpec, LLMSpec, RerankerSpec, hookimpl

_SECRETS = {"api_key": ("CO_API_KEY", "COHERE_API_KEY")}
_REQUIRES = ("cohere",)

EMBEDDER = EmbedderSpec(
    name="cohere",
    impl="memkit_cohere.embedder:CohereEmbedder",
    config="memkit_cohere.config:EmbedderConfig",
    summary="Cohere's embedding models, with vectors as floats, int8 or single bits",
    capabilities=frozenset({"semantic", "async"}),
    shorthand="model",
    secrets=_SECRETS,
    requires=_REQUIRES,
)

LLM = LLMSpec(
    name="cohere",
    impl="memkit_cohere.llm:CohereLLM",
    config="memkit_cohere.config:LLMConfig",
    summary="Cohere's chat models, with objects of a JSON schema",
    capabilities=frozenset({"schema", "stream", "async"}),
    shorthand="model",
    secrets=_SECRETS,
    requires=_REQUIRES,
)

RERANKER = RerankerSpec(
    name="cohere",
    impl="memkit_cohere.reranker:CohereReranker",
    config="memkit_cohere.config:RerankerConfig",
    summary="Cohere's rerankers",
    capabilities=frozenset({"async"}),
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


@hookimpl
def memkit_rerankers() -> list[RerankerSpec]:
    """Return the rerankers of this plug-in."""
    return [RERANKER]
