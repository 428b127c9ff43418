"""Asking Cohere's API for an object of a JSON schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# What the API refuses, or does not say that it takes, by
# https://docs.cohere.com/docs/structured-outputs.
_REFUSED = frozenset(
    {
        "allOf",
        "oneOf",
        "not",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minItems",
        "maxItems",
        "uniqueItems",
        "contains",
        "prefixItems",
        "minLength",
        "maxLength",
        "if",
        "patternProperties",
        "minProperties",
        "maxProperties",
    }
)
# Keywords that hold schemas by name, in a list, and bare.
_NAMED = ("properties", "$defs", "definitions")
_LISTED = ("anyOf",)
_BARE = ("items", "additionalProperties")


def response_format(schema: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what keeps an answer to a schema, as far as the API can; None where it can't.

    It keeps to objects alone, and to a schema of which each object requires a property.
    """
    if schema.get("type") != "object":
        return None
    held = all(map(_is_supported, _parts(schema)))
    return {"type": "json_object"} | ({"json_schema": dict(schema)} if held else {})


def _is_supported(part: Mapping[str, Any]) -> bool:
    if part.get("type") == "object" and not part.get("required"):
        return False
    return not _REFUSED.intersection(part)


def _parts(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the schema and all that are in it."""
    if not isinstance(schema, Mapping):
        return
    yield schema
    inner: list[Any] = [schema.get(key) for key in _BARE]
    for key in _LISTED:
        inner += schema.get(key, [])
    for key in _NAMED:
        inner += schema.get(key, {}).values()
    for part in inner:
        yield from _parts(part)
