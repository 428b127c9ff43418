"""The SDK's clients of one model: one for threads, one for each event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memkit.providers.hosted import Once, PerLoop
from memkit_ollama.config import ModelConfig
from memkit_ollama.failures import refused

if TYPE_CHECKING:
    import httpx
    from ollama import AsyncClient, Client

_FIRST_REFUSAL = 400


class Clients:
    """Makes clients on first use.

    Args:
        config: Where the server is, and how long to wait.
    """

    def __init__(self, config: ModelConfig) -> None:
        self._config = config
        self._blocking = Once(self._make, close=_close)
        self._of_loop = PerLoop(self._amake, close=_aclose)

    def blocking(self) -> Client:
        """Return the client for threads."""
        return self._blocking.get()

    def of_loop(self) -> AsyncClient:
        """Return the client of the event loop that runs."""
        return self._of_loop.get()

    def close(self) -> None:
        """Close the connections."""
        self._blocking.close()
        self._of_loop.close()

    def _make(self) -> Client:
        # Importing it takes a while, and asks for a server's address in the environment.
        from ollama import Client

        return Client(**self._settings(), event_hooks={"response": [self._check]})

    def _amake(self) -> AsyncClient:
        from ollama import AsyncClient

        return AsyncClient(**self._settings(), event_hooks={"response": [self._acheck]})

    def _settings(self) -> dict[str, Any]:
        config = self._config
        headers = {name: value.get_secret_value() for name, value in config.headers.items()}
        if config.api_key is not None:
            headers = {"Authorization": f"Bearer {config.api_key.get_secret_value()}", **headers}
        return {"host": config.base_url, "timeout": config.timeout, "headers": headers}

    # The SDK's own errors lack the headers, and with them how long to wait.
    def _check(self, response: httpx.Response) -> None:
        if response.status_code >= _FIRST_REFUSAL:
            response.read()
            raise refused(response, self._config.model)

    async def _acheck(self, response: httpx.Response) -> None:
        if response.status_code >= _FIRST_REFUSAL:
            await response.aread()
            raise refused(response, self._config.model)


# The SDK has no types here.
def _close(client: Client) -> None:
    client.close()  # type: ignore[no-untyped-call]  # the SDK leaves it untyped


async def _aclose(client: AsyncClient) -> None:
    await client.close()  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
