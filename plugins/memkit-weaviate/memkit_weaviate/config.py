"""Settings of the Weaviate store."""

from __future__ import annotations

import re
import warnings
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from memkit.errors import MemkitWarning
from memkit.plugins import FromFile, ProviderConfig, server_url

Connection = Literal["local", "cloud", "custom", "embedded"]
ScopeKey = Literal["user_id", "agent_id", "app_id", "run_id"]

_CLOUD = (".weaviate.cloud", ".weaviate.network", ".semi.network")
_LOCAL = ("localhost", "127.0.0.1", "::1")
_COLLECTION = re.compile(r"[A-Z][A-Za-z0-9_]{0,200}\Z")


class WeaviateConfig(ProviderConfig):
    """A server that runs here needs no settings."""

    url: str | None = Field(
        default=None,
        description="Where the server answers to HTTP, or a cloud cluster's address; "
        "http://127.0.0.1:8080 if there is none.",
    )
    connection: Connection | None = Field(
        default=None, description="Kind of the connection; told from the url unless given."
    )
    grpc_url: str | None = Field(
        default=None,
        description="Where it answers to gRPC, such as 127.0.0.1:50051 or https://grpc.host:443; "
        "the url's host at port 50051 unless given, and the cluster's own in the cloud.",
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
        default=None, ge=1, description="Copies in a cluster; the server's default unless given."
    )
    consistency: FromFile[Literal["ONE", "QUORUM", "ALL"] | None] = Field(
        default=None, description="How many replicas must have taken a write, in a cluster."
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
    lag: float = Field(
        default=2.0,
        ge=0,
        description="Seconds for which a search may not find what was written: with "
        "ASYNC_INDEXING, or on a replica; until then it is found in the journal. 0 for neither.",
    )
    wait_for_index: bool | None = Field(
        default=None, description="Has no effect any more: a search finds at once what was written."
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
    def _whole_url(cls, url: str | None) -> str | None:
        if url is None:
            return None
        return server_url(url, example="http://127.0.0.1:8080", scheme=_scheme_of(url))

    @field_validator("grpc_url")
    @classmethod
    def _address(cls, url: str | None) -> str | None:
        if url is not None and not urlsplit(url if "://" in url else f"//{url}").port:
            raise ValueError("is no address with a port such as 127.0.0.1:50051")
        return url

    @field_validator("collection")
    @classmethod
    def _collection_name(cls, name: str | None) -> str | None:
        if name is not None and not _COLLECTION.match(name):
            raise ValueError("must begin with a capital and hold letters, digits and _ only")
        return name

    @field_validator("wait_for_index")
    @classmethod
    def _without_effect(cls, value: bool | None) -> bool | None:
        if value is not None:
            warnings.warn(
                "wait_for_index of the store 'weaviate' has no effect any more: what the server "
                "indexes later is found in the journal until then. Leave it out; lag= says for "
                "how long at least.",
                MemkitWarning,
                stacklevel=2,
            )
        return value

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.kind == "embedded" and self.url is not None:
            raise ValueError("an embedded server has no url")
        if self.kind == "cloud" and self.url is None:
            raise ValueError("a cloud cluster needs its url")
        addresses = [(url or "").rpartition("://")[2] for url in (self.url, self.grpc_url)]
        if addresses[0] and addresses[0] == addresses[1]:
            raise ValueError("url and grpc_url must differ in their ports")
        if self.index == "flat" and self.quantization == "rq":
            raise ValueError("the flat index has no quantization 'rq': use 'bq' or 'none'")
        return self

    @property
    def kind(self) -> Connection:
        """The kind of the connection."""
        if self.connection is not None:
            return self.connection
        host = urlsplit(self.url or "").hostname
        if host is None or host in _LOCAL:
            return "local"
        return "cloud" if host.endswith(_CLOUD) else "custom"

    @property
    def place(self) -> str:
        """Where the collection is, for people."""
        if self.kind == "embedded":
            return self.data_path or "an embedded server"
        return self.url or "http://127.0.0.1:8080"


def _scheme_of(address: str) -> str:
    host = urlsplit(f"//{address}").hostname or ""
    return "https" if host.endswith(_CLOUD) else "http"
