"""What this plug-in provides. Imported to list providers, so it imports no SDK."""

from __future__ import annotations

from memkit.plugins import StoreSpec, hookimpl

FAISS = StoreSpec(
    name="faiss",
    impl="memkit_faiss.store:FaissStore",
    config="memkit_faiss.config:FaissConfig",
    summary="Faiss in this process, flat or HNSW, kept in a file beside the journal",
    capabilities=frozenset({"persistent", "approximate"}),
    location=("folder",),
    breadth="ef_search",
    shorthand="index",
    requires=("faiss",),
)


@hookimpl
def memkit_stores() -> list[StoreSpec]:
    """Return the stores of this plug-in."""
    return [FAISS]
