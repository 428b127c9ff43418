"""What this plug-in provides. Imported to list providers, so it imports no SDK."""

from __future__ import annotations

from memkit.plugins import StoreSpec, hookimpl

QDRANT = StoreSpec(
    name="qdrant",
    impl="memkit_qdrant.store:QdrantStore",
    config="memkit_qdrant.config:QdrantConfig",
    summary="Qdrant: one collection, a named vector for each space; server, cloud or folder",
    capabilities=frozenset({"filter", "persistent", "approximate"}),
    location=("url", "path", "collection"),
    breadth="ef_search",
    shorthand="url",
    secrets={"api_key": ("QDRANT_API_KEY",)},
    requires=("qdrant_client", "grpc", "httpx"),
)


@hookimpl
def memkit_stores() -> list[StoreSpec]:
    """Return the stores of this plug-in."""
    return [QDRANT]
