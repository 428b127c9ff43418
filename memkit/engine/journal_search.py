"""Exact vector search in the journal: slow beside a store, and right while a store is made anew."""

from __future__ import annotations

import numpy as np

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Keys, Matches, Scores, Selection, StoreContext, no_matches

_CHUNK = 20_000


def best_in_journal(
    context: StoreContext, space: str, vector: Vectors, *, k: int, selection: Selection
) -> Matches:
    """Return the `k` best memories of a selection by cosine, all vectors compared.

    Args:
        context: The journal.
        space: Key of the space.
        vector: float32 of shape (dim,).
        k: At least 1.
        selection: Applied before the cut.
    """
    if not vector.any():
        return no_matches()

    def cosines(keys: Keys) -> tuple[Scores, Scores]:
        """Return the cosine of each key, and the length of its vector."""
        held = context.vectors(space, keys)
        lengths = np.sqrt(np.einsum("ij,ij->i", held, held))
        products = held @ (vector / np.linalg.norm(vector)).astype(np.float32)
        return np.round(products / np.where(lengths > 0, lengths, 1), 6), lengths

    best_keys, best_scores = np.empty(0, np.int64), np.empty(0, np.float32)
    allowed = context.allowed_keys(selection)
    for start in range(0, len(allowed), _CHUNK):
        keys = allowed[start : start + _CHUNK]
        scores, lengths = cosines(keys)
        there = lengths > 0
        best_keys = np.concatenate([best_keys, keys[there]])
        best_scores = np.concatenate([best_scores, scores[there]])
        order = np.lexsort((best_keys, -best_scores))[:k]
        best_keys, best_scores = best_keys[order], best_scores[order]
    return Matches(best_keys, best_scores, lookup=lambda keys: cosines(keys)[0])
