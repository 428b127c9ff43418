"""A proxy on loopback that counts round trips, and can put a delay between client and server.

What is counted is what the client says and then waits for, so that it does not matter how packets
are cut: `Waits` of PostgreSQL's protocol, `benchmarks.http_requests.Requests` of HTTP and gRPC.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import selectors
from collections.abc import Callable, Iterator
from ctypes import c_double, c_longlong
from typing import Any, Protocol

_PIECE = 1 << 18
_WAITED_FOR = frozenset(b"SQ")
# What a client says before it has logged in has no type; this asks for an encryption.
_SSL_REQUEST = 80877103


class Counter(Protocol):
    """Counts in what the client says over one connection."""

    def counted(self, data: bytes) -> int:
        """Return how many of the messages that these bytes go on with are waited for."""


class Proxy:
    """A proxy that is running.

    Attributes:
        port: Where it listens, on 127.0.0.1.
    """

    def __init__(self, port: int, turns: Any, delay: Any) -> None:
        self.port = port
        self._turns, self._delay = turns, delay

    @property
    def round_trips(self) -> int:
        """How many there were so far, over all connections."""
        return int(self._turns.value)

    def delay(self, seconds: float) -> None:
        """Hold back from now on what the client says, for so long."""
        self._delay.value = seconds


class Waits:
    """Counts in what a client of PostgreSQL says how often it waits for the server.

    That is after each `Sync` of the extended query protocol, and after each simple `Query`;
    statements of one pipeline share a `Sync`.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._logged_in = False

    def counted(self, data: bytes) -> int:
        """Return how many of the messages that end in these bytes are waited for."""
        self._rest += data
        waits = 0
        while True:
            begin = int(self._logged_in)
            size = begin + int.from_bytes(self._rest[begin : begin + 4])
            if len(self._rest) < max(size, begin + 4):
                return waits
            waits += self._logged_in and self._rest[0] in _WAITED_FOR
            if not self._logged_in:
                self._logged_in = int.from_bytes(self._rest[4:8]) != _SSL_REQUEST
            self._rest = self._rest[size:]


@contextlib.contextmanager
def proxy(port: int, counter: Callable[[], Counter] = Waits) -> Iterator[Proxy]:
    """Run a proxy to a port of this machine, in a process of its own.

    Args:
        port: Where the server listens.
        counter: Makes what counts in one connection; can be pickled.
    """
    context = multiprocessing.get_context("spawn")
    turns, delay = context.Value(c_longlong, 0), context.Value(c_double, 0.0)
    mine, other = context.Pipe()
    process = context.Process(target=_serve, args=(port, counter, turns, delay, other), daemon=True)
    process.start()
    try:
        yield Proxy(mine.recv(), turns, delay)
    finally:
        process.terminate()
        process.join()


def _serve(port: int, counter: Callable[[], Counter], turns: Any, delay: Any, told: Any) -> None:
    # Other selectors wait in whole milliseconds.
    loop = asyncio.SelectorEventLoop(selectors.SelectSelector())
    asyncio.set_event_loop(loop)

    async def run() -> None:
        server = await asyncio.start_server(
            lambda reader, writer: _connected(reader, writer, port, counter(), turns, delay),
            "127.0.0.1",
            0,
        )
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    loop.run_until_complete(run())


async def _connected(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    port: int,
    counter: Counter,
    turns: Any,
    delay: Any,
) -> None:
    """Pass on what the two sides of one connection say until one of them closes."""
    from_server, to_server = await asyncio.open_connection("127.0.0.1", port)
    loop = asyncio.get_running_loop()
    said: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def ask() -> None:
        while data := await reader.read(_PIECE):
            turns.value += counter.counted(data)
            said.put_nowait((loop.time() + delay.value, data))
        said.put_nowait((loop.time() + delay.value, b""))

    async def pass_on() -> None:
        # On its way, a packet does not wait for those before it.
        while True:
            due, data = await said.get()
            if (left := due - loop.time()) > 0:
                await asyncio.sleep(left)
            if not data:
                break
            to_server.write(data)
            await to_server.drain()
        to_server.close()

    async def answer() -> None:
        while data := await from_server.read(_PIECE):
            writer.write(data)
            await writer.drain()
        writer.close()

    with contextlib.suppress(ConnectionError):
        await asyncio.gather(ask(), pass_on(), answer())
