"""A tree as SQL for SQLite, exactly as `memkit.filters.evaluate` means it.

Metadata are JSON text as `json.dumps(..., ensure_ascii=False, separators=(",", ":"))` writes it.
Three traits of SQLite's JSON functions shape what follows:

- They cut strings at U+0000, and promise 15 digits of a decimal fraction where Python keeps 17.
  So equality compares the JSON spelling of values (`->`), in which a value has one spelling, or
  two if it is a whole number (3 and 3.0). Fractions are read by Python before they are ordered.
- They look for keys in the JSON text as it is spelled. Keys that JSON would escape can't be
  looked up, so such comparisons are left to Python.
- Booleans come out of `json_extract` as 1 and 0, so every type is asked for by `json_type`.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from memkit.domain.times import parse_instant
from memkit.errors import JournalError
from memkit.filters.evaluate import compile_metadata
from memkit.filters.fields import Instant, Scalar
from memkit.filters.parse_text import parse_text
from memkit.filters.sql import Columns, Dialect, Sql, join, translate
from memkit.filters.tree import Compare, Where

# `->` came with 3.38.
OLDEST_SQLITE = (3, 38)

_SIGN = {"$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<="}
# More values than this go as one JSON array, since the number of parameters is limited.
_MAX_PARAMS = 20
_INT64 = range(-(2**63), 2**63)
# Keys whose JSON spelling is the key itself, in quotes.
_PLAIN_KEY = re.compile(r'[^"\\\x00-\x1f]+\Z')
_NEVER = Sql("0")


@dataclass(frozen=True, kw_only=True)
class SQLiteDialect:
    """Comparisons for SQLite 3.38 and later; needs `register_functions`."""

    columns: Columns = field(default_factory=Columns)

    def compare(self, node: Compare) -> Sql:
        """Return a comparison as a boolean expression that is never NULL."""
        if node.op in {"$ne", "$nin"}:
            positive = Compare(node.field, "$eq" if node.op == "$ne" else "$in", node.value)
            sql = self.compare(positive)
            return Sql(f"NOT ({sql.text})", sql.params)
        if node.record_field is not None:
            return _on_column(self.columns.of(node.record_field), node)
        return _on_metadata(self.columns.of(node.field[0]), node)


SQLITE: Dialect = SQLiteDialect()


def to_sql(tree: Where, dialect: Dialect = SQLITE) -> tuple[str, list[Any]]:
    """Return a filter as a SQL expression that is never NULL, and its parameters.

    Args:
        tree: The filter.
        dialect: The database, with the columns that hold a memory's fields. For SQLite, the
            connection needs `register_functions`.

    Raises:
        FilterError: The tree was built by hand, and nests too deep.
    """
    return translate(tree, dialect)


def register_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that filters call; all names begin with `memkit_`.

    Raises:
        JournalError: SQLite is too old.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise JournalError(
            f"This Python comes with SQLite {sqlite3.sqlite_version}, which can't filter by "
            "metadata as memkit does.",
            fix="Use a Python with SQLite 3.38 or later, for example one that uv installs.",
        )
    compiled = lru_cache(maxsize=256)(_compiled)

    def matches(metadata: str | None, comparison: str) -> bool:
        return compiled(comparison)(json.loads(metadata or "{}"))

    functions: dict[str, tuple[int, Callable[..., Any]]] = {
        "memkit_matches": (2, matches),
        "memkit_text": (1, json.loads),
        "memkit_number": (1, float),
        "memkit_casefold": (1, str.casefold),
        "memkit_instant": (1, parse_instant),
    }
    for name, (arguments, function) in functions.items():
        connection.create_function(name, arguments, function, deterministic=True)


def _compiled(comparison: str) -> Callable[[Mapping[str, Any]], bool]:
    node = parse_text(comparison)
    assert isinstance(node, Compare)
    return compile_metadata(node)


def _on_column(column: str, node: Compare) -> Sql:
    op, value = node.op, node.value
    if op == "$exists":
        return Sql(f"{column} IS NOT NULL" if value else f"{column} IS NULL")
    if isinstance(value, tuple):
        return _column_among(column, value)
    if value is None:
        return Sql(f"{column} IS NULL")
    if op == "$eq":
        return Sql(f"{column} IS ?", (_bound(value),))
    if op == "$contains":
        return _guarded(column, Sql(f"instr({column}, ?) > 0", (value,)))
    if op == "$icontains":
        # CASE, because SQLite does not promise to skip the second half of an AND.
        return Sql(
            f"CASE WHEN {column} IS NULL THEN 0 ELSE instr(memkit_casefold({column}), ?) > 0 END",
            (str(value).casefold(),),
        )
    return _guarded(column, Sql(f"{column} {_SIGN[op]} ?", (_bound(value),)))


def _column_among(column: str, values: tuple[Scalar, ...]) -> Sql:
    bound = [_bound(value) for value in values if value is not None]
    alternatives = [Sql(f"{column} IS NULL")] if None in values else []
    if bound:
        among = _among(bound)
        alternatives.append(_guarded(column, Sql(f"{column} IN {among.text}", among.params)))
    return join("OR", alternatives) if alternatives else _NEVER


def _guarded(column: str, test: Sql) -> Sql:
    # An AND, not coalesce(), so that the test can use an index.
    return Sql(f"({column} IS NOT NULL AND {test.text})", test.params)


def _on_metadata(metadata: str, node: Compare) -> Sql:
    if not all(map(_PLAIN_KEY.match, node.metadata_keys)):
        return _in_python(metadata, node)
    value = _Json(metadata, "$" + "".join(f'."{key}"' for key in node.metadata_keys))
    if node.op == "$exists":
        test = "IS NOT NULL" if node.value else "IS NULL"
        return Sql(f"json_type({metadata}, ?) {test}", (value.path,))
    if isinstance(node.value, tuple):
        return _value_among(value, node.value)
    if node.op == "$eq":
        return _value_among(value, (node.value,))
    if node.op == "$contains":
        return _value_contains(value, node)
    if node.op == "$icontains":
        text = value.text()
        folded = str(node.value).casefold()
        in_text = Sql(f"instr(memkit_casefold({text.text}), ?) > 0", (*text.params, folded))
        return value.switch(text=in_text, array=_in_python(metadata, node))
    return _value_ordered(value, node.op, node.value)


@dataclass(frozen=True, slots=True)
class _Json:
    """A value inside the metadata, and the expressions that read it."""

    metadata: str
    path: str

    def spelling(self) -> Sql:
        """Return the JSON text of the value; NULL if there is none."""
        return Sql(f"({self.metadata} -> ?)", (self.path,))

    def text(self) -> Sql:
        r"""Return the value, given that it is a string."""
        # "\u0000" is how JSON spells the character at which json_extract would stop.
        return Sql(
            rf"iif(instr({self.metadata}, '\u0000') = 0, json_extract({self.metadata}, ?), "
            f"memkit_text({self.metadata} -> ?))",
            (self.path, self.path),
        )

    def switch(self, **cases: Sql) -> Sql:
        """Return a test for each JSON type; values of other types, or none, don't match."""
        # CASE evaluates no branch but the one it takes, so functions see the type they expect.
        whens = "".join(f" WHEN '{name}' THEN {test.text}" for name, test in cases.items())
        params = (param for test in cases.values() for param in test.params)
        return Sql(f"CASE json_type({self.metadata}, ?){whens} ELSE 0 END", (self.path, *params))


def _value_among(value: _Json, operands: tuple[Scalar, ...]) -> Sql:
    dates = [operand for operand in operands if isinstance(operand, Instant)]
    spellings = [text for operand in operands for text in _spellings(operand)]
    alternatives = []
    if spellings:
        json_text = value.spelling()
        if len(spellings) == 1 and None not in operands:
            alternatives.append(Sql(f"{json_text.text} IS ?", (*json_text.params, *spellings)))
        else:
            among = _among(spellings)
            # A missing key reads as NULL, and counts as null.
            absent = int(None in operands)
            alternatives.append(
                Sql(
                    f"coalesce({json_text.text} IN {among.text}, {absent})",
                    json_text.params + among.params,
                )
            )
    if dates:
        text, among = value.text(), _among([date.microseconds for date in dates])
        alternatives.append(
            value.switch(
                text=Sql(
                    f"coalesce(memkit_instant({text.text}) IN {among.text}, 0)",
                    text.params + among.params,
                )
            )
        )
    return join("OR", alternatives) if alternatives else _NEVER


def _value_contains(value: _Json, node: Compare) -> Sql:
    operand = node.value
    in_list = _in_python(value.metadata, node)
    spellings = [] if isinstance(operand, (Instant, tuple)) else _spellings(operand)
    if spellings:
        # Most lists that lack the value are told by their text, without a call into Python.
        json_text = value.spelling()
        seen = join(
            "OR", [Sql(f"instr({json_text.text}, ?)", (*json_text.params, s)) for s in spellings]
        )
        in_list = Sql(
            f"CASE WHEN {seen.text} THEN {in_list.text} ELSE 0 END", seen.params + in_list.params
        )
    if not isinstance(operand, str):
        return value.switch(array=in_list)
    text = value.text()
    return value.switch(
        text=Sql(f"instr({text.text}, ?) > 0", (*text.params, operand)), array=in_list
    )


def _value_ordered(value: _Json, op: str, operand: Any) -> Sql:
    sign = _SIGN[op]
    text = value.text()
    if isinstance(operand, Instant):
        test = f"coalesce(memkit_instant({text.text}) {sign} ?, 0)"
        return value.switch(text=Sql(test, (*text.params, operand.microseconds)))
    if isinstance(operand, str):
        return value.switch(text=Sql(f"{text.text} {sign} ?", (*text.params, operand)))
    number = f"json_extract({value.metadata}, ?)"
    fraction = f"memkit_number({value.metadata} -> ?)"
    return value.switch(
        integer=Sql(f"{number} {sign} ?", (value.path, operand)),
        real=Sql(f"{fraction} {sign} ?", (value.path, operand)),
    )


def _in_python(metadata: str, node: Compare) -> Sql:
    return Sql(f"memkit_matches({metadata}, ?)", (str(node),))


def _among(values: list[Any]) -> Sql:
    if len(values) > _MAX_PARAMS and not any("\0" in v for v in values if isinstance(v, str)):
        array = json.dumps(values, ensure_ascii=False)
        return Sql("(SELECT value FROM json_each(?))", (array,))
    return Sql(f"({', '.join('?' * len(values))})", tuple(values))


def _spellings(operand: Scalar) -> list[str]:
    """Return all JSON texts of stored values that equal the operand; none for a date."""
    if isinstance(operand, Instant):
        return []
    if operand is None or isinstance(operand, (bool, str)):
        return [json.dumps(operand, ensure_ascii=False)]
    if operand == 0:
        return ["0", "0.0", "-0.0"]
    whole = int(operand)
    fraction = float(operand)
    spellings = [str(whole)] if whole == operand and whole in _INT64 else []
    return spellings + ([repr(fraction)] if fraction == operand else [])


def _bound(value: Any) -> Any:
    return value.microseconds if isinstance(value, Instant) else value
