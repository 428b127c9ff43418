"""What a journal in SQL asks its database, and how: statements, dialects, transactions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal, NamedTuple, Protocol

from memkit.contracts.store import Keys
from memkit.domain.records import Scope
from memkit.filters import Dialect as Comparisons
from memkit.filters import Sql
from memkit.providers.sql_journal.rows import Row
from memkit.providers.sql_journal.tables import Tables

EVENT_TOKEN = "SELECT batch_id FROM events WHERE seq = ?"
# As the index `memories_not_always_valid` has it.
_LIMITED = "(m.valid_from IS NOT NULL OR m.valid_to IS NOT NULL OR m.superseded_by IS NOT NULL)"
# As the index `memories_withheld` has it.
_WITHHELD = "m.withheld IS NOT NULL"
RESTRICTED = (
    f"SELECT EXISTS (SELECT 1 FROM memories m WHERE {_LIMITED}{{0}}), "
    f"EXISTS (SELECT 1 FROM memories m WHERE {_WITHHELD}{{0}}), "
    "EXISTS (SELECT 1 FROM derivations WHERE NOT in_use)"
)
ANY_RESTRICTED = RESTRICTED.format("")


class Query(NamedTuple):
    """A statement that reads, with question marks.

    Attributes:
        blobs: Whether it returns vectors, which should not travel as text.
    """

    sql: str
    params: Sequence[Any] = ()
    blobs: bool = False


Listed = Literal["key", "text", "hash"]


class KeptComparisons(Comparisons, Hashable, Protocol):
    """Comparisons whose results can be kept."""


class Dialect(Protocol):
    """How a database says what SQL leaves open.

    Attributes:
        comparisons: How it writes a filter's comparisons, over `rows.MEMORY_TABLES`.
    """

    comparisons: KeptComparisons

    def among(self, column: str, values: Sequence[Any], kind: Listed) -> Sql:
        """Return whether a column is one of the values."""

    def pieces(self, hashes: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
        """Yield hashes in pieces of as many as `among` takes."""

    def in_query(self, column: str, sql: str) -> str:
        """Return whether a column is one of the few keys that a query returns."""

    def in_scope(self, column: str, name: str) -> str:
        """Return whether a column is a scope whose column `name` is the one parameter."""


class SQLTables(Tables):
    """The tables inside a transaction, and whatever else has to be written there."""

    @abstractmethod
    def run(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """Carry out a statement with question marks, and return its rows if it has any."""

    @abstractmethod
    def number_spaces_from(self, least: int) -> None:
        """Give the next new space no number below this one.

        The time is in it: a journal that was restored from a backup would give a number again
        that a store knows as another space's.
        """

    @abstractmethod
    def begin_erasing(self) -> None:
        """Permit the deletion of events."""

    @abstractmethod
    def end_erasing(self) -> None:
        """Permit it no longer."""

    @abstractmethod
    def rename(self, journal_id: str) -> None:
        """Give the journal another name."""


class Statements(ABC):
    """What a database adds to a journal: its dialect, and its transactions.

    Attributes:
        dialect: How it says what SQL leaves open.
        head_sql: The statement that reads the head of the journal: its name, the last event and
            the last vector, and the token of `changed()` if the database has it there.
    """

    dialect: Dialect
    head_sql: str

    @abstractmethod
    def _together(self, *queries: Query, near: bool = False) -> list[list[Row]]:
        """Return the rows of several queries that see the same commit.

        Args:
            near: Whether this is asked between two changes.
        """

    @abstractmethod
    def _writing(self) -> AbstractContextManager[SQLTables]:
        """Yield the tables in a transaction that no other overlaps."""

    def _all(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """Return the rows of one query."""
        return self._together(Query(sql, params))[0]

    def _run(self, sql: str, params: Sequence[Any] = ()) -> None:
        """Carry out a statement in a transaction of its own."""
        with self._writing() as tables:
            tables.run(sql, params)

    @abstractmethod
    def _scope_conditions(self, scope: Scope, alias: str) -> list[Sql]:
        """Return one condition for each id of a scope, over a table with a `scope_id`."""

    @abstractmethod
    def _of(self, keys: Keys, column: str = "m.key") -> Sql:
        """Return whether a column is one of some keys."""
