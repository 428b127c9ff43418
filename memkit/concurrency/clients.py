"""Clients that are made on first use and closed when they are no longer needed."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import weakref
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, Generic, TypeVar

from memkit.domain import forks

T = TypeVar("T")


class Once(Generic[T]):
    """One object that is made when it is first asked for, also by several threads at once.

    A forked process makes its own.

    Args:
        make: Makes it.
        close: Releases what it holds.
    """

    def __init__(self, make: Callable[[], T], *, close: Callable[[T], object]) -> None:
        self._make = make
        self._close = close
        self._lock = threading.Lock()
        self._made: T | None = None
        forks.in_child(self, type(self)._make_anew)

    def get(self) -> T:
        """Return the object."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    def close(self) -> None:
        """Release it; who asks again gets a new one."""
        with self._lock:
            made, self._made = self._made, None
        if made is not None:
            self._close(made)

    def _make_anew(self) -> None:
        # Its sockets and threads are the parent's.
        self._lock = threading.Lock()
        forks.abandon(self._made)
        self._made = None


class _Closing(asyncio.Task[None]):
    """Closes what a generator holds. A loop that ends cancels its tasks, but waits for this one.

    A connection whose closing is cut short stays open.
    """

    def __init__(self, end: AsyncGenerator[None, None], loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(_closed(end), loop=loop)

    def cancel(self, msg: Any | None = None) -> bool:
        """Cancel it, unless the loop has been left: that is how `asyncio.run` ends one."""
        return self.get_loop().is_running() and super().cancel(msg)


async def _closed(end: AsyncGenerator[None, None]) -> None:
    await end.aclose()


class PerLoop(Generic[T]):
    """One object an event loop, for what can't be shared by two: async clients, semaphores.

    It is released when its loop ends (`asyncio.run` returns), or when `close` is called.

    Args:
        make: Makes it, inside the loop.
        close: Releases what it holds, inside the loop.
    """

    def __init__(
        self, make: Callable[[], T], *, close: Callable[[T], Awaitable[object]] | None = None
    ) -> None:
        self._make = make
        self._close = close
        self._lock = threading.Lock()
        self._made: weakref.WeakKeyDictionary[
            asyncio.AbstractEventLoop, tuple[T, AsyncGenerator[None, None]]
        ] = weakref.WeakKeyDictionary()
        forks.in_child(self, type(self)._make_anew)

    def get(self) -> T:
        """Return the one of the loop that runs."""
        loop = asyncio.get_running_loop()
        with self._lock:
            found = self._made.get(loop)
        if found is not None:
            return found[0]
        made = self._make()
        end = self._end_of(made)
        # A loop closes the async generators that were begun in it before it ends: the one way to
        # be told. It stops at its first line, so that nothing is awaited here.
        with contextlib.suppress(StopIteration):
            end.__anext__().send(None)
        with self._lock:
            self._made[loop] = made, end
        return made

    def close(self) -> None:
        """Release those of loops that are running; who asks again gets a new one.

        One whose loop is at rest is released when its loop ends, as always.
        """
        with self._lock:
            running = [(loop, end) for loop, (_, end) in self._made.items() if loop.is_running()]
            for loop, _ in running:
                del self._made[loop]
        for loop, end in running:
            loop.call_soon_threadsafe(_Closing, end, loop)

    def _make_anew(self) -> None:
        # The loops run in the parent.
        self._lock = threading.Lock()
        for made in list(self._made.values()):
            forks.abandon(made)
        self._made = weakref.WeakKeyDictionary()

    async def _end_of(self, made: T) -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            loop = asyncio.get_running_loop()
            with self._lock:
                if loop in self._made and self._made[loop][0] is made:
                    del self._made[loop]
            if self._close is not None:
                await self._close(made)


class Clients:
    """The SDK's clients of one model: one for threads, one for each event loop.

    Args:
        make: Makes the one for threads.
        amake: Makes an async one, inside its loop.
        close, aclose: Release what they hold; their method `close` by default.
        shared: Whether streams go over the same client. One of an SDK that keeps the connection
            of a stream until the client is closed gets a client of its own.
    """

    def __init__(
        self,
        make: Callable[[], Any],
        amake: Callable[[], Any],
        *,
        close: Callable[[Any], object] = lambda client: client.close(),
        aclose: Callable[[Any], Awaitable[object]] = lambda client: client.close(),
        shared: bool = True,
    ) -> None:
        self._make, self._amake = make, amake
        self._close, self._aclose = close, aclose
        self._shared = shared
        self._blocking = Once(make, close=close)
        self._of_loop = PerLoop(amake, close=aclose)

    def blocking(self) -> Any:
        """Return the client for threads."""
        return self._blocking.get()

    def of_loop(self) -> Any:
        """Return the client of the event loop that runs."""
        return self._of_loop.get()

    @contextlib.contextmanager
    def for_stream(self) -> Iterator[Any]:
        """Give the client for a stream."""
        client = self.blocking() if self._shared else self._make()
        try:
            yield client
        finally:
            if not self._shared:
                self._close(client)

    @contextlib.asynccontextmanager
    async def for_astream(self) -> AsyncIterator[Any]:
        """Give the client for a stream in the event loop that runs."""
        client = self.of_loop() if self._shared else self._amake()
        try:
            yield client
        finally:
            if not self._shared:
                await self._aclose(client)

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._blocking.close()
        self._of_loop.close()
