"""A search index in memory that asks the journal which memories a search may return."""

from __future__ import annotations

import threading

import numpy as np

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import (
    Batch,
    Keys,
    Matches,
    Selection,
    SpaceInfo,
    Store,
    StoreContext,
    no_matches,
)
from memkit.errors import SpaceError
from memkit_template.config import ShelfConfig


class ShelfStore(Store):
    """Holds vectors in dicts, and compares the query with each that may be returned."""

    def __init__(self, config: ShelfConfig, context: StoreContext) -> None:
        super().__init__(context)
        self.config = config
        self._lock = threading.RLock()
        self._keys: set[int] = set()
        self._spaces: dict[str, SpaceInfo] = {}
        self._vectors: dict[str, dict[int, Vectors]] = {}

    def open_space(self, space: SpaceInfo) -> None:
        """Make ready to hold vectors of a space."""
        with self._lock:
            known = self._spaces.get(space.key)
            if known is not None and known.dim != space.dim:
                raise SpaceError(
                    f"The space {space.key!r} has vectors of length {known.dim}, not {space.dim}.",
                    fix=f"Drop the space {space.key!r} first, or choose another key.",
                )
            if known is None or known.id != space.id:
                self._vectors[space.key] = {}
            self._spaces[space.key] = space

    def drop_space(self, key: str) -> None:
        """Forget a space."""
        with self._lock:
            self._spaces.pop(key, None)
            self._vectors.pop(key, None)

    def upsert(self, batch: Batch) -> None:
        """Insert or replace memories."""
        with self._lock:
            self._keys.update(batch.keys.tolist())
            for space, vectors in batch.vectors.items():
                held = self._vectors[self._checked(space, vectors.shape[1])]
                lengths = np.linalg.norm(vectors, axis=1)
                for key, vector, length in zip(batch.keys.tolist(), vectors, lengths, strict=True):
                    if length > 0:
                        held[key] = vector / length
                    else:
                        held.pop(key, None)

    def delete(self, keys: Keys) -> None:
        """Remove memories."""
        with self._lock:
            self._keys.difference_update(keys.tolist())
            for held in self._vectors.values():
                for key in keys.tolist():
                    held.pop(key, None)

    def search(self, space: str, vector: Vectors, *, k: int, selection: Selection) -> Matches:
        """Return the nearest of the memories that the journal allows."""
        with self._lock:
            held = self._vectors[self._checked(space, len(vector))]
            allowed = self.context.allowed_keys(selection)
            keys = np.array([key for key in allowed.tolist() if key in held], np.int64)
            length = np.linalg.norm(vector)
            if not len(keys) or not length:
                return no_matches()
            matrix = np.stack([held[key] for key in keys.tolist()])
        scores = (matrix @ (vector / length)).astype(np.float32)
        best = np.argsort(-scores, kind="stable")[:k]
        return Matches(keys[best], scores[best])

    def count(self, space: str | None = None) -> int:
        """Return how many memories are held, or have a vector in a space."""
        with self._lock:
            return len(self._keys) if space is None else len(self._vectors[space])

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._keys.clear()
            self._spaces.clear()
            self._vectors.clear()

    def _checked(self, space: str, dim: int) -> str:
        known = self._spaces.get(space)
        if known is None or known.dim != dim:
            problem = "is not open" if known is None else f"has vectors of length {known.dim}"
            raise SpaceError(
                f"The space {space!r} {problem}; asked for was one of length {dim}.",
                fix="Open the space, or use the embedder that it belongs to.",
            )
        return space
