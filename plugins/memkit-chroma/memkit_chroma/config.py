"""Settings of the Chroma store."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from memkit.plugins import FromFile
from memkit.providers.vector_stores import AbsolutePath, EngineConfig

CLOUD = "cloud"


class ChromaConfig(EngineConfig):
    """A folder beside the journal needs no settings."""

    example = "http://127.0.0.1:8000"
    no_urls = (CLOUD,)
    names = (
        re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,200}[A-Za-z0-9]"),
        "must hold letters, digits, and . _ - between them only",
    )

    url: str | None = Field(
        default=None,
        description='A server, such as http://127.0.0.1:8000, or "cloud" for Chroma Cloud; '
        "a folder is used unless given.",
    )
    path: AbsolutePath | None = Field(
        default=None, description="The folder; one beside the journal unless given."
    )
    tenant: str | None = Field(
        default=None, description="The tenant; the key's own in the cloud, else default_tenant."
    )
    database: str | None = Field(
        default=None, description="The database; the key's own in the cloud, else default_database."
    )
    collection: str | None = Field(
        default=None,
        description="What the names of the collections begin with; made from the journal's id "
        "unless given.",
    )
    index: FromFile[Literal["hnsw", "spann"]] = Field(
        default="hnsw", description="The vector index; spann is the cloud's."
    )
    ef_construction: int = Field(
        default=100, ge=4, description="Breadth of the search for neighbours of a new node."
    )
    ef_search: int = Field(default=100, ge=1, description="Breadth of a search in the graph.")
    m: int = Field(default=16, ge=2, description="Neighbours of a node in the HNSW graph.")
    exact_below: int = Field(
        default=5_000,
        ge=0,
        description="A collection of fewer rows than this is searched exactly, by its vectors in "
        "the journal; so is a search of a larger one that may return fewer memories than this, "
        "where the journal must say which.",
    )
    timeout: float = Field(default=30.0, gt=0, description="Seconds for a request to a server.")
