"""What a cell shows of an object: a base for what a cell can end with, and who draws it.

The ground floor does not know the notebook: `memkit` itself names the renderer when it is imported,
and the renderer is loaded when a cell first shows something.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from memkit.errors import Idiom


class Renderer(Protocol):
    """Draws what memkit's verbs return."""

    def mimebundle(self, value: Any) -> Any:
        """Return what a cell shows, as IPython's `_repr_mimebundle_` does."""

    def pretty(self, value: Any, printer: Any, cycle: bool) -> None:
        """Print a value as IPython's `_repr_pretty_` does."""

    def publish(self, value: Any) -> None:
        """Show a value as IPython's `_ipython_display_` does, or raise NotImplementedError."""

    def embedded(self, value: Any) -> Any:
        """Return what marimo shows, as its `_display_` does."""


class _Plain:
    """The renderer where none was named: the value's own text."""

    def mimebundle(self, value: Any) -> Any:
        return {"text/plain": repr(value)}

    def pretty(self, value: Any, printer: Any, cycle: bool) -> None:
        printer.text(repr(value))

    def publish(self, value: Any) -> None:
        # So IPython is told to show the value in its other ways.
        raise NotImplementedError

    def embedded(self, value: Any) -> Any:
        return repr(value)


_renderer: Callable[[], Renderer] = _Plain


def set_renderer(load: Callable[[], Renderer]) -> None:
    """Name what draws from now on; it is called each time something is shown."""
    global _renderer
    _renderer = load


class Displayable:
    """Base of what a cell can end with."""

    __slots__ = ()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        # IPython takes the first class of the MRO that has this or a `__repr__`, or is a list.
        cls._repr_pretty_ = Displayable._repr_pretty_  # type: ignore[method-assign]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        return _renderer().mimebundle(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        _renderer().pretty(self, printer, cycle)


class Interactive(Displayable):
    """Base of what a cell shows as a widget, where there is someone to answer it."""

    __slots__ = ()

    def _ipython_display_(self) -> None:
        _renderer().publish(self)

    def _display_(self) -> Any:
        return _renderer().embedded(self)


def headline(text: str, length: int = 88) -> str:
    """Return a text on one line, cut where it gets long, as a `__repr__` lists it."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 3]}..."


class Listing(Displayable):
    """Base of what a cell shows as a table: it knows who asked, to say how to see more.

    Attributes:
        idiom: Where it was asked for.
        rows: How many were asked for; None if nobody said.
    """

    idiom: Idiom = "python"
    rows: int | None = None


LISTED = 10
"""How many items a `__repr__` lists."""


def listing(head: str, lines: Sequence[str], number: int) -> str:
    """Return the `__repr__` of a list: what it is, its first items, and how many more there are."""
    more = [f"... and {number - len(lines):,} more"] if number > len(lines) else []
    return "\n".join([f"<{head}>", *lines, *more])
