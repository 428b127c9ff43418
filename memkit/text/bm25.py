"""BM25: how much a term says for a text."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

K1 = 0.9
B = 0.4


def inverse_document_frequency(df: int, n: int) -> float:
    """Return the weight of a term that `df` of `n` documents hold."""
    return math.log1p((n - df + 0.5) / (df + 0.5))


def bm25(
    tf: NDArray[np.float32], length: NDArray[np.float32], *, idf: float, average_length: float
) -> NDArray[np.float32]:
    """Return one term's share of the documents' scores.

    Args:
        tf: How often each document holds the term, shape (n,).
        length: The documents' lengths in terms, shape (n,).
        idf: The term's inverse document frequency.
        average_length: The mean length of all documents that are searched, above zero.
    """
    norm = length * np.float32(K1 * B / average_length)
    norm += np.float32(K1 * (1 - B))
    norm += tf
    np.divide(tf, norm, out=norm)
    norm *= np.float32(idf * (K1 + 1))
    return norm
