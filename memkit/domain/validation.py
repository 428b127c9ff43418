"""Checks of arguments that several verbs share."""

from __future__ import annotations

from memkit.errors import NotFoundError, ValidationError

# What SQLite, and any other journal, can count to.
_LARGEST = 2**63 - 1


def whole_number(value: object, name: str, *, least: int) -> int:
    """Return a whole number that is not too small.

    Raises:
        ValidationError: It is something else.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= _LARGEST:
        raise ValidationError(
            f"{name} is {value!r}.", fix=f"Give a whole number of {least} or more."
        )
    return value


def memory_id(value: object) -> str:
    """Return the id of a memory, which may or may not be there.

    Raises:
        NotFoundError: No memory can have such an id.
    """
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            pass
        else:
            return value
    raise NotFoundError(f"There is no memory {value!r}.", fix="Give the id of a hit or a record.")


def number(value: object, name: str) -> float:
    """Return a number that is not NaN.

    Raises:
        ValidationError: It is something else.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        raise ValidationError(f"{name} is {value!r}.", fix="Give a number.")
    return float(value)
