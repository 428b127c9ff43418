"""The SDK's clients for a config."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memkit.providers.hosted import Clients
from memkit_cohere.config import CohereConfig

if TYPE_CHECKING:
    from cohere import AsyncClientV2, ClientV2
    from cohere.core.request_options import RequestOptions


def clients_of(config: CohereConfig) -> Clients:
    """Return the clients of a model."""
    return Clients(
        lambda: _blocking(config),
        lambda: _asynchronous(config),
        # The end of a `with` is the one way to close a client.
        close=lambda client: client.__exit__(None, None, None),
        aclose=lambda client: client.__aexit__(None, None, None),
    )


def request_options(config: CohereConfig) -> RequestOptions:
    """Return what goes with each request."""
    return {"additional_headers": {**config.plain_headers()}}


def _blocking(config: CohereConfig) -> ClientV2:
    # Importing it takes a second.
    import httpx
    from cohere import ClientV2

    return ClientV2(httpx_client=httpx.Client(**_stays(config)), **_settings(config))


def _asynchronous(config: CohereConfig) -> AsyncClientV2:
    import httpx
    from cohere import AsyncClientV2

    return AsyncClientV2(httpx_client=httpx.AsyncClient(**_stays(config)), **_settings(config))


def _stays(config: CohereConfig) -> dict[str, Any]:
    # Whoever is told to ask elsewhere would take the texts there, and keys in headers of ours.
    return {"follow_redirects": False, "timeout": config.timeout}


def _settings(config: CohereConfig) -> dict[str, Any]:
    return {
        "api_key": config.api_key.get_secret_value(),
        "base_url": config.base_url,
        "timeout": config.timeout,
        "max_retries": 0,
    }
