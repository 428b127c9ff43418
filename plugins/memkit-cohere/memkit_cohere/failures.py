"""What went wrong with a request, as one of memkit's errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from memkit.errors import MemkitError, ProviderError
from memkit.providers.hosted import failure, modules_of, nonsense, of_transport

PROVIDER = "cohere"
_KEY = "CO_API_KEY"


def translator(model: str) -> Callable[[Exception], MemkitError | None]:
    """Return what turns the SDK's errors into memkit's."""

    def translate(error: Exception) -> MemkitError | None:
        # The SDK is there: it raised the error.
        import httpx
        from cohere.core.api_error import ApiError
        from cohere.core.http_sse._exceptions import SSEError
        from cohere.core.parse_error import ParsingError

        if isinstance(error, ApiError) and (error.status_code or 0) >= 300:
            return failure(
                PROVIDER,
                model,
                status=error.status_code,
                said=_said(error.body),
                headers=error.headers,
                key=_KEY,
            )
        # The SDK lets pass what Python says of an answer that is no text, and no object.
        if isinstance(error, (ApiError, ParsingError, SSEError, UnicodeDecodeError)):
            return unreadable(model)
        if isinstance(error, TypeError) and modules_of(error)[-1].partition(".")[0] == "cohere":
            return unreadable(model)
        return of_transport(error, httpx=httpx, provider=PROVIDER, model=model)

    return translate


def unreadable(model: str) -> ProviderError:
    """Return the error for an answer that lacks what Cohere's API promises."""
    return nonsense(PROVIDER, model, "something that is not an answer of its API")


def _said(body: Any) -> str:
    """Return the message of an error: {"message": "..."}, or whatever came."""
    if isinstance(body, Mapping):
        body = body.get("message") or body.get("error") or ""
    if isinstance(body, Mapping):
        body = body.get("message") or ""
    return str(body or "")
