"""What went wrong with a request, as one of memkit's errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from memkit.errors import ConnectionError, MemkitError, ProviderError
from memkit.providers.hosted import failure, nonsense
from memkit_ollama.config import PROVIDER

if TYPE_CHECKING:
    import httpx

_KEY = "OLLAMA_API_KEY"
_SERVER_ERROR = 500


def translator(model: str) -> Callable[[Exception], MemkitError | None]:
    """Return what makes memkit's error of one of the SDK's."""

    def translate(error: Exception) -> MemkitError | None:
        # An error of the SDK: by now both are imported.
        import httpx
        from ollama import ResponseError

        if isinstance(error, ResponseError):
            # In the middle of a stream there is no status any more.
            return failure(PROVIDER, model, status=_SERVER_ERROR, said=str(error.error))
        if isinstance(error, httpx.TimeoutException):
            return failure(PROVIDER, model, timed_out=True)
        if isinstance(error, httpx.HTTPError | httpx.InvalidURL | OSError):
            return _unreachable(model, error)
        # The SDK takes an answer for what it should be, and fails on others as it may.
        if isinstance(error, ValueError | TypeError | AttributeError):
            return nonsense(PROVIDER, model, "what is not an answer of its API")
        return None

    return translate


def refused(response: httpx.Response, model: str) -> ProviderError:
    """Return the error for an answer with a status of 300 or more, whose body was read."""
    status, said = response.status_code, _said(response)
    if status == 404 and "model" in said:
        return ProviderError(
            f"{PROVIDER!r} has no model {model!r}. It said: {said}",
            fix=f"Run: ollama pull {model}",
            provider=PROVIDER,
        )
    if status >= _SERVER_ERROR and "context length" in said:
        # Older servers say so of a text that is too long.
        status = 400
    return failure(PROVIDER, model, status=status, said=said, headers=response.headers, key=_KEY)


def _unreachable(model: str, error: Exception) -> ProviderError:
    # The SDK tells of a refused connection in words of its own, which name no reason.
    why = str(error.__context__ or "") or str(error) or type(error).__name__
    return ConnectionError(
        f"{PROVIDER!r} (model {model!r}) can't be reached: {why.rstrip('.')}.",
        fix="Start it with: ollama serve, or say where it is: base_url='http://...:11434'.",
        provider=PROVIDER,
    )


def _said(response: httpx.Response) -> str:
    try:
        said = json.loads(response.content).get("error")
    except (ValueError, AttributeError):
        said = None
    return said if isinstance(said, str) else response.text
