"""Arrays on disk, named by what they were computed from, so that a second run is short."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def cached(
    folder: Path, name: str, texts: Sequence[str], compute: Callable[[], NDArray[np.float32]]
) -> NDArray[np.float32]:
    """Return `compute()`, or what it returned before for the same name and texts."""
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    path = folder / f"{name}-{digest}.npy"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        np.save(path, compute().astype(np.float16))
    # Read back also at the first time, so that both times give the same numbers.
    return np.asarray(np.load(path), dtype=np.float32)
