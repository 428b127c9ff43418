"""A server at the wire: Qdrant's HTTP API, answered by the client's own engine.

It checks that what this plug-in sends to a server is what the API takes, and that the server's
part works at all. It is no substitute for a real server: the engine behind it is the client's.
"""

from __future__ import annotations

import threading
from typing import Any
from urllib.parse import unquote, urlsplit

from qdrant_client import QdrantClient, models

from memkit.testing import Reply, Request, WireServer


class QdrantWire:
    """The server.

    Attributes:
        config: How the store reaches it.
        engine: What answers.
        made: The bodies that collections were made with.
        indexed: The payload fields that were given an index.
        params: The search parameters of all searches.
        replicas: How many there are of each shard, and how many must take a write.
    """

    def __init__(self) -> None:
        self.engine = QdrantClient(location=":memory:", force_disable_check_same_thread=True)
        self.server = WireServer(self.answer)
        self.config: dict[str, Any] = {"url": self.server.url, "grpc": False, "timeout": 5}
        self.made: list[models.CreateCollection] = []
        self.indexed: list[str] = []
        self.params: list[models.SearchParams | None] = []
        self.replicas = (1, 1)
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Reply:
        name, *rest = map(unquote, urlsplit(request.path).path.split("/")[2:])
        with self._lock:
            there = self.engine.collection_exists(name)
            call = (request.method, *rest)
            if call == ("GET", "exists"):
                return _result({"exists": there})
            if call == ("PUT",):
                return _result(self._make(name, request))
            if not there:
                said = f"Not found: Collection `{name}` doesn't exist!"
                return Reply(status=404, json={"status": {"error": said}, "time": 0.0})
            return _result(self._within(name, call, request))

    def _make(self, name: str, request: Request) -> bool:
        wanted = models.CreateCollection.model_validate(request.json)
        self.made.append(wanted)
        return self.engine.create_collection(name, vectors_config=wanted.vectors)

    def _info(self, name: str) -> dict[str, Any]:
        info = self.engine.get_collection(name).model_dump(mode="json")
        replicas, taken = self.replicas
        replication = {"replication_factor": replicas, "write_consistency_factor": taken}
        info["config"]["params"].update(replication)
        return info

    def _within(self, name: str, call: tuple[str, ...], request: Request) -> Any:
        engine = self.engine
        match call:
            case ("GET",):
                return self._info(name)
            case ("DELETE",):
                return engine.delete_collection(name)
            case ("PUT", "index"):
                self.indexed.append(models.CreateFieldIndex.model_validate(request.json).field_name)
                return _DONE
            case ("PUT", "points"):
                engine.upsert(name, models.PointsList.model_validate(request.json).points)
                return _DONE
            case ("POST", "points"):
                return engine.retrieve(name, models.PointRequest.model_validate(request.json).ids)
            case ("POST", "points", "delete"):
                engine.delete(name, models.PointIdsList.model_validate(request.json).points)
                return _DONE
            case ("POST", "points", "count"):
                counted = models.CountRequest.model_validate(request.json)
                return engine.count(name, counted.filter, exact=counted.exact)
            case ("POST", "points", "query"):
                asked = models.QueryRequest.model_validate(request.json)
                self.params.append(asked.params)
                return engine.query_points(
                    name,
                    query=asked.query.nearest,
                    using=asked.using,
                    limit=asked.limit,
                    query_filter=asked.filter,
                    with_payload=False,
                )
            case ("PUT", "vectors", vector):
                config = models.DenseVectorNameConfig.model_validate(request.json)
                engine.create_vector_name(name, vector, config)
                return _DONE
            case ("DELETE", "vectors", vector):
                engine.delete_vector_name(name, vector)
                return _DONE
        raise AssertionError(f"the API has no {call}")


_DONE = {"operation_id": 0, "status": "completed"}


def _result(value: Any) -> Reply:
    if isinstance(value, list):
        value = [item.model_dump(mode="json") for item in value]
    elif hasattr(value, "model_dump"):
        value = value.model_dump(mode="json")
    return Reply(json={"result": value, "status": "ok", "time": 0.0})
