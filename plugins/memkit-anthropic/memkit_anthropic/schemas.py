"""Asking for an object of a JSON schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from memkit.providers.hosted import ObjectMode, matching

_DEFINITIONS = "#/$defs/"
_CHOICES = ("anyOf", "oneOf", "allOf")
# Keywords by which an object may have properties that "properties" does not name, or by which a
# schema is found elsewhere: with them, the API's narrower schemas would mean something else.
_OPEN = frozenset(
    "patternProperties propertyNames unevaluatedProperties dependentSchemas definitions "
    "$dynamicRef $id prefixItems".split()
)


def output_format(schema: Mapping[str, Any], wanted: ObjectMode) -> dict[str, Any] | None:
    """Return the format that makes the API keep to a schema; None if it is to be asked in words.

    The SDK turns what the API does not know, lengths and ranges, into descriptions; the answer is
    checked against the whole schema afterwards. Not all can be said so: maps with keys of any
    name, schemas that refer to themselves, values that are no objects.

    Raises:
        ValidationError: The schema is none. It is told before a call is paid for.
    """
    matching("null", schema)
    if wanted == "prompt" or schema.get("type") != "object" or not _is_closed(schema, schema):
        return None
    # The SDK is needed for the request anyhow.
    from anthropic import transform_schema

    return {"type": "json_schema", "schema": transform_schema(dict(schema))}


def _is_closed(part: Any, whole: Mapping[str, Any], within: frozenset[str] = frozenset()) -> bool:
    """Tell whether the API can express a part of a schema.

    Args:
        part: The part.
        whole: The schema.
        within: Names of the definitions that lead here.
    """
    if not isinstance(part, Mapping) or not _OPEN.isdisjoint(part):
        return False
    if "$ref" in part:
        name = part["$ref"].removeprefix(_DEFINITIONS)
        definition = whole.get("$defs", {}).get(name)
        return name not in within and _is_closed(definition, whole, within | {name})
    inner = [*part.get("properties", {}).values(), *([part["items"]] if "items" in part else [])]
    for keyword in _CHOICES:
        inner += part.get(keyword, [])
    if "$defs" in part:
        # Those that nothing refers to are sent as well; those of a part are found by nobody.
        inner += part["$defs"].values() if part is whole else [None]
    return _is_typed(part) and all(_is_closed(one, whole, within) for one in inner)


def _is_typed(part: Mapping[str, Any]) -> bool:
    kind = part.get("type")
    if kind == "object":
        return bool(part.get("properties")) and part.get("additionalProperties", False) is False
    if kind == "array":
        return "items" in part
    chosen = [*part.get("enum", []), *([part["const"]] if "const" in part else [])]
    if chosen:
        return all(isinstance(value, str | int | float | None) for value in chosen)
    return isinstance(kind, str) or (kind is None and any(word in part for word in _CHOICES))
