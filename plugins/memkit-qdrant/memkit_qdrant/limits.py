"""What strict mode allows: the limits of a collection, which its administrator sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from qdrant_client import models

# Of so many points or fewer a server compares all, whatever it is told, up to 2,560 dimensions.
_SURELY_COMPARED = 1_000
# Breadth of a search that stands for an exact one, where these are not allowed.
_WIDEST = 10_000


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The limits of a collection; None where there is none.

    Attributes:
        results: How many points one answer may hold.
        upsert: How many points one request may write.
        conditions: How many conditions a filter may have; `values`: how many values, or ids, one
            condition may name.
        indexes: How many payload indexes it may have.
        ef: How broad a search of the graph may be; `oversampling`: how many times as many as are
            wanted may be compared exactly.
        exact: Whether all points may be compared.
        unindexed: Whether a filter may name a field that has no index.
    """

    results: int | None = None
    upsert: int | None = None
    conditions: int | None = None
    values: int | None = None
    indexes: int | None = None
    ef: int | None = None
    oversampling: float | None = None
    exact: bool = True
    unindexed: bool = True

    @classmethod
    def of(cls, config: models.CollectionConfig) -> Self:
        """Return the limits that a collection's config tells of."""
        strict = config.strict_mode_config
        if strict is None or not strict.enabled:
            return cls()
        return cls(
            results=_one_at_least(strict.max_query_limit),
            upsert=_one_at_least(strict.upsert_max_batchsize),
            conditions=strict.filter_max_conditions,
            values=_one_at_least(strict.condition_max_size),
            indexes=strict.max_payload_index_count,
            ef=strict.search_max_hnsw_ef,
            oversampling=strict.search_max_oversampling,
            exact=strict.search_allow_exact is not False,
            unindexed=strict.unindexed_filtering_retrieve is not False,
        )

    def keys_in_filter(self, most: int) -> int:
        """Return how many points a filter may name, so that all of them are compared."""
        return at_most(most if self.exact else _SURELY_COMPARED, self.values)

    def breadth(self, wanted: int | None, *, exact: bool) -> int | None:
        """Return the breadth of a search; None leaves it to the server.

        Args:
            wanted: What the user gave, if anything.
            exact: Whether the search is to be exact.
        """
        if exact and not self.exact:
            return at_most(_WIDEST, self.ef)
        return None if wanted is None else at_most(wanted, self.ef)

    def compared(self, oversampling: float) -> float:
        """Return how many times as many as are wanted are compared exactly."""
        return min(oversampling, self.oversampling or oversampling)

    def allows(self, native: models.Filter, indexed: frozenset[str]) -> bool:
        """Tell whether a filter may be asked.

        Args:
            native: The filter.
            indexed: The fields that have an index.
        """
        leaves = list(_leaves(native))
        if self.conditions is not None and len(leaves) > self.conditions:
            return False
        return self.unindexed or all(
            leaf.key in indexed for leaf in leaves if isinstance(leaf, models.FieldCondition)
        )


def at_most(wanted: int, limit: int | None) -> int:
    """Return what is wanted, or the limit where there is one below it."""
    return wanted if limit is None else min(wanted, limit)


def _one_at_least(limit: int | None) -> int | None:
    # Where nothing at all is allowed, the server says so.
    return None if limit is None else max(1, limit)


def _leaves(native: models.Filter) -> Iterator[Any]:
    for parts in (native.must, native.should, native.must_not):
        for part in parts if isinstance(parts, list) else [parts] if parts else []:
            if isinstance(part, models.Filter):
                yield from _leaves(part)
            else:
                yield part
