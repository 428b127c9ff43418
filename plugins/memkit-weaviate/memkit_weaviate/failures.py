"""What errors of Weaviate's client mean."""

from __future__ import annotations

import re

from memkit.providers.vector_stores import Answer
from memkit_weaviate import limits

PROVIDER = "weaviate"
_REFUSALS = ("extract auth:", "unauthorized:", "anonymous access not enabled")


# What it says of buckets and graphs that a kill or a full disk left torn.
_DAMAGED = re.compile(
    r"corrupt|checksum mismatch|init (shard|bucket|lsm)|commit log.*(invalid|unexpected)",
    re.IGNORECASE,
)


_FULL = re.compile(r"maximum number of collections|collections? limit", re.IGNORECASE)
# What it says where there is no collection: over gRPC in words only.
_MISSING = re.compile(r"could not find class|class \S+ not (found|present) in schema|unknown class")


# What it says where a consistency is asked for that the nodes which are up can't give.
_TOO_FEW = re.compile(r"cannot (reach enough replicas|achieve consistency level)")


class ServerUnavailable(Exception):
    """The server does not answer to gRPC."""


class CollectionMissing(Exception):
    """Rows were refused, since there is no collection for them."""


def is_missing(said: str) -> bool:
    """Tell whether words of the server say that there is no collection."""
    return bool(_MISSING.search(said))


def answer_of(error: Exception) -> Answer:
    """Return what an error of the client means."""
    import httpx
    from weaviate import exceptions as sdk

    said = str(error)
    if _DAMAGED.search(said):
        return Answer(damaged=True)
    if is_missing(said):
        return Answer(404)
    code, status = _grpc_code(error), getattr(error, "status_code", None)
    refused = isinstance(error, (sdk.AuthenticationFailedError, sdk.InsufficientPermissionsError))
    # Over gRPC, servers give the reason in words only.
    refused = refused or any(word in said for word in _REFUSALS)
    if refused or code in ("UNAUTHENTICATED", "PERMISSION_DENIED") or status in (401, 403):
        return Answer(401)
    if limits.is_refusal(error):
        return Answer(
            fix="Give the store max_results=..., the server's QUERY_MAXIMUM_RESULTS, or raise that "
            "one."
        )
    if _FULL.search(said):
        return Answer(
            fix="Delete a collection that nobody needs, or raise the server's "
            "MAXIMUM_ALLOWED_COLLECTIONS_COUNT."
        )
    if _TOO_FEW.search(said):
        return Answer(
            500,
            fix="Start the nodes that are down, or give a lower consistency=...; what was written "
            "is in the journal, and the store catches up at the next call.",
        )
    if "larger than max" in said or status == 413:
        return Answer(
            fix="Give a smaller batch_size=..., or raise the server's GRPC_MAX_MESSAGE_SIZE."
        )
    if code == "RESOURCE_EXHAUSTED" or status == 429:
        return Answer(429)
    if isinstance(error, sdk.WeaviateStartUpError) and "not supported" in said:
        return Answer(fix="Update the server.")
    if code == "DEADLINE_EXCEEDED" or isinstance(
        error, (sdk.WeaviateTimeoutError, httpx.ReadTimeout, httpx.WriteTimeout)
    ):
        patience = "Try again, or give more time with timeout_query=... or timeout_insert=...."
        return Answer(504, fix=patience)
    if _is_unreachable(error) or code == "UNAVAILABLE" or (status or 0) >= 500:
        return Answer(
            500 if status == 500 else 503,
            fix="Start the server, or correct url=... and grpc_url=...; what was written is in "
            "the journal, and the store catches up at the next call.",
        )
    return Answer(status)


def _is_unreachable(error: Exception) -> bool:
    import httpx
    from weaviate import exceptions as sdk

    return isinstance(
        error,
        (
            ServerUnavailable,
            httpx.HTTPError,
            sdk.WeaviateConnectionError,
            sdk.WeaviateStartUpError,
            sdk.WeaviateGRPCUnavailableError,
            sdk.WeaviateRetryError,
            sdk.WeaviateClosedClientError,
        ),
    )


def _grpc_code(error: BaseException | None) -> str | None:
    """Return the status of the call beneath an error; the client's own errors do not keep it."""
    import grpc  # type: ignore[import-untyped, unused-ignore]  # has no types

    while error is not None:
        if isinstance(error, grpc.RpcError) and isinstance(error, grpc.Call):
            return str(error.code().name)
        error = error.__cause__ or error.__context__
    return None
