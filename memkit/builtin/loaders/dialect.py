"""How a table is written: what separates its cells, and whether its first row names columns."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE = 65_536
_ROWS = 50
_NUMBER = re.compile(r"[-+]?[$€£]?\d[\d.,' ]*(?:[eE][-+]?\d+)?\s?%?\Z")
_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[T ].*)?\Z")
_YEAR = re.compile(r"(?:1[89]|20|21)\d\d\Z")
_LONGEST_NAME = 200


def lines_of(text: str) -> list[str]:
    """Return the lines with their ends, which are those of files alone: U+2028 ends none."""
    return io.StringIO(text, newline="").readlines()


def separator_of(text: str) -> str:
    """Return what separates the cells: that by which most rows have as many, and several."""
    # A line that the sample cuts is none of a table.
    whole = len(text) <= _SAMPLE
    sample = text if whole else text[:_SAMPLE].rpartition("\n")[0]
    lines = lines_of(sample)
    best, best_score = ",", (0.0, 0)
    for separator in _SEPARATORS:
        reader = csv.reader(lines, delimiter=separator)
        try:
            counts = Counter(len(row) for row in islice(reader, _ROWS) if row)
        except csv.Error:
            continue
        several = {cells: rows for cells, rows in counts.items() if cells > 1}
        if not several:
            continue
        cells, rows = max(several.items(), key=lambda pair: (pair[1], pair[0]))
        score = (rows / counts.total(), cells)
        if score > best_score:
            best, best_score = separator, score
    return best


def names_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names the columns: short texts, where values are below.

    Years may be names: "Country,2019,2020".
    """
    if len(rows) < 2:
        return False
    first = [cell.strip() for cell in rows[0]]
    filled = [cell for cell in first if cell]
    if not filled or any(len(cell) > _LONGEST_NAME or "\n" in cell for cell in filled):
        return False
    values = [cell for cell in filled if _NUMBER.match(cell) or _DAY.match(cell)]
    if not values:
        return True
    are_years = all(_YEAR.match(cell) for cell in values) and len(set(values)) == len(values)
    return are_years and len(values) < len(filled)


def column_names(cells: Sequence[str]) -> list[str]:
    """Return a name for each column, no two of which are the same."""
    names: list[str] = []
    used: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        name = base = " ".join(cell.split()) or f"Column {number}"
        if name in used:
            name = f"{base} ({number})"
        while name in used:
            name += "'"
        used.add(name)
        names.append(name)
    return names
