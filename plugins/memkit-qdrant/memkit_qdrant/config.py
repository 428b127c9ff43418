"""Settings of the Qdrant store."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from memkit.plugins import FromFile
from memkit.providers.vector_stores import (
    AbsolutePath,
    Addresses,
    EngineConfig,
    each_of,
    paired,
)

IN_MEMORY = ":memory:"

Port = Annotated[int, Field(ge=1, le=65535)]


class QdrantConfig(EngineConfig):
    """A server that runs here needs no settings."""

    example = "http://127.0.0.1:6333"
    no_urls = (IN_MEMORY,)
    several = True
    names = (re.compile(r"[A-Za-z0-9_-]{1,200}"), "must hold letters, digits, - and _ only")

    url: Addresses | None = Field(
        default=None,
        description='Where the server answers to HTTP; ":memory:" for none at all; '
        "http://127.0.0.1:6333 if neither this nor a path is given. Several addresses are the "
        "nodes of one cluster: the first that answers is used.",
    )
    path: AbsolutePath | None = Field(
        default=None, description="A folder, for the client's own engine in place of a server."
    )
    grpc: bool = Field(default=True, description="Speak gRPC, which is faster, where possible.")
    grpc_port: Port | tuple[Port, ...] = Field(
        default=6334,
        description="Where it answers to gRPC; one port for all addresses, or one for each.",
    )
    replicas: int | None = Field(
        default=None, ge=1, description="Copies in a cluster; the server's default unless given."
    )
    write_consistency: int | None = Field(
        default=None, ge=1, description="How many copies must have taken a write, in a cluster."
    )
    read_consistency: FromFile[Literal["majority", "quorum", "all"] | int | None] = Field(
        default=None, description="How many copies a search asks, in a cluster; one unless given."
    )
    shards: int | None = Field(
        default=None, ge=1, description="Parts in a cluster; the server's default unless given."
    )
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
    timeout: int = Field(default=30, ge=1, description="Seconds for a request.")

    @model_validator(mode="after")
    def _pairs_up(self) -> Self:
        _ = self._ports
        return self

    @property
    def _ports(self) -> dict[str, int]:
        return paired(self.addresses, each_of(self.grpc_port), what="grpc_port")

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where it may be reached, the first one first."""
        if self.path is not None:
            return (str(self.path),)
        return each_of(self.url or "http://127.0.0.1:6333")

    def at(self, address: str) -> QdrantConfig:
        """Return the settings for one of the addresses."""
        if self.is_local:
            return self
        return self.model_copy(update={"url": address, "grpc_port": self._ports[address]})

    @property
    def is_local(self) -> bool:
        """Whether the client's own engine is used, in place of a server."""
        return self.path is not None or self.url == IN_MEMORY

    @property
    def place(self) -> str:
        """Where the collection is, for people."""
        return ", ".join(self.addresses)
