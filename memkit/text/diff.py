"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "removed", "added"]

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_WORDS = 4000
# With fewer words in common a mixture is harder to read than one text after the other.
_LEAST_ALIKE = 0.3


def words(old: str, new: str, *, always: bool = False) -> list[tuple[Kind, str]]:
    """Return the parts of both texts in order: what stayed, what went, what came.

    Args:
        old, new: The texts.
        always: Whether texts that share little are compared by words, too; otherwise the one
            goes and the other comes as a whole.
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) + len(after) > _MOST_WORDS:
        return _whole(old, new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if not always and matcher.ratio() < _LEAST_ALIKE:
        return _whole(old, new)
    return _joined(list(_parts(matcher, before, after)))


def _parts(
    matcher: SequenceMatcher[str], before: list[str], after: list[str]
) -> Iterator[tuple[Kind, str]]:
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            yield "same", "".join(before[a:b])
            continue
        if a < b:
            yield "removed", "".join(before[a:b])
        if c < d:
            yield "added", "".join(after[c:d])


def _joined(parts: list[tuple[Kind, str]]) -> list[tuple[Kind, str]]:
    """Join changes that only a space lies between: two changed words in a row are one change."""
    said: list[tuple[Kind, str]] = []
    removed = added = ""
    for place, (kind, text) in enumerate(parts):
        last = place == len(parts) - 1
        if kind == "same" and (last or text.strip() or not (removed and added)):
            said += _changes(removed, added)
            removed = added = ""
            said.append(("same", text))
        elif kind == "same":
            removed, added = removed + text, added + text
        elif kind == "removed":
            removed += text
        else:
            added += text
    return said + _changes(removed, added)


def _changes(removed: str, added: str) -> list[tuple[Kind, str]]:
    parts: list[tuple[Kind, str]] = []
    if removed:
        parts.append(("removed", removed))
    if added:
        parts.append(("added", added))
    return parts


def _whole(old: str, new: str) -> list[tuple[Kind, str]]:
    return _changes(old, new)
