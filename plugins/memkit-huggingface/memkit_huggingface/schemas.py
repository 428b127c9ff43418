"""Asking for an object of a JSON schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from memkit_huggingface.config import ObjectMode

_NAME = "answer"


def response_format(schema: Mapping[str, Any], mode: ObjectMode) -> dict[str, Any] | None:
    """Return the field `response_format` of a request, or None for none.

    Args:
        schema: What the answer shall satisfy. Servers keep to objects alone.
        mode: How to ask for it.
    """
    if mode == "prompt" or schema.get("type") != "object":
        return None
    if mode == "json_object":
        return {"type": "json_object"}
    return {"type": "json_schema", "json_schema": {"name": _NAME, "schema": dict(schema)}}
