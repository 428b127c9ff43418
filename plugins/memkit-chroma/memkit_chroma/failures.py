"""What errors of Chroma's client mean."""

from __future__ import annotations

import chromadb.errors
import httpx

from memkit.providers.vector_stores import Answer


def answer_of(failed: Exception) -> Answer:
    """Return what an error of the client means.

    The client raises errors of its own, some of them named after nothing; what is beneath says
    more. A connection that failed counts as 503.
    """
    if isinstance(failed, chromadb.errors.NotFoundError):
        return Answer(404)
    error: BaseException | None = failed
    while error is not None:
        if isinstance(error, httpx.HTTPStatusError):
            after = error.response.headers.get("retry-after", "")
            return Answer(
                error.response.status_code, retry_after=float(after) if after.isdigit() else None
            )
        if isinstance(error, httpx.TransportError):
            return Answer(503)
        if isinstance(error, chromadb.errors.RateLimitError):
            return Answer(429)
        if isinstance(error, (chromadb.errors.ChromaAuthError, chromadb.errors.AuthorizationError)):
            return Answer(401)
        error = error.__cause__ or error.__context__
    return Answer()
