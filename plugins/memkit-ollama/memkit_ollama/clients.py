"""The SDK's clients for a config."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memkit.providers.hosted import Clients
from memkit_ollama.config import ModelConfig
from memkit_ollama.failures import refused

if TYPE_CHECKING:
    import httpx
    from ollama import AsyncClient, Client

# One that sends its callers elsewhere among them: the texts would go there, and keys in headers.
_FIRST_REFUSAL = 300


def clients_of(config: ModelConfig) -> Clients:
    """Return the clients of a model."""

    # The SDK's own errors lack the headers, and with them how long to wait.
    def check(response: httpx.Response) -> None:
        if response.status_code >= _FIRST_REFUSAL:
            response.read()
            raise refused(response, config.model)

    async def acheck(response: httpx.Response) -> None:
        if response.status_code >= _FIRST_REFUSAL:
            await response.aread()
            raise refused(response, config.model)

    def blocking() -> Client:
        # Importing it takes a while, and asks for a server's address in the environment.
        from ollama import Client

        return Client(**_settings(config), event_hooks={"response": [check]})

    def asynchronous() -> AsyncClient:
        from ollama import AsyncClient

        return AsyncClient(**_settings(config), event_hooks={"response": [acheck]})

    return Clients(blocking, asynchronous)


def _settings(config: ModelConfig) -> dict[str, Any]:
    headers = config.plain_headers()
    if config.api_key is not None:
        headers = {"Authorization": f"Bearer {config.api_key.get_secret_value()}", **headers}
    return {
        "host": config.base_url,
        "timeout": config.timeout,
        "headers": headers,
        "follow_redirects": False,
    }
