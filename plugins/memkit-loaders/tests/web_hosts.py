"""Hosts of this machine that answer as they are told to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html><html lang="en"><head><title>{said}</title>
<meta name="author" content="Ana Costa">
<meta property="article:published_time" content="2024-03-05T10:00:00+01:00"></head>
<body>
<nav><a href="/">Home</a><a href="/shop">Shop</a></nav>
<main><article><h1>Where people live</h1>
<p>{said} She moved there in the spring,
and has written of the river and its ferries since.</p>
<h2>The river</h2><p>The Tagus is wide before it meets the sea,
and the ferries cross it all day.</p>
</article></main>
<footer>All rights reserved by nobody in particular.</footer></body></html>"""


class Host:
    """Answers paths: each with a function of the handler, or with (status, headers, body)."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.paths: dict[str, object] = {"/robots.txt": (404, {}, b"")}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def url(self, path: str, name: str = "127.0.0.1") -> str:
        return f"http://{name}:{self.port}{path}"

    def page(self, path: str, said: str) -> str:
        self.paths[path] = (200, {"Content-Type": "text/html"}, PAGE.format(said=said).encode())
        return self.url(path)

    def count(self, path: str) -> int:
        return [asked for asked, _ in self.asked].count(path)


@contextmanager
def host():
    def do_get(handler: BaseHTTPRequestHandler) -> None:
        served.asked.append((handler.path, dict(handler.headers)))
        said = served.paths.get(handler.path, (404, {}, b""))
        if isinstance(said, list):
            said = said.pop(0) if len(said) > 1 else said[0]
        if isinstance(said, Callable):
            said(handler)
            return
        status, headers, body = said
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    class Handler(BaseHTTPRequestHandler):
        do_GET = do_get  # noqa: N815 - the name that http.server asks for

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Host(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
