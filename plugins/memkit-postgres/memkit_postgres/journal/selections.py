"""Which memories a selection holds, as SQL over the journal's tables."""

from __future__ import annotations

import functools

from memkit.contracts.store import Selection
from memkit.domain.records import SCOPE_KEYS, Scope
from memkit.filters import Sql, Where, to_sql
from memkit.filters.sql import join
from memkit.providers.sql_journal.rows import MEMORY_TABLES
from memkit_postgres.filters import PostgresDialect
from memkit_postgres.textsearch import Corpus

CORPUS = Corpus(tables=MEMORY_TABLES, key="m.key", terms="t.terms", length="m.length")
_DIALECT = PostgresDialect()


def condition(selection: Selection) -> Sql:
    """Return what a selection asks of a memory, over `tables_for(selection)`."""
    parts = [Sql("(m.expires_at IS NULL OR m.expires_at > %s)", (selection.now,))]
    parts += scope_conditions(selection.scope, "m")
    if selection.where is not None:
        parts.append(_compiled(selection.where))
    return join("AND", parts)


def within(scope: Scope) -> Sql:
    """Return whether a memory is of a scope."""
    return join("AND", scope_conditions(scope, "m") or [Sql("true")])


def tables_for(selection: Selection) -> str:
    """Return the tables that a selection needs."""
    return "memories m" if selection.where is None else MEMORY_TABLES


def scope_conditions(scope: Scope, alias: str) -> list[Sql]:
    """Return one condition for each id of a scope."""
    # A list of scopes first: the index on memories by scope then does the rest.
    return [
        Sql(f"{alias}.scope_id = ANY (ARRAY(SELECT id FROM scopes WHERE {name} = %s))", (value,))
        for name, value in zip(SCOPE_KEYS, scope.key, strict=True)
        if value is not None
    ]


@functools.lru_cache(maxsize=256)
def _compiled(where: Where) -> Sql:
    text, params = to_sql(where, _DIALECT)
    return Sql(f"({text})", tuple(params))
