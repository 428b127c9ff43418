"""Records as values that JSON holds, bounded for lists."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from memkit.domain.records import AddResult, MemoryRecord
from memkit.domain.standing import standing_of
from memkit.explorer.documents import place_of
from memkit.explorer.schemas import MemorySummary, ResultSummary
from memkit.text.clean import clean, cut

_MOST_KEYS = 40
MOST_RESULTS = 50


def row(record: MemoryRecord, *, whole: bool = False) -> MemorySummary:
    """Return a memory, its text and metadata cut unless they are wanted whole."""
    return {
        "id": record.id,
        "text": clean(record.memory) if whole else cut(record.memory),
        "user_id": record.user_id,
        "agent_id": record.agent_id,
        "app_id": record.app_id,
        "run_id": record.run_id,
        "type": record.type,
        "role": record.role,
        "metadata": dict(record.metadata) if whole else _short(record.metadata),
        "created_at": record.created_at.isoformat(),
        "updated_at": record.updated_at.isoformat(),
        "occurred_at": time(record.occurred_at),
        "expires_at": time(record.expires_at),
        "valid_from": time(record.valid_from),
        "valid_to": time(record.valid_to),
        "superseded_by": record.superseded_by,
        "sources": [cut(str(source)) for source in record.sources[:_MOST_KEYS]],
        "derived_by": record.derived_by and cut(record.derived_by),
        "said_by": record.said_by and cut(record.said_by),
        "pinned": record.pinned,
        "data": dict(record.data) if whole else _short(record.data),
        "withheld": record.withheld,
        "standing": standing_of(record),
        "document": place_of(record),
        "seq": record.seq,
    }


def time(moment: datetime | None) -> str | None:
    """Return a moment as ISO 8601 with its offset."""
    return None if moment is None else moment.isoformat()


def results(found: Sequence[AddResult]) -> list[ResultSummary]:
    """Return what became of memories, the first of them."""
    return [
        {"id": one.id, "event": one.event, "text": cut(one.memory)} for one in found[:MOST_RESULTS]
    ]


def _short(metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {cut(key): _short_value(value) for key, value in list(metadata.items())[:_MOST_KEYS]}


def _short_value(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return cut(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
