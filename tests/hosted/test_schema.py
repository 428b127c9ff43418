from __future__ import annotations

import pytest

from memkit.errors import ValidationError
from memkit.providers.hosted import matching, response_format

SCHEMA = {
    "type": "object",
    "properties": {"n": {"type": "number"}},
    "required": ["n"],
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    "text",
    [
        '{"n": 1}',
        ' {"n":1}\n',
        '```json\n{"n": 1}\n```',
        '```\n{"n": 1}```',
        '\n```JSON\n{"n": 1}\n```\n',
    ],
)
def test_an_object_of_the_schema_is_found(text):
    assert matching(text, SCHEMA) == {"n": 1}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "null",
        '{"n": "1"}',
        '{"n": 1, "m": 2}',
        '{"n": 1',
        'Here it is: {"n": 1}',
        '{"n": NaN}',
        '{"n": Infinity}',
        "[" * 100_000,
    ],
)
def test_anything_else_is_none(text):
    assert matching(text, SCHEMA) is None


@pytest.mark.parametrize(
    "schema",
    [{"type": "nonsense"}, {"$ref": "#/$defs/missing"}, {"$ref": "http://127.0.0.1:9/schema.json"}],
)
def test_a_schema_that_is_none_is_the_callers_mistake(schema):
    with pytest.raises(ValidationError, match="Correct the schema"):
        matching("{}", schema)


def test_the_schema_may_refer_to_itself():
    schema = {"$defs": {"tree": {"type": "array", "items": {"$ref": "#/$defs/tree"}}}}
    schema |= {"$ref": "#/$defs/tree"}
    assert matching("[[], [[]]]", schema) == [[], [[]]]
    assert matching("[1]", schema) is None


@pytest.mark.parametrize(
    ("schema", "mode", "form"),
    [
        (SCHEMA, "json_object", {"type": "json_object"}),
        (SCHEMA, "prompt", None),
        ({"type": "array"}, "json_schema", None),
        ({}, "json_object", None),
    ],
)
def test_how_an_object_is_asked_for(schema, mode, form):
    assert response_format(schema, mode) == form


def test_a_schema_is_asked_for_by_a_name():
    form = response_format(SCHEMA, "json_schema")
    assert form == {"type": "json_schema", "json_schema": {"name": "answer", "schema": SCHEMA}}
