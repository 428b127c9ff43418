"""The SDK's clients of one model: one for threads, one for each event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memkit.providers.hosted import Once, PerLoop
from memkit_cohere.config import CohereConfig

if TYPE_CHECKING:
    from cohere import AsyncClientV2, ClientV2
    from cohere.core.request_options import RequestOptions


class Clients:
    """Makes clients on first use.

    Args:
        config: Where the API is, the key, and how long to wait.
    """

    def __init__(self, config: CohereConfig) -> None:
        self._config = config
        self._blocking = Once(self._make, close=_close)
        self._of_loop = PerLoop(self._amake, close=_aclose)

    def blocking(self) -> ClientV2:
        """Return the client for threads."""
        return self._blocking.get()

    def of_loop(self) -> AsyncClientV2:
        """Return the client of the event loop that runs."""
        return self._of_loop.get()

    @property
    def request_options(self) -> RequestOptions:
        """What goes with each request."""
        headers = {name: value.get_secret_value() for name, value in self._config.headers.items()}
        return {"additional_headers": headers}

    def close(self) -> None:
        """Close the connections."""
        self._blocking.close()
        self._of_loop.close()

    def _make(self) -> ClientV2:
        # Importing it takes a second.
        from cohere import ClientV2

        return ClientV2(**self._settings())

    def _amake(self) -> AsyncClientV2:
        from cohere import AsyncClientV2

        return AsyncClientV2(**self._settings())

    def _settings(self) -> dict[str, Any]:
        return {
            "api_key": self._config.api_key.get_secret_value(),
            "base_url": self._config.base_url,
            "timeout": self._config.timeout,
            "max_retries": 0,
        }


# The end of a `with` is the one way to close a client, and has no types.
def _close(client: ClientV2) -> None:
    client.__exit__(None, None, None)  # type: ignore[no-untyped-call]  # the SDK leaves it untyped


async def _aclose(client: AsyncClientV2) -> None:
    await client.__aexit__(None, None, None)  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
