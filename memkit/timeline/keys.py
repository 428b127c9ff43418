"""Which metadata keys could name lanes."""

from __future__ import annotations

from collections import Counter

from memkit.contracts.journal import Journal
from memkit.contracts.store import EVER, Selection
from memkit.domain.records import Scope
from memkit.engine.samples import some_of

_LOOKED_AT = 500
_MOST_KEYS = 20
_MOST_VALUES = 60


def lane_keys(journal: Journal, scope: Scope) -> list[str]:
    """Return metadata keys with few different values, as some memories of a scope have them.

    A look at some memories is enough: it only fills a menu.
    """
    found = some_of(journal, Selection(scope=scope, where=None, now=EVER), _LOOKED_AT)
    values: dict[str, Counter[object]] = {}
    for record in found:
        for key, value in record.metadata.items():
            if isinstance(value, (str, int, bool)):
                values.setdefault(key, Counter())[value] += 1
    # Where nearly every memory has a value of its own there is nothing to group by.
    useful = [
        key for key, counts in values.items()
        if len(counts) <= max(_MOST_VALUES, sum(counts.values()) // 4)
    ]  # fmt: skip
    return sorted(useful, key=lambda key: (-sum(values[key].values()), key))[:_MOST_KEYS]
