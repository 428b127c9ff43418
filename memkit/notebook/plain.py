"""Text for people: cleaned, shortened, in aligned columns. What plain terminals get."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from memkit.domain.records import MemoryRecord
from memkit.text.clean import clean as clean

WIDTH = 100
SHORT_ID = 8
SCOPE_WORDS = {"user_id": "user", "agent_id": "agent", "app_id": "app", "run_id": "run"}


def one_line(text: str, most: int = 400) -> str:
    """Return a text on one line, cut short if it is long."""
    line = clean(" ".join(text[: 4 * most].split()))
    return line if len(line) <= most else f"{line[: most - 3].rstrip()}..."


def short_id(id: str) -> str:
    """Return the end of an id: the beginning of a UUID of version 7 is a time, alike in many."""
    return id[-SHORT_ID:]


def date_of(record: MemoryRecord) -> str:
    """Return the day when it was true, or else when it was stored."""
    return day(record.occurred_at or record.created_at)


def day(moment: datetime) -> str:
    """Return the day of a moment, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d")


def time_of(moment: datetime, *, seconds: bool = True) -> str:
    """Return a moment in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")


def value(item: Any) -> str:
    """Return a value of metadata as people write it: a text bare, anything else as JSON."""
    if item is None:
        return "none"
    if isinstance(item, datetime):
        return time_of(item)
    return item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)


def whose(record: MemoryRecord) -> list[tuple[str, str]]:
    """Return the ids of a memory's scope, with a word for each."""
    return [(word, given) for key, word in SCOPE_WORDS.items() if (given := getattr(record, key))]


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[int] = (),
    wrap: int | None = None,
) -> str:
    """Return rows in aligned columns below a header.

    Args:
        header: The names of the columns.
        rows: Their cells, one line each.
        right: Columns that are aligned to the right: numbers.
        wrap: The column that takes what room is left, and wraps.
    """
    from rich.cells import cell_len

    lines = [list(header), *([clean(cell) for cell in row] for row in rows)]
    widths = [max(cell_len(line[place]) for line in lines) for place in range(len(header))]
    if wrap is not None:
        others = sum(widths) - widths[wrap] + 2 * (len(widths) - 1)
        widths[wrap] = min(widths[wrap], max(WIDTH - others, 24))
    said = []
    for line in lines:
        cells = [[cell] for cell in line]
        if wrap is not None:
            cells[wrap] = _wrapped(line[wrap], widths[wrap])
        for number in range(max(map(len, cells))):
            parts = []
            for place, cell in enumerate(cells):
                text = cell[number] if number < len(cell) else ""
                gap = " " * max(widths[place] - cell_len(text), 0)
                parts.append(gap + text if place in right else text + gap)
            said.append("  ".join(parts).rstrip())
    return "\n".join(said)


def _wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines, by the cells that a terminal takes for its characters."""
    from rich.cells import cell_len, chop_cells

    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(joined) <= width:
            lines[-1] = joined
        else:
            lines[-1:] = [*filter(None, lines[-1:]), *chop_cells(word, width)]
    return lines


def bar(share: float, width: int = 10) -> str:
    """Return a share between 0 and 1 as a bar of `width` signs at most."""
    return "#" * round(max(0.0, min(1.0, share)) * width)
