"""Values of other libraries and types, as the plain ones that memkit keeps.

Nothing is imported to know a value: pandas, polars, pyarrow and attrs are told by the names of
types and by what they offer. What is converted, and into what:

| given | kept |
|---|---|
| enums | their value |
| UUIDs, paths, URLs, addresses of IP | text |
| dates and times, also of NumPy and pandas | ISO 8601 text; nanoseconds are nine digits |
| durations | seconds |
| decimals, fractions, numbers of NumPy | a number, if it is the same one |
| sets, ranges, arrays, series | a list |
| dataclasses, named tuples, models of pydantic and attrs | an object of their fields |
| pandas' NaT and NA, NumPy's NaT and masked | null |
"""

from __future__ import annotations

import dataclasses
import os
from collections import deque
from collections.abc import Collection, Mapping, MappingView, Sequence, Set
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any
from uuid import UUID

import numpy as np
from pydantic import BaseModel

from memkit.domain import fixes
from memkit.errors import ValidationError

# What JSON holds as it is, and what is walked through.
PLAIN = (str, int, float, bool, type(None), dict, list)
# Types that say in one text all that they are, by the package that they come from.
_TEXTS = ("ipaddress", "yarl", "pydantic_core", "pydantic")
_ARRAYS = ("torch", "jax", "jaxlib", "cupy", "tensorflow", "mlx")
_MOST_SHOWN = 120


def shown(value: object) -> str:
    """Return how an error names a value: short, and whatever its own `repr` does."""
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 256:
        # Python refuses to spell integers of thousands of digits.
        return f"a number of {value.bit_length()} bits"
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - a value that can't say what it is still has a type
        return f"a value of type {type(value).__name__}"
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}..."


def is_missing(value: object) -> bool:
    """Tell whether a value says that there is none: None, NaN, NaT, NA, or masked."""
    if value is None or value is np.ma.masked:
        return True
    if isinstance(value, (str, bytes, Mapping)):
        return False
    if isinstance(value, (float, np.floating, np.datetime64, np.timedelta64, datetime)):
        # NaN and NaT differ from themselves.
        return bool(value != value)
    if isinstance(value, Decimal):
        return value.is_nan()
    kind = type(value)
    # pandas.NaT passes for a datetime; pandas.NA compares as neither true nor false.
    return kind.__name__ in ("NAType", "NaTType") or (
        _package(kind) == "pyarrow" and getattr(value, "is_valid", True) is False
    )


def fields_of(value: object) -> dict[str, Any] | None:
    """Return the fields of a value that has named ones, such as a dataclass; None for any other."""
    kind = type(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, BaseModel):
        return {**value.__dict__, **(value.__pydantic_extra__ or {})}
    if dataclasses.is_dataclass(kind):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(kind)}
    if isinstance(value, tuple) and hasattr(kind, "_fields"):
        return dict(zip(kind._fields, value, strict=True))
    attributes = getattr(kind, "__attrs_attrs__", None)
    if attributes is not None:
        return {attribute.name: getattr(value, attribute.name) for attribute in attributes}
    if isinstance(value, np.void) and value.dtype.names:
        return {name: value[name] for name in value.dtype.names}
    if kind.__module__ == "sqlite3" and hasattr(value, "keys"):
        return {name: value[name] for name in value.keys()}  # type: ignore[index] # noqa: SIM118
    return None


def plain(value: Any, path: str) -> Any:
    """Return a value as None, a bool, an int, a float, a str, or a dict or list of any values.

    One step: what a dict or a list holds is left as it is.

    Args:
        value: Any value.
        path: What it is called in errors: "metadata.a[3]".

    Raises:
        ValidationError: It can't be told without loss.
    """
    if type(value) in PLAIN:
        return value
    if isinstance(value, Enum):
        return plain(value.value, path)
    if isinstance(value, str):
        # As it is, whatever its own methods say.
        return "".join(value)
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if is_missing(value) and not isinstance(value, (float, np.floating, Decimal)):
        return None
    for kinds, convert in _CONVERTERS:
        if isinstance(value, kinds):
            return convert(value, path)
    fields = fields_of(value)
    return fields if fields is not None else _foreign(value, path)


def scalar(value: Any, path: str) -> Any:
    """Return a single value as a filter or a field takes it: dates stay dates.

    Raises:
        ValidationError: It can't be told without loss.
    """
    if isinstance(value, np.datetime64) and not is_missing(value):
        return _datetime(value, path)
    if _package(type(value)) == "pyarrow" and hasattr(value, "as_py"):
        value = value.as_py()
    if isinstance(value, date) and not is_missing(value):
        return value
    return plain(value, path)


def _foreign(value: Any, path: str) -> Any:
    """Return a value of a library that is not imported here."""
    kind = type(value)
    package = _package(kind)
    if package == "pyarrow" and hasattr(value, "as_py"):
        return plain(value.as_py(), path)
    if package == "pyarrow" and hasattr(value, "to_pylist"):
        return value.to_pylist()
    if package == "polars" and hasattr(value, "to_list"):
        return value.to_list()
    if package == "pandas":
        if kind.__name__ in ("Interval", "Period"):
            return str(value)
        if getattr(value, "ndim", 0) == 1:
            return [None if is_missing(item) else item for item in value]
    if package in _ARRAYS and hasattr(value, "tolist"):
        return value.tolist()
    if package in _TEXTS and not kind.__name__.startswith("Secret"):
        return str(value)
    raise ValidationError(
        f"{path} is {shown(value)} of type {kind.__name__}, which JSON can't hold.",
        fix="Convert it to text, a number, a list or a dict.",
    )


def _integer(value: Any, path: str) -> int:
    return int(value)


def _fraction(value: Any, path: str) -> float:
    return float(value)


def _exact(value: Decimal | Fraction, path: str) -> int | float:
    if isinstance(value, Decimal) and not value.is_finite():
        return float("nan") if value.is_nan() else float(value)
    if value == int(value) and not (isinstance(value, Decimal) and value.as_tuple().exponent):
        return int(value)
    try:
        number = float(value)
    except OverflowError:
        number = float("inf")
    # 0.1 is the float that is spelled so, though it is not a tenth.
    same = number == value if isinstance(value, Fraction) else Decimal(repr(number)) == value
    if same:
        return number
    raise ValidationError(
        f"{path} is {value}, which a number of 64 bits can't hold.",
        fix=fixes.ROUND_NUMBER,
    )


def _text(value: Any, path: str) -> str:
    return str(value)


def _path(value: os.PathLike[Any], path: str) -> str:
    return os.fsdecode(value)


def _iso(value: date | time, path: str) -> str:
    # A Timestamp of pandas spells its nanoseconds, too.
    return value.isoformat()


def _seconds(value: timedelta, path: str) -> float:
    return value.total_seconds()


def _numpy_seconds(value: np.timedelta64, path: str) -> float:
    if np.datetime_data(value.dtype)[0] in ("Y", "M", "generic"):
        raise ValidationError(
            f"{path} is {shown(value)}, whose length is not known.",
            fix="Give it in days or a smaller unit.",
        )
    return float(value / np.timedelta64(1, "s"))


def _numpy_iso(value: np.datetime64, path: str) -> str:
    if np.datetime_data(value.dtype)[0] in ("Y", "M", "W", "D"):
        moment = _datetime(value, path)
        return moment.date().isoformat()
    nanoseconds = int((value - value.astype("M8[us]")) / np.timedelta64(1, "ns"))
    iso = _datetime(value, path).isoformat()
    if not nanoseconds:
        return iso
    head = iso if "." in iso else f"{iso}.000000"
    return f"{head}{nanoseconds:03d}"


def _datetime(value: np.datetime64, path: str) -> datetime:
    moment = value.astype("M8[us]").item()
    if not isinstance(moment, datetime):
        raise ValidationError(
            f"{path} is {shown(value)}, outside the years 1 to 9999.",
            fix="Leave it out, or give it as text.",
        )
    return moment


def _array(value: np.ndarray[Any, Any], path: str) -> Any:
    if value.ndim == 0:
        return plain(value[()], path)
    # NumPy's own lists make dates of nanoseconds whole numbers.
    return value.tolist() if value.dtype.kind in "biuU" else list(value)


def _items(value: Collection[Any], path: str) -> list[Any]:
    # Sets come in no order; the same one should be stored as the same list.
    return sorted(value, key=str) if isinstance(value, Set) else list(value)


def _bytes(value: Any, path: str) -> Any:
    raise ValidationError(
        f"{path} is {shown(value)} of type {type(value).__name__}, which JSON can't hold.",
        fix="Give a string: value.decode(), or base64.b64encode(value).decode().",
    )


_CONVERTERS: tuple[tuple[Any, Any], ...] = (
    ((bytes, bytearray, memoryview), _bytes),
    ((np.timedelta64,), _numpy_seconds),
    ((int, np.integer), _integer),
    ((float, np.floating), _fraction),
    ((Decimal, Fraction), _exact),
    ((UUID,), _text),
    ((np.datetime64,), _numpy_iso),
    ((date, time), _iso),
    ((timedelta,), _seconds),
    ((os.PathLike,), _path),
    ((Mapping,), lambda value, _: dict(value)),
    ((np.ndarray,), _array),
    ((tuple,), lambda value, _: fields_of(value) or list(value)),
    ((Sequence, Set, MappingView, deque), _items),
)


def _package(kind: type[Any]) -> str:
    return kind.__module__.partition(".")[0]
