"""How many candidates a search in an HNSW index holds: a setting of each connection."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from psycopg import sql

from memkit_postgres.pool import Connection

MOST = 1000
ADVICE = (
    "Have more memories compared exactly with a larger exact_below, keep whole vectors "
    "(halfvec=False), or make the index anew with a larger m or ef_construction."
)


class Breadths:
    """What each connection is set to.

    Args:
        first: What a new connection is set to.
    """

    def __init__(self, first: int) -> None:
        self._first = first
        self._set: WeakKeyDictionary[Connection, int] = WeakKeyDictionary()

    def apply(self, connection: Connection, breadth: int) -> None:
        """Search so broadly in a connection from now on: a round trip, where it is not so yet."""
        if self._set.get(connection, self._first) != breadth:
            connection.execute(sql.SQL("SET hnsw.ef_search = {}").format(sql.Literal(breadth)))
            self._set[connection] = breadth
