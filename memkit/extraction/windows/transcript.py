"""A window as a model is shown it."""

from __future__ import annotations

from collections.abc import Iterable

from memkit.extraction.windows.lines import Line
from memkit.text.safe_text import as_name, on_one_line

_UNKNOWN = "-"


def transcript(lines: Iterable[Line]) -> str:
    """Return the lines of a window as `number | date | speaker: text`, one in a row each.

    The number of a line that is only shown has a star. The date is the day on which it was
    said, in the time zone that its moment is in.
    """
    return "\n".join(map(_row, lines))


def speaker(line: Line) -> str:
    """Return who says a line: the role, after the name if there is one."""
    name = as_name(line.name or "")
    return f"{name} ({line.role})" if name and name != line.role else line.role


def _row(line: Line) -> str:
    star = "" if line.quotable and not line.handled else "*"
    day = _UNKNOWN if line.at is None else line.at.date().isoformat()
    return f"{line.number}{star} | {day} | {speaker(line)}: {on_one_line(line.text)}"
