"""Calls to a provider: a bounded number at once, counted, with memkit's errors."""

from __future__ import annotations

import asyncio
import functools
import inspect
import threading
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterable,
    Iterator,
)
from contextlib import contextmanager
from typing import Any, TypeVar

from memkit.concurrency.clients import PerLoop
from memkit.domain import forks
from memkit.domain.records import Price, Usage
from memkit.errors import MemkitError
from memkit.plugins.secrets import raise_without, secrets_in

T = TypeVar("T")
Read = TypeVar("Read")

_END: Any = object()


class Calls:
    """Carries out the calls of one model. Safe for threads and for several event loops.

    Args:
        translate: Returns memkit's error for one of the SDK's, or None for what is not its own.
        secrets: What no error may show, even if the provider repeats it in its answer: `SecretStr`s
            or configs.
        most: How many calls may be under way at once, for threads and for each event loop.
        price: What the provider asks for, if known.
    """

    def __init__(
        self,
        translate: Callable[[Exception], MemkitError | None],
        *,
        most: int,
        secrets: Iterable[Any] = (),
        price: Price | None = None,
    ) -> None:
        self._translate = translate
        self._secrets = secrets_in(list(secrets))
        self._price = price
        self._gate = threading.BoundedSemaphore(most)
        self._gates = PerLoop(lambda: asyncio.Semaphore(most))
        self._lock = threading.Lock()
        forks.renew(
            self, _lock=threading.Lock, _gate=functools.partial(threading.BoundedSemaphore, most)
        )
        self._usage = Usage()

    def run(self, call: Callable[[], T]) -> T:
        """Make a call and return its answer.

        Raises:
            ProviderError: The provider failed.
        """
        with self._gate, self._translating():
            return call()

    async def arun(self, call: Callable[[], Awaitable[T]]) -> T:
        """Do the same with an async call."""
        async with self._gates.get():
            with self._translating():
                return await call()

    def stream(
        self, call: Callable[[], Iterable[T]], read: Callable[[T], Read]
    ) -> Generator[Read, None, None]:
        """Make a call whose answer comes in pieces, and yield what they say.

        Only until the first piece is it one of those that are bounded: whoever reads the pieces
        may stop reading, or call the model again in between.

        Args:
            call: Makes it. Some SDKs send the request when the first piece is asked for.
            read: Makes of a piece what is yielded.

        Raises:
            ProviderError: The provider failed, before the first piece or between two.
        """
        answer: Iterable[T] | None = None

        def begin() -> tuple[Iterator[T], T]:
            nonlocal answer
            answer = call()
            pieces = iter(answer)
            return pieces, next(pieces, _END)

        try:
            pieces, piece = self.run(begin)
            while piece is not _END:
                with self._translating():
                    said = read(piece)
                yield said
                with self._translating():
                    piece = next(pieces, _END)
        finally:
            # Streams of SDKs hold a connection until they are closed or read to the end.
            getattr(answer, "close", lambda: None)()

    async def astream(
        self,
        call: Callable[[], AsyncIterable[T] | Awaitable[AsyncIterable[T]]],
        read: Callable[[T], Read],
    ) -> AsyncGenerator[Read, None]:
        """Do the same with an async call, or one that gives its pieces without being awaited."""
        answer: AsyncIterable[T] | None = None

        async def begin() -> tuple[AsyncIterator[T], T]:
            nonlocal answer
            called = call()
            answer = await called if inspect.isawaitable(called) else called
            pieces = aiter(answer)
            return pieces, await anext(pieces, _END)

        try:
            pieces, piece = await self.arun(begin)
            while piece is not _END:
                with self._translating():
                    said = read(piece)
                yield said
                with self._translating():
                    piece = await anext(pieces, _END)
        finally:
            # Generators have the one, streams of SDKs the other.
            close = getattr(answer, "aclose", None) or getattr(answer, "close", None)
            if close is not None:
                await close()

    @contextmanager
    def _translating(self) -> Iterator[None]:
        """Raise memkit's errors in the place of the SDK's, without a secret in them."""
        try:
            yield
        except Exception as error:
            found = error if isinstance(error, MemkitError) else self._translate(error)
            if found is None:
                raise
            cause = error.__cause__ if found is error else error
            raise_without(found, self._secrets, cause=cause)

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
