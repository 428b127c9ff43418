"""Settings of the Chroma store."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator

from memkit.plugins import ProviderConfig, server_url

CLOUD = "cloud"
_COLLECTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,200}[A-Za-z0-9]\Z")


class ChromaConfig(ProviderConfig):
    """A folder beside the journal needs no settings."""

    url: str | None = Field(
        default=None,
        description='A server, such as http://127.0.0.1:8000, or "cloud" for Chroma Cloud; '
        "a folder is used unless given.",
    )
    path: Path | None = Field(
        default=None, description="The folder; one beside the journal unless given."
    )
    api_key: SecretStr | None = Field(default=None, description="A key of the server or cloud.")
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
    index: Literal["hnsw", "spann"] = Field(
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
        description="Where the journal must say what a search may return, and that is fewer "
        "memories than this, their vectors in the journal are compared.",
    )
    batch_size: int = Field(default=500, ge=1, le=10_000, description="Memories in one request.")
    timeout: float = Field(default=30.0, gt=0, description="Seconds for a request to a server.")

    @field_validator("url")
    @classmethod
    def _whole_url(cls, url: str | None) -> str | None:
        if url is None or url == CLOUD:
            return url
        return server_url(url, example="http://127.0.0.1:8000")

    @field_validator("path")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        # What is written down may be read from another folder.
        return None if path is None else path.expanduser().absolute()

    @field_validator("collection")
    @classmethod
    def _collection_name(cls, name: str | None) -> str | None:
        if name is not None and not _COLLECTION.match(name):
            raise ValueError("must hold letters, digits, and . _ - between them only")
        return name

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.url is not None and self.path is not None:
            raise ValueError("give either a url or a path")
        return self
