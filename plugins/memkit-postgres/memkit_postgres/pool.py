"""Connections to PostgreSQL: a pool that outlives a restart of the server and a fork."""

from __future__ import annotations

import os
import selectors
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeAlias

import psycopg
import psycopg_pool
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus

from memkit.domain import forks
from memkit.errors import MemkitError, ValidationError
from memkit_postgres import characters
from memkit_postgres.config import PostgresConfig
from memkit_postgres.failures import Role, failure

Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]
Cursor: TypeAlias = psycopg.Cursor[tuple[Any, ...]]

# How long to wait for a connection before looking whether the server can be reached at all.
_PATIENCE = 0.1
# A server that lost its power is missed within a minute.
_KEEPALIVES = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}


class Statement(NamedTuple):
    """A statement and its parameters; `binary`: whether its rows should not travel as text."""

    sql: str
    params: Sequence[Any] = ()
    binary: bool = False


class Pool:
    """Hands out connections whose search path begins with our schema.

    Args:
        config: Where the server is.
        role: Who asks; decides which errors are raised.
        prepare: Called with each new connection, e.g. to set options.
    """

    def __init__(
        self,
        config: PostgresConfig,
        *,
        role: Role,
        prepare: Callable[[Connection], None] = lambda connection: None,
    ) -> None:
        self.schema = config.schema_name
        self._config = config
        self._role = role
        self._prepare = prepare
        self._closed = False
        self._place: tuple[str, ...] | None = None
        self._conninfo = self._complete()
        self._open()

    @property
    def where(self) -> str:
        """The server, the database and the schema, without secrets."""
        known = conninfo_to_dict(self._config.url)
        host = known.get("host") or os.environ.get("PGHOST") or "localhost"
        port = f":{known['port']}" if known.get("port") else ""
        name = known.get("dbname") or os.environ.get("PGDATABASE") or known.get("user") or ""
        return f"PostgreSQL at {host}{port}/{name} (schema {self.schema})"

    @property
    def place(self) -> tuple[str, ...]:
        """The server and the database that it reaches, and the user that it is there."""
        if self._place is None:
            with self.connection() as connection:
                info = connection.info
                self._place = ("postgres", info.host, str(info.port), info.dbname, info.user)
        return self._place

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Yield a connection on which each statement is a transaction of its own."""
        self._check()
        with self.translated():
            connection = self._taken()
            try:
                yield connection
            finally:
                self._pool.putconn(connection)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Yield a connection inside a transaction that commits, or rolls back."""
        with self.connection() as connection, connection.transaction():
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Yield a connection whose reads all see the same commit."""
        with self.connection() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield connection

    def read(self, *statements: Statement) -> list[list[tuple[Any, ...]]]:
        """Return the rows of statements that see the same commit, in one round trip."""
        with self.connection() as connection:
            if len(statements) == 1:
                return [asked(connection, *statements[0])]
            with together(connection):
                connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursors = [_sent(connection, statement) for statement in statements]
                connection.execute("COMMIT")
            return [cursor.fetchall() for cursor in cursors]

    def alone(self) -> Connection:
        """Return a connection that is not of the pool; the caller closes it."""
        self._check()
        with self.translated():
            connection: Connection = psycopg.connect(self._conninfo, autocommit=True)
            try:
                self._configure(connection)
            except BaseException:
                connection.close()
                raise
            return connection

    def close(self) -> None:
        """Close all connections."""
        if self._closed:
            return
        self._closed = True
        if self._pid == os.getpid():
            self._pool.close()

    # -- inside ------------------------------------------------------------------------------

    def _complete(self) -> str:
        try:
            known = conninfo_to_dict(self._config.url)
        except psycopg.Error:
            # libpq's message repeats what it could not read, and that may hold a password.
            raise ValidationError(
                "The url is no connection string of PostgreSQL.",
                fix="Write it as postgresql://user@host:5432/database, and give password=... "
                "beside it.",
            ) from None
        password = self._config.password.get_secret_value() if self._config.password else ""
        defaults: dict[str, str | int] = {**_KEEPALIVES, "application_name": f"memkit {self._role}"}
        return make_conninfo(
            self._config.url,
            **{name: value for name, value in defaults.items() if name not in known},
            **({"password": password} if password else {}),
            connect_timeout=self._config.connect_timeout,
        )

    def _open(self) -> None:
        failures: list[psycopg.Error] = []

        class Noticed(psycopg.Connection[Any]):
            """Tells of attempts to connect that failed, which the pool would only log."""

            @classmethod
            def connect(cls, *args: Any, **kwargs: Any) -> Any:
                try:
                    return super().connect(*args, **kwargs)
                except psycopg.Error as error:
                    failures.append(error)
                    raise

        def configure(connection: Connection) -> None:
            try:
                self._configure(connection)
            except psycopg.Error as error:
                connection.close()
                failures.append(error)
                raise

        self._pid = os.getpid()
        self._failures = failures
        self._pool: psycopg_pool.ConnectionPool[Connection] = psycopg_pool.ConnectionPool(
            self._conninfo,
            connection_class=Noticed,
            kwargs={"autocommit": True},
            min_size=0,
            max_size=self._config.pool_size,
            open=True,
            configure=configure,
            # The pool's own attempts to reconnect end at once; whoever waits asks again.
            reconnect_timeout=0.0,
            num_workers=1,
            name=f"memkit {self._role}",
        )

    def _configure(self, connection: Connection) -> None:
        characters.adapt(connection)
        encoding = connection.execute("SHOW server_encoding").fetchone()
        if encoding != ("UTF8",):
            raise psycopg.NotSupportedError(
                f"the database is encoded as {encoding and encoding[0]}, and memkit needs UTF8"
            )
        milliseconds = str(int(self._config.timeout * 1000))
        # The types of extensions stay visible behind our tables.
        connection.execute(
            "SELECT set_config('search_path', quote_ident(%s) || ', ' || "
            "current_setting('search_path'), false), set_config('client_encoding', 'UTF8', false), "
            "set_config('statement_timeout', %s, false), "
            "set_config('idle_in_transaction_session_timeout', %s, false), "
            # A machine that lost its power holds its locks until the server misses it.
            "set_config('tcp_keepalives_idle', '30', false), "
            # Tables are in memory or on flash, where a page by an index costs as any other.
            "set_config('random_page_cost', '1.1', false), "
            "set_config('tcp_keepalives_interval', '10', false), "
            "set_config('tcp_keepalives_count', '3', false)",
            [self.schema, milliseconds, milliseconds],
        )
        self._prepare(connection)

    def _taken(self) -> Connection:
        deadline = time.monotonic() + self._config.timeout
        while True:
            seen = len(self._failures)
            try:
                connection = self._pool.getconn(timeout=_PATIENCE)
            except psycopg_pool.PoolTimeout:
                if len(self._failures) > seen:
                    raise self._failures[-1] from None
                if time.monotonic() > deadline:
                    raise psycopg_pool.PoolTimeout(
                        f"all {self._config.pool_size} connections were in use for "
                        f"{self._config.timeout:g} s"
                    ) from None
                continue
            if _is_alive(connection):
                return connection
            # The server went away and may be back: the pool drops this one and makes another.
            self._pool.putconn(connection)

    def _check(self) -> None:
        if self._closed:
            raise self._error(psycopg.InterfaceError("it is closed; open it again"))
        if self._pid != os.getpid():
            # The parent's connections and the pool's threads don't carry over a fork.
            forks.abandon(self._pool)
            self._open()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Raise what PostgreSQL refuses as memkit's errors."""
        try:
            yield
        except psycopg.Error as error:
            raise self._error(error) from (None if self._tells_a_secret(error) else error)
        except UnicodeEncodeError as error:
            raise ValidationError(
                f"{error.object!r} holds half a character (a lone surrogate) at {error.start}.",
                fix="Clean it: text.encode(errors='replace').decode().",
            ) from error

    def _error(self, error: psycopg.Error) -> MemkitError:
        if self._tells_a_secret(error):
            error = psycopg.OperationalError("it refused, and its message holds the password")
        return failure(error, role=self._role, where=self.where)

    def _tells_a_secret(self, error: psycopg.Error) -> bool:
        password = self._config.password
        return bool(password) and str(password and password.get_secret_value()) in str(error)


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """Have the statements of a block travel together; what went wrong is told at its end."""
    with rolled_back(connection), connection.pipeline():
        yield


class Hold:
    """An advisory lock of a connection, which ends with its holder.

    Args:
        connection: Outside of a transaction.
        number: Of the lock.
    """

    def __init__(self, connection: Connection, number: int) -> None:
        self.connection = connection
        self._number = number
        self._over = False

    def take(self) -> None:
        """Wait for the lock, for as long as others hold it."""
        # Longer than a statement may take: a store is filled under it.
        self.connection.execute("BEGIN")
        self.connection.execute("SET LOCAL statement_timeout = 0")
        self.connection.execute("SELECT pg_advisory_lock(%s)", [self._number])
        self.connection.execute("COMMIT")

    def release(self) -> None:
        """Ask to let it go, maybe together with other statements: see `over`."""
        self.connection.execute("SELECT pg_advisory_unlock(%s)", [self._number])

    def over(self) -> None:
        """Take note that `release` was listened to.

        It is not, where a statement before it failed that travelled with it: the lock outlives it.
        """
        self._over = True

    def end(self) -> None:
        """Let it go unless that was done, or the connection has gone."""
        if self._over or self.connection.closed:
            return
        if self.connection.info.transaction_status != TransactionStatus.IDLE:
            self.connection.rollback()
        self.release()


@contextmanager
def rolled_back(connection: Connection) -> Iterator[None]:
    """Roll back what a block began, if it fails."""
    try:
        yield
    except BaseException:
        if not connection.closed and connection.info.transaction_status != TransactionStatus.IDLE:
            connection.rollback()
        raise


def asked(
    connection: Connection, sql: str, params: Sequence[Any] = (), binary: bool = False
) -> list[tuple[Any, ...]]:
    """Return the rows of a statement.

    It is one round trip when psycopg prepares the statement, too, as it does when it has seen it
    often: outside of a pipeline it waits for that.
    """
    with together(connection):
        cursor = connection.execute(sql, params, binary=binary)
    return cursor.fetchall()


def _sent(connection: Connection, statement: Statement) -> Cursor:
    return connection.execute(statement.sql, statement.params, binary=statement.binary)


def _is_alive(connection: Connection) -> bool:
    """Tell whether the server still listens, without asking it."""
    if connection.closed:
        return False
    # An idle server says nothing, unless it says goodbye.
    with selectors.DefaultSelector() as selector:
        selector.register(connection.fileno(), selectors.EVENT_READ)
        if not selector.select(0):
            return True
    try:
        connection.pgconn.consume_input()
    except psycopg.Error:
        return False
    return not connection.closed
