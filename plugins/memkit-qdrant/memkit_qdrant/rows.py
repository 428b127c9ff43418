"""Memories as points of the collection."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from qdrant_client import models

from memkit.contracts import Batch, SpaceInfo, Vectors
from memkit.domain.passages import searched_text_of
from memkit.domain.records import SCOPE_KEYS, MemoryRecord
from memkit.filters import tokens
from memkit.providers.vector_stores import in_parts
from memkit_qdrant import filters

# A server takes requests of 32 MB, unless it was told otherwise.
_LARGEST = 8 << 20


def vector_name(space: SpaceInfo) -> str:
    """Return the name of a space's vector: another one for a space that was added again."""
    return f"space-{space.id}"


def parts_of(
    batch: Batch, vectors: Mapping[SpaceInfo, Vectors], most: int
) -> Iterator[list[models.PointStruct]]:
    """Yield a batch as points, in parts that fit into a request."""
    points = _points_of(batch, {vector_name(space): held for space, held in vectors.items()})
    return in_parts(points, most=most, largest=_LARGEST, size=_size)


def _points_of(batch: Batch, vectors: Mapping[str, Vectors]) -> Iterator[models.PointStruct]:
    there = {name: np.any(held, axis=1) for name, held in vectors.items()}
    for index, (key, record) in enumerate(zip(batch.keys.tolist(), batch.records, strict=True)):
        yield models.PointStruct(
            id=key,
            payload=_payload(record, batch.expires_at[index]),
            vector={
                name: held[index].tolist() for name, held in vectors.items() if there[name][index]
            },
        )


def _payload(record: MemoryRecord, expires_at: int | None) -> dict[str, Any]:
    scope = {name: getattr(record, name) for name in SCOPE_KEYS}
    return {
        "id": record.id,
        filters.TEXT: searched_text_of(record),
        # As text: metadata may nest deeper than a request may.
        filters.METADATA: json.dumps(record.metadata, ensure_ascii=False),
        filters.TOKENS: tokens.tokens_of(record),
        filters.NUMBERS: {
            tokens.name_of(keys): float(number)
            for keys, number in tokens.numbers_of(record.metadata).items()
        },
        **{name: value for name, value in scope.items() if value is not None},
        **tokens.instants_of(record, expires_at, never=filters.NEVER),
    }


def _size(point: models.PointStruct) -> int:
    payload = point.payload or {}
    letters = len(payload[filters.TEXT]) + len(payload[filters.METADATA])
    vectors: Mapping[str, Any] = point.vector if isinstance(point.vector, dict) else {}
    return 2000 + 4 * letters + 12 * sum(len(vector) for vector in vectors.values())
