"""The offline embedder: a table of vectors for word pieces, summed and scaled to length one."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from memkit.builtin.configs import StaticConfig
from memkit.builtin.static import hashed, table
from memkit.builtin.static.features import Features
from memkit.contracts.embedder import Embedder, EmbedKind, Idf, Vectors

# Small blocks keep the gathered rows in the processor's cache; 2,048 texts are several times
# slower.
_TEXTS_AT_ONCE = 16
_ROWS_AT_ONCE = 4096


@dataclass(frozen=True)
class _Model:
    features: Features
    rows: Vectors


class StaticEmbedder(Embedder):
    """Embeds English by meaning and other languages by their words, with numpy alone.

    A text's vector is the sum of the rows of its word pieces, scaled to length one: the order
    of words does not count. The rows are distilled from all-MiniLM-L6-v2 (see
    `scripts/build_static/README.md`); words that its vocabulary can't spell get hashed rows. A
    text without any letter or digit gets zeros, which match nothing.

    The table is read at the first use. Safe to use from several threads.

    Args:
        config: Nothing can be set so far.
    """

    model = "static-minilm-256-v1"
    dim = 256
    normalized = True
    max_batch = 4096
    text_weight = 0.5

    def __init__(self, config: StaticConfig | None = None) -> None:
        self.config = config if config is not None else StaticConfig()
        self._lock = threading.Lock()
        self._loaded: _Model | None = None

    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Vectors:
        """Return the vectors of the texts, float32 of shape (len(texts), 256).

        Args:
            texts: Any texts of any length.
            kind: Makes no difference here: queries and documents are embedded alike.

        Raises:
            ProviderError: The table that ships with memkit is missing or damaged.
        """
        model = self._model()
        out = np.zeros((len(texts), self.dim), dtype=np.float32)
        for low in range(0, len(texts), _TEXTS_AT_ONCE):
            _sum_rows(model, texts[low : low + _TEXTS_AT_ONCE], out[low : low + _TEXTS_AT_ONCE])
        return _scaled(out)

    def embed_query(self, text: str, *, idf: Idf | None = None) -> Vectors:
        """Return one query's vector of shape (256,).

        Args:
            text: The query.
            idf: Given a word in lower case and without accents, log(1 + (N + 1) / (df + 1)) in
                the scope that is searched. The rows of a word count by its square root, so that
                the query's rare words lead; documents need no other vectors for that.

        Raises:
            ProviderError: The table that ships with memkit is missing or damaged.
        """
        if idf is None:
            plain: Vectors = self.embed_batch([text], kind="query")[0]
            return plain
        model = self._model()
        out = np.zeros((1, self.dim), dtype=np.float32)
        weights: dict[str, float] = {}
        for word, rows in model.features.by_word(text):
            if not rows:
                continue
            if word not in weights:
                weights[word] = math.sqrt(max(0.0, idf(word)))
            out[0] += np.float32(weights[word]) * model.rows[list(rows)].sum(axis=0)
        weighted: Vectors = _scaled(out)[0]
        return weighted

    def _model(self) -> _Model:
        loaded = self._loaded
        if loaded is None:
            with self._lock:
                if self._loaded is None:
                    found = table.load(spare=hashed.SLOTS)
                    found.rows[-hashed.SLOTS :] = hashed.rows(self.dim)
                    self._loaded = _Model(Features(found.vocabulary), found.rows)
                loaded = self._loaded
        return loaded


def _sum_rows(model: _Model, texts: Sequence[str], out: Vectors) -> None:
    """Write the sum of each text's rows into `out`, which holds zeros."""
    rows: list[int] = []
    starts: list[int] = []
    at: list[int] = []
    for i, text in enumerate(texts):
        found = model.features.rows(text)
        if len(found) > _ROWS_AT_ONCE:
            # A long text is summed piece by piece, so that memory stays small.
            for low in range(0, len(found), _ROWS_AT_ONCE):
                out[i] += model.rows[found[low : low + _ROWS_AT_ONCE]].sum(axis=0)
        elif found:
            at.append(i)
            starts.append(len(rows))
            rows.extend(found)
    if rows:
        out[at] = np.add.reduceat(model.rows[rows], starts, axis=0)


def _scaled(vectors: Vectors) -> Vectors:
    """Scale each row to length one in place; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    np.divide(vectors, lengths, out=vectors, where=lengths > 0)
    return vectors
