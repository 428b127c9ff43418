"""Embedders on FastEmbed's models. Making one costs nothing; its first vector loads the model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from memkit.contracts import Embedder, EmbedKind, Vectors, with_blanks
from memkit.providers.hosted import Once, encodable
from memkit_fastembed.config import EmbedderConfig
from memkit_fastembed.failures import computing_failed
from memkit_fastembed.loading import load_embedder
from memkit_fastembed.presets import preset_of

if TYPE_CHECKING:
    from fastembed import TextEmbedding

_TEXT_WEIGHT = 1.0
_PROBE = "How long is a vector?"


class FastEmbedEmbedder(Embedder):
    """Embeds with a model that FastEmbed runs in this process (https://qdrant.github.io/fastembed).

    A text is cut where the model's window ends. An empty one gets zeros, which match nothing.
    Vectors have length one.

    Args:
        config: Which model, and how it computes.

    Attributes:
        dim: Length of a vector. Asking for it loads the model.
    """

    max_batch = 256

    def __init__(self, config: EmbedderConfig) -> None:
        self.config = config
        preset = preset_of(config)
        self.model = config.model if preset is None else preset.model
        weight = _TEXT_WEIGHT if preset is None else preset.text_weight
        self.text_weight = weight if config.text_weight is None else config.text_weight
        self._prefixes: dict[EmbedKind, str] = {
            "query": config.query_prefix,
            "document": config.document_prefix,
        }
        self._loaded: Once[TextEmbedding] = Once(
            lambda: load_embedder(config), close=lambda model: None
        )

    # A cached property may be set, as an attribute may; mypy takes it for one that can't.
    @cached_property
    def dim(self) -> int:  # type: ignore[override]  # see above
        """Length of a vector."""
        return int(self._encode([_PROBE], kind="document").shape[1])

    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
        """Return the vectors of the texts, float32 of shape (len(texts), dim).

        Raises:
            ValidationError: FastEmbed does not list the model, and how to use it is not told.
            PluginError: FastEmbed can't be imported.
            ProviderError: The model can't be had, can't be loaded, or fails.
        """
        return with_blanks(texts, lambda filled: self._encode(filled, kind=kind), dim=self.dim)

    def close(self) -> None:
        """Release the model's memory; the next call loads it again."""
        self._loaded.close()

    def _encode(self, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
        model = self._loaded.get()
        sent = [encodable(f"{self._prefixes[kind]}{text}") for text in texts]
        # Some models have prompts of their own for either.
        encode = model.query_embed if kind == "query" else model.passage_embed
        try:
            return np.array(list(encode(sent, batch_size=self.config.batch_size)), np.float32)
        # ONNX Runtime's errors have no class in common.
        except Exception as error:
            raise computing_failed(self.config, error) from error
