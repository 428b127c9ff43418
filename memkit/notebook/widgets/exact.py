"""Numbers as a browser can show them: its own are rounded, and don't tell 1.0 from 1."""

from __future__ import annotations

import json
from typing import Any

# The largest whole number below which a browser knows them all.
_LARGEST = 2**53 - 1
# Between these a browser writes a number as Python does.
_SMALLEST_PLAIN, _LARGEST_PLAIN = 1e-4, 1e15
_VALUES = ("metadata", "data")


def for_browsers(answer: Any) -> Any:
    """Return an answer in which values of memories that a browser would change are texts.

    The values of "metadata" and "data" are meant, wherever they stand.
    """
    if isinstance(answer, dict):
        return {
            key: _values(value)
            if key in _VALUES and isinstance(value, dict)
            else for_browsers(value)
            for key, value in answer.items()
        }
    if isinstance(answer, list):
        return [for_browsers(item) for item in answer]
    return answer


def _values(held: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value if _survives(value) else json.dumps(value, ensure_ascii=False)
        for key, value in held.items()
    }


def _survives(value: Any) -> bool:
    if isinstance(value, bool):
        return True
    if isinstance(value, int):
        return abs(value) <= _LARGEST
    if isinstance(value, float):
        return not value.is_integer() and _SMALLEST_PLAIN <= abs(value) < _LARGEST_PLAIN
    if isinstance(value, list):
        return all(map(_survives, value))
    return all(map(_survives, value.values())) if isinstance(value, dict) else True
