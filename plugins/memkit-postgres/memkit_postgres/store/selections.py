"""Which memories a selection holds, as SQL over a store's table of rows."""

from __future__ import annotations

import functools

from memkit.contracts import Selection
from memkit.domain.records import SCOPE_KEYS, Scope
from memkit.filters import RECORD_FIELDS, Columns, Sql, Where, join, to_sql
from memkit_postgres.filters import PostgresDialect

_DIALECT = PostgresDialect(
    columns=Columns(
        metadata="r.fields", data="r.data", **{name: f"r.{name}" for name in RECORD_FIELDS}
    ),
    folded_memory="r.folded",
    folded_metadata="r.folded_fields",
    folded_data="r.folded_data",
    indexed=True,
)


def condition(selection: Selection) -> Sql:
    """Return what a selection asks of a row `r`."""
    parts = [Sql("(r.expires_at IS NULL OR r.expires_at > %s)", (selection.now,))]
    parts.append(within(selection.scope))
    if selection.where is not None:
        parts.append(_compiled(selection.where))
    return join("AND", parts)


def within(scope: Scope) -> Sql:
    """Return whether a row `r` is of a scope."""
    parts = [
        Sql(f"r.{name} = %s", (value,))
        for name, value in zip(SCOPE_KEYS, scope.key, strict=True)
        if value is not None
    ]
    # A column that is NULL makes this NULL, which a WHERE takes for false; nothing negates it.
    return join("AND", parts) if parts else Sql("true")


@functools.lru_cache(maxsize=256)
def _compiled(where: Where) -> Sql:
    text, params = to_sql(where, _DIALECT)
    return Sql(f"({text})", tuple(params))
