"""A server at the wire that speaks gRPC: each call is put to `QdrantWire` as its HTTP API has it.

So what a server refuses is written down once, for both. The translation is the client's own. It is
no substitute for a real server.
"""

from __future__ import annotations

import json
import socket
import weakref
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import Any, Self
from urllib.parse import quote

import grpc
from qdrant_client import grpc as api
from qdrant_client import models
from qdrant_client.conversions.conversion import GrpcToRest, RestToGrpc
from wire import QdrantWire

from memkit.testing import Request

_CODES = {
    400: grpc.StatusCode.INVALID_ARGUMENT,
    401: grpc.StatusCode.UNAUTHENTICATED,
    403: grpc.StatusCode.PERMISSION_DENIED,
    404: grpc.StatusCode.NOT_FOUND,
    409: grpc.StatusCode.ALREADY_EXISTS,
    429: grpc.StatusCode.RESOURCE_EXHAUSTED,
    500: grpc.StatusCode.INTERNAL,
    503: grpc.StatusCode.UNAVAILABLE,
}
_FIELDS = {
    api.FieldType.FieldTypeKeyword: "keyword",
    api.FieldType.FieldTypeInteger: "integer",
    api.FieldType.FieldTypeFloat: "float",
    api.FieldType.FieldTypeText: "text",
    api.FieldType.FieldTypeBool: "bool",
    api.FieldType.FieldTypeDatetime: "datetime",
}


class QdrantGrpcWire:
    """The server, which can go and come back on the port that it has.

    Args:
        wire: What answers; made unless given.

    Attributes:
        config: How the store reaches it.
        heard: The names of all calls so far.
        reads: The consistencies that reads asked for.
    """

    def __init__(self, wire: QdrantWire | None = None) -> None:
        self.wire = wire or QdrantWire()
        self.heard: list[str] = []
        self.reads: set[Any] = set()
        self._port = self._reserved()
        self._server: grpc.Server | None = None
        self.config: dict[str, Any] = {
            "url": self.wire.server.url,
            "grpc_port": self._port,
            "timeout": 5,
        }

    def start(self) -> Self:
        """Answer from now on."""
        if self._server is not None:
            return self
        self._server = grpc.server(ThreadPoolExecutor(8), options=[("grpc.so_reuseport", 0)])
        api.add_PointsServicer_to_server(_Points(self), self._server)
        api.add_CollectionsServicer_to_server(_Collections(self), self._server)
        self._server.add_insecure_port(f"127.0.0.1:{self._port}")
        self._server.start()
        return self

    def stop(self) -> None:
        """Go away, at once; what it holds stays."""
        if self._server is not None:
            self._server.stop(None).wait()
            self._server = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *error: object) -> None:
        self.stop()

    def ask(self, method: str, path: str, body: Any, metadata: Mapping[str, str]) -> Any:
        """Return the result of a request, as JSON has it.

        Raises:
            Refused: It is answered with another status than 200.
        """
        if hasattr(body, "model_dump"):
            body = body.model_dump(mode="json", exclude_none=True)
        reply = self.wire.answer(
            Request(method=method, path=path, headers=metadata, body=json.dumps(body).encode())
        )
        if reply.cut or reply.status != 200:
            said = (reply.json or {}).get("status", {}).get("error", "")
            code = grpc.StatusCode.UNAVAILABLE if reply.cut else _CODES[reply.status]
            raise Refused(code, said)
        return reply.json["result"]

    def _reserved(self) -> int:
        """Return a port that nobody else is given for as long as this object lives."""
        held = socket.socket()
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        weakref.finalize(self, socket.close, held.detach())
        return port


class Refused(Exception):
    """A request is refused."""

    def __init__(self, code: grpc.StatusCode, said: str) -> None:
        super().__init__(said)
        self.code = code
        self.said = said


def _served(call: Callable[..., Any]) -> Callable[..., Any]:
    """Write a call down, give it what asks the wire, and answer refusals as gRPC does."""

    @wraps(call)
    def serve(self: Any, request: Any, context: grpc.ServicerContext) -> Any:
        self.owner.heard.append(call.__name__)
        if "read_consistency" in request.DESCRIPTOR.fields_by_name:
            self.owner.reads.add(_read_consistency(request))
        metadata = dict(context.invocation_metadata())

        def ask(method: str, *rest: str, body: Any = None) -> Any:
            parts = ["collections", request.collection_name, *rest]
            path = "/" + "/".join(quote(part, safe="") for part in parts)
            return self.owner.ask(method, path, body, metadata)

        try:
            return call(self, request, ask)
        except Refused as refused:
            context.abort(refused.code, refused.said)

    return serve


def _read_consistency(request: Any) -> Any:
    if not request.HasField("read_consistency"):
        return None
    asked = GrpcToRest.convert_read_consistency(request.read_consistency)
    return getattr(asked, "value", asked)


class _Points(api.PointsServicer):
    """Answers calls about points; `owner` is the server it belongs to."""

    def __init__(self, owner: QdrantGrpcWire) -> None:
        self.owner = owner

    @_served
    def Upsert(self, request: Any, ask: Any) -> Any:  # noqa: N802 - the service's name
        points = [GrpcToRest.convert_point_struct(point) for point in request.points]
        return _done(ask("PUT", "points", body=models.PointsList(points=points)))

    @_served
    def Delete(self, request: Any, ask: Any) -> Any:  # noqa: N802 - the service's name
        body = GrpcToRest.convert_points_selector(request.points)
        return _done(ask("POST", "points", "delete", body=body))

    @_served
    def Get(self, request: Any, ask: Any) -> Any:  # noqa: N802 - the service's name
        ids = [GrpcToRest.convert_point_id(id_) for id_ in request.ids]
        found = ask("POST", "points", body=models.PointRequest(ids=ids))
        records = [models.Record.model_validate(each) for each in found]
        return api.GetResponse(result=list(map(RestToGrpc.convert_record, records)))

    @_served
    def Scroll(self, request: Any, ask: Any) -> Any:  # noqa: N802 - the service's name
        native = GrpcToRest.convert_filter(request.filter) if request.HasField("filter") else None
        after = GrpcToRest.convert_point_id(request.offset) if request.HasField("offset") else None
        body = models.ScrollRequest(filter=native, limit=request.limit or None, offset=after)
        found = ask("POST", "points", "scroll", body=body)
        records = [models.Record.model_validate(each) for each in found["points"]]
        following = found["next_page_offset"]
        return api.ScrollResponse(
            result=list(map(RestToGrpc.convert_record, records)),
            next_page_offset=(
                None if following is None else RestToGrpc.convert_extended_point_id(following)
            ),
        )

    @_served
    def Count(self, request: Any, ask: Any) -> Any:  # noqa: N802 - the service's name
        native = GrpcToRest.convert_filter(request.filter) if request.HasField("filter") else None
        body = models.CountRequest(filter=native, exact=request.exact)
        counted = models.CountResult.model_validate(ask("POST", "points", "count", body=body))
        return api.CountResponse(result=RestToGrpc.convert_count_result(counted))

    @_served
    def Query(self, request: Any, ask: Any) -> Any:  # noqa: N802 - the service's name
        body = GrpcToRest.convert_query_points(request)
        found = ask("POST", "points", "query", body=body)["points"]
        points = [models.ScoredPoint.model_validate(each) for each in found]
        return api.QueryResponse(result=list(map(RestToGrpc.convert_scored_point, points)))

    @_served
    def CreateFieldIndex(self, request: Any, ask: Any) -> Any:  # noqa: N802 - the service's name
        if request.HasField("field_index_params"):
            schema = GrpcToRest.convert_payload_schema_params(request.field_index_params)
        else:
            schema = _FIELDS[request.field_type]
        body = models.CreateFieldIndex(field_name=request.field_name, field_schema=schema)
        return _done(ask("PUT", "index", body=body))

    @_served
    def CreateVectorName(self, request: Any, ask: Any) -> Any:  # noqa: N802 - the service's name
        wanted = request.dense_config
        distance = GrpcToRest.convert_distance(wanted.distance)
        dense = models.DenseVectorConfig(size=wanted.size, distance=distance)
        body = models.DenseVectorNameConfig(dense=dense)
        return _done(ask("PUT", "vectors", request.vector_name, body=body))

    @_served
    def DeleteVectorName(self, request: Any, ask: Any) -> Any:  # noqa: N802 - the service's name
        return _done(ask("DELETE", "vectors", request.vector_name))


class _Collections(api.CollectionsServicer):
    """Answers calls about collections; `owner` is the server it belongs to."""

    def __init__(self, owner: QdrantGrpcWire) -> None:
        self.owner = owner

    @_served
    def Create(self, request: Any, ask: Any) -> Any:  # noqa: N802 - the service's name
        given = {
            name: convert(getattr(request, name))
            for name, convert in _OF_A_COLLECTION.items()
            if request.HasField(name)
        }
        vectors = given.pop("vectors_config", {})
        body = models.CreateCollection(
            vectors=vectors, metadata=GrpcToRest.convert_payload(request.metadata), **given
        )
        return api.CollectionOperationResponse(result=ask("PUT", body=body))

    @_served
    def Update(self, request: Any, ask: Any) -> Any:  # noqa: N802 - the service's name
        body = GrpcToRest.convert_update_collection(request)
        return api.CollectionOperationResponse(result=ask("PATCH", body=body))

    @_served
    def Delete(self, request: Any, ask: Any) -> Any:  # noqa: N802 - the service's name
        return api.CollectionOperationResponse(result=ask("DELETE"))

    @_served
    def Get(self, request: Any, ask: Any) -> Any:  # noqa: N802 - the service's name
        info = models.CollectionInfo.model_validate(ask("GET"))
        return api.GetCollectionInfoResponse(result=RestToGrpc.convert_collection_info(info))

    @_served
    def CollectionExists(self, request: Any, ask: Any) -> Any:  # noqa: N802 - the service's name
        there = api.CollectionExists(exists=ask("GET", "exists")["exists"])
        return api.CollectionExistsResponse(result=there)


def _same(value: Any) -> Any:
    return value


_OF_A_COLLECTION: dict[str, Callable[[Any], Any]] = {
    "vectors_config": GrpcToRest.convert_vectors_config,
    "hnsw_config": GrpcToRest.convert_hnsw_config_diff,
    "optimizers_config": GrpcToRest.convert_optimizers_config_diff,
    "quantization_config": GrpcToRest.convert_quantization_config,
    "strict_mode_config": GrpcToRest.convert_strict_mode_config,
    "shard_number": _same,
    "replication_factor": _same,
    "write_consistency_factor": _same,
}


def _done(result: Any) -> Any:
    done = models.UpdateResult.model_validate(result)
    return api.PointsOperationResponse(result=RestToGrpc.convert_update_result(done))
