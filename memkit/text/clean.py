"""Texts that are safe to show: nothing in them acts on a terminal or turns the writing around."""

from __future__ import annotations

import re

# In lists; the whole is a look at the memory away.
MOST_CHARACTERS = 280

# What a stored text could do to a terminal: control codes, and marks that reverse the writing.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\N{LEFT-TO-RIGHT EMBEDDING}-\N{RIGHT-TO-LEFT OVERRIDE}"
    "\N{LEFT-TO-RIGHT ISOLATE}-\N{POP DIRECTIONAL ISOLATE}]"
)


def clean(text: str) -> str:
    """Return a text with the characters that would act on a terminal made visible."""
    return _UNSAFE.sub(lambda match: ascii(match[0])[1:-1], text.replace("\r\n", "\n"))


def clean_json(said: str) -> str:
    """Return a JSON document with these characters as JSON's escapes, which mean the same."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", said)


def cut(text: object, most: int = MOST_CHARACTERS) -> str:
    """Return a text without control characters, cut where it gets long."""
    whole = str(text)
    cleaned = clean(whole[: most + 1])
    return cleaned if len(whole) <= most and len(cleaned) <= most else f"{cleaned[: most - 1]}…"
