"""What answers look like, in the JSON schemas that every provider takes.

An object at the root, all fields required and no others, "" and 0 for none, enums of strings, no
bounds, and no nesting deeper than a list of flat objects. The fields stand in the order in which a
model shall write: evidence before what it says, a reason before a choice.

A local server makes a grammar of a schema at each call, so there the numbers that exist can be
enumerated and the list be bounded. Hosted ones compile a schema once and keep it; theirs is always
the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from memkit.extraction.tasks.choices import CHOICES
from memkit.extraction.tasks.items import KINDS

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "integer"}

FACTS, LINES, DECISIONS = "facts", "lines", "decisions"
FIELDS, SENTENCES, STEPS = "fields", "sentences", "steps"


def extract_schema(
    *,
    full: bool = False,
    categories: Sequence[str] = (),
    numbers: Sequence[int] = (),
    most: int | None = None,
) -> Schema:
    """Return the schema of the facts of a window.

    Args:
        full: Whether names and categories are asked for: lists of words in each fact, which every
            provider takes too; in one text, names that hold commas would fall apart.
        categories: The categories that there are.
        numbers: For a grammar: the numbers of the lines that may be cited; () for any.
        most: For a grammar: the most facts; None for any number.
    """
    fields: Schema = {
        "line": _one_of(numbers),
        "quote": _TEXT,
        "when": _TEXT,
        "about": _TEXT,
        "text": _TEXT,
        "kind": {"type": "string", "enum": list(KINDS)},
    }
    if full:
        fields["entities"] = {"type": "array", "items": _TEXT}
    if full and categories:
        fields["categories"] = {
            "type": "array",
            "items": {"type": "string", "enum": list(categories)},
        }
    return _object({FACTS: _list(_object(fields), most)})


def select_schema(*, numbers: Sequence[int] = ()) -> Schema:
    """Return the schema of the lines that are picked; `numbers` as of `extract_schema`."""
    return _object({LINES: _list(_one_of(numbers), len(numbers) or None)})


def summary_schema(*, numbers: Sequence[int] = ()) -> Schema:
    """Return the schema of a summary: sentences, each with its lines; `numbers` as before."""
    lines: Schema = {"type": "array", "items": _one_of(numbers)}
    return _object({SENTENCES: _list(_object({"lines": lines, "text": _TEXT}), None)})


def steps_schema(outcomes: Sequence[str], *, numbers: Sequence[int] = ()) -> Schema:
    """Return the schema of the steps of a run; `numbers` as of `extract_schema`."""
    fields: Schema = {
        "line": _one_of(numbers),
        "quote": _TEXT,
        "text": _TEXT,
        "result": {"type": "string", "enum": list(outcomes)},
    }
    return _object({STEPS: _list(_object(fields), len(numbers) or None)})


def decide_schema(*, facts: Sequence[int] = (), old: Sequence[int] = ()) -> Schema:
    """Return the schema of decisions.

    Args:
        facts, old: For a grammar: the numbers that exist; () for any.
    """
    fields: Schema = {
        "fact": _one_of(facts),
        "why": _TEXT,
        "choice": {"type": "string", "enum": list(CHOICES)},
        "old": _one_of((0, *old) if old else ()),
        "text": _TEXT,
    }
    return _object({DECISIONS: _list(_object(fields), len(facts) or None)})


def fill_schema(
    names: Sequence[str], *, numbers: Sequence[int] = (), most: int | None = None
) -> Schema:
    """Return the schema of the values of a form.

    Args:
        names: The names of its fields.
        numbers, most: As of `extract_schema`; the most values.
    """
    fields: Schema = {
        "line": _one_of(numbers),
        "quote": _TEXT,
        "field": {"type": "string", "enum": list(names)},
        "item": _TEXT,
        "value": _TEXT,
    }
    return _object({FIELDS: _list(_object(fields), most)})


def answer_schema(*, numbers: Sequence[int] = ()) -> Schema:
    """Return the schema of an answer's sentences; `numbers` as of `extract_schema`."""
    fields: Schema = {"line": _one_of(numbers), "quote": _TEXT, "text": _TEXT}
    return _object({SENTENCES: _list(_object(fields), None)})


def _object(fields: Mapping[str, Any]) -> Schema:
    return {
        "type": "object",
        "properties": dict(fields),
        "required": list(fields),
        "additionalProperties": False,
    }


def _list(items: Schema, most: int | None) -> Schema:
    bound = {} if most is None else {"maxItems": most}
    return {"type": "array", "items": items, **bound}


def _one_of(numbers: Sequence[int]) -> Schema:
    return {**_NUMBER, "enum": list(numbers)} if numbers else _NUMBER
