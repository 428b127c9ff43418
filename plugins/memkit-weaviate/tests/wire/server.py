"""Both sides of the stand-in, started and stopped together."""

from __future__ import annotations

import socket
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.server import ThreadingHTTPServer
from typing import Any, Self

import grpc
from weaviate.proto.v1 import weaviate_pb2_grpc

from .data import Data, Object
from .grpc_api import Servicer
from .http_api import Handler

_LARGEST_MESSAGE = 104_858_000
_OPTIONS = [("grpc.max_receive_message_length", _LARGEST_MESSAGE), ("grpc.so_reuseport", 0)]


class Server:
    """A stand-in on 127.0.0.1, and no substitute for Weaviate; see `wire`.

    Args:
        version: Which it says it is; older ones can do less.
        api_key: Which it wants to be shown, if any.
        data: What it holds, together with the other nodes of its cluster.

    Attributes:
        data: What it holds; stays when it is stopped.
        heard: All requests: "http" or "grpc", what was asked, its headers.
        ready: What it says of itself.
        shows_nodes: Whether the key may see the nodes.
        auto_schema: Whether it makes collections for rows that have none, as servers do.
        replicas: Nodes that say to hold all of it.
        cut_after: After so many rows, connections are cut in the middle of a batch.
        refused: Tells the rows that it does not take.
        answers: The status and text with which all calls are answered, if set.
        maximum_results: Its QUERY_MAXIMUM_RESULTS.
        maximum_collections: Its MAXIMUM_ALLOWED_COLLECTIONS_COUNT; None for none.
        largest_message: Its GRPC_MAX_MESSAGE_SIZE, in bytes.
    """

    def __init__(
        self, *, version: str = "1.34.0", api_key: str | None = None, data: Data | None = None
    ) -> None:
        self.version = version
        self.api_key = api_key
        self.data = data or Data()
        self.heard: list[tuple[str, Any, dict[str, str]]] = []
        self.ready = True
        self.shows_nodes = True
        self.auto_schema = True
        self.replicas = 1
        self.cut_after: int | None = None
        self.refused: Callable[[Object], bool] | None = None
        self.answers: tuple[grpc.StatusCode, str] | None = None
        self.maximum_results = 10_000
        self.maximum_collections: int | None = None
        self.largest_message = _LARGEST_MESSAGE
        self._ports = (self._reserved(), self._reserved())
        self._http: ThreadingHTTPServer | None = None
        self._grpc: grpc.Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._ports[0]}"

    @property
    def grpc_url(self) -> str:
        return f"127.0.0.1:{self._ports[1]}"

    @property
    def config(self) -> dict[str, Any]:
        """What a store is given to reach it."""
        return {"url": self.url, "grpc_url": self.grpc_url}

    @property
    def release(self) -> tuple[int, int]:
        major, minor, _ = self.version.split(".")
        return int(major), int(minor)

    def refusal(self, authorization: str | None) -> str | None:
        """Return why a key is refused, if it is; as servers do, with the key."""
        if self.api_key is None or authorization == f"Bearer {self.api_key}":
            return None
        return f"unauthorized: invalid api key: {authorization}"

    def calls(self, kind: type) -> list[Any]:
        """Return all gRPC requests of a kind."""
        return [asked for _, asked, _ in self.heard if isinstance(asked, kind)]

    def start(self) -> Self:
        if self._grpc is not None:
            return self
        handler = type("Owned", (Handler,), {"owner": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", self._ports[0]), handler)
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        self._grpc = grpc.server(ThreadPoolExecutor(8), options=_OPTIONS)
        weaviate_pb2_grpc.add_WeaviateServicer_to_server(Servicer(self), self._grpc)
        self._grpc.add_insecure_port(self.grpc_url)
        self._grpc.start()
        return self

    def stop(self) -> None:
        """Go away, at once; what it holds stays."""
        if self._grpc is not None:
            self._grpc.stop(None).wait()
        if self._http is not None:
            self._http.shutdown()
            self._http.server_close()
        self._grpc = self._http = None

    def _reserved(self) -> int:
        """Return a port that nobody else is given for as long as this object lives.

        A socket that is bound and does not listen holds it: those that listen may reuse its
        address, and no connection of anybody gets the number.
        """
        held = socket.socket()
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        weakref.finalize(self, socket.close, held.detach())
        return port
