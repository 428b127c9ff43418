"""How broadly the graph of a named vector is walked: an option of the collection, for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memkit.contracts import Approximation
from memkit_weaviate import options

if TYPE_CHECKING:
    from memkit_weaviate.collection import Collection
    from memkit_weaviate.config import WeaviateConfig

# Lets the server choose, by how many are wanted.
CHOOSE = -1

_GRAPH = (
    "Have more memories compared exactly with a larger flat_search_cutoff, or make the collection "
    "anew with index='flat', which compares all vectors."
)
_QUANTIZED = (
    "Make the collection anew with quantization='none': what is compressed is compared roughly."
)


def approximation(client: Collection, vector_name: str) -> Approximation | None:
    """Return how a named vector is searched, as the collection has it now; None if exactly."""
    named = (client.handle.config.get().vector_config or {}).get(vector_name)
    if named is None:
        return None
    index: Any = named.vector_index_config
    return _told(
        getattr(index, "ef", None),
        getattr(index, "flat_search_cutoff", 0),
        compressed=index.quantizer is not None,
    )


def planned(config: WeaviateConfig, breadth: int | None) -> Approximation | None:
    """Return how a space will be searched whose collection is not there yet."""
    ef = None if config.index == "flat" else config.ef if breadth is None else breadth
    return _told(ef, config.flat_search_cutoff, compressed=config.quantization != "none")


def _told(ef: int | None, cutoff: int, *, compressed: bool) -> Approximation | None:
    """Return how an index is searched; its `ef` is None for one without a graph."""
    if ef is None:
        return Approximation(most=0, advice=_QUANTIZED) if compressed else None
    return Approximation(
        breadth=None if ef == CHOOSE else ef,
        exact_below=cutoff,
        advice=f"{_GRAPH} {_QUANTIZED}" if compressed else _GRAPH,
    )


def set_ef(client: Collection, vector_name: str, ef: int) -> None:
    """Have a named vector searched so broadly from now on, by everyone."""
    from weaviate.classes.config import Reconfigure

    options.update(client.handle, [vector_name], Reconfigure.VectorIndex.hnsw(ef=ef))
