"""What the SDK raises, as memkit's errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from memkit.errors import ConnectionError, MemkitError, ProviderError
from memkit.providers.hosted import Calls, failure, nonsense
from memkit_anthropic.config import KEY, PROVIDER, AnthropicConfig

if TYPE_CHECKING:
    from anthropic import APIStatusError

# Status 429 too, but waiting does not help (https://platform.claude.com/docs/en/api/errors).
_SPENT = frozenset(
    {"contract_spend_limit_reached", "enforced_spend_limit_reached", "ramp_limit_exceeded"}
)
# In the middle of a stream, whose status was 200, an error has a type alone.
_STATUS_OF_TYPE = {
    "overloaded_error": 529,
    "rate_limit_error": 429,
    "timeout_error": 504,
    "invalid_request_error": 400,
}


def calls_of(config: AnthropicConfig) -> Calls:
    """Return what carries out the calls of a model."""
    return Calls(
        translator(config),
        most=config.max_concurrency,
        secrets=[config.api_key, *config.headers.values()],
        price=config.price,
    )


def translator(config: AnthropicConfig) -> Callable[[Exception], MemkitError | None]:
    """Return what makes memkit's error of one of the SDK's."""
    model = config.model

    def translate(error: Exception) -> MemkitError | None:
        # An error of the SDK: by now both are imported.
        import anthropic
        import httpx2

        if isinstance(error, anthropic.APIStatusError):
            return _of_status(error, model)
        if isinstance(error, anthropic.APIConnectionError):
            timed_out = isinstance(error, anthropic.APITimeoutError)
            said = "" if timed_out else str(error.__cause__ or "")
            return failure(PROVIDER, model, said=said, timed_out=timed_out)
        # What goes wrong between two events of a stream, or with an address, comes as it is.
        if isinstance(error, (httpx2.HTTPError, httpx2.InvalidURL)):
            timed_out = isinstance(error, httpx2.TimeoutException)
            said = "" if timed_out else str(error)
            return failure(PROVIDER, model, said=said, timed_out=timed_out)
        if isinstance(error, ValueError):
            return nonsense(PROVIDER, model, "what is no JSON")
        return None

    return translate


def broken_off(model: str) -> ProviderError:
    """Return the error for a stream that ended before the answer did."""
    return ConnectionError(
        f"{PROVIDER!r} (model {model!r}) broke off its answer in the middle.",
        fix="Try again in a while; if it stays, look at the provider's status page.",
        provider=PROVIDER,
    )


def _of_status(error: APIStatusError, model: str) -> ProviderError:
    said = error.api_message if isinstance(error.api_message, str) else str(error)
    if error.status_code == 402 or error.error_code in _SPENT:
        return ProviderError(
            f"{PROVIDER!r} (model {model!r}) says that the account may spend no more. "
            f"It said: {said}",
            fix="Add credit, or raise the limit in Anthropic's console.",
            provider=PROVIDER,
        )
    in_stream = error.status_code < 400
    return failure(
        PROVIDER,
        model,
        status=_STATUS_OF_TYPE.get(str(error.type), 500) if in_stream else error.status_code,
        said=said,
        headers=error.response.headers,
        key=KEY,
    )
