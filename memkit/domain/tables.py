"""Tables of pandas, polars and pyarrow, a row at a time; none of them is imported here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import Any

from memkit.domain.values import is_missing, shown
from memkit.errors import ValidationError

Row = dict[str, Any]
_WAYS = ("itertuples", "to_pylist", "iter_rows", "collect", "to_dict")


class Rows:
    """The rows of a table that were changed on the way, which are a table's still."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)


def rows_of(value: object) -> Iterator[Row] | None:
    """Return the rows of a table, without the cells that are empty; None if it is no table.

    An index of pandas that has a name is a column, too.

    Raises:
        ValidationError: A column's name is no text, or two columns have one name.
    """
    if isinstance(value, Rows):
        return iter(value)
    if not is_table(value):
        return None
    table: Any = value
    if hasattr(table, "itertuples"):  # pandas
        return _filled(_pandas_rows(table))
    if hasattr(table, "to_pylist"):  # pyarrow
        batches = table.to_batches() if hasattr(table, "to_batches") else [table]
        return _filled(row for batch in batches for row in batch.to_pylist())
    if hasattr(table, "collect"):  # polars: a lazy one
        table = table.collect()
    if hasattr(table, "iter_rows"):
        return _filled(table.iter_rows(named=True))
    return _filled(table.to_dict("records"))


def is_table(value: object) -> bool:
    """Tell whether a value is a table, whose `columns` have names."""
    # The type is asked: polars warns who asks a lazy table itself.
    kind = type(value)
    return hasattr(kind, "columns") and any(hasattr(kind, way) for way in _WAYS)


def column_names(table: Any) -> list[str]:
    """Return the names of a table's columns."""
    if hasattr(table, "collect_schema"):
        return list(table.collect_schema().names())
    return list(getattr(table, "column_names", None) or table.columns)


def length_of(value: object) -> int | None:
    """Return how many items there are, if they can be counted before they are read."""
    return len(value) if isinstance(value, Sized) else getattr(value, "num_rows", None)


def _pandas_rows(table: Any) -> Iterator[Row]:
    if any(name is not None for name in table.index.names):
        table = table.reset_index()
    names = _checked_names(list(table.columns))
    columns = (table.iloc[:, at] for at in range(len(names)))
    return (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))


def _checked_names(names: list[Any]) -> list[str]:
    for name in names:
        if not isinstance(name, str):
            raise ValidationError(
                f"The table has the column {shown(name)}, whose name is not a text.",
                fix="Name it: df.columns = ['memory', ...]; one column holds the texts.",
            )
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValidationError(
            f"The table has two columns {twice!r}.", fix="Rename or drop one of them."
        )
    return names


def _filled(rows: Iterable[Row]) -> Iterator[Row]:
    return ({name: cell for name, cell in row.items() if not is_missing(cell)} for row in rows)
