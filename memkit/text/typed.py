"""Values as people type them: `category=food, priority=3`, or JSON."""

from __future__ import annotations

import json
import re
from typing import Any

from memkit.errors import ValidationError

_BETWEEN = re.compile(r"[,\n]")


def pair(text: str) -> tuple[str, Any]:
    """Return the key and the value of `key=value`; a value that is JSON is taken as such.

    Raises:
        ValueError: There is no key, or no value.
    """
    key, sign, value = text.partition("=")
    if not sign or not key.strip():
        raise ValueError(f"{text!r} is not of the form key=value.")
    try:
        return key.strip(), json.loads(value)
    except ValueError:
        return key.strip(), value


def metadata(text: str) -> dict[str, Any]:
    """Return metadata as it was typed: a JSON object, or pairs between commas or on lines.

    Raises:
        ValidationError: It is neither.
    """
    said = text.strip()
    if said.startswith("{"):
        try:
            read: dict[str, Any] = json.loads(said)
        except ValueError as error:
            raise ValidationError(
                f"This is not JSON yet: {error}.",
                fix='Write, for example, {"category": "food", "priority": 3}.',
            ) from error
        return read
    try:
        found = [pair(part.strip()) for part in _BETWEEN.split(said) if part.strip()]
    except ValueError as error:
        raise ValidationError(str(error), fix="Write, for example, category=food.") from error
    return {key: value.strip() if isinstance(value, str) else value for key, value in found}
