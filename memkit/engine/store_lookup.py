"""Looking memories up in a store: does it hold them as they are?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from memkit.contracts.journal import Journal
from memkit.contracts.ranking import units
from memkit.contracts.store import Keys, Selection, Store
from memkit.domain.records import MemoryRecord
from memkit.domain.times import instant_of
from memkit.engine.follower import EVERYTHING
from memkit.filters import And, Compare, Instant, Where, any_of

# How far the score of a vector may be off in a store that compares it as it is.
_TOLERANCE = 0.02


def by_id(id: str) -> Selection:
    """Return the selection of one memory, whosever and however old."""
    return replace(EVERYTHING, where=Compare(("id",), "$eq", id))


def as_new_as(records: Sequence[MemoryRecord]) -> Selection:
    """Return the selection of memories in which they have changed as lately as told here.

    Args:
        records: At least one.
    """
    never = [record.id for record in records if record.updated_at <= record.created_at]
    parts: list[Where] = [Compare(("id",), "$in", tuple(never))] if never else []
    parts += [
        And(
            (
                Compare(("id",), "$eq", record.id),
                Compare(("updated_at",), "$gte", Instant(instant_of(record.updated_at))),
            )
        )
        for record in records
        if record.updated_at > record.created_at
    ]
    return replace(EVERYTHING, where=any_of(parts))


def shown_as_they_are(journal: Journal, store: Store, keys: Keys, spaces: Sequence[str]) -> Keys:
    """Return those of some memories that a store finds in each space, with the score they have.

    A store that selects by itself still selects by what it shows, so that an older state of a
    memory, which has changed earlier, is not found. Memories that are gone count as shown.

    Args:
        journal: The truth.
        store: The view of it.
        keys: Rising, and as few as one filter can name.
        spaces: Keys of the spaces.
    """
    records = journal.read(keys)
    if not records:
        return keys
    selection = as_new_as(list(records.values()))
    shown = np.ones(len(keys), np.bool_)
    for space in spaces:
        held = units(journal.vectors(space, keys))
        there = np.flatnonzero(held.any(axis=1))
        if not len(there):
            continue
        # Any of them tells of all; another one each time, lest an old vector scores the same.
        query = held[np.random.default_rng().choice(there)]
        found = store.search(space, query, k=len(keys), selection=selection)
        scores = dict(zip(found.keys.tolist(), found.scores.tolist(), strict=True))
        for place in there.tolist():
            score = scores.get(int(keys[place]))
            expected = float(held[place] @ query)
            shown[place] &= score is not None and abs(score - expected) <= _TOLERANCE
    return keys[shown]
