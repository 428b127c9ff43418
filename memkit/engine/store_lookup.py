"""Looking memories up in a store: does it hold them as they are?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from memkit.contracts.journal import Journal
from memkit.contracts.store import Keys, Selection, Store
from memkit.domain.times import instant_of
from memkit.engine.follower import EVERYTHING
from memkit.filters import And, Compare, Instant, Where
from memkit.providers.vector_stores.answers import units

# How far the score of a vector may be off in a store that compares it as it is.
_TOLERANCE = 0.02


def by_ids(ids: Sequence[str], *, changed_since: int | None = None) -> Selection:
    """Return the selection of memories of some ids, whosever and however old.

    Args:
        ids: At least one.
        changed_since: Only those that have not changed before, microseconds since 1970.
    """
    where: Where = Compare(("id",), "$in", tuple(ids))
    if changed_since is not None:
        where = And((where, Compare(("updated_at",), "$gte", Instant(changed_since))))
    return replace(EVERYTHING, where=where)


def shown_as_they_are(journal: Journal, store: Store, keys: Keys, spaces: Sequence[str]) -> Keys:
    """Return those of some memories that a store finds in each space, with the score they have.

    A store that selects by itself is asked for memories as new as these, so that one that still
    shows an older state is told. Memories that are gone count as shown.

    Args:
        journal: The truth.
        store: The view of it.
        keys: Rising, and as few as one filter can name.
        spaces: Keys of the spaces.
    """
    records = journal.read(keys)
    if not records:
        return keys
    since = min(instant_of(record.updated_at) for record in records.values())
    selection = by_ids([record.id for record in records.values()], changed_since=since)
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
