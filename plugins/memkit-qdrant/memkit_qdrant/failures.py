"""Whatever goes wrong on the way to Qdrant, as an error of memkit with the fix."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from memkit.errors import (
    AuthenticationError,
    ConnectionError,
    MemkitError,
    ProviderError,
    RateLimitError,
)
from memkit_qdrant.config import QdrantConfig

_LIMIT = 500
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


@contextmanager
def told(what: str, config: QdrantConfig) -> Iterator[None]:
    """Turn errors of the client into memkit's.

    Args:
        what: What is being done, such as "searching".
        config: Whose place is named, and whose key is never shown.
    """
    try:
        yield
    except MemkitError:
        raise
    except Exception as error:
        failure = _failure(what, config, error)
        if config.api_key is not None and config.api_key.get_secret_value():
            failure.replace_in_text(config.api_key.get_secret_value(), "***")
        raise failure from error


def is_missing(error: Exception) -> bool:
    """Tell whether an error says that there is no such collection."""
    if isinstance(error, ValueError) and "not found" in str(error):
        return True
    return status_of(error) == 404


def status_of(error: Exception) -> int | None:
    """Return the HTTP status of an error, or what comes closest for gRPC."""
    import grpc  # type: ignore[import-untyped, unused-ignore]  # has no types
    from qdrant_client.http.exceptions import UnexpectedResponse

    if isinstance(error, UnexpectedResponse):
        return error.status_code
    if isinstance(error, grpc.RpcError) and isinstance(error, grpc.Call):
        return _GRPC_STATUS.get(error.code().name, 400)
    return None


def _failure(what: str, config: QdrantConfig, error: Exception) -> MemkitError:
    from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
    from qdrant_client.http.exceptions import ResponseHandlingException

    status, place = status_of(error), config.place
    where = f"Qdrant at {place!r} failed at {what}: {_said(error)}."
    if isinstance(error, ResourceExhaustedResponse) or status == 429:
        return RateLimitError(
            f"Qdrant at {place!r} asks to slow down at {what}.",
            fix="Try again a little later.",
            provider="qdrant",
            retry_after=getattr(error, "retry_after_s", None),
        )
    if status in (401, 403):
        return AuthenticationError(
            f"Qdrant at {place!r} refused the key at {what}.",
            fix="Set QDRANT_API_KEY, or give the store api_key=..., with a key that may write.",
            provider="qdrant",
        )
    if isinstance(error, ResponseHandlingException) or (status is not None and status >= 500):
        return ConnectionError(
            where,
            fix="See that the server runs and that url and grpc_port are right; nothing is lost, "
            "and the store catches up at the next call.",
            provider="qdrant",
        )
    if isinstance(error, RuntimeError) and "already accessed" in str(error):
        return ConnectionError(
            f"The folder {place!r} is in use by another process, and Qdrant's local engine lets "
            "one in at a time.",
            fix="Close the other one, or start a server and give its url; nothing is lost, and "
            "the store catches up at the next call.",
            provider="qdrant",
        )
    return ProviderError(
        where,
        fix="See what it says; m.reindex() makes the collection anew from the journal.",
        provider="qdrant",
    )


def _said(error: Exception) -> str:
    import grpc

    if isinstance(error, grpc.RpcError) and isinstance(error, grpc.Call):
        text = f"{error.code().name}: {error.details()}"
    else:
        text = str(error)
    return " ".join(text.split())[:_LIMIT].rstrip(".") or type(error).__name__
