"""The Python that does what a magic or a widget does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_WIDTH = 88


@dataclass(frozen=True, slots=True)
class Name:
    """A name in code, where a value would be."""

    name: str

    def __repr__(self) -> str:
        return self.name


def call(function: str, *arguments: Any, into: str | None = None, **options: Any) -> str:
    """Return a call as code; options that are None, False or empty are left out.

    Args:
        function: What is called, e.g. "m.search".
        arguments: Its positional arguments.
        into: The variable that takes the result.
        options: Its keyword arguments.
    """
    given = {key: value for key, value in options.items() if not _absent(value)}
    parts = [repr(item) for item in arguments]
    parts += [f"{key}={value!r}" for key, value in given.items()]
    start = f"{into} = {function}(" if into else f"{function}("
    line = f"{start}{', '.join(parts)})"
    if len(line) <= _WIDTH or not parts:
        return line
    return "\n".join([start, *(f"    {part}," for part in parts), ")"])


def _absent(value: Any) -> bool:
    return value is None or value is False or (isinstance(value, (Mapping, tuple)) and not value)
