"""Whether a sentence speaks of the past or the future, by its verbs."""

from __future__ import annotations

import functools
import importlib
import re

from memkit.text.when.lexicon import UNSPACED
from memkit.text.when.model import Prefer

# So many characters before and after an expression may tell its tense.
_NEAR = 160
_CLAUSE = re.compile(r"[.,;:!?。！？、，；\n]+|\b(?:but|aber|pero|mais|mas|ma|maar|но|ale)\b")


def tense(text: str, language: str, *, start: int = 0, end: int | None = None) -> Prefer | None:
    """Return the tense of the clause around text[start:end]; of what is near if that has none.

    None where nothing tells, or where both are there.
    """
    end = len(text) if end is None else end
    first, last = max(0, start - _NEAR), min(len(text), end + _NEAR)
    near = text[first:last]
    for match in _CLAUSE.finditer(text, first, last):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.start()
            break
    return _of(text[first:last], language) or _of(near, language)


def is_past(text: str, language: str) -> bool:
    """Tell whether a text has a verb of the past, whatever else it has."""
    past, _, perfect = _patterns(language)
    return past.search(text) is not None or perfect.search(text) is not None


def _of(text: str, language: str) -> Prefer | None:
    past, future, perfect = (bool(pattern.search(text)) for pattern in _patterns(language))
    if past == future or perfect:
        return None
    return "past" if past else "future"


@functools.cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    table = importlib.import_module(f"memkit.text.when.words.{language}")
    edges = ("", "") if language in UNSPACED else (r"(?<!\w)", r"(?!\w)")
    perfect = getattr(table, "PERFECT", r"(?!)")
    return tuple(
        re.compile(f"{edges[0]}(?:{pattern}){edges[1]}", re.IGNORECASE)
        for pattern in (table.PAST, table.FUTURE, perfect)
    )
