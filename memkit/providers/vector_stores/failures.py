"""Whatever goes wrong on the way to an engine, as an error of memkit with the fix."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import ClassVar, NamedTuple, Protocol

from pydantic import BaseModel

from memkit.domain import fixes
from memkit.errors import (
    AuthenticationError,
    ConnectionError,
    MemkitError,
    ProviderError,
    RateLimitError,
    StoreDamagedError,
    StoreLostError,
)
from memkit.plugins.secrets import raise_without, secrets_in

_LONGEST = 500
# Statuses of a server that is not there, or not any more: another one may be.
UNREACHABLE = (HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE)


class Answer(NamedTuple):
    """What an error of a client means.

    Attributes:
        status: The HTTP status, or what comes closest: 401 and 403 for a key that is refused, 404
            for an index that is not there, 429 for "slow down", 500 and above for a server that
            can't be reached. None for anything else.
        said: What the engine said; the error's own words if empty.
        retry_after: Seconds that it asks to wait.
        fix: What to do about it, where more is known than the status tells.
        damaged: Whether the engine says that its own index is damaged, so that no other call can
            be expected to go better until it is made anew.
    """

    status: int | None = None
    said: str = ""
    retry_after: float | None = None
    fix: str | None = None
    damaged: bool = False


class Told(Protocol):
    """Whose errors are told."""

    provider: ClassVar[str]
    engine: ClassVar[str]
    key_variable: ClassVar[str]

    @property
    def config(self) -> BaseModel:
        """Its options."""

    @property
    def place(self) -> str:
        """Where the engine is, for people."""

    def answer_of(self, error: Exception) -> Answer:
        """Return what an error of the client means."""


@contextmanager
def telling(store: Told, what: str) -> Iterator[None]:
    """Turn errors of a client into memkit's, without a secret in them.

    Args:
        store: Whose client it is, and whose config holds the secrets that the engine may repeat.
        what: What is being done, such as "searching".
    """
    try:
        yield
    except MemkitError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        raise_without(_failure(store, what, error), secrets_in(store.config), cause=error)


def lost(store: Told, index: str, *, silent: bool = False) -> StoreLostError:
    """Return what is said of an index that was there.

    Args:
        store: Whose it is.
        index: Its name.
        silent: Whether something of this name is still there, which says nothing of itself.
    """
    what = "has lost what it says of itself" if silent else "is gone"
    return StoreLostError(
        f"The collection {index!r} of {store.engine} at {store.place!r} {what}.",
        fix=fixes.MADE_AGAIN,
        provider=store.provider,
    )


def damaged(store: Told, index: str) -> StoreDamagedError:
    """Return what is said of an index of which a part is missing."""
    return StoreDamagedError(
        f"A part of the collection {index!r} of {store.engine} at {store.place!r} is gone.",
        fix=fixes.MADE_ANEW,
        provider=store.provider,
    )


def _failure(store: Told, what: str, error: Exception) -> MemkitError:
    status, said, retry_after, fix, damaged = store.answer_of(error)
    where = f"{store.engine} at {store.place!r}"
    if not said:
        # Errors that are none of the client's, such as KeyError, say little without their name.
        said = f"{type(error).__name__}: {error}" if status is None else str(error)
    words = " ".join(said.split())[:_LONGEST].rstrip(".") or type(error).__name__
    failed = f"{where} failed at {what}: {words}."
    if damaged:
        return StoreDamagedError(
            f"{where} failed at {what}, for its own index is damaged: {words}.",
            fix=fix or fixes.MADE_ANEW,
            provider=store.provider,
        )
    if status == 429:
        return RateLimitError(
            f"{where} asks to slow down at {what}: {words}.",
            fix=fix or "Wait, and try again a little later.",
            provider=store.provider,
            retry_after=retry_after,
        )
    if status in (401, 403):
        return AuthenticationError(
            f"{where} refused the key at {what}: {words}.",
            fix=fix
            or f"Set {store.key_variable}, or give the store api_key=..., to a key that may read "
            "and write.",
            provider=store.provider,
        )
    if status is not None and status >= 500:
        unanswered = ConnectionError(
            failed,
            fix=fix
            or "See that the server runs and that the url is right; nothing is lost, and the "
            "store catches up at the next call.",
            provider=store.provider,
        )
        unanswered.unreachable = status in UNREACHABLE
        return unanswered
    return ProviderError(
        failed,
        fix=fix
        or fixes.REBUILD.changed(lambda said: f"See what it says. To make the index anew: {said}"),
        provider=store.provider,
    )
