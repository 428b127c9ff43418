"""What went wrong with a request, as one of memkit's errors."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from typing import Any

from memkit.errors import ConnectionError, MemkitError, ProviderError
from memkit.providers.hosted import Calls, failure, nonsense
from memkit_cohere.config import CohereConfig

PROVIDER = "cohere"
_KEY = "CO_API_KEY"


def calls_of(config: CohereConfig, *, model: str) -> Calls:
    """Return what carries out the calls of a model.

    Args:
        config: Its options.
        model: Its name, for errors.
    """
    return Calls(
        _translation(model),
        most=config.max_concurrency,
        secrets=[config.api_key, *config.headers.values()],
        price=config.price,
    )


def _translation(model: str) -> Callable[[Exception], MemkitError | None]:
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
        if isinstance(error, TypeError) and _raised_by_the_sdk(error):
            return unreadable(model)
        if isinstance(error, httpx.HTTPError):
            timed_out = isinstance(error, httpx.TimeoutException)
            return failure(PROVIDER, model, said=str(error), timed_out=timed_out)
        if isinstance(error, httpx.InvalidURL):
            return failure(PROVIDER, model, said=str(error))
        return None

    return translate


def unreadable(model: str) -> ProviderError:
    """Return the error for an answer that lacks what Cohere's API promises."""
    return nonsense(PROVIDER, model, "something that is not an answer of its API")


def broken_off(model: str, why: str) -> ProviderError:
    """Return the error for an answer that the API began and did not end.

    Args:
        model: The model that was asked.
        why: What is known of it, as the end of a sentence.
    """
    return ConnectionError(
        f"{PROVIDER!r} (model {model!r}) broke off its answer: {why}.",
        fix="Try again in a while; if it stays, look at the provider's status page.",
        provider=PROVIDER,
    )


def _said(body: Any) -> str:
    """Return the message of an error: {"message": "..."}, or whatever came."""
    if isinstance(body, Mapping):
        body = body.get("message") or body.get("error") or ""
    if isinstance(body, Mapping):
        body = body.get("message") or ""
    return str(body or "")


def _raised_by_the_sdk(error: Exception) -> bool:
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    return str(frame.f_globals.get("__name__")).partition(".")[0] == "cohere"
