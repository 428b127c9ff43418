"""Settings of the Qdrant store."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from memkit.plugins import FromFile
from memkit.providers.vector_stores import AbsolutePath, EngineConfig

IN_MEMORY = ":memory:"


class QdrantConfig(EngineConfig):
    """A server that runs here needs no settings."""

    example = "http://127.0.0.1:6333"
    no_urls = (IN_MEMORY,)
    names = (re.compile(r"[A-Za-z0-9_-]{1,200}"), "must hold letters, digits, - and _ only")

    url: str | None = Field(
        default=None,
        description='Where the server answers to HTTP; ":memory:" for none at all; '
        "http://127.0.0.1:6333 if neither this nor a path is given.",
    )
    path: AbsolutePath | None = Field(
        default=None, description="A folder, for the client's own engine in place of a server."
    )
    grpc: bool = Field(default=True, description="Speak gRPC, which is faster, where possible.")
    grpc_port: int = Field(default=6334, ge=1, le=65535, description="Where it answers to gRPC.")
    quantization: FromFile[Literal["none", "int8"]] = Field(
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
    lag: float | None = Field(
        default=None,
        ge=0,
        description="Seconds for which a search may not find what was written, on a replica; until "
        "then it is found in the journal. Told from the collection unless given.",
    )
    timeout: int = Field(default=30, ge=1, description="Seconds for a request.")

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
