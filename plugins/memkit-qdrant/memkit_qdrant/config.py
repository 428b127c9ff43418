"""Settings of the Qdrant store."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator

from memkit.plugins import ProviderConfig, server_url

IN_MEMORY = ":memory:"
_COLLECTION = re.compile(r"[A-Za-z0-9_-]{1,200}\Z")


class QdrantConfig(ProviderConfig):
    """A server that runs here needs no settings."""

    url: str | None = Field(
        default=None,
        description='Where the server answers to HTTP; ":memory:" for none at all; '
        "http://127.0.0.1:6333 if neither this nor a path is given.",
    )
    path: Path | None = Field(
        default=None, description="A folder, for the client's own engine in place of a server."
    )
    api_key: SecretStr | None = Field(default=None, description="A key of the server's.")
    grpc: bool = Field(default=True, description="Speak gRPC, which is faster, where possible.")
    grpc_port: int = Field(default=6334, ge=1, le=65535, description="Where it answers to gRPC.")
    collection: str | None = Field(
        default=None,
        description="Name of the collection; made from the journal's id unless given.",
    )
    quantization: Literal["none", "int8"] = Field(
        default="none",
        description="int8 searches in a quarter of the memory, and compares the best exactly.",
    )
    oversampling: float = Field(
        default=2.0, ge=1, description="With int8: how many times k are compared exactly."
    )
    m: int = Field(default=16, ge=2, description="Neighbours of a node in the HNSW graph.")
    ef_construction: int = Field(
        default=100, ge=4, description="Breadth of the search for neighbours of a new node."
    )
    ef_search: int | None = Field(
        default=None, ge=1, description="Breadth of a search; the server's choice unless given."
    )
    exact: bool = Field(default=False, description="Compare all vectors in every search.")
    batch_size: int = Field(default=500, ge=1, le=10_000, description="Memories in one request.")
    timeout: int = Field(default=30, ge=1, description="Seconds for a request.")

    @field_validator("url")
    @classmethod
    def _whole_url(cls, url: str | None) -> str | None:
        if url is None or url == IN_MEMORY:
            return url
        return server_url(url, example="http://127.0.0.1:6333")

    @field_validator("path")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        # What is written down may be read from another folder.
        return None if path is None else path.expanduser().absolute()

    @field_validator("collection")
    @classmethod
    def _collection_name(cls, name: str | None) -> str | None:
        if name is not None and not _COLLECTION.match(name):
            raise ValueError("must hold letters, digits, - and _ only")
        return name

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.url is not None and self.path is not None:
            raise ValueError("give either a url or a path")
        return self

    @property
    def is_local(self) -> bool:
        """Whether the client's own engine is used, in place of a server."""
        return self.path is not None or self.url == IN_MEMORY

    @property
    def place(self) -> str:
        """Where the collection is, for people."""
        if self.path is not None:
            return str(self.path)
        return self.url or "http://127.0.0.1:6333"
