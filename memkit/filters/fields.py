"""The fields a filter can name, and the values it can compare them with.

Fields are those of a memory's record, and keys of its metadata and data. Values are null, booleans,
numbers, strings and dates.
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

import numpy as np

from memkit.domain.records import SCOPE_KEYS
from memkit.domain.times import from_instant, instant_of
from memkit.domain.values import PLAIN, is_missing, scalar, shown
from memkit.errors import FilterError, ValidationError

Field: TypeAlias = tuple[str, ...]
Kind = Literal["null", "boolean", "number", "string", "date"]

METADATA = "metadata"
DATA = "data"
# Fields that hold a JSON object; what is compared are values under keys in them.
JSON_FIELDS = (METADATA, DATA)
TIME_FIELDS = (
    "created_at", "updated_at", "occurred_at", "expires_at", "valid_from", "valid_to",
)  # fmt: skip
STRING_FIELDS = (
    "id", "memory", "type", "role", "name", *SCOPE_KEYS, "superseded_by", "derived_by", "said_by",
    "withheld",
)  # fmt: skip
# Never without a value.
BOOLEAN_FIELDS = ("pinned",)
RECORD_FIELDS = (*STRING_FIELDS, *TIME_FIELDS, *BOOLEAN_FIELDS)

# Words that can't stand as a field in a filter string unless quoted with backticks.
RESERVED = frozenset({"and", "or", "not", "in", "is", "null", "true", "false"})

_INT64 = range(-(2**63), 2**63)
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
            f"The field is {shown(parts)}, which is not a tuple of strings.",
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


@dataclass(frozen=True, order=True, slots=True)
class Instant:
    """A date operand: microseconds since 1970 in UTC.

    It is a type of its own, so that a date is never mistaken for a number.

    Raises:
        FilterError: The instant lies outside the years 1 to 9999 in UTC.
    """

    microseconds: int

    def __post_init__(self) -> None:
        try:
            from_instant(self.microseconds)
        except OverflowError as error:
            raise FilterError(
                f"The date at {self.microseconds} microseconds lies outside the years 1 to 9999.",
                fix="Give a date inside this range, counted in UTC.",
            ) from error

    @property
    def datetime(self) -> datetime:
        """The same as an aware datetime in UTC."""
        return from_instant(self.microseconds)

    def __str__(self) -> str:
        return self.datetime.isoformat().replace("+00:00", "Z")


Scalar: TypeAlias = bool | int | float | str | Instant | None
Value: TypeAlias = Scalar | tuple[Scalar, ...]


def kind_of(value: Scalar) -> Kind:
    """Return what a value is; ints and floats are one kind, booleans are not numbers."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return "string" if isinstance(value, str) else "date"


def identity(value: Value) -> Hashable:
    """Return a key under which 1 and 1.0 are one value, and 1 and True are two."""
    if isinstance(value, tuple):
        return tuple((kind_of(item), item) for item in value)
    return kind_of(value), value


def to_scalar(value: Any) -> Scalar:
    """Return an operand as one of the plain types.

    Subclasses (enums, NumPy and pandas scalars) become what they stand for, so that their own
    equality and spelling can't leak into a filter.

    Raises:
        FilterError: The value is of another type, or can't be stored in a memory's metadata.
    """
    if type(value) not in PLAIN and not isinstance(value, Instant):
        value = _known(value)
    if value is None or isinstance(value, (bool, Instant)):
        return value
    if isinstance(value, int):
        return _checked_int(value)
    if isinstance(value, float):
        return _checked_float(value)
    if isinstance(value, str):
        return checked_text(value)
    if isinstance(value, date):
        return _checked_date(value)
    raise FilterError(
        f"{shown(value)} is of type {type(value).__name__}, which a filter can't compare with.",
        fix="Give a string, a number, a boolean, None, a date or a datetime.",
    )


def _known(value: Any) -> Any:
    """Return a value of another type as metadata would keep it, but for dates."""
    if is_missing(value) and not isinstance(value, (float, np.floating)):
        raise FilterError(
            f"{shown(value)} stands for no value, so nothing compares with it.",
            fix="Give None to find what has no value.",
        )
    try:
        return scalar(value, "The value")
    except ValidationError as error:
        raise FilterError(error.problem, fix=error.fix) from error


def _checked_int(value: int) -> int:
    if value not in _INT64:
        raise FilterError(
            f"The number {shown(value)} does not fit into 64 bits.",
            fix="Give an integer from -2**63 to 2**63 - 1, or a float.",
        )
    return value


def _checked_float(value: float) -> float:
    if not math.isfinite(value):
        raise FilterError(
            f"The number {value!r} can't stand in metadata, so nothing compares with it.",
            fix="Give a finite number, or null to find what has no value.",
        )
    return value


def checked_text(value: str) -> str:
    """Return the string.

    Raises:
        FilterError: It can't be encoded as UTF-8.
    """
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise FilterError(
            f"The string {value!r} holds half of a surrogate pair, which UTF-8 can't encode.",
            fix="Repair the text, for example with text.encode('utf-8', 'replace').decode().",
        ) from error
    return value


def _checked_date(value: date) -> Instant:
    return Instant(instant_of(value))
