"""Memories as rows of Chroma's collections."""

from __future__ import annotations

from typing import Any

import numpy as np

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Batch, Keys
from memkit.domain.records import MemoryRecord
from memkit.filters import TIME_FIELDS, Compare, Instant, tokens
from memkit_chroma import filters


def metadata_of(batch: Batch) -> list[dict[str, Any]]:
    """Return what filters read of each memory."""
    return [
        _metadata(key, record, expires_at)
        for key, record, expires_at in zip(
            batch.keys.tolist(), batch.records, batch.expires_at, strict=True
        )
    ]


def units(vectors: Vectors) -> Vectors:
    """Return vectors at length one; zeros stay zeros."""
    wide = vectors.astype(np.float64)
    lengths = np.linalg.norm(wide, axis=-1, keepdims=True)
    lengths[lengths == 0] = 1
    scaled: Vectors = (wide / lengths).astype(np.float32)
    return scaled


def places(keys: Keys) -> Vectors:
    """Return a vector for each key, spread over a circle, for rows that no search looks for."""
    angles = (keys % 10_007).astype(np.float64) * (2 * np.pi / 10_007)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def _metadata(key: int, record: MemoryRecord, expires_at: int | None) -> dict[str, Any]:
    never = filters.NEVER
    found: dict[str, Any] = {
        filters.KEY: str(key),
        "id": record.id,
        filters.TOKENS: tokens.tokens_of(record),
        **{
            filters.number_name(keys): filters.ordinal(number)
            for keys, number in tokens.numbers_of(record.metadata).items()
        },
    }
    for name in TIME_FIELDS:
        moment = getattr(record, name)
        if moment is not None:
            # Counted as the filters count it.
            operand = Compare((name,), "$eq", moment).value
            assert isinstance(operand, Instant)
            found[name] = operand.microseconds
    found[filters.EXPIRES_AT] = never if expires_at is None else min(expires_at, never - 1)
    return found
