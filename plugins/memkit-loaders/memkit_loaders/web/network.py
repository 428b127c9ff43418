"""Connections to addresses that were checked, which end when their time is over.

A name is resolved once, and the connection goes to an address that was checked: a name that is
resolved to another one a moment later (DNS rebinding) leads nowhere.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from memkit_loaders.limits import Refusal
from memkit_loaders.web.deadline import Deadline
from memkit_loaders.web.public import is_public

Resolve = Callable[[str, int], list[str]]
"""Returns the addresses of a host, given it and the port; raises OSError if it has none."""


def system_addresses(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as the system knows them.

    Raises:
        OSError: It knows none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to public addresses alone.

    Args:
        deadline: When all has to be over.
        resolve: Returns the addresses of a host.
        is_trusted: Tells whether a host may be at any address.
    """

    def __init__(
        self, *, deadline: Deadline, resolve: Resolve, is_trusted: Callable[[str], bool]
    ) -> None:
        self._deadline = deadline
        self._resolve = resolve
        self._is_trusted = is_trusted
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Return a connection to a host.

        Raises:
            Refusal: It has no address, or one that is not public.
            httpcore.ConnectError, httpcore.ConnectTimeout: None of them answers.
        """
        addresses = self._checked(host, port)
        for number, address in enumerate(addresses):
            # The last one may use up what is left; none before it all of it.
            share = self._deadline.left() / (len(addresses) - number)
            try:
                stream = self._plain.connect_tcp(
                    address, port, timeout=share, socket_options=socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses) - 1:
                    raise
            else:
                return _BoundedStream(stream, self._deadline)
        raise Refusal(f"the host {host!r} has no address", "Correct its address.")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Refuse: no page is there."""
        raise Refusal("a page is not in a socket of this machine", "Give an address of the web.")

    def _checked(self, host: str, port: int) -> list[str]:
        addresses = self._addresses(host, port)
        if not self._is_trusted(host):
            for address in addresses:
                if not is_public(address):
                    raise Refusal(
                        f"{host!r} is at {address}, which is not of the public internet",
                        f"If you trust it, give allowed_hosts=[{host!r}]; else leave it out.",
                    )
        return addresses

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            return [str(ipaddress.ip_address(host))]
        except ValueError:
            pass
        # The system's resolver knows no limit of time, so that it is waited for from outside.
        answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._resolve(host, port))
            except Exception as error:  # noqa: BLE001 - raised where it is waited for
                answers.put(error)

        threading.Thread(target=ask, name="memkit-resolve", daemon=True).start()
        try:
            answer = answers.get(timeout=self._deadline.left())
        except queue.Empty:
            raise httpcore.ConnectTimeout("its name was not resolved in time") from None
        if isinstance(answer, (OSError, UnicodeError)):
            raise Refusal(
                f"there is no host {host!r}, or its name can't be resolved ({answer})",
                "Correct its address, or connect to the internet.",
            ) from answer
        if isinstance(answer, Exception):
            raise answer
        return answer


class _BoundedStream(httpcore.NetworkStream):
    """A connection all of whose steps end at the deadline, so that a slow drip ends, too."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.left()
        return _BoundedStream(
            self._stream.start_tls(ssl_context, server_hostname, left), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
