"""Asking for an object of a JSON schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from memkit.providers.hosted import ObjectMode, response_format

# What the strict mode takes: https://developers.openai.com/api/docs/guides/structured-outputs
_KEYWORDS = frozenset(
    "type properties required additionalProperties items enum const anyOf $ref $defs definitions "
    "title description pattern format multipleOf minimum maximum exclusiveMinimum "
    "exclusiveMaximum minItems maxItems".split()
)


def asked_for(
    schema: Mapping[str, Any], mode: ObjectMode, *, strict: bool
) -> dict[str, Any] | None:
    """Return the field `response_format` of a request, or None for none.

    Args:
        schema: What the answer shall satisfy.
        mode: How to ask for it.
        strict: Whether the service knows the strict mode.
    """
    form = response_format(schema, mode)
    if strict and form is not None and "json_schema" in form:
        narrowed = as_strict(schema)
        form["json_schema"] |= {
            "strict": narrowed is not None,
            "schema": narrowed or dict(schema),
        }
    return form


def as_strict(schema: Any) -> dict[str, Any] | None:
    """Return a schema as the strict mode wants it, or None if it can't express it.

    That mode wants every property required and no others allowed. The second can be added, for
    an answer without others satisfies the schema as well; the first can't, for a model would
    have to make up what it does not know.
    """
    if not isinstance(schema, Mapping) or not set(schema) <= _KEYWORDS:
        return None
    narrowed = dict(schema)
    if "properties" in schema or schema.get("type") == "object":
        properties = schema.get("properties", {})
        if set(schema.get("required", ())) != set(properties):
            return None
        if schema.get("additionalProperties", False) is not False:
            return None
        narrowed |= {"additionalProperties": False, "required": list(properties)}
    for keyword in ("properties", "$defs", "definitions"):
        if keyword in schema:
            parts = {name: as_strict(part) for name, part in schema[keyword].items()}
            if None in parts.values():
                return None
            narrowed[keyword] = parts
    if "items" in schema:
        narrowed["items"] = as_strict(schema["items"])
    if "anyOf" in schema:
        narrowed["anyOf"] = [as_strict(part) for part in schema["anyOf"]]
    if narrowed.get("items", {}) is None or None in narrowed.get("anyOf", ()):
        return None
    return narrowed
