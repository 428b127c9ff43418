"""The SDK's clients for a config."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memkit.providers.hosted import Clients
from memkit_huggingface.config import HuggingFaceConfig

if TYPE_CHECKING:
    from huggingface_hub import AsyncInferenceClient, InferenceClient


def clients_of(config: HuggingFaceConfig) -> Clients:
    """Return the clients of a model.

    Those of the SDK keep the connection of a stream until they are closed themselves.
    """
    return Clients(lambda: _blocking(config), lambda: _asynchronous(config), shared=False)


def _blocking(config: HuggingFaceConfig) -> InferenceClient:
    # Importing it takes a while.
    from memkit_huggingface.staying import StayingClient

    return StayingClient(**_options(config))


def _asynchronous(config: HuggingFaceConfig) -> AsyncInferenceClient:
    from memkit_huggingface.staying import AsyncStayingClient

    return AsyncStayingClient(**_options(config))


def _options(config: HuggingFaceConfig) -> dict[str, Any]:
    key = config.api_key.get_secret_value() if config.api_key else None
    headers: dict[str, str | None] = {**config.plain_headers()}
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
