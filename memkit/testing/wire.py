"""A provider's API on this machine: a local HTTP server that a real SDK talks to.

It stands in for what can't run here, a paid API, at the wire and nowhere else: the SDK, its
parsing and its errors are the real ones.
"""

from __future__ import annotations

import contextlib
import json
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class Request:
    """What an SDK sent.

    Attributes:
        method, path: With the query string.
        headers: Names in lower case.
        body: As it came.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the server answers.

    Attributes:
        status: The HTTP status.
        json: The body as JSON values; `body` goes before it.
        body: The body as bytes.
        headers: Besides Content-Type and Content-Length.
        events: Pieces of a stream, each sent by itself; takes the place of the body.
        cut: Whether the connection is cut: before anything is sent, or after the events.
        delay: Seconds to wait before answering.
    """

    status: int = 200
    json: Any = None
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    events: Sequence[bytes] | None = None
    cut: bool = False
    delay: float = 0.0


Answer = Callable[[Request], Reply]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a client that hung up; print other errors."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class WireServer:
    """An HTTP server on 127.0.0.1.

    Args:
        answer: Gives the reply to a request, as the provider's documentation says.

    Attributes:
        url: Where it is, "http://127.0.0.1:PORT".
        requests: All requests so far.
    """

    def __init__(self, answer: Answer) -> None:
        self.requests: list[Request] = []
        self._answer = answer
        self._next: deque[Reply] = deque()
        self._lock = threading.Lock()
        self._busy = 0
        self.most_at_once = 0
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.005,))

    def first(self, *replies: Reply) -> None:
        """Answer the next requests so, and those after them as always."""
        with self._lock:
            self._next.extend(replies)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _reply(self, request: Request) -> Reply:
        with self._lock:
            self.requests.append(request)
            if self._next:
                return self._next.popleft()
        return self._answer(request)

    def _enter(self, change: int) -> None:
        with self._lock:
            self._busy += change
            self.most_at_once = max(self.most_at_once, self._busy)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        wire = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # A body that follows its head would wait for the client to acknowledge that, which it
            # delays.
            disable_nagle_algorithm = True

            def handle_any(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                chunked = "chunked" in self.headers.get("transfer-encoding", "")
                body = b"".join(self._chunks()) if chunked else self.rfile.read(length)
                request = Request(
                    method=self.command,
                    path=self.path,
                    headers={name.lower(): value for name, value in self.headers.items()},
                    body=body,
                )
                wire._enter(1)
                try:
                    reply = wire._reply(request)
                    time.sleep(reply.delay)
                finally:
                    # Before it is sent: whoever has the answer may ask again at once.
                    wire._enter(-1)
                # A client that lost its patience has hung up.
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    self._send(reply)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any  # noqa: N815 - the library's

            def _chunks(self) -> Iterator[bytes]:
                while size := int(self.rfile.readline().split(b";")[0], 16):
                    yield self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()

            def _send(self, reply: Reply) -> None:
                if reply.cut and reply.events is None:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                streams = reply.events is not None
                body = reply.body
                if body is None:
                    body = b"" if reply.json is None else json.dumps(reply.json).encode()
                self.send_response(reply.status)
                kind = "text/event-stream" if streams else "application/json"
                for name, value in {"Content-Type": kind, **reply.headers}.items():
                    self.send_header(name, value)
                if reply.events is None:
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                    return
                # In chunks, so that a client can tell a stream that was cut from one that ended.
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for piece in reply.events:
                    self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
                    self.wfile.flush()
                if reply.cut:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self.wfile.write(b"0\r\n\r\n")

            def log_message(self, format: str, *args: object) -> None:
                """Stay silent: the tests look at `requests`."""

        return Handler
