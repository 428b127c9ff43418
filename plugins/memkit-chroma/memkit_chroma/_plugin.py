"""What this plug-in provides. Imported to list providers, so it imports no SDK."""

from __future__ import annotations

from memkit.plugins import StoreSpec, hookimpl

CHROMA = StoreSpec(
    name="chroma",
    impl="memkit_chroma.store:ChromaStore",
    config="memkit_chroma.config:ChromaConfig",
    summary="Chroma: one collection for each space; a folder, a server or the cloud",
    capabilities=frozenset({"filter", "persistent", "approximate"}),
    location=("url", "path", "tenant", "database", "collection"),
    breadth="ef_search",
    shorthand="url",
    secrets={"api_key": ("CHROMA_API_KEY",)},
    requires=("chromadb", "httpx"),
)


@hookimpl
def memkit_stores() -> list[StoreSpec]:
    """Return the stores of this plug-in."""
    return [CHROMA]
