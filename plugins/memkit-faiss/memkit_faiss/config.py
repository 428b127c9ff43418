"""Settings of the Faiss store."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from memkit.plugins import FromFile, ProviderConfig
from memkit.providers.vector_stores import AbsolutePath

IndexKind = Literal["flat", "hnsw"]


class FaissConfig(ProviderConfig):
    """It needs no settings to work."""

    index: FromFile[IndexKind] = Field(
        default="flat",
        description="flat compares all vectors and is exact; hnsw walks a graph, is approximate, "
        "and faster from some 100,000 memories on.",
    )
    m: int = Field(default=32, ge=2, le=512, description="Neighbours of a node in the HNSW graph.")
    ef_construction: int = Field(
        default=100, ge=4, description="Breadth of the search for neighbours when a node is added."
    )
    ef_search: int = Field(default=128, ge=1, description="Breadth of a search in the graph.")
    exact_below: int = Field(
        default=5_000,
        ge=0,
        description="Where a search selects fewer memories than this, all of them are compared.",
    )
    folder: AbsolutePath | None = Field(
        default=None,
        description="Where to keep the file, if not beside the journal; needed for a journal that "
        "is no file.",
    )
