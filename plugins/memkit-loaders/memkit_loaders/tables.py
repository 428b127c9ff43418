"""A table's rows as lines that a person can read, each by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from memkit_loaders.passages import on_one_line

# So many rows are looked at to find the one with the columns' names.
_LOOKED_AT = 50


def lines_of(rows: Iterable[Sequence[str]], *, header: bool | None = None) -> Iterator[str]:
    """Yield a line for each row: "City: Lisbon; River: Tagus", or "Lisbon | Tagus".

    Args:
        rows: The cells' texts.
        header: Whether the first row holds the columns' names; None to find a row that does.
    """
    remaining = iter(rows)
    first = list(islice(remaining, _LOOKED_AT))
    at = _header_of(first) if header is None else (0 if header else None)
    names: list[str] = []
    for number, row in enumerate(chain(first, remaining)):
        cells = [on_one_line(cell) for cell in row]
        if at is not None and number == at:
            names = cells
        line = _named(cells, names) if at is not None and number > at else _plain(cells)
        if line:
            yield line


def _header_of(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which row names the columns: the first that is as wide as most, all of it words."""
    widths = sorted(sum(1 for cell in row if cell.strip()) for row in rows)
    widths = [width for width in widths if width]
    if len(widths) < 2:
        return None
    usual = max(2, widths[len(widths) // 2])
    for number, row in enumerate(rows[:-1]):
        filled = [cell.strip() for cell in row if cell.strip()]
        if len(filled) >= usual and len(set(filled)) == len(filled):
            return number if all(map(_is_name, filled)) else None
    return None


def _is_name(cell: str) -> bool:
    return len(cell) <= 80 and any(c.isalpha() for c in cell) and not cell[:1].isdigit()


def _named(cells: Sequence[str], names: Sequence[str]) -> str:
    named = [*names, *([""] * (len(cells) - len(names)))]
    pairs = zip(named, cells, strict=False)
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in pairs if cell)


def _plain(cells: Sequence[str]) -> str:
    return " | ".join(cell for cell in cells if cell)
