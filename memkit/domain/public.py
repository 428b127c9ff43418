"""Public names have one address, `memkit.X`, wherever the code that makes them stands."""

from __future__ import annotations

from typing import TypeVar

C = TypeVar("C", bound=type)


def public(cls: C) -> C:
    """Say of a class that it lives in `memkit`: in reprs, tracebacks, pickles and documentation."""
    cls.__module__ = "memkit"
    return cls
