"""A proxy that counts round trips by what the client says.

A client waits after each `Sync` of the extended query protocol, and after each simple `Query`:
statements of one pipeline share a `Sync`. How packets are cut does not matter.
"""

import asyncio
import contextlib
import threading

WAITED_FOR = b"SQ"
# What a client says before it has logged in has no type; this asks for an encryption.
SSL_REQUEST = 80877103


class Counting:
    """Passes connections on to a port of this machine, in a thread of its own.

    Attributes:
        port: Where it listens.
        round_trips: How often a client waited for the server.
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

        async def ask():
            begun = False
            with contextlib.suppress(asyncio.IncompleteReadError):
                while True:
                    kind = await reader.readexactly(1) if begun else b""
                    size = await reader.readexactly(4)
                    said = await reader.readexactly(int.from_bytes(size) - 4)
                    self.round_trips += begun and kind in WAITED_FOR
                    begun = begun or int.from_bytes(said[:4]) != SSL_REQUEST
                    to_server.write(kind + size + said)
            to_server.close()

        async def answer():
            while data := await from_server.read(1 << 18):
                writer.write(data)
            writer.close()

        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            await asyncio.gather(ask(), answer())
