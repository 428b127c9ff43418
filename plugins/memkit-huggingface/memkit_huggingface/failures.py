"""What the SDK raises, as memkit's errors."""

from __future__ import annotations

from collections.abc import Callable

from memkit.errors import AuthenticationError, MemkitError, ProviderError
from memkit.providers.hosted import failure, modules_of, nonsense, of_transport

PROVIDER = "huggingface"
_KEY = "HF_TOKEN"
_SDK = "huggingface_hub"


def translator(model: str) -> Callable[[Exception], MemkitError | None]:
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
        if isinstance(error, errors.InferenceTimeoutError):
            return failure(PROVIDER, model, timed_out=True)
        if isinstance(error, errors.OfflineModeIsEnabled):
            return _offline(model)
        lost = of_transport(error, httpx=httpx2, provider=PROVIDER, model=model)
        return lost or _misunderstood(model, error)

    return translate


def unreadable(model: str) -> ProviderError:
    """Return the error for an answer that lacks what the API promises."""
    return nonsense(PROVIDER, model, "something that is not an answer of its API")


def _misunderstood(model: str, error: Exception) -> MemkitError | None:
    """Return the error for what the SDK leaves to Python to say."""
    modules = modules_of(error)
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
