"""Runs of combining marks, which normal forms sort in a time that grows with their square."""

from __future__ import annotations

import re
import unicodedata

# No writing puts more on one letter; Unicode's stream-safe format has the same limit (UAX #15).
MOST = 30
# Marks are no letters, digits or spaces; what else is found here is looked at more closely.
_LONG_RUN = re.compile(rf"[^\w\s\x00-\x7f]{{{MOST + 1},}}")


def bounded(text: str) -> str:
    """Return a text in which no more than 30 combining marks follow each other."""
    return _LONG_RUN.sub(_cut, text)


def _cut(run: re.Match[str]) -> str:
    kept: list[str] = []
    length = 0
    for character in run[0]:
        length = length + 1 if unicodedata.category(character).startswith("M") else 0
        if length <= MOST:
            kept.append(character)
    return "".join(kept)
