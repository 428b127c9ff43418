"""What a cell that ends with a picture of a memory shows: a widget in a kernel, else text."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from memkit.errors import MemkitError
from memkit.notebook import html
from memkit.notebook.pictures.card import card
from memkit.notebook.renderers.base import MimeBundle

# Class of what is shown -> module and class of its widget, imported when it is shown; its picture
# is made by the module of the same name.
_WIDGETS = {
    "Chat": ("chat", "ChatWidget"),
    "Comparison": ("compare", "ComparisonWidget"),
    "Explorer": ("explorer", "ExplorerWidget"),
    "Timeline": ("timeline", "TimelineWidget"),
}
_AS_IT_WAS = "A picture, as it was last seen. Run the cell again to use it."
_INSTALL = "pip install 'memkit-core[notebook]' shows it as a widget"


def has_widget(value: Any) -> bool:
    """Return whether a cell that ends with this shows a widget."""
    kind = type(value)
    return kind.__name__ in _WIDGETS and kind.__module__.partition(".")[0] == "memkit"


def widget_bundle(shown: Any) -> Any:
    """Return the widget and its picture as IPython displays them, or text in a terminal."""
    if not _in_kernel():
        return {"text/plain": _text(_picture_of(shown), shown)}
    try:
        return widget_of(shown)._repr_mimebundle_()
    except ImportError as error:
        hint = f"{_INSTALL} ({error})."
        bundle = picture_bundle(shown, note=hint)
        return {**bundle, "text/plain": f"{bundle['text/plain']}\n{hint}"}


def publish_widget(shown: Any) -> None:
    """Show a widget, and its picture for when it is gone.

    Raises:
        NotImplementedError: There is no kernel or no anywidget here.
    """
    if not _in_kernel():
        raise NotImplementedError
    try:
        widget = widget_of(shown)
    except ImportError as error:
        raise NotImplementedError from error
    widget._ipython_display_()


def embedded_widget(shown: Any) -> Any:
    """Return a widget as marimo shows it, after its picture, which gives way to it."""
    # Who asks for this is marimo.
    marimo = importlib.import_module("marimo")

    try:
        widget = widget_of(shown)
    except ImportError as error:
        return marimo.Html(picture_bundle(shown, note=f"{_INSTALL} ({error}).")["text/html"])
    return marimo.vstack([marimo.Html(widget.picture()["text/html"]), widget], gap=0)


def picture_bundle(
    shown: Any, *, key: str = "", note: str = _AS_IT_WAS, **known: Any
) -> MimeBundle:
    """Return a picture of what has a widget, as text and as HTML that needs no script.

    Args:
        shown: What has the widget.
        key: The widget's, to which the picture gives way.
        note: What stands below.
        known: What only the widget knows.
    """
    picture = _picture_of(shown)
    try:
        text, parts = _text(picture, shown), picture.parts(shown, **known)
    except MemkitError as error:
        # As of a memory that was closed.
        text, parts = str(error), [html.note(str(error))]
    return {"text/plain": text, "text/html": card(*parts, html.foot(note), key=key)}


def widget_of(shown: Any) -> Any:
    """Return the widget of what is shown, made once: all its cells agree."""
    kept = vars(shown)
    if "_widget" not in kept:
        module, name = _WIDGETS[type(shown).__name__]
        widget = getattr(importlib.import_module(f"{__package__}.{module}"), name)
        kept["_widget"] = widget(shown)
    return kept["_widget"]


def _picture_of(shown: Any) -> Any:
    module, _ = _WIDGETS[type(shown).__name__]
    return importlib.import_module(f"memkit.notebook.pictures.{module}")


def _text(picture: Any, shown: Any) -> str:
    """Return what stands for a widget where there is only text."""
    text = getattr(picture, "text", repr)
    return str(text(shown))


def _in_kernel() -> bool:
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    return getattr(shell, "kernel", None) is not None
