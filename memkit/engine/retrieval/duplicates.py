"""Near duplicates: memories of a selection that say nearly the same."""

from __future__ import annotations

import numpy as np

from memkit.analysis.duplicates import near_pairs
from memkit.concurrency.effects import Effects
from memkit.contracts.store import Selection
from memkit.domain.results import DuplicatePair, Duplicates
from memkit.domain.validation import number, whole_number
from memkit.engine.engine import Engine
from memkit.engine.spaces.waiting import filled
from memkit.errors import ValidationError


def duplicates(
    engine: Engine, selection: Selection, *, threshold: float, space: str | None, limit: int
) -> Effects[Duplicates]:
    """Return pairs of memories of a selection that say nearly the same."""
    limit = whole_number(limit, "limit", least=1)
    threshold = number(threshold, "threshold")
    if not 0 < threshold <= 1:
        raise ValidationError(
            f"threshold is {threshold!r}.", fix="Give a cosine above 0 and up to 1, e.g. 0.95."
        )
    row = yield from filled(engine, engine.spaces.get(space))
    keys = engine.journal.allowed_keys(selection)
    vectors = engine.journal.vectors(row.key, keys)
    first, second, cosine = near_pairs(vectors, threshold=threshold, limit=limit)
    records = engine.journal.read(np.unique(np.concatenate([keys[first], keys[second]])))
    return Duplicates(
        [
            DuplicatePair(records[a], records[b], float(similarity))
            for a, b, similarity in zip(
                keys[first].tolist(), keys[second].tolist(), cosine, strict=True
            )
            if a in records and b in records
        ],
        threshold=threshold,
        space=row.key,
    )
