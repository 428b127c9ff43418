"""A tree as a SQL expression: what all dialects share.

A dialect knows the columns of its tables and how to write one comparison; `and`, `or` and `not`
are the same everywhere. `memkit.filters.sqlite` is the first of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from memkit.errors import FilterError
from memkit.filters.tree import TOO_DEEP, TOO_DEEP_FIX, Compare, Where, fold, is_too_deep

_GROUP = 50


class Sql(NamedTuple):
    """A piece of SQL and the parameters for its question marks, in order."""

    text: str
    params: tuple[Any, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The SQL expression of each field of a memory's record.

    Times are integers (microseconds since 1970 in UTC); what a record holds as None is NULL.
    """

    id: str = "m.id"
    memory: str = "t.text"
    type: str = "m.type"
    role: str = "m.role"
    name: str = "m.name"
    user_id: str = "s.user_id"
    agent_id: str = "s.agent_id"
    app_id: str = "s.app_id"
    run_id: str = "s.run_id"
    created_at: str = "m.created_at"
    updated_at: str = "m.updated_at"
    occurred_at: str = "m.occurred_at"
    expires_at: str = "m.expires_at"
    valid_from: str = "m.valid_from"
    valid_to: str = "m.valid_to"
    superseded_by: str = "m.superseded_by"
    derived_by: str = "m.derived_by"
    said_by: str = "m.said_by"
    pinned: str = "m.pinned"
    withheld: str = "m.withheld"
    metadata: str = "m.metadata"
    data: str = "m.data"

    def of(self, record_field: str) -> str:
        """Return the expression of a field of the record, or of one that holds a JSON object."""
        expression: str = getattr(self, record_field)
        return expression


class Dialect(Protocol):
    """How a database writes comparisons."""

    def compare(self, node: Compare) -> Sql:
        """Return a comparison as a boolean expression that is never NULL."""


def translate(tree: Where, dialect: Dialect) -> tuple[str, list[Any]]:
    """Return the tree as a boolean expression that is never NULL, and its parameters.

    Raises:
        FilterError: The tree was built by hand, and is deeper than databases can parse.
    """
    if is_too_deep(tree, spare=1):
        raise FilterError(TOO_DEEP, fix=TOO_DEEP_FIX)
    sql = fold(
        tree,
        compare=dialect.compare,
        and_=lambda parts: join("AND", parts),
        or_=lambda parts: join("OR", parts),
        not_=lambda part: Sql(f"NOT ({part.text})", part.params),
    )
    return sql.text, list(sql.params)


def join(word: str, parts: Sequence[Sql]) -> Sql:
    """Return the parts joined by AND or OR."""
    if len(parts) == 1:
        return parts[0]
    # "a OR b OR c ..." is an expression as deep as it is long, and databases limit its depth
    # (SQLite: 1000), so long ones are joined in groups.
    while len(parts) > _GROUP:
        parts = [join(word, parts[at : at + _GROUP]) for at in range(0, len(parts), _GROUP)]
    text = f" {word} ".join(part.text for part in parts)
    return Sql(f"({text})", tuple(param for part in parts for param in part.params))
