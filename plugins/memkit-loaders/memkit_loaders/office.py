"""What Word, PowerPoint and Excel files have in common."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from memkit_loaders.passages import on_one_line


def properties(core: Any) -> dict[str, Any]:
    """Return what a file says of itself, from the core properties of one of the libraries."""
    # openpyxl calls the author "creator".
    author = getattr(core, "author", None) or getattr(core, "creator", None)
    return {
        "title": on_one_line(core.title),
        "author": on_one_line(author),
        "subject": on_one_line(core.subject),
        "keywords": on_one_line(core.keywords),
        "created": _time(core.created),
        "modified": _time(core.modified),
    }


def _time(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    # The format says that these times are UTC; the libraries leave that out.
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
