"""Calls to providers that are tried again when the provider is busy or out of reach."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from memkit.concurrency.effects import Call
from memkit.errors import ConnectionError, RateLimitError

# What may be over in a moment.
_PASSING = (RateLimitError, ConnectionError)
_ATTEMPTS = 5
_FIRST_WAIT_SECONDS = 0.5
_LONGEST_WAIT_SECONDS = 30.0
# Who is told to wait for longer should know it now.
_LONGEST_TOLD_SECONDS = 120.0


def patiently(call: Call) -> Call:
    """Return a call that is tried up to five times, with growing pauses or those it was told.

    One that is told to wait for more than two minutes fails at once.
    """

    def run() -> Any:
        try:
            return call.blocking()
        except _PASSING as error:
            if not _is_passing(error):
                raise
            from tenacity import Retrying

            time.sleep(_told(error, _FIRST_WAIT_SECONDS))
            return Retrying(**_policy())(call.blocking)

    async def arun() -> Any:
        try:
            return await call.awaitable()
        except _PASSING as error:
            if not _is_passing(error):
                raise
            from tenacity import AsyncRetrying

            await asyncio.sleep(_told(error, _FIRST_WAIT_SECONDS))
            return await AsyncRetrying(**_policy())(call.awaitable)

    return Call(run, arun)


def _policy() -> dict[str, Any]:
    """Return how to go on after a first attempt that failed."""
    # Imported late: a provider that answers never needs it.
    import tenacity

    backoff = tenacity.wait_exponential_jitter(
        multiplier=_FIRST_WAIT_SECONDS, max=_LONGEST_WAIT_SECONDS
    )

    def wait(state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        return _told(error, backoff(state))

    return {
        "retry": tenacity.retry_if_exception(_is_passing),
        "stop": tenacity.stop_after_attempt(_ATTEMPTS - 1),
        "wait": wait,
        "reraise": True,
    }


def _is_passing(error: BaseException) -> bool:
    return isinstance(error, _PASSING) and _told(error, 0.0) <= _LONGEST_TOLD_SECONDS


def _told(error: BaseException | None, otherwise: float) -> float:
    told = error.retry_after if isinstance(error, RateLimitError) else None
    return otherwise if told is None else told
