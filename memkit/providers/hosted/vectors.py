"""Vectors out of a provider's answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from memkit.contracts.embedder import Vectors
from memkit.providers.hosted.failures import nonsense


def as_vectors(
    rows: Sequence[Any], *, n: int, dim: int | None, provider: str, model: str, unit: bool = False
) -> Vectors:
    """Return vectors as float32 of shape (n, dim).

    Args:
        rows: What the provider sent: lists of numbers, one a text.
        n: How many texts were sent.
        dim: The length that a vector must have; None for whatever came, if all agree.
        provider, model: For the error.
        unit: Whether to scale them to length one, for models that do so only in part.

    Raises:
        ProviderError: Another number of vectors, another length, or what is no number.
    """
    if len(rows) != n:
        raise nonsense(provider, model, f"{len(rows)} vectors for {n} texts")
    try:
        # A number beyond float32 becomes infinity, which is refused below.
        with np.errstate(over="ignore"):
            vectors = np.array(rows, np.float32)
    except (TypeError, ValueError, OverflowError):
        raise nonsense(provider, model, "vectors that are no lists of numbers") from None
    if n == 0:
        return np.zeros((0, dim or 0), np.float32)
    if vectors.ndim != 2 or vectors.shape[1] == 0 or dim not in (None, vectors.shape[1]):
        wanted = "one length" if dim is None else f"{dim} numbers"
        raise nonsense(provider, model, f"vectors of shape {vectors.shape}; {wanted} were expected")
    if not np.isfinite(vectors).all():
        raise nonsense(provider, model, "a vector that holds NaN or infinity")
    if unit:
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, lengths, out=vectors, where=lengths > 0)
    return vectors
