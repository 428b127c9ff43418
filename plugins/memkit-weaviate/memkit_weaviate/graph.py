"""How broadly the graph of a named vector is walked: an option of the collection, for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memkit.contracts import Approximation

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
    compressed = getattr(index, "quantizer", None) is not None
    ef = getattr(index, "ef", None)
    if ef is None:
        # A flat index has no graph.
        return Approximation(most=0, advice=_QUANTIZED) if compressed else None
    return Approximation(
        breadth=None if ef == CHOOSE else ef,
        exact_below=index.flat_search_cutoff,
        advice=f"{_GRAPH} {_QUANTIZED}" if compressed else _GRAPH,
    )


def planned(config: WeaviateConfig, breadth: int | None) -> Approximation | None:
    """Return how a space will be searched whose collection is not there yet."""
    if config.index == "flat":
        compressed = config.quantization != "none"
        return Approximation(most=0, advice=_QUANTIZED) if compressed else None
    ef = config.ef if breadth is None else breadth
    return Approximation(
        breadth=None if ef == CHOOSE else ef,
        exact_below=config.flat_search_cutoff,
        advice=_GRAPH,
    )


def set_ef(client: Collection, vector_name: str, ef: int) -> None:
    """Have a named vector searched so broadly from now on, by everyone."""
    from weaviate.classes.config import Reconfigure

    client.handle.config.update(
        vector_config=Reconfigure.Vectors.update(
            name=vector_name, vector_index_config=Reconfigure.VectorIndex.hnsw(ef=ef)
        )
    )
