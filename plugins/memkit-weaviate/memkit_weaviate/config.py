"""Settings of the Weaviate store."""

from __future__ import annotations

import re
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from memkit.plugins import FromFile, ProviderConfig, addresses_in
from memkit.providers.vector_stores import Addresses, alone_or_all, each_of, paired, server_urls

Connection = Literal["local", "cloud", "custom", "embedded"]
ScopeKey = Literal["user_id", "agent_id", "app_id", "run_id"]

_CLOUD = (".weaviate.cloud", ".weaviate.network", ".semi.network")
_LOCAL = ("localhost", "127.0.0.1", "::1")
_COLLECTION = re.compile(r"[A-Z][A-Za-z0-9_]{0,200}\Z")


class WeaviateConfig(ProviderConfig):
    """A server that runs here needs no settings."""

    url: Addresses | None = Field(
        default=None,
        description="Where the server answers to HTTP, or a cloud cluster's address; "
        "http://127.0.0.1:8080 if there is none. Several addresses are the nodes of one cluster: "
        "the first that answers is used.",
    )
    connection: Connection | None = Field(
        default=None, description="Kind of the connection; told from the url unless given."
    )
    grpc_url: Addresses | None = Field(
        default=None,
        description="Where it answers to gRPC, such as 127.0.0.1:50051 or https://grpc.host:443; "
        "the url's host at port 50051 unless given, and the cluster's own in the cloud. One for "
        "each address in url, in the same order.",
    )
    api_key: SecretStr | None = Field(default=None, description="A key of the server's.")
    headers: dict[str, SecretStr] = Field(
        default_factory=dict,
        description="Further headers of every request, such as X-OpenAI-Api-Key.",
    )
    collection: str | None = Field(
        default=None,
        description="Name of the collection; made from the journal's id unless given.",
    )
    tenancy: FromFile[ScopeKey | None] = Field(
        default=None,
        description="Gives each value of this scope key a tenant of its own, once and for all.",
    )
    fan_out: int = Field(
        default=100,
        ge=1,
        description="How many tenants a search may ask that does not name the tenancy's key.",
    )
    index: FromFile[Literal["hnsw", "flat"]] = Field(
        default="hnsw", description="The vector index; flat compares all vectors, always exactly."
    )
    quantization: FromFile[Literal["none", "rq", "bq"]] = Field(
        default="none", description="Compression of vectors, which makes scores approximate."
    )
    ef: int = Field(
        default=-1, ge=-1, description="Breadth of a search in the HNSW graph; -1 lets it choose."
    )
    flat_search_cutoff: int = Field(
        default=40_000,
        ge=0,
        description="Searches that select fewer memories than this compare all of them, exactly.",
    )
    replicas: int | None = Field(
        default=None,
        ge=1,
        description="Copies in a cluster, which are compared in the background; the server's "
        "default unless given.",
    )
    consistency: FromFile[Literal["ONE", "QUORUM", "ALL"] | None] = Field(
        default=None, description="How many replicas take part in a write and a read, in a cluster."
    )
    batch_size: int = Field(default=500, ge=1, le=10_000, description="Memories in one request.")
    max_results: int = Field(
        default=10_000,
        ge=1,
        description="The server's QUERY_MAXIMUM_RESULTS; larger answers are put together.",
    )
    timeout_init: float = Field(default=5.0, gt=0, description="Seconds to connect.")
    timeout_query: float = Field(default=30.0, gt=0, description="Seconds for a search.")
    timeout_insert: float = Field(default=90.0, gt=0, description="Seconds for a write.")
    wait_for_index: bool = Field(
        default=True,
        description="Wait after a write until a server that indexes in the background is done; not "
        "with tenancy.",
    )
    skip_init_checks: bool = Field(
        default=False, description="Do not ask the server whether it is ready."
    )
    trust_env: bool = Field(default=False, description="Use proxies of the environment.")
    data_path: str | None = Field(
        default=None, description="Folder of an embedded server's data; the client's own if none."
    )
    version: str | None = Field(
        default=None, description="Version of an embedded server; the client's own if none."
    )

    @field_validator("url")
    @classmethod
    def _whole_url(cls, url: Addresses | None) -> Addresses | None:
        if url is None:
            return None
        return server_urls(url, example="http://127.0.0.1:8080", scheme_of=_scheme_of)

    @field_validator("grpc_url")
    @classmethod
    def _address(cls, given: Addresses | None) -> Addresses | None:
        if given is None:
            return None
        named = addresses_in(given)
        if not named or not all(urlsplit(u if "://" in u else f"//{u}").port for u in named):
            raise ValueError("is no address with a port such as 127.0.0.1:50051")
        return alone_or_all(named)

    @field_validator("collection")
    @classmethod
    def _collection_name(cls, name: str | None) -> str | None:
        if name is not None and not _COLLECTION.match(name):
            raise ValueError("must begin with a capital and hold letters, digits and _ only")
        return name

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.kind == "embedded" and self.url is not None:
            raise ValueError("an embedded server has no url")
        if self.kind == "cloud" and self.url is None:
            raise ValueError("a cloud cluster needs its url")
        if self.kind == "cloud" and len(self.addresses) > 1:
            raise ValueError("a cloud cluster has one url")
        for url, grpc_url in self._grpc_urls.items():
            if url.rpartition("://")[2] == grpc_url.rpartition("://")[2]:
                raise ValueError("url and grpc_url must differ in their ports")
        if self.index == "flat" and self.quantization == "rq":
            raise ValueError("the flat index has no quantization 'rq': use 'bq' or 'none'")
        return self

    @property
    def kind(self) -> Connection:
        """The kind of the connection."""
        if self.connection is not None:
            return self.connection
        hosts = [urlsplit(url).hostname or "" for url in each_of(self.url)]
        if all(host in _LOCAL for host in hosts):
            return "local"
        return "cloud" if any(host.endswith(_CLOUD) for host in hosts) else "custom"

    @property
    def place(self) -> str:
        """Where the collection is, for people."""
        if self.kind == "embedded":
            return self.data_path or "an embedded server"
        return ", ".join(self.addresses)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where it may be reached, the first one first."""
        if self.kind == "embedded":
            return (self.place,)
        return each_of(self.url or "http://127.0.0.1:8080")

    @property
    def _grpc_urls(self) -> dict[str, str]:
        given = each_of(self.grpc_url)
        if len(given) != len(self.addresses) and given:
            raise ValueError("give as many grpc_url as url, in the same order")
        return paired(self.addresses, given, what="grpc_url")

    def at(self, address: str) -> WeaviateConfig:
        """Return the settings for one of the addresses."""
        if len(self.addresses) == 1:
            return self
        found = {"url": address, "grpc_url": self._grpc_urls.get(address)}
        return self.model_copy(update=found)


def _scheme_of(address: str) -> str:
    host = urlsplit(f"//{address}").hostname or ""
    return "https" if host.endswith(_CLOUD) else "http"
