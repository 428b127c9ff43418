"""Memories as rows of Chroma's collections."""

from __future__ import annotations

from typing import Any

import numpy as np

from memkit.contracts import Batch, Keys, Vectors
from memkit.domain.records import MemoryRecord
from memkit.filters import tokens
from memkit_chroma import filters


def metadata_of(batch: Batch) -> list[dict[str, Any]]:
    """Return what filters read of each memory."""
    columns = zip(batch.keys.tolist(), batch.records, batch.expires_at, strict=True)
    return [_metadata(key, record, expires_at) for key, record, expires_at in columns]


def places(keys: Keys) -> Vectors:
    """Return a vector for each key, spread over a circle, for rows that no search looks for."""
    angles = (keys % 10_007).astype(np.float64) * (2 * np.pi / 10_007)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def _metadata(key: int, record: MemoryRecord, expires_at: int | None) -> dict[str, Any]:
    return {
        filters.KEY: str(key),
        "id": record.id,
        filters.TOKENS: tokens.tokens_of(record),
        **{
            filters.number_name(keys): filters.ordinal(number)
            for keys, number in tokens.numbers_of(record.metadata).items()
        },
        **tokens.instants_of(record, expires_at, never=filters.NEVER),
    }
