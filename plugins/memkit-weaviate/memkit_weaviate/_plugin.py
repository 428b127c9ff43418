"""What this plug-in provides. Imported to list providers, so it imports no SDK."""

from __future__ import annotations

from memkit.plugins import StoreSpec, hookimpl

WEAVIATE = StoreSpec(
    name="weaviate",
    impl="memkit_weaviate.store:WeaviateStore",
    config="memkit_weaviate.config:WeaviateConfig",
    summary="Weaviate: one collection, a named vector for each space; local, cloud or embedded",
    capabilities=frozenset({"filter", "persistent", "approximate"}),
    location=("url", "connection", "collection", "tenancy", "data_path"),
    breadth="ef",
    shorthand="url",
    secrets={"api_key": ("WEAVIATE_API_KEY",)},
    requires=("weaviate", "grpc", "httpx"),
)


@hookimpl
def memkit_stores() -> list[StoreSpec]:
    """Return the stores of this plug-in."""
    return [WEAVIATE]
