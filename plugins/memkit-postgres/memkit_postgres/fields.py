"""Metadata as filters in PostgreSQL see them: JSONB in which equal values are equal.

JSONB keeps numbers as decimals. The decimals that Python writes for floats are in the same order
as the floats, and equal if they are, but for whole ones from 2**53 on, which Python compares with
integers by their exact value; so these are written out. U+0000 to U+0003 in strings and keys are
written as in `memkit_postgres.characters`, for JSONB refuses the first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from memkit_postgres.characters import written

_EXACT = 2.0**53
# Only these can differ from JSON as memkit writes it: escaped characters, and large floats.
_SUSPECT = re.compile(r"\\u000[0-3]|\d\.0\b|\d[eE]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Fields(NamedTuple):
    """JSON of metadata: as it is, and casefolded where that is more than A to Z in lower case."""

    plain: str | None
    folded: str | None


def fields_of(metadata: str | None) -> Fields:
    """Return what filters see of metadata, or of structured fields.

    Args:
        metadata: JSON as the journal writes it; None for none.
    """
    if metadata is None:
        return Fields(None, None)
    suspect = _SUSPECT.search(metadata) is not None
    if metadata.isascii() and not suspect:
        return Fields(metadata, None)
    value = json.loads(metadata)
    plain = _ENCODER.encode(_mapped(value, written)) if suspect else metadata
    folded = _mapped(value, lambda text: written(text.casefold()))
    if folded == _mapped(value, lambda text: written(ascii_lower(text))):
        return Fields(plain, None)
    return Fields(plain, _ENCODER.encode(folded))


def folded_text(text: str) -> str | None:
    """Return a text casefolded, or None where that is A to Z in lower case."""
    if text.isascii():
        return None
    folded = text.casefold()
    return None if folded == ascii_lower(text) else folded


def ascii_lower(text: str) -> str:
    """Return a text with A to Z in lower case, as `lower` does in the collation "C"."""
    return re.sub("[A-Z]+", lambda found: found[0].lower(), text)


def json_of(value: Any) -> str:
    """Return an operand as JSON that equals stored values as memkit means it."""
    return _ENCODER.encode(_mapped(value, written))


def _mapped(value: Any, text: Callable[[str], str]) -> Any:
    """Return a value with its strings mapped; the keys stay, but for what can't be stored."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Mapping):
        return {written(key): _mapped(item, text) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_mapped(item, text) for item in value]
    if isinstance(value, float) and abs(value) >= _EXACT:
        return int(value)
    return value
