"""Tables of pandas, polars and pyarrow, a row at a time; none of them is imported here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import Any

from memkit.domain.values import is_missing, shown
from memkit.errors import ValidationError

Row = dict[str, Any]


def rows_of(value: object) -> Iterator[Row] | None:
    """Return the rows of a table, without the cells that are empty; None if it is no table.

    An index of pandas that has a name is a column, too.

    Raises:
        ValidationError: A column's name is no text, or two columns have one name.
    """
    kind = type(value)
    package = kind.__module__.partition(".")[0]
    table: Any = value
    if package == "polars" and kind.__name__ == "LazyFrame":
        table = table.collect()
    if package == "polars" and hasattr(table, "iter_rows"):
        return _filled(table.iter_rows(named=True))
    if package == "pyarrow" and hasattr(table, "column_names"):
        batches = table.to_batches() if hasattr(table, "to_batches") else [table]
        return _filled(row for batch in batches for row in batch.to_pylist())
    if hasattr(kind, "itertuples") and hasattr(value, "columns"):
        return _filled(_pandas_rows(table))
    return None


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
