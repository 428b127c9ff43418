"""The operands of a comparison: null, booleans, numbers, strings, dates."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from memkit.domain.times import from_instant, instant_of
from memkit.errors import FilterError

Kind = Literal["null", "boolean", "number", "string", "date"]

_INT64 = range(-(2**63), 2**63)


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
    if getattr(value, "ndim", None) == 0 and hasattr(value, "item"):
        value = value.item()  # a NumPy scalar
    if value is None or isinstance(value, (bool, Instant)):
        return value
    if isinstance(value, int):
        return _checked_int(int(value))
    if isinstance(value, float):
        return _checked_float(float(value))
    if isinstance(value, str):
        return checked_text(str.__str__(value))
    # pandas.NaT passes for a datetime, and like NaN it differs from itself.
    if isinstance(value, date) and value == value:
        return _checked_date(value)
    raise FilterError(
        f"{value!r} is of type {type(value).__name__}, which a filter can't compare with.",
        fix="Give a string, a number, a boolean, None, a date or a datetime.",
    )


def _checked_int(value: int) -> int:
    if value not in _INT64:
        raise FilterError(
            f"The number {_shortened(value)} does not fit into 64 bits.",
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


def _shortened(value: int) -> str:
    # Python refuses to spell integers of thousands of digits.
    return str(value) if value.bit_length() < 256 else f"of {value.bit_length()} bits"
