"""What stands on the server: a collection's limits, its payload indexes, its options."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from qdrant_client import QdrantClient, models

from memkit.domain.records import SCOPE_KEYS
from memkit.filters import TIME_FIELDS, tokens
from memkit.providers.vector_stores import Answer
from memkit_qdrant import filters
from memkit_qdrant.limits import Limits

# Numbers under so many metadata keys get an index; the journal decides on others where a filter
# may not do without.
MOST_NUMBERS = 100

_INTEGERS = models.PayloadSchemaType.INTEGER
_KEYWORDS = models.PayloadSchemaType.KEYWORD
# The most needed first: there may be a limit.
_FIELDS: Mapping[str, Any] = {
    filters.TOKENS: _KEYWORDS,
    filters.EXPIRES_AT: _INTEGERS,
    **dict.fromkeys(SCOPE_KEYS, _KEYWORDS),
    **dict.fromkeys(TIME_FIELDS, _INTEGERS),
    filters.TEXT: models.TextIndexParams(
        type=models.TextIndexType.TEXT, tokenizer=models.TokenizerType.MULTILINGUAL
    ),
}
# What a scope names.
_INDEXED = frozenset(SCOPE_KEYS)


class Standing:
    """A collection as the server described it when it was opened.

    Args:
        client: Connected.
        name: The collection's.
        answer_of: Tells what an error of the client means.

    Attributes:
        config: What it says of its options.
        limits: What it allows; `indexed`: its fields that have an index.
    """

    def __init__(
        self, client: QdrantClient, name: str, answer_of: Callable[[Exception], Answer]
    ) -> None:
        self._client = client
        self._name = name
        self._answer_of = answer_of
        self._lock = threading.Lock()
        info = client.get_collection(name)
        self.config = info.config
        self.limits = Limits.of(info.config)
        self.indexed = frozenset(info.payload_schema or {})
        # Whether no index is to be asked for any more: there is no room, or the key may not.
        self._full = False

    @property
    def quantized(self) -> bool:
        """Whether vectors are compressed."""
        return self.config.quantization_config is not None

    def compared_anyway(self, vector: str) -> int:
        """Return up to how many points of a selection are compared one by one, and not by graph.

        Args:
            vector: Name of the vector.
        """
        if not self.indexed >= _INDEXED:
            # How many points there are can't be told then.
            return 0
        vectors = self.config.params.vectors
        params = vectors.get(vector) if isinstance(vectors, dict) else None
        if params is None:
            return 0
        own = None if params.hnsw_config is None else params.hnsw_config.full_scan_threshold
        kilobytes = self.config.hnsw_config.full_scan_threshold if own is None else own
        return compared_anyway(params.size, kilobytes)

    # -- payload indexes ---------------------------------------------------------------------

    def complete(self, *, wait: bool = False) -> None:
        """Give the fields of all points an index where they have none.

        Args:
            wait: Whether to wait until all points are in it; a filter may name it before.
        """
        for field, schema in _FIELDS.items():
            self._index(field, schema, wait=wait)

    def index_numbers(self, points: Iterable[models.PointStruct]) -> None:
        """Give the numbers of points that are to be written an index each, while there is room."""
        new = {
            filters.number_field(name)
            for point in points
            for name in (point.payload or {})[filters.NUMBERS]
        }
        for field in sorted(new - self.indexed):
            self._index(field, models.PayloadSchemaType.FLOAT, number=True)

    def compares(self, keys: tuple[str, ...]) -> bool:
        """Tell whether the numbers under a metadata key can be compared on the server."""
        field = filters.number_field(tokens.name_of(keys))
        if field in self.indexed or self.limits.unindexed:
            return True
        # They may have been written before there were indexes for them, or by another process.
        native = filters.with_token(tokens.is_number(tokens.path_of(keys)))
        if (
            self._full
            or not self._client.scroll(
                self._name, scroll_filter=native, limit=1, with_payload=False
            )[0]
        ):
            return False
        self._index(field, models.PayloadSchemaType.FLOAT, number=True)
        return field in self.indexed

    def _index(self, field: str, schema: Any, *, number: bool = False, wait: bool = False) -> None:
        with self._lock:
            if field in self.indexed or self._full or (number and self._is_full_of_numbers()):
                return
            try:
                self._client.create_payload_index(self._name, field, field_schema=schema, wait=wait)
            except Exception as error:
                if self._answer_of(error).status not in (400, 401, 403):
                    raise
                self._full = True
                return
            self.indexed |= {field}

    def _is_full_of_numbers(self) -> bool:
        return sum(map(filters.is_number_field, self.indexed)) >= MOST_NUMBERS

    # -- options -----------------------------------------------------------------------------

    def options(self) -> dict[str, object]:
        """Return the options that it has, by their names in the config."""
        graph, params = self.config.hnsw_config, self.config.params
        return {
            "shards": params.shard_number,
            "replicas": params.replication_factor,
            "write_consistency": params.write_consistency_factor,
            "m": graph.m,
            "ef_construction": graph.ef_construct,
            "quantization": _kind(self.config.quantization_config),
        }

    def change(self, wanted: Mapping[str, Any]) -> Collection[str]:
        """Give it other options: the server makes its graphs anew in the background.

        Other shards, or copies of those that there are, it does not make by itself.
        """
        done = wanted.keys() - {"shards", "replicas"}
        if not done:
            return done
        graph = params = None
        if "write_consistency" in wanted:
            params = models.CollectionParamsDiff(
                write_consistency_factor=wanted["write_consistency"]
            )
        if {"m", "ef_construction"} & set(wanted):
            graph = models.HnswConfigDiff(
                m=wanted.get("m"), ef_construct=wanted.get("ef_construction")
            )
        compressed: Any = None
        if "quantization" in wanted:
            compressed = quantization(wanted["quantization"]) or models.Disabled.DISABLED
        self._client.update_collection(
            self._name,
            hnsw_config=graph,
            quantization_config=compressed,
            collection_params=params,
        )
        self.config = self._client.get_collection(self._name).config
        return done


def compared_anyway(dim: int, kilobytes: int = 10_000) -> int:
    """Return up to how many points of a selection are compared one by one, and not by graph.

    Args:
        dim: Numbers in a vector; 256 are a kilobyte.
        kilobytes: The server's `full_scan_threshold`, below which it does so.
    """
    return kilobytes * 256 // dim - 1


def quantization(kind: str) -> models.ScalarQuantization | None:
    """Return the definition of a compression; None for none."""
    if kind == "none":
        return None
    return models.ScalarQuantization(
        scalar=models.ScalarQuantizationConfig(type=models.ScalarType.INT8, always_ram=True)
    )


def _kind(config: Any) -> str:
    if config is None:
        return "none"
    if isinstance(config, models.ScalarQuantization):
        return str(config.scalar.type.value)
    return type(config).__name__.removesuffix("Quantization").lower()
