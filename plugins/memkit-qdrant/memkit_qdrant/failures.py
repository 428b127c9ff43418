"""What errors of Qdrant's client mean."""

from __future__ import annotations

import re

import grpc  # type: ignore[import-untyped, unused-ignore]  # has no types
import httpx
from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

from memkit.providers.vector_stores import Answer
from memkit_qdrant.config import QdrantConfig

_GRPC_STATUS = {
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "RESOURCE_EXHAUSTED": 429,
    "UNAVAILABLE": 503,
    "DEADLINE_EXCEEDED": 504,
    "ABORTED": 500,
    "INTERNAL": 500,
    "CANCELLED": 500,
}


# What it says of segments that a kill or a full disk left torn.
_DAMAGED = re.compile(
    r"rocksdb.*corruption|corrupted|checksum mismatch|failed to (load|read) (local shard|segment)"
    r"|disk image is malformed|file is not a database",
    re.IGNORECASE,
)
# What strict mode says.
_REFUSED = re.compile(
    r"index required but not found|limit exceeded|limit reached|exact search disabled"
    r"|is forbidden|maximum number of payload indices|size limit of .* reached|Help: ",
    re.IGNORECASE,
)


def is_refusal(error: Exception) -> bool:
    """Tell whether a request was refused because of the limits of a collection's strict mode."""
    if isinstance(error, grpc.RpcError) and isinstance(error, grpc.Call):
        refused = error.code() in (grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.UNKNOWN)
    else:
        refused = isinstance(error, UnexpectedResponse) and error.status_code in (400, 422)
    return refused and bool(_REFUSED.search(str(error)))


def _was_slow(error: Exception) -> bool:
    """Tell whether a server took a request, as far as can be told, and did not answer in time."""
    return isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout)


def answer_of(error: Exception, config: QdrantConfig) -> Answer:
    """Return what an error of the client means."""
    if _DAMAGED.search(str(error)):
        return Answer(damaged=True)
    if is_refusal(error):
        return Answer(
            400,
            fix="Raise the limit in the strict_mode_config of the collection; nothing is lost, and "
            "the store catches up at the next call.",
        )
    if isinstance(error, grpc.RpcError) and isinstance(error, grpc.Call):
        name = error.code().name
        return Answer(_GRPC_STATUS.get(name, 400), f"{name}: {error.details()}")
    if isinstance(error, ResourceExhaustedResponse):
        return Answer(429, retry_after=getattr(error, "retry_after_s", None))
    if isinstance(error, UnexpectedResponse):
        return Answer(error.status_code)
    if isinstance(error, ResponseHandlingException):
        return Answer(504 if _was_slow(error.source) else 503)
    if isinstance(error, ValueError) and "not found" in str(error):
        return Answer(404)
    if isinstance(error, RuntimeError) and "already accessed" in str(error):
        return Answer(
            503,
            f"the folder {config.place!r} is in use by another process, and Qdrant's local engine "
            "lets one in at a time",
            fix="Close the other one, or start a server and give its url; nothing is lost, and "
            "the store catches up at the next call.",
        )
    return Answer()
