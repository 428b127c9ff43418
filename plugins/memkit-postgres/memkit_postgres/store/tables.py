"""The tables of one journal's store: made, found again, dropped."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, LiteralString, NamedTuple

from memkit.contracts import Position, SpaceInfo
from memkit.errors import SpaceError
from memkit.providers.vector_stores import space_of
from memkit_postgres.config import PostgresStoreConfig
from memkit_postgres.migrate import lock_number
from memkit_postgres.pool import Connection, Cursor, Pool

VectorType = Literal["vector", "halfvec"]

# The longest vectors that HNSW takes, and that the types take at all.
_MOST_INDEXED = {"vector": 2000, "halfvec": 4000}
_MOST_DIM = 16_000
# Rows up to 8 kB may hold their vector themselves, which saves a look aside for each.
_MOST_PLAIN = {"vector": 1900, "halfvec": 3800}


_READ: LiteralString = (
    "SELECT s.id, s.seq, s.vectors, s.mark, p.key, p.number, p.space_id, p.dim, p.type, "
    "p.indexed FROM stores s LEFT JOIN spaces p ON p.store_id = s.id WHERE "
)


class Space(NamedTuple):
    """An embedding space and the table of its vectors."""

    key: str
    number: int
    space_id: int
    dim: int
    type: VectorType
    indexed: bool

    @property
    def table(self) -> str:
        """The table's name."""
        return f"vectors_{self.number}"

    @property
    def can_be_indexed(self) -> bool:
        """Whether HNSW takes vectors of this length."""
        return self.dim <= _MOST_INDEXED[self.type]


@dataclass(frozen=True, kw_only=True)
class Tables:
    """What a store has, as it was when it was looked up.

    Attributes:
        store: Its number.
        position, event_token: How far it has read, and the token of that event.
        spaces: Its spaces by key.
    """

    store: int
    position: Position
    event_token: str | None
    spaces: dict[str, Space] = field(default_factory=dict)

    @property
    def rows(self) -> str:
        """The table of the memories."""
        return f"rows_{self.store}"

    def space(self, key: str, dim: int | None = None) -> Space:
        """Return a space.

        Raises:
            SpaceError: It is unknown, or has another dimension.
        """
        return space_of(self.spaces, key, dim)


def found(pool: Pool, journal_id: str) -> Tables:
    """Return the tables of a journal's store; made, if there are none."""
    with pool.connection() as connection:
        tables = _look_up(connection, journal_id)
    if tables is not None:
        return tables
    with pool.transaction() as connection:
        _lock(connection, journal_id)
        tables = _look_up(connection, journal_id)
        return tables or _make(connection, journal_id)


def cleared(pool: Pool, tables: Tables, journal_id: str) -> Tables:
    """Drop all of a store, and return an empty one for a journal."""
    with pool.transaction() as connection:
        _lock(connection, journal_id)
        for old in (_read(connection, "s.id = %s", tables.store), _look_up(connection, journal_id)):
            if old is not None:
                for space in old.spaces.values():
                    connection.execute(f"DROP TABLE IF EXISTS {space.table}")
                connection.execute(f"DROP TABLE IF EXISTS {old.rows}")
                connection.execute("DELETE FROM stores WHERE id = %s", [old.store])
        return _make(connection, journal_id)


def open_space(pool: Pool, tables: Tables, space: SpaceInfo, config: PostgresStoreConfig) -> None:
    """Make the table of a space, unless it is there.

    Raises:
        SpaceError: The space has another dimension, or one that pgvector can't hold.
    """
    if space.dim > _MOST_DIM:
        raise SpaceError(
            f"Space {space.key!r} has vectors of {space.dim} numbers; pgvector takes {_MOST_DIM}.",
            fix="Use an embedder of fewer dimensions, or another store.",
        )
    with pool.transaction() as connection:
        _lock(connection, f"{tables.store}")
        known = _space(connection, tables.store, space.key)
        if known is not None and known.space_id == space.id:
            if known.dim != space.dim:
                raise SpaceError(
                    f"Space {space.key!r} holds vectors of {known.dim} numbers, not {space.dim}.",
                    fix=f"Drop it first with m.drop_space({space.key!r}), or choose another key.",
                )
            return
        if known is not None:
            _drop(connection, known)
        type_: VectorType = "halfvec" if config.halfvec else "vector"
        row = connection.execute(
            "INSERT INTO spaces (store_id, key, space_id, dim, type) VALUES (%s, %s, %s, %s, %s) "
            "RETURNING number",
            [tables.store, space.key, space.id, space.dim, type_],
        ).fetchone()
        assert row is not None
        table = f"vectors_{row[0]}"
        connection.execute(
            f"CREATE TABLE {table} (key bigint PRIMARY KEY REFERENCES {tables.rows} "
            f"ON DELETE CASCADE, embedding {type_}({space.dim}) NOT NULL)"
        )
        if space.dim <= _MOST_PLAIN[type_]:
            connection.execute(f"ALTER TABLE {table} ALTER COLUMN embedding SET STORAGE PLAIN")


def drop_space(pool: Pool, tables: Tables, key: str) -> None:
    """Drop the table of a space, if there is one."""
    with pool.transaction() as connection:
        _lock(connection, f"{tables.store}")
        known = _space(connection, tables.store, key)
        if known is not None:
            _drop(connection, known)


def index(pool: Pool, space: Space, config: PostgresStoreConfig) -> None:
    """Give a space its HNSW index, which is made faster at once than row by row."""
    with pool.transaction() as connection:
        connection.execute("SET LOCAL statement_timeout = 0")
        connection.execute(
            f"CREATE INDEX ON {space.table} USING hnsw (embedding {space.type}_ip_ops) "
            f"WITH (m = {config.m}, ef_construction = {config.ef_construction})"
        )
        connection.execute("UPDATE spaces SET indexed = true WHERE number = %s", [space.number])


def analyze(pool: Pool, tables: Tables) -> None:
    """Have PostgreSQL look at what the tables hold, which it does by itself a while later."""
    names = [tables.rows, *(space.table for space in tables.spaces.values())]
    with pool.connection() as connection:
        connection.execute(f"ANALYZE {', '.join(names)}")
        connection.execute(f"SELECT gin_clean_pending_list('{tables.rows}_terms_idx')")


def _lock(connection: Connection, name: str) -> None:
    connection.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number(f"memkit store {name}")])


def _make(connection: Connection, journal_id: str) -> Tables:
    row = connection.execute(
        "INSERT INTO stores (journal_id) VALUES (%s) RETURNING id", [journal_id]
    ).fetchone()
    assert row is not None
    tables = Tables(store=int(row[0]), position=Position(), event_token=None)
    connection.execute(f"CREATE TABLE {tables.rows} (LIKE row_template INCLUDING ALL)")
    # What waits to be put into an index is read from end to end by every search: little of it.
    for column in ("terms", "fields"):
        index_ = f"{tables.rows}_{column}_idx"
        connection.execute(f"ALTER INDEX {index_} SET (gin_pending_list_limit = 64)")
    connection.execute(f"CREATE INDEX ON {tables.rows} (expires_at) WHERE expires_at IS NOT NULL")
    return tables


def _look_up(connection: Connection, journal_id: str) -> Tables | None:
    return told(asked(connection, journal_id))


def _read(connection: Connection, condition: LiteralString, value: object) -> Tables | None:
    return told(connection.execute(_READ + condition, [value]))


def asked(connection: Connection, journal_id: str) -> Cursor:
    """Send the question for the tables of a journal's store, which `told` reads."""
    return connection.execute(_READ + "s.journal_id = %s", [journal_id])


def told(cursor: Cursor) -> Tables | None:
    """Return the tables, if there are any."""
    found = cursor.fetchall()
    if not found:
        return None
    store, seq, vectors, token = found[0][:4]
    return Tables(
        store=store,
        position=Position(seq, vectors),
        event_token=token,
        spaces={row[4]: Space(*row[4:]) for row in found if row[4] is not None},
    )


def _space(connection: Connection, store: int, key: str) -> Space | None:
    held = _read(connection, "s.id = %s", store)
    return None if held is None else held.spaces.get(key)


def _drop(connection: Connection, space: Space) -> None:
    connection.execute(f"DROP TABLE IF EXISTS {space.table}")
    connection.execute("DELETE FROM spaces WHERE number = %s", [space.number])
