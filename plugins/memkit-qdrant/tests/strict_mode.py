"""What a collection in strict mode refuses, and in which words, as a server of Qdrant has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qdrant_client import models

# What the cloud gives a collection, and further limits, each far below what the kit would reach.
CLOUD = {"unindexed_filtering_retrieve": False, "unindexed_filtering_update": False}
STRICTEST = {
    **CLOUD,
    "max_query_limit": 20,
    "search_max_hnsw_ef": 128,
    "search_allow_exact": False,
    "search_max_oversampling": 1.5,
    "upsert_max_batchsize": 7,
    "filter_max_conditions": 6,
    "condition_max_size": 5,
    "max_payload_index_count": 12,
}


class Refused(Exception):
    """A request that strict mode does not allow; it is answered with status 400."""

    def __init__(self, problem: str, help_: str) -> None:
        super().__init__(f"Bad request: {problem}. Help: {help_}")


class StrictMode:
    """The limits of one collection.

    Args:
        config: The `strict_mode_config` of the collection, if it has one.
        schema: The kinds of its payload indexes, by field.
    """

    def __init__(self, config: Mapping[str, Any] | None, schema: Mapping[str, str]) -> None:
        self._limits = config if config and config.get("enabled") else {}
        self._schema = schema

    def index(self) -> None:
        """Check that there is room for another payload index."""
        most = self._limits.get("max_payload_index_count")
        if most is not None and len(self._schema) >= most:
            raise Refused(
                f"Collection already has the maximum number of payload indices ({most})",
                "Please delete an existing index before creating a new one.",
            )

    def upsert(self, n: int) -> None:
        """Check how many points are written at once."""
        self._at_most(n, "upsert_max_batchsize", "upsert limit")

    def count(self, asked: models.CountRequest) -> None:
        """Check a count."""
        self._filter(asked.filter)
        self._exact(asked.exact)

    def scroll(self, asked: models.ScrollRequest) -> None:
        """Check a look at points one after the other."""
        self._at_most(asked.limit or 10, "max_query_limit", "limit")
        self._filter(asked.filter)

    def query(self, asked: models.QueryRequest) -> None:
        """Check a search."""
        self._at_most(asked.limit or 10, "max_query_limit", "limit")
        self._filter(asked.filter)
        params = asked.params or models.SearchParams()
        quantized = params.quantization
        self._at_most(
            None if quantized is None else quantized.oversampling,
            "search_max_oversampling",
            "oversampling",
        )
        self._at_most(params.hnsw_ef, "search_max_hnsw_ef", "hnsw_ef")
        self._exact(params.exact)

    def _at_most(self, value: float | None, limit: str, name: str) -> None:
        most = self._limits.get(limit)
        if None not in (value, most) and value > most:
            raise Refused(
                f'Limit exceeded {value} > {most} for "{name}"',
                f'Reduce the "{name}" parameter to or below {most}.',
            )

    def _exact(self, exact: bool | None) -> None:
        if exact and self._limits.get("search_allow_exact") is False:
            raise Refused("Exact search disabled!", "Set exact=false.")

    def _filter(self, native: models.Filter | None) -> None:
        leaves = [] if native is None else list(_leaves(native))
        most = self._limits.get("filter_max_conditions")
        if most is not None and len(leaves) > most:
            raise Refused(
                f"Filter condition limit reached ({len(leaves)} > {most})",
                "Reduce the amount of conditions of your filter.",
            )
        most, largest = self._limits.get("condition_max_size"), max(map(_size, leaves), default=0)
        if most is not None and largest > most:
            raise Refused(
                f"Condition size limit reached ({largest} > {most})",
                "Reduce the size of your condition.",
            )
        if self._limits.get("unindexed_filtering_retrieve") is False:
            for leaf in leaves:
                self._indexed(leaf)

    def _indexed(self, leaf: Any) -> None:
        if isinstance(leaf, models.FieldCondition):
            kinds = ["keyword"] if leaf.range is None else ["float", "integer"]
            if self._schema.get(leaf.key) not in kinds:
                raise Refused(
                    f'Index required but not found for "{leaf.key}" of one of the following '
                    f"types: [{', '.join(kinds)}]",
                    "Create an index for this key or use a different filter.",
                )


def _leaves(native: models.Filter) -> Iterator[Any]:
    for parts in (native.must, native.should, native.must_not):
        for part in parts if isinstance(parts, list) else [parts] if parts else []:
            if isinstance(part, models.Filter):
                yield from _leaves(part)
            else:
                yield part


def _size(leaf: Any) -> int:
    if isinstance(leaf, models.HasIdCondition):
        return len(leaf.has_id)
    if isinstance(leaf, models.FieldCondition) and isinstance(leaf.match, models.MatchAny):
        return len(leaf.match.any)
    return 0
