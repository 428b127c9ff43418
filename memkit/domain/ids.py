"""Ids of memories, whole or in part: tables show their ends, for they begin with a time."""

from __future__ import annotations

import re
from collections.abc import Iterable

LEAST = 4
"""How many characters of an id tell it, at least."""

_WHOLE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_PART = re.compile(r"[0-9a-f-]+")


def is_whole(text: str) -> bool:
    """Tell whether a text has the form of a whole id."""
    return _WHOLE.fullmatch(text) is not None


def part_of(text: str) -> str | None:
    """Return what a text may be the end or the beginning of: an id's part in its usual form.

    Returns:
        Hexadecimal digits and dashes, or None: no id has such a part.
    """
    part = text.strip(" .…").lower()
    return part if _PART.fullmatch(part) else None


def named_by(text: str, ids: Iterable[str]) -> str | None:
    """Return the one of some ids that a text names, whole or in part; None if none or several."""
    if is_whole(text):
        text = text.lower()
        return next((id_ for id_ in ids if id_ == text), None)
    part = part_of(text)
    if part is None or len(part) < LEAST:
        return None
    found = [id_ for id_ in ids if id_.endswith(part) or id_.startswith(part)]
    return found[0] if len(found) == 1 else None
