"""The SDK's clients for a config."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memkit_huggingface.config import HuggingFaceConfig

if TYPE_CHECKING:
    from huggingface_hub import AsyncInferenceClient, InferenceClient


def blocking(config: HuggingFaceConfig) -> InferenceClient:
    """Return a client for threads."""
    # Importing it takes a while.
    from huggingface_hub import InferenceClient

    return InferenceClient(**_options(config))


def asynchronous(config: HuggingFaceConfig) -> AsyncInferenceClient:
    """Return a client for the event loop that runs."""
    from huggingface_hub import AsyncInferenceClient

    return AsyncInferenceClient(**_options(config))


# The SDK's own have no types.
def close(client: InferenceClient) -> None:
    """Close a client's streams."""
    client.close()  # type: ignore[no-untyped-call]  # the SDK leaves it untyped


async def aclose(client: AsyncInferenceClient) -> None:
    """Close a client's connections."""
    await client.close()  # type: ignore[no-untyped-call]  # the SDK leaves it untyped


def _options(config: HuggingFaceConfig) -> dict[str, Any]:
    key = config.api_key.get_secret_value() if config.api_key else None
    headers: dict[str, str | None] = {
        name: value.get_secret_value() for name, value in config.headers.items()
    }
    if config.base_url is not None and not key:
        # Without a key the SDK sends the token of `hf auth login`, to whomever. None removes it.
        headers = {"authorization": None, **headers}
    where = (
        {"model": config.model, "provider": config.inference_provider}
        if config.base_url is None
        else {"base_url": config.base_url}
    )
    return {
        **where,
        "token": key or None,
        "timeout": config.timeout,
        "headers": headers,
        "bill_to": config.bill_to,
    }
