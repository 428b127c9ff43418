"""Whether an embedder still is the one a space was made with."""

from __future__ import annotations

import numpy as np

from memkit.contracts.embedder import Embedder, Vectors
from memkit.contracts.journal import SpaceRow
from memkit.domain import fixes
from memkit.errors import SpaceError

PROBE = "The quick brown fox jumps over the lazy dog, and remembers it."

# Services round differently from day to day; another model is nowhere near this.
_SAME = 0.999


def as_bytes(vector: Vectors) -> bytes:
    """Return the vector of the probe text as a space keeps it."""
    return vector.astype("<f4").tobytes()


def check_fingerprint(space: SpaceRow, embedder: Embedder, found: Vectors) -> None:
    """Compare the vector that an embedder gives the probe text with the one a space was made with.

    Raises:
        SpaceError: The model answers differently; names both and the way out.
    """
    expected = np.frombuffer(space.fingerprint, "<f4")
    if embedder.dim != space.dim or cosine(found, expected) < _SAME:
        raise SpaceError(
            f"Space {space.key!r} was made with model {space.model!r} ({space.dim} dimensions), "
            f"but the embedder {embedder.model!r} ({embedder.dim} dimensions) gives other vectors.",
            fix=fixes.space_of_its_own(space.provider, f"{space.key}-2", use=True),
        )


def cosine(a: Vectors, b: Vectors) -> float:
    """Return the cosine of two vectors; 0 if either has no length."""
    if a.shape != b.shape:
        return 0.0
    length = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / length if length else 0.0
