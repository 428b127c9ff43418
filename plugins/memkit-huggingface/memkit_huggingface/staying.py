"""The SDK's clients, which do not follow a server that sends its callers elsewhere.

The texts would go there, and keys in headers of one's own. The SDK has no option for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpx2
from huggingface_hub import AsyncInferenceClient, InferenceClient, get_session

# Where the request that is under way may go; None for those of others.
_origin: ContextVar[tuple[str, str, int | None] | None] = ContextVar("origin", default=None)


class Elsewhere(httpx2.RequestError):
    """A server sent its callers elsewhere."""


class _Unpicklable:
    """A client holds its key, and has nothing else worth keeping."""

    def __reduce__(self) -> str:
        raise TypeError("A client of Hugging Face can't be pickled: it holds a key.")


class StayingClient(_Unpicklable, InferenceClient):
    """For threads. The SDK's session is one of the whole process, and follows by itself."""

    def _inner_post(self, request_parameters: Any, *, stream: bool = False) -> Any:
        with _only_to(request_parameters.url):
            return super()._inner_post(request_parameters, stream=stream)


class AsyncStayingClient(_Unpicklable, AsyncInferenceClient):
    """For an event loop. Its session is its own."""

    async def _get_async_client(self) -> Any:
        session = await super()._get_async_client()  # type: ignore[no-untyped-call]
        session.follow_redirects = False
        return session


@contextmanager
def _only_to(url: str) -> Iterator[None]:
    session = get_session()
    hooks = session.event_hooks
    if _check not in hooks["request"]:
        session.event_hooks = {**hooks, "request": [*hooks["request"], _check]}
    token = _origin.set(_origin_of(httpx2.URL(url)))
    try:
        yield
    finally:
        _origin.reset(token)


def _check(request: httpx2.Request) -> None:
    allowed = _origin.get()
    if allowed is not None and _origin_of(request.url) != allowed:
        raise Elsewhere("The server sends its callers elsewhere, and nothing was sent on.")


def _origin_of(url: httpx2.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
