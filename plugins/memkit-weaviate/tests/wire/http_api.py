"""The HTTP side: what there is, schemas, tenants."""

from __future__ import annotations

import json
import re
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .data import HNSW, SHARDING, Class

if TYPE_CHECKING:
    from . import server

# Compressions; of a graph one may be put on while it stands, and none is ever taken off.
_COMPRESSED: dict[str, Any] = {
    "pq": {"enabled": False, "trainingLimit": 100_000, "segments": 0, "centroids": 256,
           "bitCompression": False, "encoder": {"type": "kmeans", "distribution": "log-normal"}},
    "bq": {"enabled": False, "rescoreLimit": -1, "cache": False},
    "sq": {"enabled": False, "trainingLimit": 100_000, "rescoreLimit": 20},
    "rq": {"enabled": False, "bits": 8, "rescoreLimit": 20},
}  # fmt: skip
# What a graph may be given while it stands.
_MUTABLE = (
    "ef",
    "dynamicEfMin",
    "dynamicEfMax",
    "dynamicEfFactor",
    "flatSearchCutoff",
    "filterStrategy",
    "vectorCacheMaxObjects",
)
_NAME = re.compile(r"[A-Z][_0-9A-Za-z]{0,254}\Z")
_PROPERTY = re.compile(r"[_A-Za-z][_0-9A-Za-z]{0,230}\Z")
_VECTOR = re.compile(r"[_A-Za-z][_0-9A-Za-z]{0,229}\Z")
_TENANT = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")


class Handler(BaseHTTPRequestHandler):
    """Answers requests; `owner` is the server it belongs to."""

    protocol_version = "HTTP/1.1"
    # A body that follows its head would wait for the client to acknowledge that, which it delays.
    disable_nagle_algorithm = True
    owner: server.Server

    def do_GET(self) -> None:
        path = self._path()
        if path == ["meta"]:
            meta = {"version": self.owner.version, "hostname": "", "modules": {}}
            self._answer(200, {**meta, "grpcMaxMessageSize": self.owner.largest_message})
        elif path == [".well-known", "ready"]:
            self._answer(200 if self.owner.ready else 503)
        elif path[0] == "nodes" and not self.owner.shows_nodes:
            self._answer(403, {"error": [{"message": "forbidden: nodes"}]})
        elif path[0] == "nodes":
            self._answer(200, self._nodes(path[1]))
        elif path[0] == "schema" and len(path) == 2:
            self._with_class(path[1], lambda each: self._answer(200, each.schema))
        else:
            self._answer(404)

    def do_HEAD(self) -> None:
        _, name, _, tenant = self._path()
        self._with_class(name, lambda each: self._answer(200 if tenant in each.tenants else 404))

    def do_POST(self) -> None:
        path, body = self._path(), self._body()
        if path == ["schema"]:
            self._create(body)
        elif path[0] == "schema" and path[2] == "properties":
            self._with_class(path[1], lambda each: self._add_property(each, body))
        elif path[0] == "schema" and path[2] == "tenants":
            self._with_class(path[1], lambda each: self._add_tenants(each, body))
        else:
            self._answer(404)

    def do_PUT(self) -> None:
        path, body = self._path(), self._body()

        def change(each: Class) -> None:
            old, new = each.schema["vectorConfig"], body["vectorConfig"]
            if set(old) - set(new):
                return self._refuse("missing config for vector")
            if set(new) - set(old) and self.owner.release < (1, 31):
                return self._refuse("additional configs for vectors")
            if not all(map(_VECTOR.match, new)):
                return self._refuse("is not a valid vector name")
            changed = {}
            for name, config in new.items():
                problem = _immutable(old[name], config) if name in old else None
                if problem:
                    return self._refuse(problem)
                changed[name] = _vector(config)
            factor = each.schema["replicationConfig"]["factor"]
            if body["replicationConfig"]["factor"] != factor:
                return self._refuse("updating replication factor is not supported yet")
            each.schema["vectorConfig"] = changed
            return self._answer(200, each.schema)

        self._with_class(path[1], change)

    def do_DELETE(self) -> None:
        path = self._path()
        with self.owner.data.lock:
            self.owner.data.classes.pop(path[1], None)
        self._answer(200)

    # -- schema ------------------------------------------------------------------------------

    def _create(self, body: Any) -> None:
        name = body["class"]
        if not _NAME.match(name):
            return self._refuse(f"'{name}' is not a valid class name")
        if name in self.owner.data.classes:
            return self._refuse(f"class name {name} already exists")
        most = self.owner.maximum_collections
        if most is not None and len(self.owner.data.classes) >= most:
            return self._refuse(
                f"maximum number of collections ({most}) reached - please contact support"
            )
        if not body.get("vectorConfig") or not all(map(_VECTOR.match, body["vectorConfig"])):
            return self._refuse("this stand-in wants named vectors")
        problem = next(filter(None, map(self._problem, body["properties"])), None)
        if problem:
            return self._refuse(problem)
        inverted = body.get("invertedIndexConfig", {})
        schema = {
            **body,
            "properties": [_property(each) for each in body["properties"]],
            "vectorConfig": {n: _vector(config) for n, config in body["vectorConfig"].items()},
            "invertedIndexConfig": {
                "bm25": {"b": 0.75, "k1": 1.2},
                "cleanupIntervalSeconds": 60,
                **inverted,
                "stopwords": {
                    "preset": "en",
                    "additions": None,
                    "removals": None,
                    **inverted.get("stopwords", {}),
                },
            },
            "multiTenancyConfig": {"enabled": False, **body.get("multiTenancyConfig", {})},
            "replicationConfig": {"factor": 1, **body.get("replicationConfig", {})},
            "shardingConfig": SHARDING,
        }
        with self.owner.data.lock:
            self.owner.data.classes[name] = Class(schema)
        return self._answer(200, schema)

    def _add_property(self, each: Class, body: Any) -> None:
        problem = self._problem(body)
        if problem or any(p["name"] == body["name"] for p in each.schema["properties"]):
            return self._refuse(problem or "property already exists")
        each.schema["properties"].append(_property(body))
        return self._answer(200, body)

    def _problem(self, prop: Any) -> str | None:
        if not _PROPERTY.match(prop["name"]):
            return f"'{prop['name']}' is not a valid property name"
        if prop["name"] in ("id", "_id", "_additional"):
            return f"'{prop['name']}' is a reserved property name"
        if prop["dataType"][0] not in ("text", "text[]", "int", "number"):
            return f"this stand-in has no data type {prop['dataType']}"
        if prop["dataType"][0] in ("int", "number") and prop.get("tokenization"):
            return "Tokenization is not allowed for data type"
        return None

    def _add_tenants(self, each: Class, body: Any) -> None:
        if not all(_TENANT.match(tenant["name"]) for tenant in body):
            return self._refuse("tenant name should only contain alphanumeric characters")
        with self.owner.data.lock:
            for tenant in body:
                each.tenants.setdefault(tenant["name"], {})
        return self._answer(200, body)

    def _nodes(self, name: str) -> Any:
        with self.owner.data.lock:
            each = self.owner.data.classes.get(name)
            tenants = {} if each is None else each.tenants
            queues = {
                tenant or "shard": self.owner.data.queued(rows.values())
                for tenant, rows in tenants.items()
            }
        shards = [
            {
                "class": name,
                "name": shard,
                "objectCount": 0,
                "vectorIndexingStatus": "INDEXING" if queue else "READY",
                "vectorQueueLength": queue,
                "compressed": False,
                "loaded": True,
            }
            for shard, queue in queues.items()
        ]
        return {
            "nodes": [
                {
                    "name": f"node{number}",
                    "status": "HEALTHY",
                    "version": self.owner.version,
                    "gitHash": "",
                    "stats": {"objectCount": 0, "shardCount": len(shards)},
                    "shards": shards,
                }
                for number in range(1, self.owner.replicas + 1)
            ]
        }

    # -- HTTP --------------------------------------------------------------------------------

    def _path(self) -> list[str]:
        return urlsplit(self.path).path.removeprefix("/v1/").split("/")

    def _body(self) -> Any:
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def _with_class(self, name: str, act: Any) -> None:
        each = self.owner.data.classes.get(name)
        if each is None:
            self._answer(404)
        else:
            act(each)

    def _refuse(self, problem: str) -> None:
        self._answer(422, {"error": [{"message": problem}]})

    def _answer(self, status: int, body: Any = None) -> None:
        wrong = self.owner.refusal(self.headers.get("Authorization"))
        if wrong is not None:
            status, body = 401, {"code": 401, "message": wrong}
        self.owner.heard.append(("http", f"{self.command} {self.path}", dict(self.headers)))
        raw = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _property(body: Any) -> Any:
    text = body["dataType"][0].startswith("text")
    defaults = {"indexFilterable": True, "indexSearchable": text, "indexRangeFilters": False}
    if text:
        defaults["tokenization"] = "word"
    return {**defaults, **{name: value for name, value in body.items() if value is not None}}


def _vector(config: Any) -> Any:
    wanted = config["vectorIndexConfig"] or {}
    flat = config["vectorIndexType"] != "hnsw"
    known = {"distance": "cosine", "vectorCacheMaxObjects": 0} if flat else HNSW
    compressed = {
        name: {**defaults, **wanted.get(name, {})} for name, defaults in _COMPRESSED.items()
    }
    return {**config, "vectorIndexConfig": {**known, **wanted, **compressed}}


def _immutable(old: Any, new: Any) -> str | None:
    """Return what is wrong with another definition of a named vector that is there."""
    if old["vectorIndexType"] != new["vectorIndexType"]:
        return "vector index type is immutable"
    before, after = old["vectorIndexConfig"], new["vectorIndexConfig"]
    for name in before:
        if name in _COMPRESSED:
            was, is_ = before[name]["enabled"], after.get(name, before[name])["enabled"]
            if was is not is_ and (was or old["vectorIndexType"] == "flat"):
                return f"{name} is immutable: attempted change from '{was}' to '{is_}'"
        elif name not in _MUTABLE and before[name] != after.get(name, before[name]):
            change = f"from '{before[name]}' to '{after.get(name)}'"
            return f"{name} is immutable: attempted change {change}"
    return None
