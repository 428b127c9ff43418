"""What a cell shows of an object; the pictures are in `memkit.notebook`, loaded when asked for."""

from __future__ import annotations

from typing import Any


class Displayable:
    """Base of what a cell can end with."""

    __slots__ = ()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        # IPython takes the first class of the MRO that has this or a `__repr__`, or is a list.
        cls._repr_pretty_ = Displayable._repr_pretty_  # type: ignore[method-assign]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        from memkit.notebook.display import mimebundle

        return mimebundle(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        from memkit.notebook.formatters import pretty

        pretty(self, printer, cycle)


def headline(text: str, length: int = 88) -> str:
    """Return a text on one line, cut where it gets long, as a `__repr__` lists it."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 3]}..."
