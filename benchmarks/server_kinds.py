"""The servers of `benchmarks.servers`: stand-ins, addresses, and their clients' own ways."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
DIM = 256

Config = dict[str, Any]
# Takes the number of the first row, and vectors; stores them as the client itself would.
Raw = Callable[[int, Sequence[list[float]]], None]


@dataclass(frozen=True)
class Server:
    """A server, and how it is reached.

    Attributes:
        plugin: Folder of the plug-in.
        stand_in: A context that gives the config of a store on the stand-in of the plug-in's tests.
        real: The config of a store on a real server, or None where no variable names one.
        raw: A context that gives the client's own way of storing rows; what it makes goes with it.
    """

    plugin: str
    stand_in: Callable[[], AbstractContextManager[Config]]
    real: Callable[[], Config | None]
    raw: Callable[[Config], AbstractContextManager[Raw]]


# -- Weaviate ------------------------------------------------------------------------------------


@contextlib.contextmanager
def _weaviate_stand_in() -> Iterator[Config]:
    _tests_of("memkit-weaviate")
    from wire.server import Server as StandIn

    server = StandIn().start()
    try:
        yield dict(server.config)
    finally:
        server.stop()


@contextlib.contextmanager
def _weaviate_raw(config: Config) -> Iterator[Raw]:
    with warnings.catch_warnings(record=True):
        import weaviate
    from weaviate.classes.config import Configure, DataType, Property, VectorDistances
    from weaviate.classes.data import DataObject
    from weaviate.classes.init import Auth

    http = urlsplit(config["url"])
    grpc = urlsplit(f"//{config.get('grpc_url', f'{http.hostname}:50051').rpartition('//')[2]}")
    client = weaviate.connect_to_custom(
        http_host=http.hostname or "",
        http_port=http.port or 80,
        http_secure=http.scheme == "https",
        grpc_host=grpc.hostname or "",
        grpc_port=grpc.port or 443,
        grpc_secure=http.scheme == "https",
        auth_credentials=Auth.api_key(config["api_key"]) if "api_key" in config else None,
        skip_init_checks=True,
    )
    name = f"Raw_{secrets.token_hex(4)}"
    texts = [Property(name=key, data_type=DataType.TEXT) for key in ("text", "user_id")]
    graph = Configure.VectorIndex.hnsw(distance_metric=VectorDistances.COSINE)
    own = Configure.Vectors.self_provided(name="own", vector_index_config=graph)
    collection = client.collections.create(name, properties=texts, vector_config=[own])

    def store(first: int, vectors: Sequence[list[float]]) -> None:
        done = collection.data.insert_many(
            [
                DataObject(properties=properties(first + row), vector={"own": vector})
                for row, vector in enumerate(vectors)
            ]
        )
        assert not done.has_errors, done.errors

    try:
        yield store
    finally:
        client.collections.delete(name)
        if "collection" in config:
            client.collections.delete(config["collection"])
        client.close()


# -- Qdrant --------------------------------------------------------------------------------------


@contextlib.contextmanager
def _qdrant_stand_in() -> Iterator[Config]:
    _tests_of("memkit-qdrant")
    with warnings.catch_warnings(record=True):
        from wire import QdrantWire

    made = QdrantWire()
    with made.server:
        yield dict(made.config)


@contextlib.contextmanager
def _qdrant_raw(config: Config) -> Iterator[Raw]:
    with warnings.catch_warnings(record=True):
        from qdrant_client import QdrantClient, models

    client = QdrantClient(
        url=config["url"],
        prefer_grpc=config.get("grpc", True),
        grpc_port=config.get("grpc_port", 6334),
        api_key=config.get("api_key"),
        timeout=60,
        check_compatibility=False,
    )
    name = f"Raw_{secrets.token_hex(4)}"
    size = models.VectorParams(size=DIM, distance=models.Distance.COSINE)
    client.create_collection(name, vectors_config={"own": size})

    def store(first: int, vectors: Sequence[list[float]]) -> None:
        points = [
            models.PointStruct(id=first + row, vector={"own": vector}, payload=properties(row))
            for row, vector in enumerate(vectors)
        ]
        for start in range(0, len(points), 500):
            client.upsert(name, points[start : start + 500], wait=True)

    try:
        yield store
    finally:
        client.delete_collection(name)
        if "collection" in config:
            client.delete_collection(config["collection"])
        client.close()


def properties(row: int) -> dict[str, Any]:
    """Return what a row of the clients' own additions says."""
    return {"text": f"raw {row}: the {row % 97}th walk by the sea", "user_id": f"bulk {row % 50}"}


def _tests_of(plugin: str) -> None:
    """Make the modules of a plug-in's tests importable: they have its stand-in."""
    sys.path.insert(0, str(ROOT / "plugins" / plugin / "tests"))


def _named(name: str, *options: str) -> Callable[[], Config | None]:
    """Return what reads the config of a real server from the variables that tests read."""

    def read() -> Config | None:
        found = {
            option: os.environ[variable]
            for option in ("url", *options)
            if (variable := f"MEMKIT_TEST_{name}_{option.removesuffix('_url').upper()}")
            in os.environ
        }
        if "url" not in found:
            return None
        return found | {"collection": f"Memkit_bench_{secrets.token_hex(4)}"}

    return read


SERVERS = {
    "weaviate": Server(
        "memkit-weaviate",
        _weaviate_stand_in,
        _named("WEAVIATE", "grpc_url", "api_key"),
        _weaviate_raw,
    ),
    "qdrant": Server("memkit-qdrant", _qdrant_stand_in, _named("QDRANT", "api_key"), _qdrant_raw),
}
