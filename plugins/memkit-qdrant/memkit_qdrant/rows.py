"""Memories as points of the collection."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from qdrant_client import models

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Batch
from memkit.domain.records import SCOPE_KEYS, MemoryRecord
from memkit.filters import TIME_FIELDS, Compare, Instant, tokens
from memkit_qdrant import filters

# A server takes requests of 32 MB, unless it was told otherwise.
_LARGEST = 8 << 20


def points_of(batch: Batch, vectors: Mapping[str, Vectors]) -> Iterator[models.PointStruct]:
    """Yield a batch as points.

    Args:
        batch: The memories.
        vectors: Named vector -> float32 of shape (n, dim); rows of zeros are no vectors.
    """
    there = {name: np.linalg.norm(held, axis=1) > 0 for name, held in vectors.items()}
    for index, (key, record) in enumerate(zip(batch.keys.tolist(), batch.records, strict=True)):
        yield models.PointStruct(
            id=key,
            payload=_payload(record, batch.expires_at[index]),
            vector={
                name: held[index].tolist() for name, held in vectors.items() if there[name][index]
            },
        )


def parts_of(points: Iterator[models.PointStruct], most: int) -> Iterator[list[models.PointStruct]]:
    """Yield points in parts that fit into a request."""
    part: list[models.PointStruct] = []
    size = 0
    for point in points:
        own = _size(point)
        if part and (len(part) >= most or size + own > _LARGEST):
            yield part
            part, size = [], 0
        part.append(point)
        size += own
    if part:
        yield part


def unit(vector: Vectors) -> list[float]:
    """Return a vector at length one."""
    wide = vector.astype(np.float64)
    scaled: list[float] = (wide / np.linalg.norm(wide)).astype(np.float32).tolist()
    return scaled


def _payload(record: MemoryRecord, expires_at: int | None) -> dict[str, Any]:
    payload: dict[str, Any] = {
        "id": record.id,
        filters.TEXT: record.memory,
        # As text: metadata may nest deeper than a request may.
        filters.METADATA: json.dumps(record.metadata, ensure_ascii=False),
        filters.TOKENS: tokens.tokens_of(record),
        filters.NUMBERS: {
            tokens.name_of(keys): float(number)
            for keys, number in tokens.numbers_of(record.metadata).items()
        },
    }
    for name in SCOPE_KEYS:
        if getattr(record, name) is not None:
            payload[name] = getattr(record, name)
    for name in TIME_FIELDS:
        moment = getattr(record, name)
        if moment is not None:
            # Counted as the filters count it.
            operand = Compare((name,), "$eq", moment).value
            assert isinstance(operand, Instant)
            payload[name] = operand.microseconds
    never = filters.NEVER
    payload[filters.EXPIRES_AT] = never if expires_at is None else min(expires_at, never - 1)
    return payload


def _size(point: models.PointStruct) -> int:
    payload = point.payload or {}
    letters = len(payload[filters.TEXT]) + len(payload[filters.METADATA])
    vectors: Mapping[str, Any] = point.vector if isinstance(point.vector, dict) else {}
    return 2000 + 4 * letters + 12 * sum(len(vector) for vector in vectors.values())
