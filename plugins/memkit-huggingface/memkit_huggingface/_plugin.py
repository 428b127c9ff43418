"""What this plug-in provides. Imported to list providers, so it imports no SDK."""

from __future__ import annotations

from memkit.plugins import EmbedderSpec, LLMSpec, hookimpl

_SECRETS = {"api_key": ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")}
_REQUIRES = ("huggingface_hub", "httpx2")

EMBEDDER = EmbedderSpec(
    name="huggingface",
    impl="memkit_huggingface.embedder:HuggingFaceEmbedder",
    config="memkit_huggingface.config:EmbedderConfig",
    summary="Embedding models on Hugging Face: serverless, an endpoint, or a local TEI server",
    capabilities=frozenset({"semantic", "async"}),
    shorthand="model",
    secrets=_SECRETS,
    requires=_REQUIRES,
)

LLM = LLMSpec(
    name="huggingface",
    impl="memkit_huggingface.llm:HuggingFaceLLM",
    config="memkit_huggingface.config:LLMConfig",
    summary="Chat models on Hugging Face: serverless, an endpoint, or a local TGI server",
    capabilities=frozenset({"schema", "stream", "async"}),
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
