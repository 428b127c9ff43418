"""What a provider's answer means: one of memkit's errors, with the fix."""

from __future__ import annotations

import math
import re
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import ModuleType

from memkit.errors import (
    AuthenticationError,
    ConnectionError,
    ProviderError,
    RateLimitError,
)

_MOST_CHARACTERS = 300
# How providers say that a text has more tokens than the model takes; none has a code for it that
# another one shares.
_TOO_LONG = re.compile(
    r"context[ _]length|maximum (input|sequence|token)|tokens[ _]per[ _]request"
    r"|(too (long|large|many)|exceed\w*|more than|longer than|less than).{0,80}\btokens?\b"
    r"|\btokens?\b.{0,80}(too (long|large|many)|exceed\w*|more than|longer than|less than)"
    r"|input (is|was) too (long|large)",
    re.IGNORECASE | re.DOTALL,
)


class TooLong(ProviderError):
    """A text, or all texts of a request together, are longer than the model takes."""


def failure(
    provider: str,
    model: str,
    *,
    status: int | None = None,
    said: str = "",
    headers: Mapping[str, str] | None = None,
    key: str | None = None,
    timed_out: bool = False,
) -> ProviderError:
    """Return the error for a request that failed.

    Args:
        provider: The provider's name, as users type it.
        model: The model that was asked.
        status: The HTTP status; None if there was no answer.
        said: What the provider said, without secrets.
        headers: The answer's headers.
        key: The environment variable that holds the key.
        timed_out: Whether no answer came in time.
    """
    about = f"{provider!r} (model {model!r})"
    words = _shortened(said)
    told = f" It said: {words}" if words else ""
    if status is None:
        if timed_out:
            return ConnectionError(
                f"{about} did not answer in time.{told}",
                fix="Try again, or give a longer timeout=... in seconds.",
                provider=provider,
            )
        return ConnectionError(
            f"{about} can't be reached.{told}",
            fix="Check the network and base_url, and that the server is running.",
            provider=provider,
        )
    if 300 <= status < 400:
        return ProviderError(
            f"{about} sends its callers elsewhere (status {status}), and nothing was sent on: "
            f"another address would get the texts, and the key.{told}",
            fix="Give base_url=... the address where the API is now, if you trust it.",
            provider=provider,
        )
    if status in (401, 403):
        where = f"Set {key}" if key else "Give api_key=..."
        problem = "refused the key" if status == 401 else "does not allow this to the key"
        return AuthenticationError(
            f"{about} {problem}.{told}",
            fix=f"{where} to a key that may use {model!r}.",
            provider=provider,
        )
    if status == 402:
        return ProviderError(
            f"{about} says that the account has no credit left.{told}",
            fix="Add credit, or raise the budget of the account or the project.",
            provider=provider,
        )
    if status == 404:
        return ProviderError(
            f"{about} knows no such model or address.{told}",
            fix="Correct the model's name, or base_url.",
            provider=provider,
        )
    if status == 429:
        return RateLimitError(
            f"{about} asks to slow down.{told}",
            fix="Wait, send less at once (max_concurrency=1), or raise the limit of your account.",
            provider=provider,
            retry_after=retry_after(headers or {}),
        )
    if status == 413 or (status in (400, 422) and _TOO_LONG.search(said)):
        return TooLong(
            f"{about} takes no text of this length.{told}",
            fix="Shorten the text, ask an LLM for less (max_tokens), or use a model with a longer "
            "window.",
            provider=provider,
        )
    if status == 408 or status >= 500:
        return ConnectionError(
            f"{about} failed with status {status}.{told}",
            fix="Try again in a while; if it stays, look at the provider's status page.",
            provider=provider,
        )
    return ProviderError(
        f"{about} refused the request with status {status}.{told}",
        fix="Correct what it names: the model, its options, or the text's length.",
        provider=provider,
    )


def of_transport(
    error: Exception, *, httpx: ModuleType, provider: str, model: str
) -> ProviderError | None:
    """Return the error for what the HTTP client of an SDK raised, or None for others.

    Args:
        error: What was raised.
        httpx: The module that the SDK is built on: httpx, or httpx2.
        provider, model: Who was asked.
    """
    if isinstance(error, httpx.TimeoutException):
        return failure(provider, model, timed_out=True)
    if isinstance(error, (httpx.HTTPError, httpx.InvalidURL)):
        return failure(provider, model, said=str(error))
    return None


def broken_off(provider: str, model: str, why: str = "") -> ConnectionError:
    """Return the error for an answer that the provider began and did not end.

    Args:
        provider, model: Who was asked.
        why: What is known of it, as the end of a sentence.
    """
    return ConnectionError(
        f"{provider!r} (model {model!r}) broke off its answer{f': {why}' if why else ''}.",
        fix="Try again in a while; if it stays, look at the provider's status page, or at the log "
        "of a server of your own.",
        provider=provider,
    )


def modules_of(error: BaseException) -> list[str]:
    """Return the names of the modules that an error came through, from the outermost on.

    For errors without a class of the SDK's own: what it leaves to Python to say.
    """
    frames = traceback.walk_tb(error.__traceback__)
    return [str(frame.f_globals.get("__name__")) for frame, _ in frames]


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a provider asks to wait; None if it does not say.

    Understands `Retry-After` in seconds and as a date (RFC 9110, section 10.2.3), and
    `retry-after-ms`.
    """
    given = {name.lower(): value for name, value in headers.items()}
    seconds = _number(given.get("retry-after-ms"), scale=0.001)
    if seconds is None:
        seconds = _number(given.get("retry-after"))
    if seconds is None and "retry-after" in given:
        try:
            moment = parsedate_to_datetime(given["retry-after"])
        except ValueError:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        seconds = (moment - datetime.now(UTC)).total_seconds()
    return None if seconds is None else max(seconds, 0.0)


def nonsense(provider: str, model: str, what: str) -> ProviderError:
    """Return the error for an answer that is not what the provider's API promises."""
    return ProviderError(
        f"{provider!r} (model {model!r}) answered with {what}.",
        fix="Check that base_url leads to this provider's API, and try again.",
        provider=provider,
    )


def _number(text: str | None, *, scale: float = 1.0) -> float | None:
    try:
        number = math.nan if text is None else float(text) * scale
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _shortened(said: str) -> str:
    line = " ".join(said.split())
    line = line if len(line) <= _MOST_CHARACTERS else f"{line[: _MOST_CHARACTERS - 3]}..."
    return line if not line or line[-1] in ".!?" else f"{line}."
