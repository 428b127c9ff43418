"""A window as a model is shown it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from memkit.extraction.windows.lines import Line
from memkit.text.safe_text import as_name, on_one_line, place_of

_UNKNOWN = "-"
# What stands in a row before its speaker: all of it, the day alone, or nothing.
_BEFORE_SPEAKER = (
    r"\s*[\"'“„«]?\s*"
    r"(?:(?:\d{1,9}\*?\s*\|\s*)?(?:\d{4}-\d\d-\d\d|-)\s*\|\s*)?"
)


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


def without_speaker(copied: str, line: Line) -> str:
    """Return what was copied from a row without what stands before the text: all of it or a part.

    Small models copy more of a row than what was said. Where the line itself has these words, they
    are its own.
    """
    name = as_name(line.name or "")
    known = {speaker(line), name, line.role} - {""}
    labels = "|".join(re.escape(label) for label in sorted(known, key=len, reverse=True))
    found = re.match(rf"{_BEFORE_SPEAKER}(?:{labels})\s*:\s*", copied, re.IGNORECASE)
    if found is None or place_of(copied, line.text) is not None:
        return copied
    return copied[found.end() :]


def _row(line: Line) -> str:
    star = "" if line.quotable and not line.handled else "*"
    day = _UNKNOWN if line.at is None else line.at.date().isoformat()
    return f"{line.number}{star} | {day} | {speaker(line)}: {on_one_line(line.text)}"
