"""Files of memories: JSON, JSONL, CSV, Parquet. Bad lines are told with their numbers."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from memkit.domain.files import refuse_database
from memkit.domain.tables import rows_of
from memkit.errors import MemkitError, NotFoundError, ValidationError

_SEPARATORS = {".csv": ",", ".tsv": "\t"}
# Longer cells are no texts, and Python's own limit is far below a long text.
_LONGEST_CELL = 2**31 - 1


def read_file(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield line numbers and objects of a file; a bad line yields its error.

    A JSON file holds a list, or a dict with the list under "results" or "memories"; its items are
    numbered from 1, as are the rows of Parquet. The first line of a CSV names the columns; a cell
    that is empty is not given.

    Raises:
        ValidationError: A JSON file holds something else, or a CSV names no columns.
    """
    suffix = path.suffix.lower()
    if suffix in _SEPARATORS:
        with _said_of(path, csv.Error):
            yield from _cells(path, _SEPARATORS[suffix])
    elif suffix in (".parquet", ".pq"):
        # Its readers raise errors of their own, of any class.
        with _said_of(path, Exception):
            yield from enumerate(_parquet(path), start=1)
    else:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            first = next((line for line in file if line.strip()), "")
        if suffix in (".jsonl", ".ndjson") or _is_json_object(first):
            yield from _lines(path)
        else:
            yield from enumerate(_items(path), start=1)


@contextmanager
def _said_of(path: Path, kind: type[Exception]) -> Iterator[None]:
    try:
        yield
    except MemkitError:
        raise
    except kind as error:
        raise ValidationError(
            f"{str(path)!r} can't be read: {error}.", fix="Check that it is whole."
        ) from error


def check_readable(path: Path) -> None:
    """Make sure that a file can be read.

    Raises:
        NotFoundError: There is no such file.
        ValidationError: It is a folder or part of a memory, or must not be read.
    """
    refuse_database(path)
    try:
        path.open("rb").close()
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no file {str(path)!r}.", fix="Check the path.") from error
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else error
        raise ValidationError(
            f"{str(path)!r} can't be read: {said}.", fix="Give a file you may read."
        ) from error


def _cells(path: Path, separator: str) -> Iterator[tuple[int, Any]]:
    csv.field_size_limit(_LONGEST_CELL)
    numeric = _numeric_columns(path, separator)
    with path.open(encoding="utf-8-sig", newline="", errors="surrogateescape") as file:
        rows = csv.reader(file, delimiter=separator)
        names = _column_names(next(rows, []), path)
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) > len(names):
                problem = f"The line has {len(row)} cells; there are {len(names)} columns."
                yield rows.line_num, ValidationError(problem, fix='Put texts in quotes: "a, b".')
                continue
            cells = dict(zip(names, row, strict=False))
            yield (
                rows.line_num,
                {
                    name: json.loads(cell) if name in numeric else _structured(name, cell)
                    for name, cell in cells.items()
                    if cell.strip()
                },
            )


def _column_names(names: list[str], path: Path) -> list[str]:
    names = [name.strip() for name in names]
    if not all(names) or len(set(names)) < len(names):
        raise ValidationError(
            f"The first line of {str(path)!r} names no columns, or one twice: {names!r}.",
            fix="Name them, one of them 'memory': memory,user_id,category.",
        )
    return names


def _numeric_columns(path: Path, separator: str) -> set[str]:
    """Return the columns that hold numbers alone, each spelled as JSON spells it.

    "007", "1.10" and ids of users are texts: to read them as numbers would lose what they say.
    """
    with path.open(encoding="utf-8-sig", newline="", errors="surrogateescape") as file:
        rows = csv.reader(file, delimiter=separator)
        names = [name.strip() for name in next(rows, [])]
        candidates = {name for name in names if name not in _TEXT_COLUMNS}
        seen: set[str] = set()
        for row in rows:
            for name, cell in zip(names, row, strict=False):
                if name in candidates and cell.strip():
                    seen.add(name)
                    if not _is_number(cell):
                        candidates.discard(name)
    return candidates & seen


def _is_number(cell: str) -> bool:
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        return False
    return type(value) in (int, float) and json.dumps(value) == cell


# What these hold are texts, whatever they look like.
_TEXT_COLUMNS = frozenset(
    {"memory", "text", "content", "name", "user_id", "agent_id", "app_id", "run_id", "id", "role",
     "type", "derived_by", "said_by", "superseded_by", "withheld"}
)  # fmt: skip
_STRUCTURED = ("metadata", "data", "sources")


def _structured(name: str, cell: str) -> Any:
    """Return what a cell holds: JSON in the columns that hold objects."""
    if name == "pinned" and cell.strip().lower() in ("true", "false"):
        return cell.strip().lower() == "true"
    if name in _STRUCTURED:
        try:
            return json.loads(cell)
        except (ValueError, RecursionError):
            return cell
    return cell


def _parquet(path: Path) -> Iterator[Any]:
    try:
        from pyarrow import parquet  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        try:
            import polars  # type: ignore[import-not-found, unused-ignore]
        except ImportError as error:
            raise ValidationError(
                f"{str(path)!r} is Parquet, which pyarrow or polars reads; neither is installed.",
                fix="Run: pip install pyarrow",
            ) from error
        return rows_of(polars.read_parquet(path)) or iter(())
    batches = parquet.ParquetFile(path).iter_batches()
    return (row for batch in batches for row in rows_of(batch) or ())


def _is_json_object(line: str) -> bool:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and not _list_in(value)


def _list_in(value: Mapping[str, Any]) -> Any:
    return next((value[key] for key in ("results", "memories") if key in value), None)


def _lines(path: Path) -> Iterator[tuple[int, Any]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                try:
                    yield number, json.loads(line.decode("utf-8-sig"))
                except (ValueError, RecursionError) as error:
                    yield number, ValidationError(f"Not JSON: {error}.", fix="Mend the line.")


def _items(path: Path) -> list[Any]:
    try:
        value = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ValidationError(
            f"{str(path)!r} is not JSON: {error}.",
            fix="Give a JSON list, or a .jsonl file with one object a line.",
        ) from error
    items = _list_in(value) if isinstance(value, dict) else value
    if not isinstance(items, list):
        raise ValidationError(
            f"{str(path)!r} holds no list of memories.",
            fix="Give a JSON list of objects with 'memory', 'text' or 'content'.",
        )
    return items
