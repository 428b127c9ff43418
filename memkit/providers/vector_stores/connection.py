"""The way to an engine: one client at a time, of the first of its addresses that answers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Generic, TypeVar

from memkit.providers.vector_stores.failures import UNREACHABLE

C = TypeVar("C")
T = TypeVar("T")


@dataclass(eq=False)
class _Held(Generic[C]):
    """A client in use: where it leads to, by whom it is used, and whether it was given up."""

    client: C
    at: int
    users: int = 0
    given_up: bool = False


class Connection(Generic[C]):
    """Gives a client to those who ask, and makes another where its server was not reached.

    A client that did not reach its server is thrown away with its channels: these would go on to
    take the server for dead, the longer the longer it was. So a server that is back is asked at the
    next call. What is asked must bear to be asked twice.

    Args:
        addresses: Returns where the engine may be reached, at least one address. They are tried in
            this order; the one that answers is kept.
        connect: Makes a client for `address`.
        disconnect: Closes one.
        status_of: Tells the HTTP status of an error, or what comes closest.
    """

    def __init__(
        self,
        addresses: Callable[[], Sequence[str]],
        *,
        connect: Callable[[], C],
        disconnect: Callable[[C], object],
        status_of: Callable[[Exception], int | None],
    ) -> None:
        self._addresses = addresses
        self._connect = connect
        self._disconnect = disconnect
        self._status_of = status_of
        self._lock = threading.RLock()
        self._held: _Held[C] | None = None
        self._at = 0

    @property
    def address(self) -> str:
        """The address in use, or the next to be tried."""
        addresses = self._addresses()
        return addresses[self._at % len(addresses)]

    @property
    def client(self) -> C | None:
        """The client in use, if there is one."""
        return None if self._held is None else self._held.client

    def ask(self, act: Callable[[C], T]) -> T:
        """Return what a question to the engine returns, put to the next address if need be.

        A client that was there already is no proof that its server still is: the first failure of
        one leads to another client for the same address. A server that took too long is not asked
        twice; the next call begins at the next address.
        """
        made, asked = 0, 0
        while True:
            at, held = self._at, None
            try:
                held, new = self._take()
                made += new
                return act(held.client)
            except Exception as error:
                status = self._status_of(error)
                made += held is None
                asked += 1
                if status in UNREACHABLE or status == HTTPStatus.GATEWAY_TIMEOUT:
                    stay = held is not None and not new and status in UNREACHABLE
                    self._give_up(held, at if held is None else held.at, stay=stay)
                many = len(self._addresses())
                # Others may make and lose clients at the same time.
                if status not in UNREACHABLE or made >= many or asked > 2 * many:
                    raise
            finally:
                if held is not None:
                    self._let_go(held)

    def close(self) -> None:
        """Close the client; the next call makes another."""
        with self._lock:
            held, self._held = self._held, None
        if held is not None:
            held.given_up = True
            self._disconnect(held.client)

    def _take(self) -> tuple[_Held[C], bool]:
        """Return the client in use, and whether it was made for this."""
        with self._lock:
            held, new = self._held, False
            if held is None:
                held, new = _Held(self._connect(), self._at), True
                self._held = held
            held.users += 1
            return held, new

    def _give_up(self, held: _Held[C] | None, at: int, *, stay: bool) -> None:
        with self._lock:
            if held is not None:
                held.given_up = True
                if self._held is held:
                    self._held = None
            # Of several that failed at once only one moves on.
            if not stay and self._at == at:
                self._at = (at + 1) % len(self._addresses())

    def _let_go(self, held: _Held[C]) -> None:
        with self._lock:
            held.users -= 1
            over = held.given_up and not held.users
        if over:
            self._disconnect(held.client)
