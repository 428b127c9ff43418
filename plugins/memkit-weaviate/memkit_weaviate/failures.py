"""Errors of the client, told as memkit's."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from memkit.errors import (
    AuthenticationError,
    ConnectionError,
    MemkitError,
    ProviderError,
    RateLimitError,
)

if TYPE_CHECKING:
    from memkit_weaviate.config import WeaviateConfig

PROVIDER = "weaviate"
_HIDDEN = "[hidden]"
_LONGEST = 600
_REFUSALS = ("extract auth:", "unauthorized:", "anonymous access not enabled")


class ServerUnavailable(Exception):
    """The server does not answer to gRPC."""


@contextmanager
def told(doing: str, config: WeaviateConfig) -> Iterator[None]:
    """Tell errors of the client as memkit's, without any secret.

    Args:
        doing: What was attempted, to stand after "While ".
        config: Whose secrets no message may show.
    """
    try:
        yield
    except MemkitError:
        raise
    except Exception as error:
        if not _is_clients(error):
            raise
        secrets = secrets_of(config)
        written = "".join(traceback.format_exception(error))
        cause = None if any(secret in written for secret in secrets) else error
        raise _translated(error, doing, config, secrets) from cause


def secrets_of(config: WeaviateConfig) -> list[str]:
    """Return the secrets of a config that could be shown."""
    held = [config.api_key, *config.headers.values()]
    return [value for value in (s.get_secret_value() for s in held if s is not None) if value]


def _is_clients(error: BaseException) -> bool:
    import grpc  # type: ignore[import-untyped, unused-ignore]  # has no types
    import httpx
    from weaviate.exceptions import WeaviateBaseError

    return isinstance(error, (WeaviateBaseError, ServerUnavailable, httpx.HTTPError, grpc.RpcError))


def _translated(
    error: Exception, doing: str, config: WeaviateConfig, secrets: list[str]
) -> ProviderError:
    from weaviate import exceptions as sdk

    said = " ".join(str(error).split())
    for secret in secrets:
        said = said.replace(secret, _HIDDEN)
    said = said if len(said) <= _LONGEST else f"{said[:_LONGEST]} ..."
    where = config.url or ("an embedded server" if config.kind == "embedded" else "127.0.0.1:8080")
    problem = f"While {doing}, Weaviate at {where} failed: {said.rstrip('.')}."
    code, status = _grpc_code(error), getattr(error, "status_code", None)
    refused = isinstance(error, (sdk.AuthenticationFailedError, sdk.InsufficientPermissionsError))
    # Over gRPC, servers give the reason in words only.
    refused = refused or any(word in said for word in _REFUSALS)
    if refused or code in ("UNAUTHENTICATED", "PERMISSION_DENIED") or status in (401, 403):
        return AuthenticationError(
            problem,
            fix="Set the environment variable WEAVIATE_API_KEY, or give api_key=..., to a key "
            "that may read and write this collection.",
            provider=PROVIDER,
        )
    if "larger than max" in said or status == 413:
        return ProviderError(problem, fix="Give a smaller batch_size=....", provider=PROVIDER)
    if code == "RESOURCE_EXHAUSTED" or status == 429:
        return RateLimitError(problem, fix="Wait, and try again.", provider=PROVIDER)
    if isinstance(error, sdk.WeaviateStartUpError) and "not supported" in said:
        return ProviderError(problem, fix="Update the server.", provider=PROVIDER)
    if code == "DEADLINE_EXCEEDED" or isinstance(error, sdk.WeaviateTimeoutError):
        return ConnectionError(
            problem,
            fix="Try again, or give more time with timeout_query=... or timeout_insert=....",
            provider=PROVIDER,
        )
    if _is_unreachable(error) or code == "UNAVAILABLE" or (status or 0) >= 500:
        return ConnectionError(
            problem,
            fix="Start the server, or correct url=... and grpc_url=...; what was written is in "
            "the journal, and the store catches up at the next call.",
            provider=PROVIDER,
        )
    return ProviderError(
        problem,
        fix="See the server's log; m.reindex() makes the collection anew from the journal.",
        provider=PROVIDER,
    )


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
