"""What errors of Chroma's client mean."""

from __future__ import annotations

import re

import chromadb.errors
import httpx

from memkit.providers.vector_stores import Answer
from memkit_chroma.quotas import is_exceeded

# What it says when a process that was killed, or a full disk, left its files torn: whatever reads
# or writes the collection then fails, until it is deleted.
_DAMAGED = re.compile(
    r"deserializing pickle|loading hnsw index|hnsw segment (reader|writer)|nothing found on disk"
    r"|failed to apply logs|unsupported opcode|ran out of input"
    r"|disk image is malformed|file is not a database",
    re.IGNORECASE,
)


def is_race(error: Exception) -> bool:
    """Tell whether a search met a memory that another thread or process was just deleting.

    Chroma looks rows up in two steps, and fails as a whole where one is gone in between.
    """
    return "error finding id" in str(error).lower()


def answer_of(failed: Exception) -> Answer:
    """Return what an error of the client means.

    The client raises errors of its own, some of them named after nothing; what is beneath says
    more. A connection that failed counts as 503.
    """
    if isinstance(failed, chromadb.errors.NotFoundError):
        return Answer(404)
    if _DAMAGED.search(str(failed)):
        return Answer(damaged=True)
    if is_exceeded(failed):
        return Answer(fix="Ask for a higher quota, or give a smaller batch_size=....")
    error: BaseException | None = failed
    while error is not None:
        if isinstance(error, httpx.HTTPStatusError):
            after = error.response.headers.get("retry-after", "")
            return Answer(
                error.response.status_code, retry_after=float(after) if after.isdigit() else None
            )
        if isinstance(error, (httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout)):
            return Answer(504)
        if isinstance(error, httpx.TransportError):
            return Answer(503)
        if isinstance(error, chromadb.errors.RateLimitError):
            return Answer(429)
        if isinstance(error, (chromadb.errors.ChromaAuthError, chromadb.errors.AuthorizationError)):
            return Answer(401)
        error = error.__cause__ or error.__context__
    return Answer()
