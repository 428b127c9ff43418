"""A proxy on loopback that counts round trips, and can put a delay between client and server.

What counts is what goes over the wire: the client speaks, the server answers, and when the client
speaks again, that is the next round trip. Statements that travel together are one.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import selectors
from collections.abc import Iterator
from ctypes import c_double, c_longlong
from typing import Any

_PIECE = 1 << 18


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


@contextlib.contextmanager
def proxy(port: int) -> Iterator[Proxy]:
    """Run a proxy to a port of this machine, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    turns, delay = context.Value(c_longlong, 0), context.Value(c_double, 0.0)
    mine, other = context.Pipe()
    process = context.Process(target=_serve, args=(port, turns, delay, other), daemon=True)
    process.start()
    try:
        yield Proxy(mine.recv(), turns, delay)
    finally:
        process.terminate()
        process.join()


def _serve(port: int, turns: Any, delay: Any, told: Any) -> None:
    # Other selectors wait in whole milliseconds.
    loop = asyncio.SelectorEventLoop(selectors.SelectSelector())
    asyncio.set_event_loop(loop)

    async def run() -> None:
        server = await asyncio.start_server(
            lambda reader, writer: _connected(reader, writer, port, turns, delay), "127.0.0.1", 0
        )
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    loop.run_until_complete(run())


async def _connected(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, turns: Any, delay: Any
) -> None:
    """Pass on what the two sides of one connection say until one of them closes."""
    from_server, to_server = await asyncio.open_connection("127.0.0.1", port)
    # Whether the client spoke last: all it says until the server speaks is one round trip.
    asking = False

    async def ask() -> None:
        nonlocal asking
        while data := await reader.read(_PIECE):
            if not asking:
                asking = True
                turns.value += 1
            if delay.value:
                await asyncio.sleep(delay.value)
            to_server.write(data)
            await to_server.drain()
        to_server.close()

    async def answer() -> None:
        nonlocal asking
        while data := await from_server.read(_PIECE):
            asking = False
            writer.write(data)
            await writer.drain()
        writer.close()

    with contextlib.suppress(ConnectionError):
        await asyncio.gather(ask(), answer())
