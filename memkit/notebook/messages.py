"""What a magic says beside its result: notes, the equivalent code, and errors without a traceback.

A failed magic fails its cell, so that "run all" stops there; only the picture is short.
"""

from __future__ import annotations

import types
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from memkit.errors import Interrupted, MemkitError, MemkitWarning, in_idiom

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_RED, _BOLD, _PLAIN = "\x1b[31m", "\x1b[1m", "\x1b[0m"


def show(bundle: Mapping[str, str]) -> None:
    """Show a bundle of MIME types in the running cell."""
    from IPython.display import display

    display(dict(bundle), raw=True)  # type: ignore[no-untyped-call, unused-ignore]


def say(text: str) -> None:
    """Show a sentence: what was done, or what to do next."""
    from memkit.notebook.renderers.base import note_bundle

    show(note_bundle(text))


def warn(text: str) -> None:
    """Show a sentence about something that stops nothing."""
    from memkit.notebook.renderers.base import note_bundle

    show(note_bundle(text, kind="warning"))


def show_code(code: str) -> None:
    """Show the Python that does the same."""
    from memkit.notebook.renderers.base import code_bundle

    show(code_bundle(code))


class Slot:
    """A place in the running cell whose content changes.

    Args:
        bundle: What it shows first.
    """

    def __init__(self, bundle: Mapping[str, str]) -> None:
        from IPython.display import DisplayHandle

        handle: Any = DisplayHandle()  # type: ignore[no-untyped-call, unused-ignore]  # as IPython's
        handle.display(dict(bundle), raw=True)
        self._handle = handle

    def __call__(self, bundle: Mapping[str, str]) -> None:
        """Show something else."""
        self._handle.update(dict(bundle), raw=True)


class Shown(NamedTuple):
    """A result that its cell shows already."""

    value: Any


@contextmanager
def reporting(shell: InteractiveShell) -> Iterator[None]:
    """Turn a memkit error into a short block with its fix, and its warnings into notes."""
    with warnings.catch_warnings():
        shown = warnings.showwarning
        told: set[str] = set()

        def note(message: Warning | str, category: type[Warning], *place: Any) -> None:
            if issubclass(category, MemkitWarning):
                # A magic may ask twice, for a page and for a count.
                if str(message) not in told:
                    told.add(str(message))
                    warn(_said(message))
            else:
                shown(message, category, *place)

        warnings.showwarning = note  # type: ignore[assignment]
        warnings.filterwarnings("always", category=MemkitWarning)
        try:
            yield
        except MemkitError as error:
            shorten(error, style=_style(shell))
            raise
        except Interrupted:
            raise
        except KeyboardInterrupt:
            raise Interrupted(
                "This line was stopped before its end.", fix="%memkit status shows what is there."
            ) from None


def _said(message: Warning | str) -> str:
    text = message.args[0] if isinstance(message, Warning) and message.args else message
    return in_idiom(text, "magic") if isinstance(text, str) else str(message)


def _style(shell: InteractiveShell) -> str:
    """Return how the name of an error is written."""
    if str(getattr(shell, "colors", "")).lower() == "nocolor":
        return ""
    # Notebooks draw errors on red, in front of which red letters can't be read.
    return _BOLD if getattr(shell, "kernel", None) is not None else _BOLD + _RED


def shorten(error: MemkitError, *, style: str = _BOLD + _RED) -> None:
    """Make IPython show an error as one short block instead of a traceback."""

    def block(self: MemkitError) -> list[str]:
        from memkit.notebook.plain import clean

        name = type(self).__name__
        head = f"{style}{name}:{_PLAIN}" if style else f"{name}:"
        return [
            f"{head} {clean(in_idiom(self.problem, 'magic'))}",
            clean(in_idiom(self.fix, "magic")),
        ]

    # IPython asks an exception for this before it makes a traceback.
    error._render_traceback_ = types.MethodType(block, error)  # type: ignore[attr-defined]
