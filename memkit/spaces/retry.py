"""Calls to providers that are tried again when the provider is busy or out of reach."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from memkit.errors import ConnectionError, RateLimitError
from memkit.steps import Call

_ATTEMPTS = 5
_FIRST_WAIT_SECONDS = 0.5
_LONGEST_WAIT_SECONDS = 30.0


def patiently(blocking: Callable[[], Any], awaitable: Callable[[], Awaitable[Any]]) -> Call:
    """Return a call that is tried up to five times, with growing pauses or those it was told."""

    def run() -> Any:
        from tenacity import Retrying

        return Retrying(**_policy())(blocking)

    async def arun() -> Any:
        from tenacity import AsyncRetrying

        return await AsyncRetrying(**_policy())(awaitable)

    return Call(run, arun)


def _policy() -> dict[str, Any]:
    # Imported late: a memory with the built-in providers never needs it.
    import tenacity

    backoff = tenacity.wait_exponential_jitter(
        multiplier=_FIRST_WAIT_SECONDS, max=_LONGEST_WAIT_SECONDS
    )

    def wait(state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        told = error.retry_after if isinstance(error, RateLimitError) else None
        return backoff(state) if told is None else told

    return {
        "retry": tenacity.retry_if_exception_type((RateLimitError, ConnectionError)),
        "stop": tenacity.stop_after_attempt(_ATTEMPTS),
        "wait": wait,
        "reraise": True,
    }
