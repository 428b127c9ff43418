"""Texts as frequencies of letters and of pairs of letters."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from memkit.contracts import Embedder, EmbedKind, Vectors
from memkit_template.config import LetterConfig


class LetterEmbedder(Embedder):
    """Counts letters and pairs of letters, and hashes them into a vector of length one."""

    def __init__(self, config: LetterConfig) -> None:
        self.dim = config.dim
        self.model = f"letters-{config.dim}"

    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
        """Return the frequencies, the same for queries and documents."""
        vectors = np.zeros((len(texts), self.dim), np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            lower = text.casefold()
            pieces = [*lower, *map("".join, pairwise(lower))]
            places = [zlib.crc32(piece.encode("utf-8", "replace")) for piece in pieces]
            np.add.at(vector, np.array(places, np.int64) % self.dim, 1)
        # A text without letters keeps its vector of zeros.
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return vectors
