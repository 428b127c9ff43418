"""Some memories of a selection, for menus and completions: a look at all would take too long."""

from __future__ import annotations

import numpy as np

from memkit.contracts.journal import Journal
from memkit.contracts.store import Selection
from memkit.domain.records import MemoryRecord


def some_of(journal: Journal, selection: Selection, number: int) -> list[MemoryRecord]:
    """Return up to so many memories of a selection, evenly from its first to its last."""
    keys = journal.allowed_keys(selection)
    if len(keys) > number:
        keys = keys[np.linspace(0, len(keys) - 1, number).astype(np.int64)]
    records = journal.read(keys)
    return [records[key] for key in keys.tolist() if key in records]
