"""What the SDK raises, as memkit's errors."""

from __future__ import annotations

import traceback
from collections.abc import Callable

from memkit.errors import AuthenticationError, MemkitError, ProviderError
from memkit.providers.hosted import Calls, failure, nonsense
from memkit_huggingface.config import HuggingFaceConfig

PROVIDER = "huggingface"
_KEY = "HF_TOKEN"
_SDK = "huggingface_hub"


def calls_of(config: HuggingFaceConfig) -> Calls:
    """Return what carries out the calls of a model."""
    return Calls(
        _translator(config.model),
        most=config.max_concurrency,
        secrets=[config.api_key, *config.headers.values()],
        price=config.price,
    )


def _translator(model: str) -> Callable[[Exception], MemkitError | None]:
    """Return what makes memkit's error of one of the SDK's."""

    def translate(error: Exception) -> MemkitError | None:
        # An error of the SDK: by now both are imported.
        import httpx2
        from huggingface_hub import errors

        if isinstance(error, errors.HfHubHTTPError):
            return failure(
                PROVIDER,
                model,
                status=error.response.status_code,
                said=error.server_message or "",
                headers=error.response.headers,
                key=_KEY,
            )
        if isinstance(error, errors.OverloadedError):
            return failure(PROVIDER, model, status=429, said=str(error))
        if isinstance(error, errors.TextGenerationError):
            # In the middle of a stream there is no status any more.
            return failure(PROVIDER, model, status=500, said=str(error))
        if isinstance(error, (errors.InferenceTimeoutError, httpx2.TimeoutException)):
            return failure(PROVIDER, model, timed_out=True)
        if isinstance(error, errors.OfflineModeIsEnabled):
            return _offline(model)
        if isinstance(error, (httpx2.HTTPError, httpx2.InvalidURL)):
            return failure(PROVIDER, model, said=str(error))
        return _misunderstood(model, error)

    return translate


def unreadable(model: str) -> ProviderError:
    """Return the error for an answer that lacks what the API promises."""
    return nonsense(PROVIDER, model, "something that is not an answer of its API")


def broken_off(model: str) -> ProviderError:
    """Return the error for a stream that ended before the answer did."""
    return failure(PROVIDER, model, said="The answer broke off in the middle")


def _misunderstood(model: str, error: Exception) -> MemkitError | None:
    """Return the error for what the SDK leaves to Python to say."""
    modules = [
        str(frame.f_globals.get("__name__")) for frame, _ in traceback.walk_tb(error.__traceback__)
    ]
    if not any(name.partition(".")[0] == _SDK for name in modules):
        return None
    # Before it sends a request, the SDK looks who runs the model, and for a token.
    if type(error) is ValueError and modules[-1].startswith(f"{_SDK}.inference._providers"):
        return _refused_by_sdk(model, str(error))
    if isinstance(error, (ValueError, TypeError, AttributeError, LookupError)):
        return unreadable(model)
    return None


def _refused_by_sdk(model: str, said: str) -> ProviderError:
    if "api_key" in said or "API key" in said:
        return AuthenticationError(
            f"{PROVIDER!r} (model {model!r}) needs a token. {said}",
            fix=f"Set {_KEY}, give api_key=..., or run: hf auth login",
            provider=PROVIDER,
        )
    return ProviderError(
        f"{PROVIDER!r} (model {model!r}) can't be asked. {said}",
        fix="Correct model or inference_provider, or give base_url=... of a server that runs it.",
        provider=PROVIDER,
    )


def _offline(model: str) -> ProviderError:
    return ProviderError(
        f"{PROVIDER!r} (model {model!r}) may not be asked: HF_HUB_OFFLINE is set, and the SDK "
        f"sends no request then, not even to base_url.",
        fix="Unset HF_HUB_OFFLINE. With base_url nothing but that server is asked.",
        provider=PROVIDER,
    )
