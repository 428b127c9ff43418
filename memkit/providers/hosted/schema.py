"""Asking for an object of a JSON schema, and an LLM's answer as one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from memkit.errors import PluginError, ValidationError
from memkit.providers.hosted.config import ObjectMode

# Models like to put JSON into a fence, asked or not.
_FENCED = re.compile(r"\A\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL | re.IGNORECASE)


def response_format(schema: Mapping[str, Any], mode: ObjectMode) -> dict[str, Any] | None:
    """Return the field `response_format` of a request in OpenAI's shape, or None for none.

    Args:
        schema: What the answer shall satisfy. Services keep to objects alone.
        mode: How to ask for it.
    """
    if mode == "prompt" or schema.get("type") != "object":
        return None
    if mode == "json_object":
        return {"type": "json_object"}
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": dict(schema)}}


def matching(text: str, schema: Mapping[str, Any]) -> Any:
    """Return what a text says as JSON if the schema allows it, else None.

    Args:
        text: A model's answer, bare or in a Markdown fence.
        schema: A JSON schema (https://json-schema.org), checked with the package jsonschema.

    Raises:
        PluginError: jsonschema is not installed.
        ValidationError: The schema is none, or refers to what it does not hold.
    """
    try:
        # Only those who ask for objects need it.
        import jsonschema
        import referencing
    except ImportError as error:
        raise PluginError(
            "Checking an answer against its schema needs a package that is not installed.",
            fix="Run: pip install jsonschema",
        ) from error
    fenced = _FENCED.match(text)
    try:
        data = json.loads(fenced[1] if fenced else text, parse_constant=_refused)
    except (ValueError, RecursionError):
        return None
    validator = jsonschema.validators.validator_for(dict(schema))
    try:
        validator.check_schema(dict(schema))
        # An empty registry: jsonschema's own fetches what a schema refers to from the network.
        fits = validator(dict(schema), registry=referencing.Registry()).is_valid(data)
    except (jsonschema.SchemaError, referencing.exceptions.Unresolvable, RecursionError) as error:
        raise ValidationError(
            f"The schema for the answer can't be used. {str(error).splitlines()[0]}",
            fix="Correct the schema; it must hold all that it refers to.",
        ) from error
    return data if fits else None


def _refused(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
