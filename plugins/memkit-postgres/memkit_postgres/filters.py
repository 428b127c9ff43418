"""Filters as SQL for PostgreSQL, exactly as `memkit.filters.evaluate` means them.

Every operator is native. A key is looked up by `->` with a text, which looks into objects only;
`#>` would take "0" for a place in a list. Equality is that of JSONB, in which 3 and 3.0 are one
number, and true and "true" are not.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from memkit.filters import METADATA, Columns, Compare, Instant, Scalar, Sql, join
from memkit_postgres.fields import json_of

# What several operands of a column are, by the type of one.
_ARRAYS = {str: "text", bool: "boolean", int: "bigint"}
_SIGN = {"$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<="}


@dataclass(frozen=True, kw_only=True)
class PostgresDialect:
    """Comparisons for PostgreSQL.

    Attributes:
        columns: Where the fields of the record are; `columns.metadata` is JSONB, as is
            `columns.data`, which is NULL where there is none.
        folded_memory, folded_metadata, folded_data: The casefolded copies; NULL where A to Z in
            lower case is the same.
        indexed: Whether `columns.metadata` has an index that answers containment.
    """

    columns: Columns = field(
        default_factory=lambda: Columns(id="i.id", metadata="m.fields", data="m.data_fields")
    )
    folded_memory: str = "t.folded"
    folded_metadata: str = "m.folded_fields"
    folded_data: str = "m.folded_data_fields"
    indexed: bool = False

    def compare(self, node: Compare) -> Sql:
        """Return a comparison as a boolean expression that is never NULL."""
        if node.op in {"$ne", "$nin"}:
            positive = Compare(node.field, "$eq" if node.op == "$ne" else "$in", node.value)
            sql = self.compare(positive)
            return Sql(f"NOT ({sql.text})", sql.params)
        if node.record_field is not None:
            return self._on_column(node, node.record_field)
        return self._on_metadata(node)

    # -- fields of the record ----------------------------------------------------------------

    def _on_column(self, node: Compare, name: str) -> Sql:
        column, op, value = self.columns.of(name), node.op, node.value
        if op == "$exists":
            return Sql(f"({column} IS {'NOT ' if value else ''}NULL)")
        if isinstance(value, tuple):
            return _column_among(column, value)
        if value is None:
            return Sql(f"({column} IS NULL)")
        if op == "$eq":
            return _column_among(column, (value,))
        if op == "$contains":
            return _guarded(column, Sql(f"strpos({column}, %s) > 0", (value,)))
        if op == "$icontains":
            text = f"memkit_casefold({column})"
            if name == "memory":
                text = f'coalesce({self.folded_memory}, lower({column} COLLATE "C"))'
            return _guarded(column, Sql(f"strpos({text}, %s) > 0", (str(value).casefold(),)))
        return _guarded(column, Sql(f"{column} {_SIGN[op]} %s", (_bound(value),)))

    # -- keys of the metadata and the data ---------------------------------------------------

    def _on_metadata(self, node: Compare) -> Sql:
        value = _path(self.columns.of(node.field[0]), node)
        if node.op == "$exists":
            return Sql(f"({value.text} IS {'NOT ' if node.value else ''}NULL)", value.params)
        if isinstance(node.value, tuple):
            return self._among(node, value, node.value)
        if node.op == "$eq":
            return self._among(node, value, (node.value,))
        if node.op == "$contains":
            return _contains(value, node.value)
        if node.op == "$icontains":
            return self._contains_folded(node, value)
        return _ordered(value, node)

    def _among(self, node: Compare, value: Sql, operands: tuple[Scalar, ...]) -> Sql:
        dates = [operand.microseconds for operand in operands if isinstance(operand, Instant)]
        others = [operand for operand in operands if not isinstance(operand, Instant)]
        alternatives = []
        if (
            self.indexed
            and node.field[0] == METADATA
            and len(operands) == 1
            and others
            and others[0] is not None
        ):
            # The only form of equality that an index knows.
            held: object = others[0]
            for key in reversed(node.metadata_keys):
                held = {key: held}
            return Sql(f"({self.columns.metadata} @> %s::jsonb)", (json_of(held),))
        if others:
            equal = Sql(
                f"{value.text} = ANY (%s::jsonb[])", (*value.params, [json_of(o) for o in others])
            )
            # A missing key reads as NULL, and counts as null.
            absent = "true" if None in others else "false"
            alternatives.append(Sql(f"coalesce({equal.text}, {absent})", equal.params))
        if dates:
            alternatives.append(_if_string(value, "memkit_instant({}) = ANY (%s::bigint[])", dates))
        return join("OR", alternatives) if alternatives else Sql("false")

    def _contains_folded(self, node: Compare, value: Sql) -> Sql:
        folded = str(node.value).casefold()
        held = self.folded_metadata if node.field[0] == METADATA else self.folded_data
        copy = _path(held, node)
        text = Sql(
            f"CASE WHEN {held} IS NULL "
            f"THEN lower(({value.text} #>> '{{}}') COLLATE \"C\") ELSE {copy.text} #>> '{{}}' END",
            (*value.params, *copy.params),
        )
        # Lists are compared item by item, in the copy or in a list of lower case.
        item = (
            f"EXISTS (SELECT FROM jsonb_array_elements(CASE WHEN {held} IS NULL "
            f"THEN {value.text} ELSE {copy.text} END) item WHERE jsonb_typeof(item) = 'string' AND "
            "lower((item #>> '{}') COLLATE \"C\") = %s)"
        )
        return Sql(
            f"CASE jsonb_typeof({value.text}) WHEN 'string' THEN strpos({text.text}, %s) > 0 "
            f"WHEN 'array' THEN {item} ELSE false END",
            (*value.params, *text.params, folded, *value.params, *copy.params, folded),
        )


def _path(metadata: str, node: Compare) -> Sql:
    keys = node.metadata_keys
    return Sql(f"({metadata}{' -> %s::text' * len(keys)})", keys)


def _if_string(value: Sql, test: str, *params: object) -> Sql:
    """Return a test of a string; values of other types, or none, don't match."""
    # CASE evaluates no branch but the one it takes.
    text = test.format(f"({value.text} #>> '{{}}')")
    return Sql(
        f"coalesce(CASE jsonb_typeof({value.text}) WHEN 'string' THEN {text} END, false)",
        (*value.params, *value.params, *params),
    )


def _contains(value: Sql, operand: object) -> Sql:
    if isinstance(operand, Instant):
        items = (
            f"EXISTS (SELECT FROM jsonb_array_elements({value.text}) item "
            "WHERE jsonb_typeof(item) = 'string' AND memkit_instant(item #>> '{}') = %s)"
        )
        array = Sql(items, (*value.params, operand.microseconds))
    else:
        array = Sql(f"{value.text} @> %s::jsonb", (*value.params, json_of([operand])))
    text = Sql("false")
    if isinstance(operand, str):
        text = Sql(f"strpos({value.text} #>> '{{}}', %s) > 0", (*value.params, operand))
    return Sql(
        f"CASE jsonb_typeof({value.text}) WHEN 'array' THEN {array.text} "
        f"WHEN 'string' THEN {text.text} ELSE false END",
        (*value.params, *array.params, *text.params),
    )


def _ordered(value: Sql, node: Compare) -> Sql:
    sign, operand = _SIGN[node.op], node.value
    if isinstance(operand, Instant):
        return _if_string(value, f"memkit_instant({{}}) {sign} %s", operand.microseconds)
    if isinstance(operand, str):
        return _if_string(value, f'({{}} COLLATE "C") {sign} %s', operand)
    return Sql(
        f"CASE jsonb_typeof({value.text}) WHEN 'number' "
        f"THEN {value.text} {sign} %s::jsonb ELSE false END",
        (*value.params, *value.params, json_of(operand)),
    )


def _column_among(column: str, values: tuple[Scalar, ...]) -> Sql:
    bound = [_bound(value) for value in values if value is not None]
    alternatives = [Sql(f"({column} IS NULL)")] if None in values else []
    if len(bound) == 1:
        alternatives.append(_guarded(column, Sql(f"{column} = %s", (bound[0],))))
    elif bound:
        array = _ARRAYS[type(bound[0])]
        alternatives.append(_guarded(column, Sql(f"{column} = ANY (%s::{array}[])", (bound,))))
    return join("OR", alternatives) if alternatives else Sql("false")


def _guarded(column: str, test: Sql) -> Sql:
    # An AND, not coalesce(), so that the test can use an index.
    return Sql(f"({column} IS NOT NULL AND {test.text})", test.params)


def _bound(value: object) -> object:
    return value.microseconds if isinstance(value, Instant) else value
