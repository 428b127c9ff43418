"""The filter language: one tree from a dict or a string, evaluated in Python or as SQL."""

from memkit.filters import tokens
from memkit.filters.bounds import Bounds, TokenFilters
from memkit.filters.evaluate import Predicate, compile_predicate, matches
from memkit.filters.fields import (
    BOOLEAN_FIELDS,
    DATA,
    JSON_FIELDS,
    METADATA,
    RECORD_FIELDS,
    STRING_FIELDS,
    TIME_FIELDS,
    Field,
    Instant,
    Scalar,
    Value,
    kind_of,
)
from memkit.filters.operators import OPERATORS, Op
from memkit.filters.parse import parse
from memkit.filters.sql import Columns, Dialect, Sql, join
from memkit.filters.sqlite import SQLITE, SQLiteDialect, register_functions, to_sql
from memkit.filters.tree import (
    And,
    Compare,
    Not,
    Or,
    Where,
    all_of,
    any_of,
    fields_of,
    fold,
    selection_tree,
    to_dict,
    to_text,
    walk,
)

__all__ = [
    "BOOLEAN_FIELDS",
    "DATA",
    "JSON_FIELDS",
    "METADATA",
    "OPERATORS",
    "RECORD_FIELDS",
    "SQLITE",
    "STRING_FIELDS",
    "TIME_FIELDS",
    "And",
    "Bounds",
    "Columns",
    "Compare",
    "Dialect",
    "Field",
    "Instant",
    "Not",
    "Op",
    "Or",
    "Predicate",
    "SQLiteDialect",
    "Scalar",
    "Sql",
    "TokenFilters",
    "Value",
    "Where",
    "all_of",
    "any_of",
    "compile_predicate",
    "fields_of",
    "fold",
    "join",
    "kind_of",
    "matches",
    "parse",
    "register_functions",
    "selection_tree",
    "to_dict",
    "to_sql",
    "to_text",
    "tokens",
    "walk",
]
