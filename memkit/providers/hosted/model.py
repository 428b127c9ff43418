"""What is the same for all models behind an API, whatever they do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from memkit.concurrency.clients import Clients
from memkit.concurrency.effects import Call
from memkit.domain.records import Usage
from memkit.errors import MemkitError
from memkit.providers.hosted.calls import Calls
from memkit.providers.hosted.config import HostedConfig

T = TypeVar("T")


class HostedModel:
    """A config, clients, and calls that are bounded, translated and counted.

    Args:
        config: The options.
        provider: The provider's name, as users type it, for errors.
        clients: The SDK's.
        translate: Returns memkit's error for one of the SDK's, or None for what is not its own.
        model: The model's name, if it is not the config's.
    """

    def __init__(
        self,
        config: HostedConfig,
        *,
        provider: str,
        clients: Clients,
        translate: Callable[[Exception], MemkitError | None],
        model: str | None = None,
    ) -> None:
        self.config = config
        self.model = model or config.model
        self.price = config.price
        self._provider = provider
        self._clients = clients
        self._calls = Calls(
            translate,
            most=config.max_concurrency,
            secrets=[config],
            price=config.price,
        )

    @property
    def usage(self) -> Usage:
        """What the calls so far consumed."""
        return self._calls.usage

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._clients.close()

    def _call(self, send: Callable[[Any], Any], read: Callable[[Any], T]) -> Call:
        """Return a request, in its blocking and its async form.

        Args:
            send: Asks with a client, and returns the answer, or an awaitable of it: the methods of
                an SDK's two clients have the same names.
            read: Makes of the answer what is returned.
        """

        def ask() -> T:
            return read(send(self._clients.blocking()))

        async def aask() -> T:
            return read(await send(self._clients.of_loop()))

        return Call(lambda: self._calls.run(ask), lambda: self._calls.arun(aask))
