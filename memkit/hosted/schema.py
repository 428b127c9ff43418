"""An LLM's answer as the object that a JSON schema describes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from memkit.errors import PluginError

# Models like to put JSON into a fence, asked or not.
_FENCED = re.compile(r"\A\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL | re.IGNORECASE)


def matching(text: str, schema: Mapping[str, Any]) -> Any:
    """Return what a text says as JSON if the schema allows it, else None.

    Args:
        text: A model's answer, bare or in a Markdown fence.
        schema: A JSON schema (https://json-schema.org), checked with the package jsonschema.

    Raises:
        PluginError: jsonschema is not installed.
    """
    try:
        # Only those who ask for objects need it.
        import jsonschema
    except ImportError as error:
        raise PluginError(
            "Checking an answer against its schema needs a package that is not installed.",
            fix="Run: pip install jsonschema",
        ) from error
    fenced = _FENCED.match(text)
    try:
        data = json.loads(fenced[1] if fenced else text)
    except ValueError:
        return None
    validator = jsonschema.validators.validator_for(dict(schema))
    return data if validator(dict(schema)).is_valid(data) else None
