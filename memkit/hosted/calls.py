"""Calls to a provider: a bounded number at once, counted, with memkit's errors."""

from __future__ import annotations

import asyncio
import threading
import traceback
import weakref
from collections.abc import Awaitable, Callable, Iterable
from typing import Generic, TypeVar

from pydantic import SecretStr

from memkit.errors import MemkitError
from memkit.records import Price, Usage

T = TypeVar("T")


class PerLoop(Generic[T]):
    """One object an event loop, for what can't be shared by two: async clients, semaphores.

    Args:
        make: Makes it, inside the loop.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, T] = (
            weakref.WeakKeyDictionary()
        )

    def get(self) -> T:
        """Return the one of the loop that runs."""
        loop = asyncio.get_running_loop()
        if loop not in self._made:
            self._made[loop] = self._make()
        return self._made[loop]


class Calls:
    """Carries out the calls of one model. Safe for threads and for several event loops.

    Args:
        translate: Returns memkit's error for one of the SDK's, or None for what is not its own.
        secrets: What no error may show, even if the provider repeats it in its answer.
        most: How many calls may be under way at once, for threads and for each event loop.
        price: What the provider asks for, if known.
    """

    def __init__(
        self,
        translate: Callable[[Exception], MemkitError | None],
        *,
        most: int,
        secrets: Iterable[SecretStr | None] = (),
        price: Price | None = None,
    ) -> None:
        self._translate = translate
        self._secrets = [one for one in secrets if one is not None and one.get_secret_value()]
        self._price = price
        self._gate = threading.BoundedSemaphore(most)
        self._gates = PerLoop(lambda: asyncio.Semaphore(most))
        self._lock = threading.Lock()
        self._usage = Usage()

    def run(self, call: Callable[[], T]) -> T:
        """Make a call and return its answer.

        Raises:
            ProviderError: The provider failed.
        """
        with self._gate:
            try:
                return call()
            except Exception as error:  # noqa: BLE001 - raised again, as what it means
                raise self._translated(error) from self._cause(error)

    async def arun(self, call: Callable[[], Awaitable[T]]) -> T:
        """Do the same with an async call."""
        async with self._gates.get():
            try:
                return await call()
            except Exception as error:  # noqa: BLE001 - raised again, as what it means
                raise self._translated(error) from self._cause(error)

    def _translated(self, error: Exception) -> Exception:
        found = error if isinstance(error, MemkitError) else self._translate(error)
        if found is None:
            return error
        for secret in self._secrets:
            found.replace_in_text(secret.get_secret_value(), "***")
        return found

    def _cause(self, error: Exception) -> BaseException | None:
        """Return the error as a cause, unless it shows a secret."""
        if isinstance(error, MemkitError):
            return error.__cause__
        shown = "".join(traceback.format_exception(error)) if self._secrets else ""
        hides = not any(secret.get_secret_value() in shown for secret in self._secrets)
        return error if hides else None

    def count(self, *, input_tokens: int | None = 0, output_tokens: int | None = 0) -> Usage:
        """Count a call that was answered, and return what it consumed.

        Args:
            input_tokens, output_tokens: As the provider tells them; None if it does not.
        """
        sizes = {"input_tokens": input_tokens or 0, "output_tokens": output_tokens or 0}
        cost = None if self._price is None else self._price.of(calls=1, **sizes)
        consumed = Usage(calls=1, cost=cost, **sizes)
        with self._lock:
            self._usage += consumed
        return consumed

    @property
    def usage(self) -> Usage:
        """What the calls so far consumed."""
        return self._usage
