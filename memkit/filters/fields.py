"""The fields a filter can name: those of a memory's record, and keys of its metadata and data."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from memkit.domain.records import SCOPE_KEYS
from memkit.errors import FilterError
from memkit.filters.values import checked_text

Field: TypeAlias = tuple[str, ...]

METADATA = "metadata"
DATA = "data"
# Fields that hold a JSON object; what is compared are values under keys in them.
JSON_FIELDS = (METADATA, DATA)
TIME_FIELDS = (
    "created_at", "updated_at", "occurred_at", "expires_at", "valid_from", "valid_to",
)  # fmt: skip
STRING_FIELDS = (
    "id", "memory", "type", "role", "name", *SCOPE_KEYS, "superseded_by", "derived_by", "said_by",
)  # fmt: skip
# Never without a value.
BOOLEAN_FIELDS = ("pinned",)
RECORD_FIELDS = (*STRING_FIELDS, *TIME_FIELDS, *BOOLEAN_FIELDS)

# Words that can't stand as a field in a filter string unless quoted with backticks.
RESERVED = frozenset({"and", "or", "not", "in", "is", "null", "true", "false"})

_PLAIN_PART = re.compile(r"\w+\Z")
_QUOTED_PART = re.compile(r"`((?:[^`]|``)*)`")


def resolve(parts: Any) -> Field:
    """Return the field as a tuple: a record field alone, or "metadata" or "data" and keys below.

    Args:
        parts: The parts as written. A first part that is no record field is a metadata key.

    Raises:
        FilterError: There is no such field.
    """
    if not isinstance(parts, tuple) or not parts or not all(isinstance(p, str) for p in parts):
        raise FilterError(
            f"The field is {parts!r}, which is not a tuple of strings.",
            fix="Give the keys that lead to the value, for example ('metadata', 'category').",
        )
    field: Field = tuple(checked_text(str.__str__(part)) for part in parts)
    if field[0] in JSON_FIELDS:
        if len(field) == 1:
            raise FilterError(
                f"The field {field[0]!r} names all of the {field[0]}, which is not one value.",
                fix=f"Name a key of it, for example {field[0]}.category.",
            )
        return field
    if field[0] not in RECORD_FIELDS:
        return (METADATA, *field)
    if len(field) > 1:
        raise FilterError(
            f"The field {field[0]!r} belongs to every memory and has no key {field[1]!r}.",
            fix=f"Use {field[0]} alone, or {write_field((METADATA, *field))} for a metadata key.",
        )
    return field


def split_field(text: str) -> Field:
    """Return the parts of a dotted name; a part in backticks may hold dots.

    Raises:
        FilterError: A part is empty, or a backtick is not closed.
    """
    parts: list[str] = []
    start = 0
    while True:
        quoted = _QUOTED_PART.match(text, start)
        if quoted:
            parts.append(quoted[1].replace("``", "`"))
            end = quoted.end()
        else:
            end = text.find(".", start)
            end = len(text) if end < 0 else end
            parts.append(text[start:end])
        if (not quoted and (start == end or text[start] == "`")) or text[end : end + 1] not in {
            "",
            ".",
        }:
            raise FilterError(
                f"The field {text!r} has an empty or badly quoted part.",
                fix="Separate keys by one dot, and put a key with odd characters in backticks: "
                "a.`b.c`; a backtick in it is doubled.",
            )
        if end == len(text):
            return tuple(parts)
        start = end + 1


def write_field(field: Field) -> str:
    """Return the shortest dotted name that `split_field` and `resolve` lead back to the field."""
    if field[0] == METADATA and len(field) > 1 and field[1] not in {*JSON_FIELDS, *RECORD_FIELDS}:
        field = field[1:]
    return ".".join(
        _write_part(part, first=index == 0, alone=len(field) == 1)
        for index, part in enumerate(field)
    )


def _write_part(part: str, *, first: bool, alone: bool) -> str:
    plain = _PLAIN_PART.match(part) is not None
    if plain and first:
        plain = not part[0].isdigit() and not (alone and part.lower() in RESERVED)
    return part if plain else "`" + part.replace("`", "``") + "`"
