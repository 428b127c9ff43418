"""Counting what a client asks over HTTP: requests of HTTP/1.1, and calls of gRPC."""

from __future__ import annotations

import re
from typing import Protocol

# How a connection of HTTP/2 begins (RFC 9113), which is what gRPC speaks.
_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_FRAME_HEADER = 9
_HEADERS = 1
_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:\s*chunked", re.IGNORECASE)
_END = b"\r\n\r\n"
_LAST_CHUNK = b"0\r\n\r\n"


class _Asked(Protocol):
    def counted(self, data: bytes) -> int:
        """Return how many requests begin in these bytes."""


class Requests:
    """Counts the requests of one connection, whichever of the two it speaks."""

    def __init__(self) -> None:
        self._begun = b""
        self._asked: _Asked | None = None

    def counted(self, data: bytes) -> int:
        """Return how many requests begin in these bytes."""
        if self._asked is not None:
            return self._asked.counted(data)
        self._begun += data
        if len(self._begun) < len(_PREFACE) and _PREFACE.startswith(self._begun):
            return 0
        is_new = self._begun.startswith(_PREFACE)
        self._asked = _Calls() if is_new else _Messages()
        return self._asked.counted(self._begun[len(_PREFACE) :] if is_new else self._begun)


class _Calls:
    """HTTP/2: each call opens a stream with a frame of headers."""

    def __init__(self) -> None:
        self._rest = b""

    def counted(self, data: bytes) -> int:
        self._rest += data
        calls = 0
        while len(self._rest) >= _FRAME_HEADER:
            size = _FRAME_HEADER + int.from_bytes(self._rest[:3])
            if len(self._rest) < size:
                break
            calls += self._rest[3] == _HEADERS
            self._rest = self._rest[size:]
        return calls


class _Messages:
    """HTTP/1.1: a head, and a body whose length the head tells, or that comes in chunks."""

    def __init__(self) -> None:
        self._rest = b""
        self._left = 0
        self._in_chunks = False

    def counted(self, data: bytes) -> int:
        self._rest += data
        requests = 0
        while self._rest:
            if self._left or self._in_chunks:
                if not self._past_body():
                    break
                continue
            end = self._rest.find(_END)
            if end < 0:
                break
            head, self._rest = self._rest[:end], self._rest[end + len(_END) :]
            length = _LENGTH.search(head)
            self._left = int(length[1]) if length else 0
            self._in_chunks = _CHUNKED.search(head) is not None
            requests += 1
        return requests

    def _past_body(self) -> bool:
        """Drop what is there of the body, and tell whether that was all of it."""
        if self._in_chunks:
            end = self._rest.find(_LAST_CHUNK)
            if end < 0:
                self._rest = self._rest[-len(_LAST_CHUNK) :]
                return False
            self._rest, self._in_chunks = self._rest[end + len(_LAST_CHUNK) :], False
            return True
        dropped = min(self._left, len(self._rest))
        self._rest, self._left = self._rest[dropped:], self._left - dropped
        return self._left == 0
