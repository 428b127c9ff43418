"""Being told of commits by the server, instead of asking again and again."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable

import psycopg
from psycopg import sql

from memkit.domain import forks
from memkit_postgres.pool import Connection, Pool


def channel_of(schema: str) -> str:
    """Return the channel on which commits to a schema are announced."""
    return f"memkit_{hashlib.blake2b(schema.encode(), digest_size=16).hexdigest()}"


class Listener:
    """One connection that listens; made when somebody waits for the first time."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        forks.in_child(self, type(self)._connect_anew)

    def _connect_anew(self) -> None:
        self._lock = threading.Lock()
        forks.abandon(self._connection)
        self._connection = None

    def wait(self, happened: Callable[[], bool], *, timeout: float) -> bool:
        """Return as soon as something happened, or after `timeout` seconds; tell which."""
        deadline = time.monotonic() + timeout
        with self._lock:
            while True:
                connection = self._listening()
                # Asked after the connection listens, so that nothing slips in between.
                left = deadline - time.monotonic()
                if happened():
                    return True
                if left <= 0:
                    return False
                try:
                    for _ in connection.notifies(timeout=left, stop_after=1):
                        pass
                except psycopg.OperationalError:
                    # The server went away; connecting anew tells whether it is back.
                    self._drop()

    def close(self) -> None:
        """Close the connection; who waits is told so."""
        self._drop()

    def _listening(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = self._pool.alone()
            channel = sql.Identifier(channel_of(self._pool.schema))
            self._connection.execute(sql.SQL("LISTEN {}").format(channel))
        return self._connection

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
