"""Which schemas the strict mode can express."""

from __future__ import annotations

import copy

import pytest
from memkit_openai.schemas import as_strict

TEXT = {"type": "string"}


def of(**properties):
    return {"type": "object", "properties": properties, "required": list(properties)}


def closed(schema):
    return {**schema, "additionalProperties": False}


@pytest.mark.parametrize(
    ("schema", "strict"),
    [
        (of(a=TEXT), closed(of(a=TEXT))),
        (closed(of(a=TEXT)), closed(of(a=TEXT))),
        (of(a=of(b=TEXT)), closed(of(a=closed(of(b=TEXT))))),
        (
            of(a={"type": "array", "items": of(b=TEXT), "minItems": 1}),
            closed(of(a={"type": "array", "items": closed(of(b=TEXT)), "minItems": 1})),
        ),
        (
            of(a={"anyOf": [of(b=TEXT), {"type": "null"}]}),
            closed(of(a={"anyOf": [closed(of(b=TEXT)), {"type": "null"}]})),
        ),
        (
            {**of(a={"$ref": "#/$defs/b"}), "$defs": {"b": of(c=TEXT)}},
            {**closed(of(a={"$ref": "#/$defs/b"})), "$defs": {"b": closed(of(c=TEXT))}},
        ),
        ({"type": "object"}, {"type": "object", "additionalProperties": False, "required": []}),
        # A property may bear the name of a keyword that is not known.
        (of(oneOf=TEXT), closed(of(oneOf=TEXT))),
    ],
)
def test_a_schema_is_narrowed(schema, strict):
    before = copy.deepcopy(schema)
    assert as_strict(schema) == strict
    assert schema == before


@pytest.mark.parametrize(
    "schema",
    [
        {**of(a=TEXT, b=TEXT), "required": ["a"]},
        {"type": "object", "properties": {"a": TEXT}},
        {**of(a=TEXT), "additionalProperties": True},
        {**of(a=TEXT), "additionalProperties": TEXT},
        {**of(a=TEXT), "allOf": [of(b=TEXT)]},
        of(a={"oneOf": [TEXT]}),
        of(a={"type": "array", "items": {"type": "object", "properties": {"b": TEXT}}}),
        of(a={"anyOf": [TEXT, {"not": TEXT}]}),
        of(a={"type": "string", "minLength": 1}),
        of(a=True),
        {**of(a={"$ref": "#/$defs/b"}), "$defs": {"b": {"not": TEXT}}},
    ],
)
def test_what_it_can_not_express_is_left_to_the_other_mode(schema):
    assert as_strict(schema) is None
