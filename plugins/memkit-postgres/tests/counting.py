"""A proxy that counts round trips at the wire."""

import asyncio
import contextlib
import threading


class Counting:
    """Passes connections on to a port of this machine, in a thread of its own.

    Attributes:
        port: Where it listens.
        round_trips: How often a client spoke after the server did, or first.
    """

    def __init__(self, port):
        self._to = port
        self.round_trips = 0
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(
            asyncio.start_server(self._connected, "127.0.0.1", 0)
        )
        self.port = self._server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def close(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._server.close()
        self._loop.close()

    async def _connected(self, reader, writer):
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self._to)
        asking = False

        async def ask():
            nonlocal asking
            while data := await reader.read(1 << 18):
                self.round_trips += not asking
                asking = True
                to_server.write(data)
            to_server.close()

        async def answer():
            nonlocal asking
            while data := await from_server.read(1 << 18):
                asking = False
                writer.write(data)
            writer.close()

        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            await asyncio.gather(ask(), answer())
