"""Exponential decay: a memory's score halves with every half-life of its age."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import numpy as np

from memkit.domain.records import MemoryRecord
from memkit.domain.times import from_instant
from memkit.engine.retrieval.candidates import Candidates


def decayed(
    candidates: Candidates,
    records: Mapping[int, MemoryRecord],
    *,
    half_life: float,
    now: int,
) -> Candidates:
    """Return the candidates with the signal "recency", which is what age takes away.

    Args:
        candidates: What to weigh.
        records: Their records by key. The age counts from `occurred_at`, else `created_at`;
            what lies in the future has no age.
        half_life: In seconds.
        now: Microseconds since 1970.
    """
    moment = from_instant(now)
    ages = np.array([_age(records.get(int(key)), moment) for key in candidates.keys], np.float64)
    scores = candidates.scores
    # A score below zero must not rise with age.
    lost = np.maximum(scores, 0) * (np.exp2(-ages / half_life) - 1)
    aged = candidates.adjusted("recency", lost.astype(np.float32))
    return Candidates(
        aged.keys, aged.signals, {**aged.details, "age_days": (ages / 86400).astype(np.float32)}
    )


def _age(record: MemoryRecord | None, now: datetime) -> float:
    if record is None:
        return 0.0
    since = record.occurred_at or record.created_at
    return max(0.0, (now - since).total_seconds())
