"""Whatever goes wrong on the way to Chroma, as an error of memkit with the fix."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import chromadb.errors
import httpx

from memkit.errors import (
    AuthenticationError,
    ConnectionError,
    MemkitError,
    ProviderError,
    RateLimitError,
)
from memkit_chroma.config import ChromaConfig

_LIMIT = 500


@contextmanager
def told(what: str, place: str, config: ChromaConfig) -> Iterator[None]:
    """Turn errors of the client into memkit's.

    Args:
        what: What is being done, such as "searching".
        place: Where the collections are, for people.
        config: Whose key is never shown.
    """
    try:
        yield
    except MemkitError:
        raise
    except Exception as error:
        failure = _failure(what, place, error)
        if config.api_key is not None and config.api_key.get_secret_value():
            failure.replace_in_text(config.api_key.get_secret_value(), "***")
        raise failure from error


def is_missing(error: Exception) -> bool:
    """Tell whether an error says that there is no such collection."""
    return isinstance(error, chromadb.errors.NotFoundError)


def _failure(what: str, place: str, error: Exception) -> MemkitError:
    status, retry_after = _status_of(error)
    said = " ".join(str(error).split())[:_LIMIT].rstrip(".") or type(error).__name__
    found = f"Chroma at {place!r} failed at {what}: {said}."
    if status == 429:
        return RateLimitError(
            f"Chroma at {place!r} asks to slow down at {what}.",
            fix="Try again a little later.",
            provider="chroma",
            retry_after=retry_after,
        )
    if status in (401, 403):
        return AuthenticationError(
            f"Chroma at {place!r} refused the key at {what}.",
            fix="Set CHROMA_API_KEY, or give the store api_key=..., with a key that may write.",
            provider="chroma",
        )
    if status is not None and status >= 500:
        return ConnectionError(
            found,
            fix="See that the server runs and that the url is right; nothing is lost, and the "
            "store catches up at the next call.",
            provider="chroma",
        )
    return ProviderError(
        found,
        fix="See what it says; m.reindex() makes the collections anew from the journal.",
        provider="chroma",
    )


def _status_of(error: BaseException | None) -> tuple[int | None, float | None]:
    """Return the HTTP status of an error, and how long the server asks to wait.

    The client raises errors of its own, some of them named after nothing; what is beneath says
    more. A connection that failed counts as 503.
    """
    while error is not None:
        if isinstance(error, httpx.HTTPStatusError):
            after = error.response.headers.get("retry-after", "")
            return error.response.status_code, float(after) if after.isdigit() else None
        if isinstance(error, httpx.TransportError):
            return 503, None
        if isinstance(error, chromadb.errors.RateLimitError):
            return 429, None
        if isinstance(error, (chromadb.errors.ChromaAuthError, chromadb.errors.AuthorizationError)):
            return 401, None
        error = error.__cause__ or error.__context__
    return None, None
