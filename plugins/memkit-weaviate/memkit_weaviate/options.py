"""Options of a collection that is there already: read, and changed where the server lets us."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from memkit_weaviate import schema
from memkit_weaviate.config import WeaviateConfig

if TYPE_CHECKING:
    from weaviate.collections import Collection as Handle

# Parameters of the client for what a graph may be given while it stands.
_OF_THE_GRAPH = ("ef", "flat_search_cutoff")


def standing(definition: Any, config: WeaviateConfig) -> dict[str, object]:
    """Return the options that a collection has, by their names in the config.

    Args:
        definition: Of the collection, as the client reads it.
        config: Where named vectors differ, those count that differ from it.
    """
    found: dict[str, object] = {}
    for vector in _vectors(definition).values():
        for name, value in _options(vector).items():
            if name not in found or value != getattr(config, name):
                found[name] = value
    return {**found, "replicas": definition.replication_config.factor}


def change(handle: Handle[Any, Any], definition: Any, wanted: Mapping[str, Any]) -> set[str]:
    """Give all named vectors of a collection other options, and return the names of those done.

    Args:
        handle: The client's collection.
        definition: Of it.
        wanted: What to change; what the server does not let us is left as it is.
    """
    from weaviate.classes.config import Reconfigure

    done: set[str] = set()
    graph = {name: wanted[name] for name in _OF_THE_GRAPH if name in wanted}
    names = list(_vectors(definition))
    if graph and "index" not in wanted:
        update(handle, names, Reconfigure.VectorIndex.hnsw(**graph))
        done |= set(graph)
    if wanted.get("quantization", "none") != "none" and "index" not in wanted:
        compressed = getattr(Reconfigure.VectorIndex.Quantizer, wanted["quantization"])()
        flat = any(_options(v)["index"] == "flat" for v in _vectors(definition).values())
        index = Reconfigure.VectorIndex.flat if flat else Reconfigure.VectorIndex.hnsw
        if _is_taken(lambda: update(handle, names, index(quantizer=compressed))):
            done.add("quantization")
    return done


def update(handle: Handle[Any, Any], names: list[str], index: Any) -> None:
    """Give named vectors of a collection other options of their index."""
    from weaviate.classes.config import Reconfigure

    handle.config.update(
        vector_config=[
            Reconfigure.Vectors.update(name=name, vector_index_config=index) for name in names
        ]
    )


def _is_taken(update: Any) -> bool:
    from weaviate.exceptions import UnexpectedStatusCodeError, WeaviateInvalidInputError

    try:
        update()
    except UnexpectedStatusCodeError as error:
        if error.status_code in (401, 403) or error.status_code >= 500:
            raise
        return False
    except (WeaviateInvalidInputError, KeyError):
        # The client knows that another compression stands, or of none that the server has.
        return False
    return True


def _vectors(definition: Any) -> dict[str, Any]:
    named = dict(definition.vector_config or {})
    if len(named) > 1:
        named.pop(schema.PLACEHOLDER, None)
    return named


def _options(vector: Any) -> dict[str, object]:
    index = vector.vector_index_config
    found: dict[str, object] = {
        "index": str(getattr(index.vector_index_type(), "value", index.vector_index_type())),
        "quantization": _kind(index.quantizer),
    }
    return found | {name: getattr(index, name) for name in _OF_THE_GRAPH if hasattr(index, name)}


def _kind(quantizer: Any) -> str:
    return "none" if quantizer is None else type(quantizer).__name__.strip("_")[:2].lower()
