"""What the SDK raises, as memkit's errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from memkit.errors import MemkitError, ProviderError
from memkit.providers.hosted import failure, nonsense, of_transport
from memkit_anthropic.config import KEY, PROVIDER

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


def translator(model: str) -> Callable[[Exception], MemkitError | None]:
    """Return what makes memkit's error of one of the SDK's."""

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
        lost = of_transport(error, httpx=httpx2, provider=PROVIDER, model=model)
        if lost is None and isinstance(error, ValueError):
            return nonsense(PROVIDER, model, "what is no JSON")
        return lost

    return translate


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
