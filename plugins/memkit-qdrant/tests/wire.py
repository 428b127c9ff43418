"""A server at the wire: Qdrant's HTTP API, answered by the client's own engine.

It checks that what this plug-in sends to a server is what the API takes, and that the server's
part works at all. It is no substitute for a real server: the engine behind it is the client's.
"""

from __future__ import annotations

import threading
from typing import Any
from urllib.parse import unquote, urlsplit

from qdrant_client import models
from qdrant_client.local.qdrant_local import QdrantLocal
from strict_mode import Refused, StrictMode

from memkit.testing import Reply, Request, WireServer


class QdrantWire:
    """The server.

    Attributes:
        config: How the store reaches it.
        engine: What answers.
        made: The bodies that collections were made with.
        indexed: The payload fields that were given an index.
        params: The search parameters of all searches.
        strict: The `strict_mode_config` that new collections get, if any.
        configs: What each collection says of itself: `hnsw_config`, `quantization_config`,
            `strict_mode_config` and `params`, as JSON.
        schemas: The kinds of the payload indexes of each collection, by field.
        replicas: How many it says there are of each shard and must take a write, if it was not
            asked for others.
    """

    def __init__(self) -> None:
        self.engine = QdrantLocal(location=":memory:", force_disable_check_same_thread=True)
        self.server = WireServer(self.answer)
        self.config: dict[str, Any] = {"url": self.server.url, "grpc": False, "timeout": 5}
        self.made: list[models.CreateCollection] = []
        self.indexed: list[str] = []
        self.params: list[models.SearchParams | None] = []
        self.replicas: tuple[int, int] | None = None
        self.strict: dict[str, Any] | None = None
        self.configs: dict[str, dict[str, Any]] = {}
        self.schemas: dict[str, dict[str, str]] = {}
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
            try:
                return _result(self._within(name, call, request))
            except Refused as refused:
                return Reply(status=400, json={"status": {"error": str(refused)}, "time": 0.0})

    def _make(self, name: str, request: Request) -> bool:
        wanted = models.CreateCollection.model_validate(request.json)
        self.made.append(wanted)
        strict = None if self.strict is None else {"enabled": True, **self.strict}
        self.schemas[name] = {}
        self.configs[name] = {
            "hnsw_config": {**_HNSW, **_given(wanted.hnsw_config)},
            "quantization_config": _given(wanted.quantization_config) or None,
            "strict_mode_config": strict,
            "params": {
                "shard_number": wanted.shard_number or 1,
                "replication_factor": wanted.replication_factor or 1,
                "write_consistency_factor": wanted.write_consistency_factor or 1,
            },
        }
        return self.engine.create_collection(name, vectors_config=wanted.vectors)

    def _change(self, name: str, wanted: models.UpdateCollection) -> bool:
        config = self.configs[name]
        config["hnsw_config"] |= _given(wanted.hnsw_config)
        config["params"] |= _given(wanted.params)
        if wanted.quantization_config is not None:
            disabled = wanted.quantization_config == models.Disabled.DISABLED
            config["quantization_config"] = None if disabled else _given(wanted.quantization_config)
        return True

    def _info(self, name: str) -> dict[str, Any]:
        info = self.engine.get_collection(name).model_dump(mode="json")
        params = {**info["config"]["params"], **self.configs[name]["params"]}
        if self.replicas is not None:
            names = ("replication_factor", "write_consistency_factor")
            params |= dict(zip(names, self.replicas, strict=True))
        info["config"].update({**self.configs[name], "params": params})
        info["payload_schema"] = {
            field: {"data_type": kind, "points": 0} for field, kind in self.schemas[name].items()
        }
        return info

    def _within(self, name: str, call: tuple[str, ...], request: Request) -> Any:
        engine = self.engine
        # Another node of the same cluster may have made it.
        self.schemas.setdefault(name, {})
        self.configs.setdefault(name, dict(_CONFIG))
        strict = StrictMode(self.configs[name]["strict_mode_config"], self.schemas[name])
        match call:
            case ("GET",):
                return self._info(name)
            case ("PATCH",):
                return self._change(name, models.UpdateCollection.model_validate(request.json))
            case ("DELETE",):
                return engine.delete_collection(name)
            case ("PUT", "index"):
                wanted = models.CreateFieldIndex.model_validate(request.json)
                if wanted.field_name not in self.schemas[name]:
                    strict.index()
                self.indexed.append(wanted.field_name)
                kind = wanted.field_schema
                kind = getattr(kind, "type", kind)
                self.schemas[name][wanted.field_name] = str(getattr(kind, "value", kind))
                return _DONE
            case ("PUT", "points"):
                points = models.PointsList.model_validate(request.json).points
                strict.upsert(len(points))
                engine.upsert(name, points)
                return _DONE
            case ("POST", "points", "scroll"):
                looked = models.ScrollRequest.model_validate(request.json)
                strict.scroll(looked)
                found, following = engine.scroll(
                    name, looked.filter, limit=looked.limit or 10, offset=looked.offset,
                    with_payload=False,
                )  # fmt: skip
                points = [record.model_dump(mode="json") for record in found]
                return {"points": points, "next_page_offset": following}
            case ("POST", "points"):
                return engine.retrieve(name, models.PointRequest.model_validate(request.json).ids)
            case ("POST", "points", "delete"):
                engine.delete(name, models.PointIdsList.model_validate(request.json).points)
                return _DONE
            case ("POST", "points", "count"):
                counted = models.CountRequest.model_validate(request.json)
                strict.count(counted)
                return engine.count(name, counted.filter, exact=counted.exact)
            case ("POST", "points", "query"):
                asked = models.QueryRequest.model_validate(request.json)
                strict.query(asked)
                self.params.append(asked.params)
                return engine.query_points(
                    name,
                    query=asked.query,
                    using=asked.using,
                    limit=asked.limit,
                    offset=asked.offset,
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


_HNSW = {"m": 16, "ef_construct": 100, "full_scan_threshold": 10_000, "max_indexing_threads": 0}
_CONFIG: dict[str, Any] = {
    "hnsw_config": _HNSW,
    "quantization_config": None,
    "strict_mode_config": None,
    "params": {},
}
_DONE = {"operation_id": 0, "status": "completed"}


def _given(value: Any) -> dict[str, Any]:
    return {} if value is None else value.model_dump(mode="json", exclude_none=True)


def _result(value: Any) -> Reply:
    if isinstance(value, list):
        value = [item.model_dump(mode="json") for item in value]
    elif hasattr(value, "model_dump"):
        value = value.model_dump(mode="json")
    return Reply(json={"result": value, "status": "ok", "time": 0.0})
