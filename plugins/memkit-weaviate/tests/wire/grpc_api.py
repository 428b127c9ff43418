"""The gRPC side: rows in, rows out."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from functools import wraps
from math import log
from typing import TYPE_CHECKING, Any

import grpc
import numpy as np
from weaviate.proto.v1 import (
    aggregate_pb2,
    base_search_pb2,
    batch_delete_pb2,
    batch_pb2,
    properties_pb2,
    search_get_pb2,
    tenants_pb2,
    weaviate_pb2_grpc,
)

from .data import Class, Object, Refusal
from .filters import test_of

if TYPE_CHECKING:
    from . import server

Ranked = list[tuple[Object, float]]
_AND = base_search_pb2.SearchOperatorOptions.OPERATOR_AND


def _served(call: Callable[..., Any]) -> Callable[..., Any]:
    """Check the key, write the request down, and answer refusals as gRPC does."""

    @wraps(call)
    def serve(self: Any, request: Any, context: grpc.ServicerContext) -> Any:
        metadata = dict(context.invocation_metadata())
        self.owner.heard.append(("grpc", request, metadata))
        if self.owner.answers is not None:
            context.abort(*self.owner.answers)
        wrong = self.owner.refusal(metadata.get("authorization"))
        if wrong is not None:
            context.abort(grpc.StatusCode.UNKNOWN, f"extract auth: {wrong}")
        try:
            with self.owner.data.lock:
                return call(self, request, context)
        except Refusal as refusal:
            context.abort(grpc.StatusCode.UNKNOWN, str(refusal))

    return serve


class Servicer(weaviate_pb2_grpc.WeaviateServicer):
    """Answers calls; `owner` is the server it belongs to."""

    def __init__(self, owner: server.Server) -> None:
        self.owner = owner

    @_served
    def BatchObjects(self, request: Any, context: Any) -> Any:  # noqa: N802 - the service's name
        if request.ByteSize() > self.owner.largest_message:
            said = f"received message larger than max ({request.ByteSize()} vs. "
            context.abort(
                grpc.StatusCode.RESOURCE_EXHAUSTED, f"{said}{self.owner.largest_message})"
            )
        reply = batch_pb2.BatchObjectsReply()
        for index, sent in enumerate(request.objects):
            if self.owner.cut_after == 0:
                context.abort(grpc.StatusCode.UNAVAILABLE, "connection reset by peer")
            try:
                if self.owner.auto_schema and sent.collection not in self.owner.data.classes:
                    made = self.owner.data.made_for(sent.collection, _kinds(sent))
                    self.owner.data.classes[sent.collection] = made
                owner = self.owner.data.of(sent.collection)
                row = _row(sent, owner)
                if self.owner.refused and self.owner.refused(row):
                    raise Refusal("store is read-only due to: disk usage")
                self.owner.data.put(owner.rows(sent.tenant), row)
            except Refusal as refusal:
                reply.errors.add(index=index, error=str(refusal))
            if self.owner.cut_after is not None:
                self.owner.cut_after -= 1
        return reply

    @_served
    def BatchDelete(self, request: Any, context: Any) -> Any:  # noqa: N802 - the service's name
        owner, rows = self._rows(request)
        test = test_of(request.filters, owner, self.owner.release)
        matching = [uuid for uuid, row in rows.items() if test(row)]
        gone = matching[: self.owner.maximum_results]
        for uuid in gone:
            del rows[uuid]
        return batch_delete_pb2.BatchDeleteReply(matches=len(matching), successful=len(gone))

    @_served
    def TenantsGet(self, request: Any, context: Any) -> Any:  # noqa: N802 - the service's name
        owner = self.owner.data.of(request.collection)
        names = [name for name in owner.tenants if name is not None]
        if request.HasField("names"):
            names = [name for name in names if name in request.names.values]
        status = tenants_pb2.TENANT_ACTIVITY_STATUS_ACTIVE
        return tenants_pb2.TenantsGetReply(
            tenants=[tenants_pb2.Tenant(name=name, activity_status=status) for name in names]
        )

    @_served
    def Aggregate(self, request: Any, context: Any) -> Any:  # noqa: N802 - the service's name
        rows = self._filtered(request)
        return aggregate_pb2.AggregateReply(
            single_result=aggregate_pb2.AggregateReply.Single(objects_count=len(rows))
        )

    @_served
    def Search(self, request: Any, context: Any) -> Any:  # noqa: N802 - the service's name
        if not 0 < request.limit <= self.owner.maximum_results:
            # It does not tell how many it would give.
            raise Refusal("explorer: list class: search: query maximum results exceeded")
        rows = self._filtered(request)
        owner = self.owner.data.of(request.collection)
        if request.HasField("near_vector"):
            near = request.near_vector
            rows = [row for row in rows if row.indexed_at <= time.monotonic()]
            ranked = _near(rows, _target(near.targets, owner), near.vectors[0].vector_bytes, owner)
            return _reply(request, [(row, -score, "distance") for row, score in ranked])
        if request.HasField("bm25_search"):
            asked = request.bm25_search
            ranked = _bm25(rows, asked, owner, every=asked.search_operator.operator == _AND)
        elif request.HasField("hybrid_search"):
            ranked = _hybrid(rows, request.hybrid_search, owner)
        else:
            ranked = [(row, 0.0) for row in rows]
        return _reply(request, [(row, score, "score") for row, score in ranked])

    def _rows(self, request: Any) -> tuple[Class, dict[str, Object]]:
        owner = self.owner.data.of(request.collection)
        return owner, owner.rows(request.tenant)

    def _filtered(self, request: Any) -> list[Object]:
        owner, rows = self._rows(request)
        if not request.HasField("filters"):
            return list(rows.values())
        test = test_of(request.filters, owner, self.owner.release)
        return [row for row in rows.values() if test(row)]


def _kinds(sent: Any) -> dict[str, str]:
    """Return the kinds of a row's properties, as a server infers them."""
    fields = sent.properties.non_ref_properties.fields.items()
    texts = {name for name, value in fields if value.WhichOneof("kind") == "string_value"}
    kinds = {name: "text" if name in texts else "number" for name, _ in fields}
    return kinds | {each.prop_name: "text[]" for each in sent.properties.text_array_properties}


def _row(sent: Any, owner: Class) -> Object:
    properties: dict[str, Any] = {}
    for name, value in sent.properties.non_ref_properties.fields.items():
        # Numbers travel as 64-bit floats, whatever they were.
        kind = owner.property(name)["dataType"][0]
        field = value.WhichOneof("kind")
        if field != ("string_value" if kind == "text" else "number_value"):
            raise Refusal(f"invalid {kind} property '{name}': {field}")
        held = getattr(value, field)
        properties[name] = int(held) if kind == "int" else held
    for array in sent.properties.text_array_properties:
        if owner.property(array.prop_name)["dataType"] != ["text[]"]:
            raise Refusal(f"invalid property '{array.prop_name}': text[]")
        properties[array.prop_name] = list(array.values)
    vectors = {}
    for each in sent.vectors:
        if each.name not in owner.schema["vectorConfig"]:
            raise Refusal(f"vector with name {each.name} not found in schema")
        vector = np.frombuffer(each.vector_bytes, "<f4")
        if len(vector) != owner.dims.setdefault(each.name, len(vector)):
            raise Refusal(f"new node has a vector with length {len(vector)}")
        if not np.linalg.norm(vector):
            raise Refusal("zero vector with the distance metric cosine")
        vectors[each.name] = vector
    return Object(sent.uuid, properties, vectors)


def _target(targets: Any, owner: Class) -> str:
    (name,) = targets.target_vectors
    if name not in owner.schema["vectorConfig"]:
        raise Refusal(f"class does not have named vector {name} configured")
    return str(name)


def _near(rows: list[Object], name: str, sent: bytes, owner: Class) -> Ranked:
    query = np.frombuffer(sent, "<f4")
    if len(query) != owner.dims.get(name, len(query)):
        raise Refusal(f"vector lengths don't match: {owner.dims[name]} vs {len(query)}")
    if not np.linalg.norm(query):
        raise Refusal("zero vector with the distance metric cosine")
    query = query / np.linalg.norm(query)
    held = [row for row in rows if name in row.vectors]
    scored = [
        (row, float(row.vectors[name] @ query / np.linalg.norm(row.vectors[name])) - 1.0)
        for row in held
    ]
    return sorted(scored, key=lambda pair: -pair[1])


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _bm25(rows: list[Object], asked: Any, owner: Class, *, every: bool = False) -> Ranked:
    """Rank by BM25, counted over the rows that the filter leaves."""
    for name in asked.properties:
        if not owner.property(name)["indexSearchable"]:
            raise Refusal(f"property '{name}' is not indexed for searching")
    (name,) = asked.properties
    bags = [Counter(_words(row.properties.get(name, ""))) for row in rows]
    mean = sum(bag.total() for bag in bags) / max(1, len(bags)) or 1
    words = set(_words(asked.query))
    ranked = []
    for row, bag in zip(rows, bags, strict=True):
        found = [word for word in words if bag[word]]
        if not found or (every and len(found) < len(words)):
            continue
        score = 0.0
        for word in found:
            n = sum(bool(other[word]) for other in bags)
            idf = log(1 + (len(bags) - n + 0.5) / (n + 0.5))
            score += idf * bag[word] / (bag[word] + 1.2 * (0.25 + 0.75 * bag.total() / mean))
        ranked.append((row, score))
    return sorted(ranked, key=lambda pair: -pair[1])


def _hybrid(rows: list[Object], asked: Any, owner: Class) -> Ranked:
    """Fuse scores that are scaled to the range from 0 to 1."""
    name = _target(asked.targets, owner)
    sent = asked.vectors[0].vector_bytes if asked.vectors else asked.vector_bytes
    alpha = asked.alpha_param if asked.use_alpha_param else asked.alpha
    total: dict[str, tuple[Object, float]] = {}
    for ranked, weight in (
        (_near(rows, name, sent, owner), alpha),
        (_bm25(rows, asked, owner), 1 - alpha),
    ):
        scores = [score for _, score in ranked] or [0.0]
        low, span = min(scores), (max(scores) - min(scores)) or 1.0
        for row, score in ranked if weight else []:
            before = total.get(row.uuid, (row, 0.0))[1]
            total[row.uuid] = (row, before + weight * (score - low) / span)
    return sorted(total.values(), key=lambda pair: -pair[1])


def _reply(request: Any, ranked: list[tuple[Object, float, str]]) -> Any:
    reply = search_get_pb2.SearchReply()
    names = list(request.properties.non_ref_properties)
    for row, score, kind in ranked[: request.limit]:
        metadata = search_get_pb2.MetadataResult(id=row.uuid)
        if request.metadata.creation_time_unix:
            metadata.creation_time_unix_present = metadata.last_update_time_unix_present = True
        if kind == "distance" and request.metadata.distance:
            metadata.distance, metadata.distance_present = score, True
        if kind == "score" and request.metadata.score:
            metadata.score, metadata.score_present = score, True
        fields = {
            name: properties_pb2.Value(text_value=row.properties[name])
            for name in names
            if name in row.properties
        }
        reply.results.append(
            search_get_pb2.SearchResult(
                metadata=metadata,
                properties=search_get_pb2.PropertiesResult(
                    non_ref_props=properties_pb2.Properties(fields=fields)
                ),
            )
        )
    return reply
